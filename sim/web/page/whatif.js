"use strict";
// What if: sliders, and what they do.

const numberOf = (key) => data.scenario.numbers.find((n) => n.key === key);

// Where a slider runs: the key's range if it is finite, else around what the scenario says.
const spanOf = (n) => {
  const low = known(n.least) ? n.least : Math.min(n.bottom ?? n.median - 1, n.median - 1);
  if (known(n.most)) return [low, n.most];
  return [low, Number(Math.max(2 * n.median, (n.top ?? 0) * 1.25, n.median + 1, 1).toPrecision(2))];
};

const firstKeys = () => {
  const keys = new Set((data.study?.axes ?? []).map((axis) => axis.key).filter(numberOf));
  for (const tie of data.scenario.ties.slice(-2).reverse()) for (const what of ["integration", "affinity"]) keys.add(`tie.${tie}.${what}`);
  for (const adversary of data.scenario.adversaries.slice(0, 2)) for (const what of ["arsenal", "brink"]) keys.add(`adversary.${adversary}.${what}`);
  for (const defender of data.scenario.defenders.slice(0, 3)) keys.add(`defender.${defender}.steadfast`);
  return [...keys].filter(numberOf).slice(0, 9);
};
const shownKeys = {list: null};

const spread = (n) => n.uncertain ? `uncertain: median ${short(n.median)}, 5 to 95 % ${short(n.low)} to ${short(n.high)}` : `${short(n.median)}${n.given ? "" : " (default)"}`;

const keyRow = (key, refresh) => {
  const n = numberOf(key);
  const [low, high] = spanOf(n);
  const now = state.changes.has(key) ? typed(state.changes.get(key)) : n.median;
  const step = (high - low) / 200;
  const row = el("div", {class: "key"});
  const mark = () => row.classList.toggle("changed", state.changes.has(key));
  const range = el("input", {type: "range", min: String(low), max: String(high), step: "any", value: String(now), "aria-label": key,
    onkeydown: (event) => {
      const steps = {ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10}[event.key];
      if (!steps) return;
      event.preventDefault();
      range.value = String(Math.min(high, Math.max(low, Number(range.value) + steps * step)));
      range.dispatchEvent(new Event("input"));
    },
    oninput: () => { const text = String(Number(Number(range.value).toPrecision(3))); box.value = text; change(key, text); mark(); }});
  const box = el("input", {type: "text", inputmode: "decimal", value: state.changes.get(key) ?? short(n.median), "aria-label": `${key}, typed`,
    onchange: () => {
      const value = typed(box.value);
      if (known(value)) range.value = String(value);
      change(key, known(value) ? String(value) : box.value.trim());
      mark();
    }});
  const back = el("button", {title: "As the scenario has it", "aria-label": `${key} as the scenario has it`,
    onclick: () => { range.value = String(n.median); box.value = short(n.median); change(key, null); mark(); }}, "↺");
  row.append(el("div", {class: "name"}, el("code", {}, key), el("button", {"aria-label": `take ${key} off the list`, title: "Off the list",
    onclick: () => { shownKeys.list = shownKeys.list.filter((k) => k !== key); if (state.changes.has(key)) change(key, null); refresh(); }}, "×")),
  el("div", {class: "row"}, range, box, back),
  el("small", {}, `${n.meaning}${n.unit ? ` (${n.unit})` : ""}. ${capital(spread(n))}.`));
  mark();
  return row;
};

const keyList = () => el("datalist", {id: "keys"}, data.scenario.numbers.map((n) => el("option", {value: n.key}, n.meaning)));

