"use strict";

// The phones page. The server tells what changed (state); this file draws it.
// Text from messages only ever becomes text nodes.

const body = document.body;
const phones = new Map(); // member → {el, chat, drawn, last, unread}
const narrow = matchMedia("(max-width: 760px)");
let rev = 0;
let focus = "";

// make builds an element: make("p", {class: "x", onclick: f}, "text", child)
function make(tag, props, ...children) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) el.addEventListener(name.slice(2), value);
    else if (name === "class") el.className = value;
    else el.setAttribute(name, value === true ? "" : value);
  }
  el.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false && c !== ""));
  return el;
}

function safeLink(url) {
  try {
    const u = new URL(url, location.href);
    return u.protocol === "http:" || u.protocol === "https:" ? u.href : "";
  } catch {
    return "";
  }
}

function link(url, ...children) {
  const href = safeLink(url);
  if (!href) return make("span", {}, ...children);
  return make("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

/* ---- talking to the server ---- */

let toastTimer = 0;
function toast(words) {
  const el = document.getElementById("toast");
  el.textContent = words;
  el.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { el.hidden = true; }, 4200);
}

async function act(name, deed) {
  try {
    const res = await fetch(name, {
      method: "POST",
      headers: deed instanceof FormData ? {} : { "Content-Type": "application/json" },
      body: deed instanceof FormData ? deed : JSON.stringify(deed),
    });
    const told = await res.json().catch(() => ({ error: "服务没有应答" }));
    if (told.error) toast(told.error);
    return !told.error;
  } catch {
    toast("连接不上服务，请稍后再试");
    return false;
  }
}

/* ---- texts ---- */

const linkPattern = /<a\s+href=["']([^"']*)["'][^>]*>([\s\S]*?)<\/a>|(https?:\/\/[^\s<>"'，。；、）】》]+)/g;

// words turns a text message into nodes: links as WeCom makes them, the rest as it is.
function words(text) {
  const out = [];
  let from = 0;
  for (const m of text.matchAll(linkPattern)) {
    out.push(text.slice(from, m.index));
    out.push(m[3] ? link(m[3], m[3]) : link(m[1], m[2]));
    from = m.index + m[0].length;
  }
  out.push(text.slice(from));
  return out;
}

const inlinePattern = /\*\*(.+?)\*\*|`([^`]+)`|!?\[([^\]]*)\]\(([^)\s]+)\)|<font\s+color=["'](info|comment|warning)["']>([\s\S]*?)<\/font>|<@([^>]+)>/g;

function inline(text) {
  const out = [];
  let from = 0;
  for (const m of text.matchAll(inlinePattern)) {
    out.push(text.slice(from, m.index));
    if (m[1]) out.push(make("b", {}, inline(m[1])));
    else if (m[2]) out.push(make("code", {}, m[2]));
    else if (m[4]) out.push(link(m[4], m[3] || m[4]));
    else if (m[5]) out.push(make("span", { class: m[5] }, inline(m[6])));
    else if (m[7]) out.push(make("span", { class: "at" }, "@" + m[7]));
    from = m.index + m[0].length;
  }
  out.push(text.slice(from));
  return out;
}

// blocks are the kinds of line that markdown has here; the first that fits wins.
const blocks = [
  { name: "quote", fits: (l) => /^>\s?/.test(l), join: true,
    draw: (ls) => make("blockquote", {}, lines(ls.map((l) => l.replace(/^>\s?/, "")))) },
  { name: "list", fits: (l) => /^\s*[-*]\s+/.test(l), join: true,
    draw: (ls) => make("ul", {}, ls.map((l) => make("li", {}, inline(l.replace(/^\s*[-*]\s+/, ""))))) },
  { name: "steps", fits: (l) => /^\s*\d+\.\s+/.test(l), join: true,
    draw: (ls) => make("ol", {}, ls.map((l) => make("li", {}, inline(l.replace(/^\s*\d+\.\s+/, ""))))) },
  { name: "table", fits: (l) => /^\s*\|.*\|\s*$/.test(l), join: true, draw: table },
  { name: "head", fits: (l) => /^#{1,6}\s+/.test(l), draw: (ls) => make("h3", {}, inline(ls[0].replace(/^#+\s+/, ""))) },
  { name: "rule", fits: (l) => /^\s*(-{3,}|\*{3,})\s*$/.test(l), draw: () => make("hr") },
  { name: "plain", fits: (l) => l.trim() !== "", join: true, draw: (ls) => make("p", {}, lines(ls)) },
  { name: "gap", fits: () => true, draw: () => null },
];
blocks.unshift(blocks.splice(5, 1)[0]); // a rule looks like the start of a list

function lines(list) {
  return list.flatMap((l, i) => (i ? [make("br"), ...inline(l)] : inline(l)));
}

function table(rows) {
  const cells = rows.filter((r) => !/^[\s|:-]+$/.test(r)).map((r) => r.trim().slice(1, -1).split("|"));
  return make("table", {}, cells.map((row, i) => make("tr", {}, row.map((c) => make(i ? "td" : "th", {}, inline(c.trim()))))));
}

function markdown(text) {
  const out = [];
  const all = text.split("\n");
  for (let i = 0; i < all.length;) {
    if (all[i].startsWith("```")) {
      const end = all.findIndex((l, j) => j > i && l.startsWith("```"));
      const stop = end < 0 ? all.length : end;
      out.push(make("pre", {}, all.slice(i + 1, stop).join("\n")));
      i = stop + 1;
      continue;
    }
    const kind = blocks.find((b) => b.fits(all[i]));
    let stop = i + 1;
    while (kind.join && stop < all.length && blocks.find((b) => b.fits(all[stop])) === kind) stop++;
    out.push(kind.draw(all.slice(i, stop)));
    i = stop;
  }
  return make("div", { class: "bubble md" }, out);
}

