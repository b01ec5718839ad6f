"use strict";
// Dividend or seam: a measure over one or two axes, with the line at which it is zero.

const zeroLined = new Set(["net", "coordination"]);  // measures of which the sign matters
const mapChoice = {measure: "", panel: "", x: 0, y: 1, shown: "mean", fixed: []};

const edgesOf = (values) => {
  if (values.length === 1) return [values[0] - 0.5, values[0] + 0.5];
  const middle = values.slice(1).map((v, i) => (v + values[i]) / 2);
  return [2 * values[0] - middle[0], ...middle, 2 * values.at(-1) - middle.at(-1)];
};

// From the cells of a grid of indices to the units of an axis.
const unitsOf = (edges) => (at) => {
  const cell = Math.min(Math.max(Math.floor(at), 0), edges.length - 2);
  return edges[cell] + (at - cell) * (edges[cell + 1] - edges[cell]);
};

// The line on which the values are zero, as pieces that do not run along the border.
const zeroLine = (cells, width, height, xEdges, yEdges) => {
  if (cells.some((v) => !known(v)) || width < 2 || height < 2) return [];
  const toX = unitsOf(xEdges), toY = unitsOf(yEdges);
  const pieces = [];
  // Exactly zero is what makes no difference (integration 0): it turns nothing, and goes with its neighbours.
  const near = (i) => [i - 1, i + 1, i - width, i + width].map((j) => cells[j]).find((v) => v !== undefined && v !== 0) ?? 1;
  const turned = cells.map((v, i) => (v === 0 ? Math.sign(near(i)) * 1e-12 : v));
  for (const polygon of lib.contours().size([width, height]).thresholds([0])(turned)[0].coordinates)
    for (const ring of polygon) {
      let piece = [];
      for (const [x, y] of ring) {
        if (x <= 0 || y <= 0 || x >= width || y >= height) {
          if (piece.length > 1) pieces.push(piece);
          piece = [];
        } else piece.push({x: toX(x), y: toY(y), piece: pieces.length});
      }
      if (piece.length > 1) pieces.push(piece);
    }
  return pieces.flatMap((piece, i) => piece.map((p) => ({...p, piece: i})));
};

// Where a row of means pays and where it harms, in words. What lies within two standard errors of zero says neither, nor
// does what is of no matter: less than 5e-4 of a stake and a hundredth of the largest.
const turnsText = (axis, xs, ys, errors = []) => {
  const least = Math.max(5e-4, 0.01 * Math.max(...ys.filter(known).map(Math.abs)));
  if (axis.labels?.length) {
    const with_ = (sign) => xs.filter((_, i) => known(ys[i]) && sign * ys[i] >= least && !(known(errors[i]) && Math.abs(ys[i]) < 2 * errors[i])).map((x) => valueName(axis, x));
    const said = [["pays", with_(1)], ["harms", with_(-1)]].filter(([, names]) => names.length).map(([word, names]) => `${word} with ${names.join(", ")}`);
    return said.join(" and ") || "makes no difference that counts";
  }
  const runs = [];
  let before = null;  // of the last value that counted
  xs.forEach((x, i) => {
    const y = ys[i];
    if (!known(y) || Math.abs(y) < least || (known(errors[i]) && Math.abs(y) < 2 * errors[i])) return;
    if (runs.at(-1)?.sign !== Math.sign(y)) runs.push({sign: Math.sign(y), from: i, turn: before === null ? null : xs[before] + (x - xs[before]) * ys[before] / (ys[before] - y)});
    runs.at(-1).to = before = i;
  });
  if (runs.length === 0) return "makes no difference that counts";
  const word = ({sign}) => (sign > 0 ? "pays" : "harms");
  const [first, last] = [runs[0], runs.at(-1)];
  const begins = xs.findIndex((_, i) => known(ys[i]) && ys[i] !== 0);
  let out = first.from > begins ? `makes no difference that counts below ${short(xs[first.from])}, and ${word(first)} from there` : word(first);
  for (const run of runs.slice(1)) out += ` up to about ${run.turn.toFixed(2)}, then ${word(run)}`;
  if (last.to < xs.length - 1) out += ` up to ${short(xs[last.to])}`;
  else if (runs.length === 1) out += first.from > begins ? " on" : " everywhere";
  return out;
};

// Where the scenario stands on these axes; nothing if it is not among them.
const standsAt = (...axes) => {
  const at = axes.map((axis) => data.scenario.numbers.find((n) => n.key === axis.key)?.median);
  return axes.every((axis, i) => known(at[i]) && at[i] >= Math.min(...axis.values) && at[i] <= Math.max(...axis.values)) ? [at] : [];
};

const shownAs = (grid) => [["mean", "mean"], ...(grid.draws > 1 ? [["error", "standard error of the mean"]] : []),
  ...(grid.levels ?? []).map((level, i) => [String(i), `${(100 * level).toFixed(0)} % of draws lie below`])];
