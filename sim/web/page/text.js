"use strict";
// Words, numbers and elements: what every view uses. All text from files becomes text, never HTML.

const el = (tag, attributes = {}, ...children) => {
  const out = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) out.addEventListener(name.slice(2), value);
    else if (name !== "value" && name in out && typeof value !== "string") out[name] = value;
    else if (name !== "value" && value !== undefined && value !== false) out.setAttribute(name, value === true ? "" : value);
  }
  out.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  if ("value" in attributes) {
    if (tag === "option" || tag === "input") out.setAttribute("value", attributes.value);
    out.value = attributes.value;
  }
  return out;
};

const missing = "–";
const known = (x) => typeof x === "number" && Number.isFinite(x);

// Four decimals of what is of the size of a probability, more digits of what is smaller, and never a decimal comma.
const number = (x, digits = 4) => {
  if (!known(x)) return missing;
  if (Math.abs(x) < 1e-12) x = 0;  // dust of rounding
  if (x !== 0 && Math.abs(x) < 10 ** -digits * 5) return x.toExponential(1);
  return Math.abs(x) >= 1000 ? x.toPrecision(5) : x.toFixed(digits).replace(/^-(0\.0+)$/, "$1");
};
const signed = (x, digits = 4) => (known(x) ? (x > 0 ? "+" : "") + number(x, digits) : missing);
const short = (x) => (known(x) ? String(Number(x.toPrecision(4))) : missing);
const percent = (x) => (known(x) ? (100 * x).toFixed(Math.abs(x) < 0.0995 ? 1 : 0) + " %" : missing);

// A number as people type it: a comma may stand for the point.
const typed = (text) => {
  const plain = text.trim().replace(",", ".");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
};

const plain = (name) => name.replaceAll("_", " ");

// Little-endian floats of four bytes, in base64; NaN where nothing is known.
const floats = (text) => {
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Float32Array.from({length: bytes.length / 4}, (_, i) => view.getFloat32(4 * i, true));
};

const table = (head, rows, caption = "") =>
  el("table", {},
    caption ? el("caption", {class: "faint"}, caption) : null,
    el("thead", {}, el("tr", {}, head.map((text) => el("th", {scope: "col"}, text)))),
    el("tbody", {}, rows.map((row) =>
      el("tr", {}, row.map((cell, i) => el(i === 0 ? "th" : "td", i === 0 ? {scope: "row"} : {}, cell))))));

// The table behind a picture, made when it is first opened.
const behind = (make, title = "Table") => {
  const out = el("details", {}, el("summary", {}, title));
  const fill = () => { if (out.children.length === 1) out.append(el("div", {class: "scroll"}, make())); };
  out.addEventListener("toggle", fill);
  return out;
};

const figure = (picture, caption, rows) => {
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", caption);
  const out = el("figure", {}, picture, el("figcaption", {}, caption), rows ? behind(rows) : null);
  if (picture.getAttribute("width")) out.style.maxWidth = `${Math.max(370, picture.getAttribute("width"))}px`;
  return out;
};

const choice = (label, options, value, changed) => {
  const select = el("select", {onchange: () => changed(select.value)},
    options.map(([id, text]) => el("option", {value: id, selected: id === value}, text)));
  return el("label", {}, label, select);
};

const copied = (text, button) => {
  const said = button.textContent;
  const done = (word) => { button.textContent = word; setTimeout(() => { button.textContent = said; }, 1500); };
  const byHand = () => {
    const area = el("textarea", {value: text});
    document.body.append(area);
    area.select();
    done(document.execCommand("copy") ? "Copied" : "Not copied");
    area.remove();
  };
  if (!navigator.clipboard) return byHand();
  navigator.clipboard.writeText(text).then(() => done("Copied"), byHand);
};

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const listed = (names) => names.length < 2 ? names.join("") : names.slice(0, -1).join(", ") + " and " + names.at(-1);

// A picture with the page's look, no wider than the page.
const draw = (options) => lib.Plot.plot({
  marginBottom: 42,
  ...options,
  ...(options.height ? {height: options.height + (options.marginBottom ? 0 : 12)} : {}),
  width: Math.min(options.width ?? 640, Math.max(280, document.documentElement.clientWidth - 32)),
  style: {background: "transparent", color: "currentColor", fontSize: "12px", overflow: "visible", ...options.style},
});
