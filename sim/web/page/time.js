"use strict";
// Campaigns: how things stand from round to round, and one of them told.

const overTime = [
  ["intact", "No target has been lost for good, by round: the survival of the alliance"],
  ["held", "Still held"], ["attacked", "Attacked in the round"], ["fought", "Fought over in the round"], ["carried_out", "A threat carried out in the round"],
  ["deterrence", "Deterrence"], ["total_loss", "Expected loss"], ["believed_steadfast", "Believed to be steadfast"], ["belief", "Belief about the adversary's type"],
  ["defender_forces", "Forces"], ["adversary_forces", "Adversaries' forces"], ["adversary_arsenal", "Arsenals"],
  ["tie_affinity", "Affinity of ties"], ["tie_integration", "Integration of ties"], ["adversary_ranks", "Ranks closed"],
];
const happens = new Set(["intact", "held", "attacked", "fought", "carried_out"]);  // 1 or 0 in a draw: no bands
const isOverTime = () => Boolean(stored?.variables.some((v) => v.dimensions.includes("round")));

// A grid in which `round` is an axis more.
const roundsGrid = () => {
  const rounds = stored.dimensions.find((d) => d.name === "round").labels.map(Number);
  const variables = stored.variables.filter((v) => v.dimensions[0] === "round").map((v) => ({...v, dimensions: v.dimensions.slice(1)}));
  const axes = [...stored.axes, {name: "round", key: "", unit: "", meaning: "", values: rounds}];
  const grid = makeGrid({axes, dimensions: stored.dimensions, levels: stored.levels, variables, draws: stored.draws, note: stored.note});
  grid.at = (variable, place, point, what) => {
    const whole = stored.find(variable.name), width = whole.slots / rounds.length;
    return stored.at(whole, (point % rounds.length) * width + place, Math.floor(point / rounds.length), what);
  };
  return grid;
};

const drawTime = (host) => {
  host.append(el("h2", {}, "Campaigns: crises over time"));
  if (isOverTime()) {
    const grid = roundsGrid(), last = grid.axes.length - 1;
    const fixed = grid.axes.map((axis, i) => (i === last ? 0 : middleOf(axis)));
    const pictures = el("div"), sliders = el("div", {class: "controls"});
    const redraw = () => {
      const still = [];
      const drawn = overTime.map(([name, title]) => {
        const variable = grid.find(name);
        if (!variable) return null;
        const places = grid.places(variable).map((labels, place) => ({place, name: labels.join(", ") || plain(name)})).slice(0, 10);
        const rounds = grid.axes[last].values.map((_, i) => grid.point(fixed.map((p, a) => (a === last ? i : p))));
        const moves = places.some(({place}) => rounds.some((r) => Math.abs(grid.at(variable, place, r) - grid.at(variable, place, rounds[0])) > 1e-9));
        if (!moves && name !== "intact") { still.push(title.toLowerCase()); return null; }
        const picture = lines(grid, variable, places, fixed, last, `${meaningOf(variable)}.`, !happens.has(name));
        picture.prepend(el("h3", {}, title));
        return picture;
      }).filter(Boolean);
      pictures.replaceChildren(el("div", {class: "multiples"}, drawn), still.length ? el("p", {class: "faint"}, `The same in every round: ${listed(still)}.`) : "");
    };
    grid.axes.slice(0, -1).forEach((axis, i) => {
      const shown = el("output", {}, short(axis.values[fixed[i]]));
      sliders.append(el("label", {}, axis.name, el("span", {}, el("input", {type: "range", min: "0", max: String(axis.values.length - 1), step: "1", value: String(fixed[i]), "aria-label": axis.name,
        oninput: (event) => { fixed[i] = Number(event.target.value); shown.textContent = short(axis.values[fixed[i]]); redraw(); }}), " ", shown)));
    });
    host.append(el("p", {}, el("span", {class: "badge"}, stored.note)), sliders, pictures);
    redraw();
  }
  if (data.chronicle) host.append(el("h3", {}, "One campaign, told"), el("pre", {tabindex: "0"}, data.chronicle));
};
