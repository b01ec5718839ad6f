"use strict";
// The page: its views, and what happens when something changes.

const drawProvenance = (host) => {
  const s = data.scenario;
  const origin = [["written by", data.program], ["scenario", s.id], ...(data.study ? [["command", data.study.command], ...data.study.origin] : [["scenario file", data.file]])];
  host.append(el("h2", {}, "Where this comes from"),
    el("dl", {}, origin.flatMap(([what, value]) => [el("dt", {}, plain(what)), el("dd", {}, el("code", {}, value))])),
    el("p", {}, "Live values stand “at the medians” of uncertain keys. Maps of a stored study are means over its draws. The two differ, and are never mixed."));
  if (data.notes.length) host.append(el("h3", {}, "What to know before reading numbers"), el("ul", {}, data.notes.map((note) => el("li", {}, note))));
  const given = s.numbers.filter((n) => n.given);
  const of = (from) => given.filter((n) => n.from === from).length;
  host.append(el("h3", {}, "Numbers"),
    el("p", {}, `${given.length} numbers are given: ${of("source")} by a source, ${of("judgement")} by judgement, ${of("")} without a mark; ${given.filter((n) => n.uncertain).length} are uncertain.`),
    behind(() => table(["key", "value", "median", "5 %", "95 %", "unit", "from", "meaning"],
      s.numbers.map((n) => [n.key, n.text || "(default)", short(n.median), short(n.low), short(n.high), n.unit, n.given ? n.from || "not marked" : "default", el("span", {class: "left"}, n.meaning)])), "Every number"));
  if (s.sources.length) host.append(el("h3", {}, "Sources"), behind(() => table(["of", "says"], s.sources.map((x) => [x.key, el("span", {class: "left"}, x.citation)])), `${s.sources.length} entries`));
  host.append(el("h3", {}, "The scenario"), el("details", {}, el("summary", {}, "Its file"), el("pre", {tabindex: "0"}, s.toml)));
};

const views = [
  ["who", "Who, how, whom", drawWho],
  ["seam", "Dividend or seam", drawSeam],
  ["whatif", "What if", drawWhatIf],
  ["time", "Campaigns", drawTime],
  ["from", "Where it comes from", drawProvenance],
].filter(([id]) => id !== "time" || isOverTime() || data.chronicle);

let update = null;  // of the view that is shown, if it need not be drawn anew

const show = (view, focus = false) => {
  state.view = views.some(([id]) => id === view) ? view : "who";
  const host = document.getElementById("main");
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const mine = tab.id === `tab-${state.view}`;
    tab.setAttribute("aria-selected", String(mine));
    tab.tabIndex = mine ? 0 : -1;
    if (mine && focus) tab.focus();
  }
  const place = el("section", {role: "tabpanel", "aria-labelledby": `tab-${state.view}`});
  host.replaceChildren(place);
  try {
    update = views.find(([id]) => id === state.view)[2](place) ?? null;
  } catch (error) {
    console.error(error);
    place.append(el("p", {class: "problem"}, `This view cannot be shown: ${error.message}`));
  }
};

const sayLive = () => {
  const said = document.getElementById("live");
  if (Live.obstacle()) said.replaceChildren("Stored results. ", Live.obstacle());
  else if (!data.live.possible && !state.adversary) said.replaceChildren(data.live.why);
  else if (state.failure && !state.version) said.replaceChildren(`The solver did not start: ${state.failure}`);
  else if (!state.version) said.replaceChildren("The solver is starting …");
  else said.replaceChildren(`The solver runs in this page (${state.version}). ${state.agrees ?? ""}`);
};

// The solver here against the program that wrote the page, on the scenario as it is.
const difference = (a, b) => {
  if (typeof a === "number" && typeof b === "number") return Math.abs(a - b);
  if (a && b && typeof a === "object" && typeof b === "object")
    return Math.max(0, ...Object.keys(a).filter((k) => k !== "residual").map((k) => difference(a[k], b[k])));
  return a === b ? 0 : Infinity;
};

const begin = async () => {
  const s = data.scenario;
  document.title = `${s.title || s.id} – Wedge`;
  document.getElementById("title").textContent = s.title || s.id;
  document.getElementById("about").textContent = s.description;
  document.getElementById("footer").append(el("p", {}, `${data.program}. One file: it needs no network, and sends nothing. Drawn with Observable Plot and D3 (ISC).`));
  document.body.append(keyList());
  const nav = document.getElementById("views");
  for (const [id, name] of views) nav.append(el("button", {role: "tab", id: `tab-${id}`, onclick: () => { show(id); writeHash(); }}, name));
  nav.addEventListener("keydown", (event) => {
    const by = {ArrowRight: 1, ArrowLeft: -1}[event.key];
    if (!by) return;
    const at = views.findIndex(([id]) => id === state.view);
    show(views[(at + by + views.length) % views.length][0], true);
    writeHash();
  });
  readHash();
  show(state.view);
  performance.mark("first picture");
  sayLive();
  listeners.push((whole) => {
    sayLive();
    if (update && !whole) update();
    else if (state.view !== "from") show(state.view);
  });
  window.addEventListener("hashchange", () => { readHash(); shownKeys.list = null; show(state.view); solveNow(); });
  if (Live.obstacle() || (!data.live.possible && !state.adversary)) return;
  const stored = data.solved && !state.adversary;
  if (!stored) await needBase();
  await solveNow();
  performance.mark("first live solve");
  if (!stored || !state.version) return;
  const written = await solvedAsWritten();
  const by = written.adversaries ? difference(data.solved, written) : Infinity;
  state.agrees = by < 1e-9 ? `It agrees with the program that wrote it to ${by === 0 ? "every digit" : by.toExponential(0)}.`
    : "It does NOT agree with the program that wrote the page: trust the stored numbers.";
  sayLive();
};

begin();