// Every number that a reader wants to see move, before and after.
const outcomes = (solution) => {
  const rows = [];
  const add = (name, value, better) => rows.push({name, value, better});
  for (const crisis of solution.adversaries) {
    const of = solution.adversaries.length > 1 ? `${crisis.id}: ` : "";
    add(`${of}deterrence (no attack)`, crisis.deterrence, 1);
    for (const [target, p] of Object.entries(crisis.attack_by_target ?? {})) add(`${of}attack on ${target}`, p, -1);
    for (const [rung, p] of Object.entries(crisis.attack_by_rung ?? {})) add(`${of}by ${rung}`, p, -1);
    add(`${of}fought over`, crisis.war, -1);
    add(`${of}expected loss`, crisis.total_loss, -1);
    for (const [defender, p] of Object.entries(crisis.support ?? {})) add(`${of}${defender} supports`, p, 1);
  }
  const all = measuresOf(solution);
  for (const [tie, net] of Object.entries(all.net)) {
    add(`${tie}: dividend of integration`, all.dividend[tie], 1);
    add(`${tie}: seam`, all.seam[tie], -1);
    add(`${tie}: net`, net, 1);
  }
  return rows;
};

const likeliest = (solution) => solution.adversaries.map((crisis) => {
  const first = [...crisis.actions].sort((a, b) => b.probability - a.probability)[0];
  return `${crisis.id}: ${attackName(first)} (${number(first.probability, 3)})`;
}).join("; ");

const beforeAfter = (before, after) => {
  const rows = outcomes(after), was = new Map((before ? outcomes(before) : []).map((r) => [r.name, r.value]));
  const largest = Math.max(1e-9, ...rows.map((r) => Math.abs(r.value - (was.get(r.name) ?? r.value))));
  return table(["", "scenario", "now", "change", ""], rows.map((r) => {
    const moved = r.value - was.get(r.name);
    const dot = known(moved) && Math.abs(moved) > 5e-5;
    const bar = "▮".repeat(dot ? Math.max(1, Math.round(10 * Math.abs(moved) / largest)) : 0);
    return [r.name, number(was.get(r.name)), number(r.value), dot ? signed(moved) : "0",
      el("span", {class: `left ${moved * r.better > 0 ? "up" : "down"}`, title: dot ? (moved * r.better > 0 ? "better for the allies" : "worse for the allies") : ""}, dot ? `${moved > 0 ? "▲" : "▼"} ${bar}` : "")];
  }));
};

// What the stored study says near here: means over its draws, which the medians above are not.
const meansNearby = () => {
  if (!stored || isOverTime() || [...state.changes.keys()].some((key) => !stored.axes.some((axis) => axis.key === key))) return "";
  const at = stored.axes.map((axis) => {
    const now = state.changes.has(axis.key) ? typed(state.changes.get(axis.key)) : numberOf(axis.key)?.median;
    return known(now) ? axis.values.reduce((best, v, i) => (Math.abs(v - now) < Math.abs(axis.values[best] - now) ? i : best), 0) : middleOf(axis);
  });
  const said = ["deterrence", "overall_deterrence", "total_loss", "overall_total_loss", "net"].map((name) => stored.find(name)).filter(Boolean).flatMap((variable) =>
    stored.places(variable).map((labels, place) => [[plain(variable.name), ...labels].join(" "), stored.at(variable, place, stored.point(at))])).filter(([, x]) => known(x));
  if (said.length === 0) return "";
  const where = stored.axes.map((axis, i) => `${axis.name} ${valueName(axis, axis.values[at[i]])}`).join(", ");
  return el("p", {class: "faint"}, `All this stands at the medians, and leaves out what only happens in some draws. In the stored study, a ${stored.note}${where ? `, nearest at ${where}` : ""}: ` +
    said.map(([name, x]) => `${name} ${number(x)}`).join(", ") + ".");
};

const problemBox = () => {
  const texts = state.problems.map((p) => p.text);
  if (state.failure) texts.push(state.failure);
  return texts.length ? el("div", {class: "problem", role: "alert", id: "problem"}, texts.join("\n")) : "";
};

