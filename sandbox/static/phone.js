// One phone: its chat as the server tells it, and what is typed into it.

import { make, link } from "./dom.js";
import { act } from "./server.js";
import { bubble } from "./bubble.js";

const gapSeconds = 300; // a longer silence puts the time between two messages
const mostBubbles = 200;
const actedMs = 3000; // how long after a tap what comes is its answer
export const group = "@group";

// badge shows a number of unread messages; none hides it.
function badge(el, n) {
  el.hidden = !n;
  el.textContent = n > 99 ? "99+" : String(n || "");
  el.setAttribute("aria-label", `${n}条未读`);
}

// shutMenus closes every open list but one.
export function shutMenus(except) {
  for (const d of document.querySelectorAll("details[open]")) if (d !== except) d.open = false;
}

export class Phone {
  constructor(el, onWho) {
    this.el = el;
    this.user = el.dataset.user;
    this.name = el.dataset.name;
    this.chat = el.querySelector(".chat");
    this.drawn = new Map(); // serial → {el, data}
    this.unread = 0;
    this.ready = false; // what comes before is not new
    this.actedAt = 0;
    el.querySelector(".who").addEventListener("click", onWho);
    el.addEventListener("pointerdown", () => this.touched());
    this.watchScroll();
    if (el.querySelector(".say")) this.startSay(el.querySelector(".say"));
    const join = el.querySelector(".barred button");
    if (join) join.addEventListener("click", () => act("join", { user: this.user }));
  }

  toEnd() { this.chat.scrollTop = this.chat.scrollHeight; }

  // toNews goes to the end, or to the start of a message that is longer than the screen.
  toNews(el) {
    this.toEnd();
    const over = el ? this.chat.getBoundingClientRect().top - el.getBoundingClientRect().top : 0;
    if (over <= 0) return;
    this.chat.scrollTop -= over + 8;
    this.fresh.hidden = false;
  }

  // acted says that the person did something here: what comes now answers him.
  acted() { this.actedAt = Date.now(); }

  low(within) { return this.chat.scrollHeight - this.chat.scrollTop - this.chat.clientHeight < within; }

  watchScroll() {
    this.fresh = this.el.querySelector(".fresh");
    this.fresh.addEventListener("click", () => this.toEnd());
    this.atEnd = true;
    this.chat.addEventListener("scroll", () => {
      this.atEnd = this.low(60);
      if (this.atEnd) this.fresh.hidden = true;
    });
    new ResizeObserver(() => { if (this.atEnd) this.toEnd(); }).observe(this.chat);
  }

  // touched says that the person looked at his phone.
  touched() {
    if (!this.unread) return;
    this.showUnread(0);
    act("read", { user: this.user });
  }

  showUnread(n) {
    this.unread = n;
    badge(this.el.querySelector(".badge"), n);
    const entry = document.querySelector(`.person[data-user="${CSS.escape(this.user)}"] .badge`);
    if (entry) badge(entry, n);
  }

  // showState says why the person cannot use the app; empty: he can.
  showState(words) {
    const bar = this.el.querySelector(".barred");
    bar.hidden = !words;
    bar.firstElementChild.textContent = words;
    this.el.classList.toggle("off", Boolean(words));
    const entry = document.querySelector(`.person[data-user="${CSS.escape(this.user)}"]`);
    if (entry) entry.classList.toggle("off", Boolean(words));
  }

  showMenu(menu) {
    const el = this.el.querySelector(".menu");
    const text = JSON.stringify(menu || []);
    if (el.dataset.menu === text) return;
    el.dataset.menu = text;
    el.hidden = !menu || !menu.length;
    el.replaceChildren(...(menu || []).map((m) => (m.sub_button && m.sub_button.length
      ? make("details", {}, make("summary", {}, "≡ " + m.name), make("div", {}, m.sub_button.map((x) => this.entry(x))))
      : make("div", {}, this.entry(m)))));
  }

  entry(m) {
    if (m.type === "view") return link(m.url, m.name);
    const press = () => { shutMenus(); act("menu", { user: this.user, key: m.key }); };
    return make("button", { type: "button", onclick: press }, m.name);
  }

  // update draws what is new or has changed.
  update(list) {
    if (list && list.length) {
      const news = list.filter((b) => !this.drawn.has(b.Serial));
      const asked = news.some((b) => b.Mine) || (news.length > 0 && Date.now() - this.actedAt < actedMs);
      const follow = this.low(90) || asked;
      for (const b of list) this.draw(b);
      const first = news.find((b) => !b.Mine && this.drawn.has(b.Serial));
      if (!this.ready) this.toEnd();
      else if (follow) this.toNews(first && this.drawn.get(first.Serial).el);
      else if (first) this.fresh.hidden = false;
    }
    this.ready = true;
  }

  draw(b) {
    if (this.drawn.has(b.Serial)) { this.redraw(b); return; }
    if (this.last && b.Serial < this.last.Serial) return; // it is no longer shown
    if (!this.last || b.Day !== this.last.Day) this.chat.append(make("div", { class: "time" }, `${b.Day} ${b.Time}`));
    else if (b.Stamp - this.last.Stamp > gapSeconds) this.chat.append(make("div", { class: "time" }, b.Time));
    const el = bubble(b, this);
    if (this.ready) el.classList.add("new");
    this.chat.append(el);
    this.drawn.set(b.Serial, { el, data: b });
    this.last = b;
    if (this.drawn.size > mostBubbles) this.drop();
  }

  redraw(b) {
    const old = this.drawn.get(b.Serial);
    const el = bubble(b, this);
    const had = old.el.contains(document.activeElement);
    old.el.replaceWith(el);
    this.drawn.set(b.Serial, { el, data: b });
    if (had) this.chat.focus({ preventScroll: true });
  }

  drop() {
    const [serial, oldest] = this.drawn.entries().next().value;
    const before = oldest.el.previousElementSibling;
    if (before && before.classList.contains("time")) before.remove();
    oldest.el.remove();
    this.drawn.delete(serial);
  }

  startSay(form) {
    const input = form.querySelector(".text");
    const send = form.querySelector("button");
    input.addEventListener("input", () => { send.disabled = !input.value.trim(); });
    input.addEventListener("focus", () => this.touched());
    input.addEventListener("keydown", (e) => { if (e.key === "Enter" && e.isComposing) e.preventDefault(); });
    form.addEventListener("submit", (e) => {
      e.preventDefault();
      const text = input.value.trim();
      if (!text) return;
      input.value = "";
      send.disabled = true;
      act("say", { user: this.user, text });
    });
    const file = form.querySelector("input[type=file]");
    file.addEventListener("change", () => {
      if (!file.files.length) return;
      const data = new FormData();
      data.append("media", file.files[0]);
      file.value = "";
      act("upload?user=" + encodeURIComponent(this.user), data);
    });
  }
}
