"use strict";
// The view of maps: which measure, over which axes, everything else held.

const current = () => state.grid ?? stored;

const firstMeasure = (grid) => ["net", "deterrence", "overall_deterrence", "intact", "total_loss"].find((n) => grid.find(n)) ?? grid.variables[0].name;

// Labels by the dimension of which there are several panels or lines, the others held.
const panels = (grid, variable) => grid.places(variable).map((labels, place) => ({place, name: labels.length ? labels.join(", ") : plain(variable.name), labels}));

const heldAxes = (grid, used) => grid.axes.map((axis, i) => ({axis, i})).filter(({i, axis}) => !used.includes(i) && axis.values.length > 1);

const slider = (axis, i, redraw) => {
  const shown = el("output", {}, valueName(axis, axis.values[mapChoice.fixed[i]]));
  return el("label", {}, axis.name, el("span", {},
    el("input", {type: "range", min: "0", max: String(axis.values.length - 1), step: "1", value: String(mapChoice.fixed[i]), "aria-label": axis.name,
      oninput: (event) => { mapChoice.fixed[i] = Number(event.target.value); shown.textContent = valueName(axis, axis.values[mapChoice.fixed[i]]); redraw(); }}), " ", shown));
};

const meaningOf = (variable) => `${plain(variable.name)}: ${variable.meaning}`;

const drawGrid = (host, grid) => {
  mapChoice.measure = grid.find(mapChoice.measure) ? mapChoice.measure : firstMeasure(grid);
  mapChoice.fixed = grid.axes.map((axis, i) => Math.min(mapChoice.fixed[i] ?? middleOf(axis), axis.values.length - 1));
  const free = grid.axes.map((axis, i) => [i, axis]).filter(([, axis]) => axis.values.length > 1);
  mapChoice.x = free.find(([i]) => i === mapChoice.x)?.[0] ?? free[0]?.[0];
  mapChoice.y = free.find(([i]) => i === mapChoice.y && i !== mapChoice.x)?.[0] ?? free.find(([i]) => i !== mapChoice.x)?.[0];
  const pictures = el("div"), controls = el("div", {class: "controls"}), sliders = el("div", {class: "controls"});
  const redraw = () => { pictures.replaceChildren(...gridPictures(grid)); };
  const all = () => { host.replaceChildren(); drawGrid(host, grid); };
  const variable = grid.find(mapChoice.measure), shown = panels(grid, variable);
  controls.append(choice("Measure", grid.variables.map((v) => [v.name, plain(v.name)]), mapChoice.measure, (m) => { mapChoice.measure = m; mapChoice.panel = ""; all(); }));
  if (shown.length > 1)
    controls.append(choice("Of", [["", `all ${shown.length}`], ...shown.map((p) => [String(p.place), p.name])], mapChoice.panel, (p) => { mapChoice.panel = p; redraw(); }));
  if (free.length > 1) {
    const axes = free.map(([i, axis]) => [String(i), axis.name]);
    controls.append(choice("Across", axes, String(mapChoice.x), (x) => { if (mapChoice.y === Number(x)) mapChoice.y = mapChoice.x; mapChoice.x = Number(x); all(); }),
      choice("Upwards", axes.filter(([i]) => Number(i) !== mapChoice.x), String(mapChoice.y), (y) => { mapChoice.y = Number(y); all(); }));
    if (grid.draws > 1) controls.append(choice("Shown", shownAs(grid), mapChoice.shown, (s) => { mapChoice.shown = s; redraw(); }));
  }
  for (const {axis, i} of heldAxes(grid, [mapChoice.x, mapChoice.y])) sliders.append(slider(axis, i, redraw));
  host.append(controls, el("p", {class: "faint"}, meaningOf(variable)), sliders.children.length ? el("p", {class: "faint"}, "Held at:") : "", sliders, pictures);
  redraw();
};

const middleOf = (axis) => {
  const median = data.scenario.numbers.find((n) => n.key === axis.key)?.median;
  if (!known(median)) return Math.floor(axis.values.length / 2);
  return axis.values.reduce((best, v, i) => (Math.abs(v - median) < Math.abs(axis.values[best] - median) ? i : best), 0);
};