// described is the text of a textcard: <br> and <div class="gray|normal|highlight">.
function described(text) {
  const colour = { gray: "comment", highlight: "warning", normal: "" };
  return text.split(/(<div[^>]*>[\s\S]*?<\/div>)/).map((part) => {
    const m = part.match(/^<div(?:\s+class=["'](\w+)["'])?[^>]*>([\s\S]*?)<\/div>$/);
    const plain = (m ? m[2] : part).split(/<br\s*\/?>/).flatMap((l, i) => (i ? [make("br"), l] : [l]));
    return m ? make("div", { class: colour[m[1]] || "" }, plain) : plain;
  }).flat();
}

/* ---- bubbles ---- */

function size(bytes) {
  if (bytes < 1024) return bytes + " B";
  if (bytes < 1024 * 1024) return (bytes / 1024).toFixed(1) + " KB";
  return (bytes / 1024 / 1024).toFixed(1) + " MB";
}

function fileBubble(b) {
  const ending = (b.Title.match(/\.(\w{1,4})$/) || ["", "文件"])[1];
  return make("a", { class: "file", href: "file/" + encodeURIComponent(b.Media), download: b.Title, "aria-label": "下载 " + b.Title },
    make("span", { class: "doc" }, ending),
    make("span", {}, make("b", {}, b.Title), make("small", {}, size(b.Size || 0))));
}

function picture(url) {
  const href = safeLink(url);
  if (href && new URL(href).origin === location.origin) return make("img", { src: href, alt: "" });
  return make("div", { class: "picture", role: "img", "aria-label": "图片" });
}

function newsBubble(b) {
  const [first, ...rest] = b.Articles;
  return make("div", { class: "card" }, first.picurl && picture(first.picurl),
    make("div", { class: "inner" }, make("h4", {}, first.title), first.description && make("p", { class: "desc" }, first.description)),
    make("div", { class: "links" }, link(first.url, "查看"), rest.map((a) => link(a.url, a.title))));
}

function textCard(b) {
  return make("div", { class: "card" },
    make("div", { class: "inner" }, make("h4", {}, b.Title), make("div", { class: "bodytext" }, described(b.Text))),
    make("div", { class: "links" }, link(b.URL, b.Button)));
}

function content(b, phone) {
  switch (b.Kind) {
    case "markdown": return markdown(b.Text);
    case "file": return fileBubble(b);
    case "image": return make("div", { class: "bubble" }, make("img", { src: "file/" + encodeURIComponent(b.Media), alt: b.Title || "图片" }));
    case "news": return newsBubble(b);
    case "textcard": return textCard(b);
    case "card": return card(b, phone);
    default: return make("div", { class: "bubble plain" }, words(b.Text));
  }
}

function bubble(b, phone) {
  if (b.Kind === "notice") return make("div", { class: "notice" }, make("span", {}, b.Text));
  const face = b.Mine
    ? make("span", { class: "face own", "aria-hidden": "true" }, phone.el.dataset.name.slice(0, 1))
    : make("span", { class: phone.user === "@group" ? "face robot" : "face bot", "aria-hidden": "true" }, body.dataset.app.slice(0, 1));
  return make("div", { class: b.Mine ? "row mine" : "row" }, face, content(b, phone));
}

/* ---- cards ---- */

function field(f) {
  let value = f.Value;
  if (f.URL) value = link(f.URL, f.Value || "查看");
  else if (f.Media) value = make("a", { href: "file/" + encodeURIComponent(f.Media) }, f.Value || "下载");
  return [make("dt", {}, f.Name), make("dd", {}, value)];
}

function cardHead(c) {
  return [
    c.Source && make("div", { class: "source" }, c.Source),
    c.Title && make("h4", {}, c.Title),
    c.Desc && make("p", { class: "desc" }, c.Desc),
    c.Emphasis && make("div", { class: "emphasis" }, make("b", {}, c.Emphasis.Title), make("span", {}, c.Emphasis.Desc)),
    c.Quote && make("div", { class: "quote" }, c.Quote.Title && make("b", {}, c.Quote.Title), c.Quote.Desc),
    c.Body && make("p", { class: "bodytext" }, c.Body),
    (c.Verticals || []).map((v) => make("div", { class: "vert" }, make("b", {}, v.Title), make("p", {}, v.Desc))),
    c.Fields && c.Fields.length > 0 && make("dl", {}, c.Fields.map(field)),
  ];
}

// card draws a template card; its choices are read when something is pressed.
function card(b, phone) {
  const c = b.Card;
  const el = make("div", { class: "card" });
  const press = (key) => tap(el, b, phone, key);
  if (c.Image) el.append(picture(c.Image));
  el.append(make("div", { class: "inner" }, c.Menu && cardMenu(c, press), cardHead(c)));
  if (c.Question) el.append(options(c.Question, b.Serial, c));
  if (c.Selects) el.append(make("div", { class: "pickers" }, c.Selects.map((q) => picker(q, c))));
  el.append(...cardFoot(c, press));
  const jumps = (c.Jumps || []).map((j) => link(j.URL, j.Text));
  if (c.URL && !c.Buttons && !c.Submit) jumps.unshift(link(c.URL, "查看详情"));
  if (jumps.length) el.append(make("div", { class: "links" }, jumps));
  wakeSubmit(el, c);
  el.addEventListener("change", () => wakeSubmit(el, c));
  return el;
}

function cardMenu(c, press) {
  return make("details", { class: "more" }, make("summary", { "aria-label": "更多操作" }, "⋯"),
    make("div", {}, c.Menu.map((m) => make("button", { type: "button", onclick: () => press(m.Key) }, m.Text))));
}

function cardFoot(c, press) {
  if (c.Replace) return [make("div", { class: "replaced", "aria-disabled": "true" }, c.Replace)];
  const list = c.Submit ? [c.Submit] : c.Buttons || [];
  if (!list.length) return [];
  const drawn = list.map((x) => {
    const look = { class: `press s${x.Style}` };
    if (x.URL) return make("a", { ...look, href: safeLink(x.URL) || "#", target: "_blank", rel: "noopener noreferrer" }, x.Text);
    const busy = c.Busy === x.Key;
    return make("button", {
      type: "button", class: look.class + (busy ? " at-work" : ""), disabled: Boolean(c.Busy),
      "data-key": x.Key, onclick: () => press(x.Key),
    }, busy ? "处理中…" : x.Text);
  });
  return [make("div", { class: list.length === 2 ? "buttons pair" : "buttons" }, drawn)];
}

function options(q, serial, c) {
  const off = Boolean(q.Disabled || c.Replace || c.Busy);
  return make("div", { class: off ? "options off" : "options", role: q.Multiple ? "group" : "radiogroup" },
    q.Options.map((o) => {
      const input = make("input", {
        type: q.Multiple ? "checkbox" : "radio", name: `q${serial}`, value: o.ID, disabled: off, "data-question": q.Key,
      });
      input.checked = o.Chosen;
      return make("label", {}, input, make("span", {}, o.Text));
    }));
}

function picker(q, c) {
  const select = make("select", { "data-question": q.Key, disabled: Boolean(q.Disabled || c.Replace || c.Busy), "aria-label": q.Title },
    q.Options.map((o) => {
      const el = make("option", { value: o.ID }, o.Text);
      el.selected = o.Chosen;
      return el;
    }));
  return make("label", {}, make("span", {}, q.Title), select);
}

// wakeSubmit lets a vote be submitted once something is chosen.
function wakeSubmit(el, c) {
  if (!c.Question || c.Replace || c.Busy) return;
  const submit = el.querySelector(".buttons .press");
  if (submit) submit.disabled = !el.querySelector(".options input:checked");
}

async function tap(el, b, phone, key) {
  const choices = {};
  for (const q of el.querySelectorAll("select[data-question]")) choices[q.dataset.question] = [q.value];
  if (b.Card.Question) choices[b.Card.Question.Key] = [];
  for (const q of el.querySelectorAll(".options input:checked")) choices[q.dataset.question].push(q.value);
  for (const x of el.querySelectorAll("button.press")) {
    x.disabled = true;
    if (x.dataset.key === key) { x.classList.add("at-work"); x.textContent = "处理中…"; }
  }
  touched(phone);
  if (await act("tap", { user: phone.user, message: b.ID, key, choices })) return;
  const old = phone.drawn.get(b.Serial);
  if (old && old.el.contains(el)) redraw(phone, old.data); // refused: as it was
}

/* ---- drawing what the server tells ---- */

const gapSeconds = 300;
const mostBubbles = 200;

function draw(phone, b) {
  if (phone.drawn.has(b.Serial)) {
    redraw(phone, b);
    return;
  }
  if (!phone.last || b.Stamp - phone.last.Stamp > gapSeconds || b.Day !== phone.last.Day) {
    const today = b.Day === phone.today;
    phone.chat.append(make("div", { class: "time" }, today ? b.Time : `${b.Day} ${b.Time}`));
  }
  const el = bubble(b, phone);
  if (phone.ready) el.classList.add("new");
  phone.chat.append(el);
  phone.drawn.set(b.Serial, { el, data: b });
  phone.last = b;
  if (phone.drawn.size > mostBubbles) drop(phone);
}

function redraw(phone, b) {
  const old = phone.drawn.get(b.Serial);
  const el = bubble(b, phone);
  const had = old.el.contains(document.activeElement);
  old.el.replaceWith(el);
  phone.drawn.set(b.Serial, { el, data: b });
  if (had) phone.chat.focus({ preventScroll: true });
}

function drop(phone) {
  const [serial, oldest] = phone.drawn.entries().next().value;
  const before = oldest.el.previousElementSibling;
  if (before && before.classList.contains("time")) before.remove();
  oldest.el.remove();
  phone.drawn.delete(serial);
}

function update(phone, list) {
  if (!list || !list.length) return;
  const chat = phone.chat;
  const low = chat.scrollHeight - chat.scrollTop - chat.clientHeight < 90;
  const mine = list.some((b) => b.Mine && !phone.drawn.has(b.Serial));
  const fresh = list.some((b) => !b.Mine && !phone.drawn.has(b.Serial));
  for (const b of list) draw(phone, b);
  if (low || mine || !phone.ready) {
    chat.scrollTop = chat.scrollHeight;
  } else if (fresh) {
    phone.el.querySelector(".fresh").hidden = false;
  }
}

function badge(el, n) {
  el.hidden = !n;
  el.textContent = n > 99 ? "99+" : String(n || "");
  if (n) el.setAttribute("aria-label", `${n}条未读`);
}

function showUnread(phone, n) {
  phone.unread = n;
  badge(phone.el.querySelector(".badge"), n);
  const entry = document.querySelector(`.person[data-user="${CSS.escape(phone.user)}"] .badge`);
  if (entry) badge(entry, n);
}

function showState(phone, words) {
  const bar = phone.el.querySelector(".barred");
  bar.hidden = !words;
  bar.firstElementChild.textContent = words;
  phone.el.querySelector(".say").hidden = Boolean(words);
}

function showMenu(phone, menu) {
  const el = phone.el.querySelector(".menu");
  const text = JSON.stringify(menu || []);
  if (!el || el.dataset.menu === text) return;
  el.dataset.menu = text;
  el.hidden = !menu || !menu.length;
  const entry = (m) => (m.type === "view"
    ? link(m.url, m.name)
    : make("button", { type: "button", onclick: (e) => { shutMenus(); e.target.blur(); act("menu", { user: phone.user, key: m.key }); } }, m.name));
  el.replaceChildren(...(menu || []).map((m) => (m.sub_button && m.sub_button.length
    ? make("details", {}, make("summary", {}, "≡ " + m.name), make("div", {}, m.sub_button.map(entry)))
    : make("div", {}, entry(m)))));
}

function shutMenus(except) {
  for (const d of document.querySelectorAll("details[open]")) if (d !== except) d.open = false;
}

function apply(state) {
  if (state.Rev < rev) { location.reload(); return; }
  rev = state.Rev;
  document.getElementById("clock").textContent = state.Clock;
  setMoving(state.Moving);
  for (const p of state.Phones || []) {
    const phone = phones.get(p.ID);
    if (!phone) continue;
    phone.today = state.Today;
    update(phone, p.Bubbles);
    showState(phone, p.State);
    showMenu(phone, state.Menu);
    showUnread(phone, p.Unread);
    if (p.Unread && watched(phone)) touched(phone);
    phone.ready = true;
  }
  const group = phones.get("@group");
  if (group) {
    group.today = state.Today;
    update(group, state.Group);
    group.ready = true;
  }
}

// watched tells whether the person is looking: his phone alone is on the screen.
function watched(phone) { return focus === phone.user && !document.hidden; }

// touched says that the person looked at his phone.
function touched(phone) {
  if (!phone.unread || phone.user === "@group") return;
  showUnread(phone, 0);
  act("read", { user: phone.user });
}

/* ---- the stream, or else asking every two seconds ---- */

let asking = 0;
function ask() {
  if (asking) return;
  asking = setInterval(async () => {
    try {
      const res = await fetch("state?since=" + rev);
      if (!res.ok) return;
      apply(await res.json());
      document.getElementById("link").hidden = true;
    } catch { /* the stream's own trouble is shown already */ }
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
    if (await moveTo({ to: input.value })) input.value = "";
    input.focus();
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
  const changed = user !== focus;
  focus = phones.has(user) ? user : "";
  if (!focus && narrow.matches) focus = phones.keys().next().value || "";
  document.getElementById("phones").classList.toggle("one", Boolean(focus));
  for (const p of phones.values()) {
    p.el.classList.toggle("big", p.user === focus);
    if (p.user === focus || !focus) p.chat.scrollTop = p.chat.scrollHeight;
  }
  for (const a of document.querySelectorAll(".person")) {
    const on = a.dataset.user === focus;
    a.toggleAttribute("aria-current", on);
    if (on) a.scrollIntoView({ block: "nearest", inline: "center" });
  }
  const phone = phones.get(focus);
  if (!phone || !changed || focus === "@group") return;
  showUnread(phone, 0);
  act("open", { user: focus });
  const input = phone.el.querySelector(".say .text");
  if (input && !narrow.matches) input.focus();
}

function fromHash() { setFocus(decodeURIComponent(location.hash.slice(1))); }

function startPhone(el) {
  const phone = { user: el.dataset.user, el, chat: el.querySelector(".chat"), drawn: new Map(), unread: 0 };
  phones.set(phone.user, phone);
  el.querySelector(".who").addEventListener("click", () => { location.hash = focus === phone.user ? "" : phone.user; });
  el.addEventListener("pointerdown", () => touched(phone));
  const fresh = el.querySelector(".fresh");
  fresh.addEventListener("click", () => { phone.chat.scrollTop = phone.chat.scrollHeight; });
  phone.chat.addEventListener("scroll", () => {
    if (phone.chat.scrollHeight - phone.chat.scrollTop - phone.chat.clientHeight < 60) fresh.hidden = true;
  });
  const form = el.querySelector(".say");
  if (form) startSay(phone, form);
  const barred = el.querySelector(".barred button");
  if (barred) barred.addEventListener("click", () => act("join", { user: phone.user }));
}

function startSay(phone, form) {
  const input = form.querySelector(".text");
  const send = form.querySelector("button");
  input.addEventListener("input", () => { send.disabled = !input.value.trim(); });
  input.addEventListener("focus", () => touched(phone));
  input.addEventListener("keydown", (e) => { if (e.key === "Enter" && e.isComposing) e.preventDefault(); });
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    const text = input.value.trim();
    if (!text) return;
    input.value = "";
    send.disabled = true;
    act("say", { user: phone.user, text });
  });
  const file = form.querySelector("input[type=file]");
  file.addEventListener("change", () => {
    if (!file.files.length) return;
    const data = new FormData();
    data.append("media", file.files[0]);
    file.value = "";
    act("upload?user=" + encodeURIComponent(phone.user), data);
  });
}

/* ---- the journal ---- */

const kinds = { api: "接口", callback: "回调", dropped: "丢弃", error: "异常" };

async function openLog() {
  const dialog = document.getElementById("log");
  const res = await fetch("log").catch(() => null);
  if (!res || !res.ok) { toast("暂时读不到日志"); return; }
  const list = await res.json();
  dialog.querySelector("tbody").replaceChildren(...list.reverse().map((e) => {
    const good = (e.Kind === "api" && e.Code === 0) || (e.Kind === "callback" && e.Code === 200);
    return make("tr", { class: good ? "" : "bad" }, [e.When, kinds[e.Kind] || e.Kind, e.Path, e.User,
      e.Kind === "error" || e.Kind === "dropped" ? "—" : String(e.Code), e.Text].map((t) => make("td", {}, t)));
  }));
  dialog.showModal();
}

/* ---- keys: Alt+1…9 a phone, Alt+0 all, Alt+T the clock, Esc back ---- */

function onKey(e) {
  if (e.key === "Escape" && focus && !narrow.matches && !document.querySelector("dialog[open]")) { location.hash = ""; return; }
  if (!e.altKey || e.ctrlKey || e.metaKey) return;
  if (e.code === "KeyT") {
    const to = document.getElementById("to");
    if (to) { to.focus(); e.preventDefault(); }
    return;
  }
  const m = e.code.match(/^Digit(\d)$/);
  if (!m) return;
  e.preventDefault();
  location.hash = m[1] === "0" ? "" : [...phones.keys()][Number(m[1]) - 1] || "";
}

for (const el of document.querySelectorAll(".phone")) startPhone(el);
startClock();
document.getElementById("journal").addEventListener("click", openLog);
document.getElementById("closelog").addEventListener("click", () => document.getElementById("log").close());
document.addEventListener("keydown", onKey);
document.addEventListener("click", (e) => shutMenus(e.target.closest("details")));
window.addEventListener("hashchange", fromHash);
narrow.addEventListener("change", fromHash);
fromHash();
listen();
