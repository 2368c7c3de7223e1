// Template cards as WeCom shows them.

import { make, safeLink, link, picture } from "./dom.js";
import { act } from "./server.js";

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
export function card(b, phone) {
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
  const pair = list.length === 2 && list.every((x) => x.Text.length <= 4); // longer ones would break
  return [make("div", { class: pair ? "buttons pair" : "buttons" }, drawn)];
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
  phone.touched();
  phone.acted();
  if (await act("tap", { user: phone.user, message: b.ID, key, choices })) return;
  const old = phone.drawn.get(b.Serial);
  if (old && old.el.contains(el)) phone.redraw(old.data); // refused: as it was
}
