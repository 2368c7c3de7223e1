// Elements and links. Text from messages only ever becomes text nodes.

// make builds an element: make("p", {class: "x", onclick: f}, "text", child)
export function make(tag, props, ...children) {
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

export function safeLink(url) {
  try {
    const u = new URL(url, location.href);
    return u.protocol === "http:" || u.protocol === "https:" ? u.href : "";
  } catch {
    return "";
  }
}

export function link(url, ...children) {
  const href = safeLink(url);
  if (!href) return make("span", {}, ...children);
  return make("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

// picture shows an image of our own; others are not fetched, a plain field stands for them.
export function picture(url) {
  const href = safeLink(url);
  if (href && new URL(href).origin === location.origin) return make("img", { src: href, alt: "" });
  return make("div", { class: "picture", role: "img", "aria-label": "图片" });
}
