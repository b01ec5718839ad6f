"use strict";
// Numbers over axes: a stored study, or a map that was solved here. Both answer at(variable, place, point, what), where
// `what` is mean, error, or the number of a quantile level.

const makeGrid = ({axes, dimensions, levels, variables, note, draws}) => {
  const grid = {axes, dimensions, levels, variables, note, draws};
  grid.points = axes.reduce((all, axis) => all * axis.values.length, 1);
  // The last axis is the fastest.
  grid.point = (places) => axes.reduce((at, axis, i) => at * axis.values.length + places[i], 0);
  grid.labels = (variable, dimension) => dimensions.find((d) => d.name === dimension).labels;
  // The places of a variable: its labels, one a dimension, the last one fastest.
  grid.places = (variable) => variable.dimensions.reduce(
    (all, d) => all.flatMap((labels) => grid.labels(variable, d).map((label) => [...labels, label])), [[]]);
  grid.find = (name) => variables.find((v) => v.name === name);
  return grid;
};

// `rok-jpn integration` of tie.rok-jpn.integration; with a `*` the name that the study gives it.
const axisLabel = ({key, name}) => (key.includes(".") && !key.includes("*") ? key.split(".").slice(1).join(" ") : name);

// Of an axis of texts or packages the values are numbered from 0, and have labels.
const valueName = (axis, value) => (axis.labels?.length ? axis.labels[value] : short(value));
const shortened = (text) => (text.length > 18 ? `${text.slice(0, 17)}…` : text);
const ticksOf = (axis) => (axis.labels?.length
  ? {ticks: axis.values, tickFormat: (v) => shortened(axis.labels[v] ?? ""), domain: [-0.5, axis.values.length - 0.5]} : {});

const stored = (() => {
  const study = data.study;
  if (!study) return null;
  const decoded = new Map();
  const numbersOf = (variable, what) => {
    const id = `${variable.name}/${what}`;
    if (!decoded.has(id)) decoded.set(id, variable[what] ? floats(variable[what]) : null);
    return decoded.get(id);
  };
  const most = Math.max(...study.draws), least = Math.min(...study.draws);
  const grid = makeGrid({
    ...study,
    axes: study.axes.map((axis) => ({...axis, name: axisLabel(axis)})),
    draws: most,
    note: most > 1 ? `mean of ${least === most ? most : `${least} to ${most}`} draws` : "one draw",
  });
  grid.at = (variable, place, point, what = "mean") => {
    const cell = point * variable.slots + place;
    if (what === "mean" || what === "error") return numbersOf(variable, what)?.[cell] ?? NaN;
    return numbersOf(variable, "quantiles")?.[cell * study.levels.length + what] ?? NaN;
  };
  return grid;
})();

// What a solution at the medians says, under the names of a study.
const mapped = [
  ["net", "stake", "loss saved by the tie's integration, dependency included", ["tie"]],
  ["dividend", "stake", "loss saved by the tie's integration, dependency left out", ["tie"]],
  ["seam", "stake", "loss added by the tie's dependency", ["tie"]],
  ["deterrence", "probability", "no attack", []],
  ["total_loss", "stake", "sum of the targets' expected losses", []],
  ["attack_by_target", "probability", "of an attack on the target", ["target"]],
  ["loss", "stake", "expected loss of the target", ["target"]],
  ["support", "probability", "that the defender supports, given an attack", ["defender"]],
];

const measuresOf = (solution) => {
  const several = solution.adversaries.length > 1;
  const one = several ? solution : solution.adversaries[0];
  const balance = one.integration_balance ?? {};
  const of = (name) => Object.fromEntries(Object.entries(balance).map(([tie, b]) => [tie, b[name]]));
  return {...one, net: of("net"), dividend: of("dividend"), seam: of("seam")};
};

// Solves every point of two axes at the medians, in a worker of its own. `tell` hears how many are done.
const solveMap = (axes, tell) => {
  const solver = new Solver();
  const asked = request(), where = atMedians();  // as it is now, whatever is changed while the points are solved
  let stopped = false;
  const work = (async () => {
    const points = axes.reduce((all, axis) => all.flatMap((at) => axis.values.map((v) => [...at, v])), [[]]);
    const found = [];
    for (const values of points) {
      if (stopped) throw new Error("cancelled");
      const set = [...asked.set, ...axes.flatMap((axis, i) => axis.key.split(",").map((key) => `${key}=${values[i]}`))];
      const {answer} = await solver.call("solve", {...asked, set});
      if (answer.problems) throw new Error(answer.problems.map((p) => p.text).join("\n"));
      if (answer.failure) throw new Error(answer.failure);
      found.push(answer.adversaries.every((a) => a.status === "solved") ? measuresOf(answer) : null);
      tell(found.length, points.length);
    }
    const sample = found.find(Boolean);
    if (!sample) throw new Error("No point of this map was solved.");
    const dimensions = [
      {name: "tie", labels: Object.keys(sample.net)},
      {name: "target", labels: Object.keys(sample.loss)},
      {name: "defender", labels: Object.keys(sample.support ?? {})},
    ];
    const variables = mapped
      .filter(([name, , , along]) => sample[name] !== undefined && along.every((d) => dimensions.find((e) => e.name === d).labels.length))
      .map(([name, unit, meaning, along]) => ({name, unit, meaning, dimensions: along}));
    const grid = makeGrid({axes, dimensions, levels: [], variables, draws: 1,
      note: `solved here, ${where}`});
    grid.at = (variable, place, point, what = "mean") => {
      if (what !== "mean" || !found[point]) return NaN;
      const value = found[point][variable.name];
      if (variable.dimensions.length === 0) return value ?? NaN;
      return value[grid.labels(variable, variable.dimensions[0])[place]] ?? NaN;
    };
    return grid;
  })().finally(() => solver.stop());
  return {work, cancel: () => { stopped = true; solver.stop(); }};
};