// The lines below a map stand at one value of its upward axis, which a slider moves.
const balanceAt = (grid, at) => {
  const pictures = el("div", {class: "multiples"});
  const redraw = () => pictures.replaceChildren(...balancePicture(grid, at, mapChoice.x));
  redraw();
  if (pictures.children.length === 0) return [];
  const summary = el("p", {class: "faint"}, "Dividend: loss that the tie's integration saves. Seam: loss that dependency on the partner adds. Net: what is left.");
  return [el("h3", {}, `The balance of every tie along ${grid.axes[mapChoice.x].name}`),
    summary,
    mapChoice.y === undefined ? "" : el("div", {class: "controls"}, slider(grid.axes[mapChoice.y], mapChoice.y, redraw)), pictures];
};

const gridPictures = (grid) => {
  const variable = grid.find(mapChoice.measure), at = mapChoice.fixed;
  const chosen = panels(grid, variable).filter((p) => mapChoice.panel === "" || String(p.place) === mapChoice.panel)
    .filter((p) => Array.from({length: Math.min(grid.points, 4000)}, (_, i) => grid.at(variable, p.place, i)).some(known)).slice(0, 12);
  const out = [];
  if (mapChoice.x === undefined) {
    out.push(table([plain(variable.name), "mean", "standard error"], chosen.map((p) => [p.name, number(grid.at(variable, p.place, 0)), number(grid.at(variable, p.place, 0, "error"))])));
    return out;
  }
  if (chosen.length === 0) return [el("p", {}, "No draw was solved for this measure.")];
  if (mapChoice.y !== undefined) {
    // A third axis makes small multiples, if there is one measure to show and it has few values.
    const third = heldAxes(grid, [mapChoice.x, mapChoice.y])[0];
    const places = third && chosen.length === 1 && third.axis.values.length <= 6
      ? third.axis.values.map((v, k) => ({at: at.map((p, a) => (a === third.i ? k : p)), name: `${chosen[0].name}, ${third.axis.name} ${valueName(third.axis, v)}`, place: chosen[0].place}))
      : chosen.map((p) => ({at, ...p}));
    out.push(el("div", {class: "multiples"}, places.map((p) => heat(grid, variable, p.place, p.name, p.at))));
    if (variable.name === "net") out.unshift(turningSummary(grid, variable, chosen, at));
    if (variable.name === "net") out.push(turningList(grid, variable, chosen, at));
  } else {
    out.push(lines(grid, variable, chosen, at, mapChoice.x, `${meaningOf(variable)}.`));
  }
  out.push(...balanceAt(grid, at));
  return out;
};

// The answer in a sentence, for a place of the upward axis.
const turningAt = (grid, variable, place, at, upwards) => {
  const x = grid.axes[mapChoice.x];
  const points = x.values.map((_, i) => grid.point(at.map((q, a) => (a === mapChoice.x ? i : a === mapChoice.y ? upwards : q))));
  return turnsText(x, x.values, points.map((p) => grid.at(variable, place, p)), points.map((p) => grid.at(variable, place, p, "error")));
};
const turningSummary = (grid, variable, chosen, at) => {
  const x = grid.axes[mapChoice.x], y = grid.axes[mapChoice.y];
  return el("p", {class: "says"}, `With ${y.name} at ${valueName(y, y.values[at[mapChoice.y]])}, along ${x.name}: ` +
    chosen.map((p) => `integrating ${p.name} ${turningAt(grid, variable, p.place, at, at[mapChoice.y])}`).join("; ") + ".");
};

// Where integration turns, for every value of the other axis: what the black line says, in words.
const turningList = (grid, variable, chosen, at) => {
  const y = grid.axes[mapChoice.y];
  return behind(() => table([y.name, ...chosen.map((p) => p.name)],
    y.values.map((v, j) => [valueName(y, v), ...chosen.map((p) => turningAt(grid, variable, p.place, at, j))])), `Where it turns along ${grid.axes[mapChoice.x].name}, in words`);
};