const whatOf = (shown) => (shown === "mean" || shown === "error" ? shown : Number(shown));

const heat = (grid, variable, place, name, at) => {
  const {x, y, shown} = mapChoice, xs = grid.axes[x].values, ys = grid.axes[y].values;
  const xEdges = edgesOf(xs), yEdges = edgesOf(ys);
  const value = (i, j, what) => grid.at(variable, place, grid.point(at.map((p, a) => (a === x ? i : a === y ? j : p))), what);
  const cells = ys.flatMap((_, j) => xs.map((_, i) => ({
    i, j, x1: xEdges[i], x2: xEdges[i + 1], y1: yEdges[j], y2: yEdges[j + 1], value: value(i, j, whatOf(shown)),
    mean: value(i, j, "mean"), error: value(i, j, "error"),
  })));
  const signs = zeroLined.has(variable.name) && shown !== "error";
  const line = signs && ![x, y].some((axis) => grid.axes[axis].labels?.length);  // between labels there is nothing
  const largest = Math.max(...cells.map((c) => (known(c.value) ? Math.abs(c.value) : 0)), 1e-12);
  const title = (c) => `${grid.axes[x].name} ${valueName(grid.axes[x], xs[c.i])}, ${grid.axes[y].name} ${valueName(grid.axes[y], ys[c.j])}\n${plain(variable.name)} ${number(c.mean)}` +
    (known(c.error) ? ` ± ${number(c.error)}` : "");
  const stands = standsAt(grid.axes[x], grid.axes[y]);
  const unsure = signs ? cells.filter((c) => known(c.error) && Math.abs(c.mean) < 2 * c.error) : [];
  const picture = draw({
    width: 370, height: 310, marginLeft: grid.axes[y].labels?.length ? 115 : 55, marginBottom: 40,
    x: {label: grid.axes[x].name, domain: [xEdges[0], xEdges.at(-1)], ...ticksOf(grid.axes[x])}, y: {label: grid.axes[y].name, domain: [yEdges[0], yEdges.at(-1)], ...ticksOf(grid.axes[y])},
    color: signs ? {type: "diverging", scheme: "RdBu", domain: [-largest, largest], pivot: 0, legend: false, unknown: "#888"}
      : {type: "linear", scheme: "viridis", unknown: "#888"},
    marks: [
      lib.Plot.rect(cells, {x1: "x1", x2: "x2", y1: "y1", y2: "y2", fill: "value", inset: -0.3, title}),
      lib.Plot.dot(unsure, {x: (c) => (c.x1 + c.x2) / 2, y: (c) => (c.y1 + c.y2) / 2, r: 1.6, fill: "#333"}),
      ...(line ? [lib.Plot.line(zeroLine(cells.map((c) => c.value), xs.length, ys.length, xEdges, yEdges),
        {x: "x", y: "y", z: "piece", stroke: "#000", strokeWidth: 2.5})] : []),
      ...["#fff", "#000"].map((stroke, i) => lib.Plot.dot(stands, {x: "0", y: "1", symbol: "times", r: 7, stroke, strokeWidth: 5 - 3 * i})),
    ],
  });
  const scale = cells.length ? lib.Plot.legend({color: picture.scale("color"), width: 300, height: 46, label: `${plain(variable.name)}${variable.unit && variable.unit !== "1" ? ` (${variable.unit})` : ""}`}) : "";
  if (scale) scale.setAttribute("aria-hidden", "true");  // the caption says from where to where
  const range = cells.filter((c) => known(c.value)).map((c) => c.value);
  const caption = `${name}: from ${signed(Math.min(...range))} to ${signed(Math.max(...range))}. ` +
    (signs ? (variable.name === "net" ? "Blue: integration pays; red: it harms. " : "") + (line ? "The black line is zero" + (unsure.length ? "; dots: within two standard errors of it." : ".") : unsure.length ? "Dots: within two standard errors of zero." : "") : "") +
    (stands.length ? " × is the scenario itself." : "");
  const out = figure(picture, caption, () => table(
    [`${grid.axes[y].name} \\ ${grid.axes[x].name}`, ...xs.map((v) => valueName(grid.axes[x], v))],
    ys.map((v, j) => [valueName(grid.axes[y], v), ...xs.map((_, i) => number(value(i, j, whatOf(shown))))])));
  out.prepend(el("h3", {}, name), scale);
  return out;
};

