// Bubbles of every kind but cards.

import { make, link, picture } from "./dom.js";
import { words, markdown, described } from "./text.js";
import { card } from "./card.js";

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

export function bubble(b, phone) {
  if (b.Kind === "notice") return make("div", { class: "notice" }, make("span", {}, b.Text));
  const face = b.Mine
    ? make("span", { class: "face own", "aria-hidden": "true" }, phone.name.slice(0, 1))
    : make("span", { class: b.Robot ? "face robot" : "face bot", "aria-hidden": "true" }, document.body.dataset.app.slice(0, 1));
  return make("div", { class: b.Mine ? "row mine" : "row" }, face, content(b, phone));
}
