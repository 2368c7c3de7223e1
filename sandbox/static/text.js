// The texts of messages: links, the subset of markdown that WeCom shows, text cards.

import { make, link } from "./dom.js";

const linkPattern = /<a\s+href=["']([^"']*)["'][^>]*>([\s\S]*?)<\/a>|(https?:\/\/[\w\-.~:/?#@!$&*+,;=%]*[\w\-~/#=&])/g;

// words turns a text message into nodes: links as WeCom makes them, the rest as it is.
export function words(text) {
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

export function markdown(text) {
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
export function described(text) {
  const colour = { gray: "comment", highlight: "warning", normal: "" };
  return text.split(/(<div[^>]*>[\s\S]*?<\/div>)/).map((part) => {
    const m = part.match(/^<div(?:\s+class=["'](\w+)["'])?[^>]*>([\s\S]*?)<\/div>$/);
    const plain = (m ? m[2] : part).split(/<br\s*\/?>/).flatMap((l, i) => (i ? [make("br"), l] : [l]));
    return m ? make("div", { class: colour[m[1]] || "" }, plain) : plain;
  }).flat();
}