const lines = (grid, variable, places, at, axis, title, spread = true) => {
  const xs = grid.axes[axis].values;
  const rows = places.flatMap(({place, name}) => xs.map((x, i) => {
    const point = grid.point(at.map((p, a) => (a === axis ? i : p)));
    return {x, name, mean: grid.at(variable, place, point), error: grid.at(variable, place, point, "error"),
      low: grid.at(variable, place, point, 0), high: grid.at(variable, place, point, (grid.levels?.length ?? 0) - 1)};
  })).filter((r) => known(r.mean));
  const joined = !grid.axes[axis].labels?.length;  // between labels there is nothing
  const bands = spread && joined && (grid.levels?.length ?? 0) > 1;
  const picture = draw({
    width: 560, height: 300, marginLeft: 60, marginRight: 90,
    x: {label: grid.axes[axis].name, ...(grid.axes[axis].name === "round" ? {ticks: xs.slice(0, 12), tickFormat: "d"} : {}), ...ticksOf(grid.axes[axis])}, y: {label: plain(variable.name), grid: true},
    color: {domain: places.map((p) => p.name), range: ["var(--one)", "var(--two)", "var(--three)", "var(--four)", "var(--ink)"]},
    marks: [
      lib.Plot.ruleY([0], {stroke: "var(--faint)"}),
      ...(bands ? [lib.Plot.areaY(rows, {x: "x", y1: "low", y2: "high", fill: "name", fillOpacity: 0.15})] : []),
      lib.Plot.ruleX(rows.filter((r) => known(r.error)), {x: "x", y1: (r) => r.mean - 2 * r.error, y2: (r) => r.mean + 2 * r.error, stroke: "name"}),
      ...(joined ? [lib.Plot.lineY(rows, {x: "x", y: "mean", stroke: "name", strokeWidth: 2})] : []),
      lib.Plot.dot(rows, {x: "x", y: "mean", fill: "name", r: 2.5, title: (r) => `${r.name}\n${valueName(grid.axes[axis], r.x)}: ${number(r.mean)}` + (known(r.error) ? ` ± ${number(r.error)}` : "")}),
      lib.Plot.text(rows, lib.Plot.selectLast({x: "x", y: "mean", z: "name", text: "name", dx: 8, textAnchor: "start", fill: "name"})),
    ],
  });
  const caption = title + (bands ? " Bands: 5 to 95 % of the draws; bars: two standard errors to either side." : "");
  return figure(picture, caption, () => table([grid.axes[axis].name, "of", "value", "standard error"],
    rows.map((r) => [valueName(grid.axes[axis], r.x), r.name, number(r.mean), number(r.error)])));
};

// Dividend, seam and net of every tie along an axis.
const balancePicture = (grid, at, axis) => {
  const measures = ["dividend", "seam", "net"].map((name) => grid.find(name)).filter(Boolean);
  if (measures.length < 3 || grid.axes.length === 0) return [];
  const ties = grid.labels(measures[2], "tie");
  const xs = grid.axes[axis].values;
  return ties.map((tie, place) => {
    const rows = measures.flatMap((variable) => xs.map((x, i) => {
      const point = grid.point(at.map((p, a) => (a === axis ? i : p)));
      return {x, name: variable.name, mean: grid.at(variable, place, point), error: grid.at(variable, place, point, "error")};
    })).filter((r) => known(r.mean));
    if (rows.length === 0) return null;
    const net = xs.map((_, i) => rows.find((r) => r.name === "net" && r.x === xs[i]));
    const picture = draw({
      width: 370, height: 240, marginLeft: 60, marginRight: 60,
      x: {label: grid.axes[axis].name, ...ticksOf(grid.axes[axis])}, y: {label: "stake", grid: true},
      color: {domain: ["dividend", "seam", "net"], range: ["var(--one)", "var(--two)", "var(--ink)"]},
      marks: [
        lib.Plot.ruleY([0], {stroke: "var(--faint)"}),
        lib.Plot.ruleX(standsAt(grid.axes[axis]), {x: "0", stroke: "var(--faint)", strokeDasharray: "3,3", title: () => "the scenario"}),
        lib.Plot.ruleX(rows.filter((r) => known(r.error)), {x: "x", y1: (r) => r.mean - 2 * r.error, y2: (r) => r.mean + 2 * r.error, stroke: "name"}),
        (grid.axes[axis].labels?.length ? lib.Plot.dot : lib.Plot.lineY)(rows, {x: "x", y: "mean", stroke: "name", strokeWidth: 2, title: (r) => `${r.name} ${number(r.mean)}`}),
        ...[["dividend", -6], ["net", 6], ["seam", -6]].map(([own, dy]) =>  // (two of the three are often the same)
          lib.Plot.text(rows, lib.Plot.selectLast({filter: (r) => r.name === own, x: "x", y: "mean", z: "name", text: "name", dx: 6, dy, textAnchor: "start", fill: "name"}))),
      ],
    });
    const out = figure(picture, `Integrating ${tie} ${turnsText(grid.axes[axis], xs, net.map((r) => r?.mean), net.map((r) => r?.error))}.`, () =>
      table([grid.axes[axis].name, "measure", "mean", "standard error"], rows.map((r) => [valueName(grid.axes[axis], r.x), r.name, number(r.mean), number(r.error)])));
    out.prepend(el("h3", {}, tie));
    return out;
  }).filter(Boolean);
};