// Axes of a map that is solved here.
const liveAxes = [
  {key: () => data.scenario.ties.length ? `tie.${data.scenario.ties.at(-1)}.integration` : data.scenario.numbers[0].key, count: "11"},
  {key: () => data.scenario.ties.length ? `tie.${data.scenario.ties.at(-1)}.affinity` : "", count: "9"},
];

const drawLiveMap = (host) => {
  if (Live.obstacle() || (!data.live.possible && !state.adversary)) {
    if (!stored) host.append(el("p", {}, `There is no stored study in this page. ${Live.obstacle() || data.live.why}`));
    return;
  }
  const said = el("p", {role: "status"});
  const bar = el("progress", {max: 1, value: 0, hidden: true, "aria-label": "points solved"});
  let running = null;
  const rows = liveAxes.map((axis, i) => {
    axis.now ??= axis.key();
    const box = el("input", {type: "search", list: "keys", size: 34, value: axis.now, "aria-label": i ? "upwards" : "across", onchange: () => { axis.now = box.value.trim(); }});
    const ends = el("input", {type: "text", size: 12, value: axis.ends ?? "", placeholder: "low:high", "aria-label": "from and to", onchange: () => { axis.ends = ends.value; }});
    const count = choice("Points", ["5", "7", "9", "11", "15", "21"].map((n) => [n, n]), axis.count, (n) => { axis.count = n; });
    return el("div", {class: "controls"}, el("label", {}, i ? "Upwards (or nothing)" : "Across", box), el("label", {}, "From : to", ends), count);
  });
  const axesNow = () => liveAxes.filter((axis) => axis.now).map((axis) => {
    const about = data.scenario.numbers.find((n) => n.key === axis.now);
    const [low, high] = axis.ends ? axis.ends.split(":").map(typed) : about ? spanOf(about) : [0, 1];
    if (!known(low) || !known(high) || low >= high) throw new Error(`${axis.now}: “${axis.ends}” is not two numbers, low:high`);
    const n = Number(axis.count);
    return {key: axis.now, name: axisLabel({key: axis.now, name: axis.now}), unit: about?.unit ?? "", meaning: about?.meaning ?? "",
      values: Array.from({length: n}, (_, i) => Number((low + (high - low) * i / (n - 1)).toPrecision(12)))};
  });
  const go = el("button", {onclick: async () => {
    if (running) return running.cancel();
    try {
      const axes = axesNow();
      if (axes.length === 0) throw new Error("Name a key to go across.");
      go.textContent = "Cancel"; bar.hidden = false; bar.value = 0; said.textContent = "";
      running = solveMap(axes, (done, all) => { bar.value = done / all; });
      state.grid = await running.work;
      mapChoice.fixed = []; mapChoice.x = 0; mapChoice.y = 1; mapChoice.shown = "mean";
      running = null;
      tellAll();
      document.getElementById("main").scrollIntoView();
    } catch (error) {
      said.textContent = error.message === "cancelled" ? "Cancelled." : error.message;
    }
    running = null; go.textContent = "Solve this map"; bar.hidden = true;
  }}, "Solve this map");
  const open = el("details", {open: !stored || Boolean(state.grid)}, el("summary", {}, "A map of your own, solved here at the medians"), rows,
    el("p", {}, go, " ", bar, " ", state.grid && stored ? el("button", {onclick: () => { state.grid = null; mapChoice.fixed = []; tellAll(); }}, "Back to the stored study") : ""), said);
  host.append(open);
};

const drawSeam = (host) => {
  host.append(el("h2", {}, "Dividend or seam?"));
  const grid = current();
  if (grid) {
    host.append(el("p", {}, el("span", {class: "badge"}, grid.note)));
    const place = el("div");
    host.append(place);
    drawGrid(place, grid);
  } else if (state.solution && state.solution.adversaries.every((a) => a.status === "solved")) {
    const balance = measuresOf(state.solution);
    host.append(el("p", {}, el("span", {class: "badge"}, atMedians())),
      table(["tie", "dividend", "seam", "net"], Object.keys(balance.net).map((t) => [t, signed(balance.dividend[t]), signed(balance.seam[t]), signed(balance.net[t])])));
  }
  drawLiveMap(host);
};