const quoted = (text) => /^[\w.=+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
const asCommand = () => ["wedge solve", scenarioFile, ...(state.adversary ? ["--adversary", state.adversary] : []),
  ...changesAsSet().flatMap((set) => ["--set", quoted(set)])].join(" ");

const drawResults = (host) => {
  const before = baseSolution(), after = state.solution;
  host.replaceChildren(problemBox());
  if (!after || state.failure) return;
  host.append(el("p", {}, el("span", {class: "badge", id: "where"}, atMedians()), " ",
    state.milliseconds !== null ? el("span", {class: "faint"}, `solved here in ${state.milliseconds.toFixed(0)} ms`) : ""),
  el("p", {}, `Likeliest attack: ${likeliest(after)}${before && state.changes.size ? `; in the scenario ${likeliest(before)}` : ""}.`),
  el("div", {class: "scroll", id: "outcomes"}, beforeAfter(before, after)), meansNearby());
};

const drawWhatIf = (host) => {
  host.append(el("h2", {}, "What if?"));
  const why = Live.obstacle();
  if (why) {
    host.append(el("p", {}, why), howToGetLive());
    return;
  }
  if (!data.live.possible) {
    host.append(el("p", {}, data.live.why), el("div", {class: "controls"}, choice("Solve", [["", "all together (not here)"], ...data.scenario.adversaries.map((a) => [a, `${a} alone`])], state.adversary,
      async (adversary) => { state.adversary = adversary; writeHash(); if (adversary) await needBase(); state.solution = adversary ? baseSolution() : data.solved; await solveNow(); tellAll(); })));
    if (!state.adversary) return;
  }
  shownKeys.list ??= [...new Set([...state.changes.keys(), ...firstKeys()])].filter(numberOf);
  const keys = el("div"), results = el("div", {"aria-live": "polite"});
  const fill = () => keys.replaceChildren(...shownKeys.list.map((key) => keyRow(key, fill)));
  const add = el("input", {type: "search", list: "keys", size: 28, placeholder: "add a key: affinity, forces, …", "aria-label": "add a key", onchange: () => {
    const key = add.value.trim();
    if (numberOf(key)) { if (!shownKeys.list.includes(key)) shownKeys.list.push(key); add.value = ""; fill(); }
  }});
  const other = el("input", {type: "text", size: 30, placeholder: "KEY=VALUE, any change in TOML", "aria-label": "any change, KEY=VALUE", onchange: () => {
    const at = other.value.indexOf("=");
    const key = at > 0 ? other.value.slice(0, at).trim() : other.value.trim();
    if (key) change(key, at > 0 ? other.value.slice(at + 1).trim() : "");
  }});
  const others = el("p");
  const fillOthers = () => others.replaceChildren(...[...state.changes].filter(([key]) => !shownKeys.list.includes(key)).map(([key, value]) =>
    el("span", {class: "badge"}, `${key}=${value} `, el("button", {"aria-label": `take ${key} back`, onclick: () => change(key, null)}, "×"))));
  const buttons = el("p", {class: "controls"},
    el("button", {id: "back", onclick: async () => { shownKeys.list = null; await backToScenario(); tellAll(true); }}, "Back to the scenario"),
    el("button", {onclick: (event) => copied(asCommand(), event.target)}, "Copy as command"),
    el("button", {onclick: async (event) => { const {answer} = await quick.solver.call("describe", request()); copied(answer.toml ?? "", event.target); }}, "Copy as TOML"),
    el("button", {onclick: (event) => copied(location.href, event.target)}, "Copy link"));
  host.append(el("div", {class: "split"},
    el("section", {"aria-label": "Keys"}, el("div", {class: "controls"}, add), keys, el("div", {class: "controls"}, other), others),
    el("section", {"aria-label": "Results"}, buttons, results, ...draws())));
  fill();
  const update = () => { fillOthers(); drawResults(results); };
  update();
  return update;
};

const howToGetLive = () => el("p", {class: "faint"}, "The live solver is made with emscripten: in a checkout of Wedge, ", el("code", {}, "scripts/web"),
  " builds it, and pages that wedge explore writes from then on have it.");
