// The phones page: the server tells what changed (state), this file hands it out.

import { make } from "./dom.js";
import { act, toast } from "./server.js";
import { Phone, group, shutMenus } from "./phone.js";

const body = document.body;
const phones = new Map();
const narrow = matchMedia("(max-width: 760px)");
let rev = 0;
let focus = "";

function apply(state) {
  if (state.Rev < rev) { location.reload(); return; } // another platform is there
  rev = state.Rev;
  document.getElementById("clock").textContent = state.Clock;
  setMoving(state.Moving);
  for (const p of state.Phones || []) {
    const phone = phones.get(p.ID);
    if (!phone) continue;
    phone.update(p.Bubbles);
    phone.showState(p.State);
    phone.showMenu(state.Menu);
    phone.showUnread(p.Unread);
    if (watched(phone)) phone.touched();
  }
  const robot = phones.get(group);
  if (!robot) return;
  robot.update(state.Group);
  robot.showUnread(state.News);
  if (watched(robot)) robot.touched();
}

// watched tells whether the person is looking at his phone now.
function watched(phone) {
  return !document.hidden && (focus === phone.user || phone.el.contains(document.activeElement));
}

/* ---- the stream, or else asking every two seconds ---- */

let asking = 0;

function ask() {
  if (asking) return;
  asking = setInterval(async () => {
    const res = await fetch("state?since=" + rev).catch(() => null);
    if (!res || !res.ok) return; // the stream's own trouble is shown already
    apply(await res.json());
    document.getElementById("link").hidden = true;
  }, 2000);
}

function listen() {
  if (!window.EventSource) { ask(); return; }
  const stream = new EventSource("events?since=" + rev);
  stream.onmessage = (e) => apply(JSON.parse(e.data));
  stream.onopen = () => {
    document.getElementById("link").hidden = true;
    clearInterval(asking);
    asking = 0;
  };
  stream.onerror = () => {
    document.getElementById("link").hidden = false;
    ask();
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
  };
}

/* ---- the clock ---- */

function setMoving(moving) {
  body.classList.toggle("moving", moving);
  const moves = document.getElementById("moves");
  if (!moves) return;
  moves.setAttribute("aria-busy", String(moving));
  for (const el of moves.querySelectorAll("button, input")) el.disabled = moving;
}

async function moveTo(deed) {
  setMoving(true);
  const done = await act("clock", deed);
  setMoving(false);
  return done;
}

function startClock() {
  const form = document.getElementById("go");
  if (!form) return;
  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    const input = document.getElementById("to");
    const done = await moveTo({ to: input.value });
    if (done) input.value = "";
    input.focus();
    if (!done) input.select(); // what was not understood is written over
  });
  for (const b of document.querySelectorAll(".steps button")) {
    b.addEventListener("click", () => moveTo(b.dataset.next ? { next: true } : { to: b.dataset.to }));
  }
  const toggle = document.getElementById("toggle");
  toggle.addEventListener("click", () => {
    const open = document.getElementById("bar").classList.toggle("open");
    toggle.setAttribute("aria-expanded", String(open));
  });
}

/* ---- one phone, or all of them ---- */

function setFocus(user) {
  const before = focus;
  focus = phones.has(user) ? user : "";
  if (!focus && narrow.matches) focus = phones.keys().next().value || "";
  document.getElementById("phones").classList.toggle("one", Boolean(focus));
  for (const p of phones.values()) {
    p.el.classList.toggle("big", p.user === focus);
    p.chat.setAttribute("aria-live", p.user === focus ? "polite" : "off");
    if (p.user === focus || !focus) p.toEnd();
  }
  for (const a of document.querySelectorAll(".person")) {
    const on = a.dataset.user === focus;
    if (on) a.setAttribute("aria-current", "true");
    else a.removeAttribute("aria-current");
    if (on) a.scrollIntoView({ block: "nearest", inline: "center" });
  }
  const phone = phones.get(focus);
  if (!phone || focus === before) return;
  if (focus === group) { phone.touched(); return; }
  phone.showUnread(0);
  if (phone.el.classList.contains("off")) return; // he cannot open the app
  act("open", { user: focus });
  if (!narrow.matches) phone.el.querySelector(".say .text").focus();
}

function fromHash() { setFocus(decodeURIComponent(location.hash.slice(1))); }

function go(user) { location.hash = user; }

/* ---- the journal ---- */

const kinds = { api: "接口", callback: "回调", dropped: "丢弃", error: "异常" };

function line(e) {
  const good = (e.Kind === "api" && e.Code === 0) || (e.Kind === "callback" && e.Code === 200);
  const result = e.Kind === "error" || e.Kind === "dropped" ? "—" : String(e.Code);
  return make("tr", { class: good ? "" : "bad" },
    [e.When, kinds[e.Kind] || e.Kind, e.Path, e.User, result, e.Text].map((t) => make("td", {}, t)));
}

async function openLog() {
  const dialog = document.getElementById("log");
  const res = await fetch("log").catch(() => null);
  if (!res || !res.ok) { toast("暂时读不到日志"); return; }
  const list = await res.json();
  dialog.querySelector("tbody").replaceChildren(...list.reverse().map(line));
  dialog.showModal();
}

/* ---- keys: Alt+1…9 a phone, Alt+0 all, Alt+T the clock, Esc back ---- */

function onKey(e) {
  if (e.key === "Escape" && !document.querySelector("dialog[open]")) {
    if (document.querySelector("details[open]")) shutMenus();
    else if (focus && !narrow.matches) go("");
    return;
  }
  if (!e.altKey || e.ctrlKey || e.metaKey) return;
  const to = document.getElementById("to");
  const digit = e.code.match(/^Digit(\d)$/);
  if (e.code === "KeyT" && to) to.focus();
  else if (digit) go(digit[1] === "0" ? "" : [...phones.keys()][Number(digit[1]) - 1] || "");
  else return;
  e.preventDefault();
}

for (const el of document.querySelectorAll(".phone")) {
  const user = el.dataset.user;
  phones.set(user, new Phone(el, () => go(focus === user ? "" : user)));
}
startClock();
document.getElementById("journal").addEventListener("click", openLog);
document.getElementById("closelog").addEventListener("click", () => document.getElementById("log").close());
document.addEventListener("keydown", onKey);
document.addEventListener("click", (e) => shutMenus(e.target.closest("details")));
window.addEventListener("hashchange", fromHash);
narrow.addEventListener("change", fromHash);
fromHash();
listen();
