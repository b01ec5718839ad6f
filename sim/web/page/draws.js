"use strict";
// What takes seconds: draws of the uncertain keys, and what each key moves. In a worker of its own, which can be
// cancelled.

const slow = {solver: null};

// A button that becomes “Cancel”, a bar, and a place for what is found.
const task = (title, run) => {
  const bar = el("progress", {max: 1, value: 0, hidden: true, "aria-label": title}), found = el("div");
  const button = el("button", {onclick: async () => {
    if (slow.solver) { slow.solver.stop(); return; }
    button.textContent = "Cancel"; bar.hidden = false; bar.value = 0; found.replaceChildren();
    slow.solver = new Solver();
    try {
      found.replaceChildren(...await run(slow.solver, (share) => { bar.value = share; }));
    } catch (error) {
      found.replaceChildren(el("p", {class: error.message === "cancelled" ? "faint" : "problem"}, error.message === "cancelled" ? "Cancelled." : error.message));
    }
    slow.solver.stop();
    slow.solver = null;
    button.textContent = title; bar.hidden = true;
  }}, title);
  return {button, bar, found};
};

const answered = async (solver, name, asked) => {
  const {answer} = await solver.call(name, asked);
  if (answer.problems) throw new Error(answer.problems.map((p) => p.text).join("\n"));
  if (answer.failure) throw new Error(answer.failure);
  return answer;
};

const drawsChoice = {count: "256", all: false};

const nameOf = (m) => [plain(m.measure), ...m.labels].join(" ");

const comparedTable = (answer) => {
  const rows = answer.measures.filter((m) => known(m.before) && (drawsChoice.all || m.counts || ["deterrence", "total_loss", "net", "attack_by_target"].includes(m.measure)));
  const leading = ["deterrence", "overall_deterrence", "total_loss", "overall_total_loss"];
  rows.sort((a, b) => leading.includes(b.measure) - leading.includes(a.measure));
  const carried = rows.filter((m) => (m.counts || leading.includes(m.measure)) && m.difference * (m.rises - m.falls) < 0).map(nameOf);
  return el("div", {},
    el("p", {class: "says"}, rows.filter((m) => leading.includes(m.measure)).map((m) =>
      `${capital(nameOf(m))} ${m.difference > 0 ? "rises" : "falls"} by ${number(Math.abs(m.difference))} ± ${number(m.standard_error)}` +
      (m.counts ? "" : ", which cannot be told from nothing or is of no matter")).join("; ") + "."),
    carried.length ? el("p", {}, `The mean goes one way and most draws the other: ${listed(carried.length > 5 ? [...carried.slice(0, 4), `${carried.length - 4} more`] : carried)}. A few draws carry the mean.`) : "",
    el("div", {class: "scroll"}, table(["measure", "scenario", "now", "difference", "± s.e.", "rises", "falls"], rows.map((m) =>
    [nameOf(m), number(m.before), number(m.after), signed(m.difference), number(m.standard_error), percent(m.rises), percent(m.falls)]))));
};

const compareTask = () => {
  const out = task("Solve draws", async (solver, tell) => {
    const draws = Number(drawsChoice.count);
    solver.progress = (done) => tell(done / (2 * draws));
    const began = performance.now();
    const {set, ...rest} = request();
    const answer = await answered(solver, "compare", {...rest, set: [], to: set, draws});
    return [el("p", {}, el("span", {class: "badge"}, `means of ${answer.scenarios[1].solved} draws, the same with and without the changes`),
      ` ${((performance.now() - began) / 1000).toFixed(1)} s`), comparedTable(answer)];
  });
  return [el("h3", {}, "With the uncertainty"),
    el("p", {class: "faint"}, "All above stands at the medians. Draws of the uncertain keys, the same before and after, say how sure the change is."),
    el("div", {class: "controls"}, choice("Draws", ["64", "256", "512", "1024"].map((n) => [n, n]), drawsChoice.count, (n) => { drawsChoice.count = n; }), out.button, out.bar), out.found];
};

// Each key at its 5% and its 95%, or a tenth down and up, all else as it is now.
const movesChoice = {measure: ""};

const movesTask = () => {
  const options = outcomes(state.solution).map((r) => [r.name, r.name]);
  if (!options.some(([name]) => name === movesChoice.measure)) movesChoice.measure = options[0][0];
  const out = task("Find out", async (solver, tell) => {
    const asked = request();  // as it is now, whatever is changed while the keys are tried
    const keys = data.scenario.numbers.filter((n) => n.given && !state.changes.has(n.key) && (n.uncertain || n.median !== 0));
    const value = (answer) => outcomes(answer).find((r) => r.name === movesChoice.measure)?.value;
    const now = value(await answered(solver, "solve", asked));
    const rows = [];
    for (const [i, n] of keys.entries()) {
      const ends = n.uncertain ? [n.low, n.high] : [n.median * 0.9, n.median * 1.1].map((x) => Math.max(n.least ?? -Infinity, Math.min(n.most ?? Infinity, x)));
      const at = [];
      for (const end of ends) {
        const {answer} = await solver.call("solve", {...asked, set: [...asked.set, `${n.key}=${end}`]});
        at.push(answer.adversaries && answer.adversaries.every((a) => a.status === "solved") ? value(answer) : NaN);
      }
      if (at.every(known)) rows.push({key: n.key, low: at[0], high: at[1], ends, uncertain: n.uncertain, size: Math.abs(at[1] - at[0])});
      tell((i + 1) / keys.length);
    }
    rows.sort((a, b) => b.size - a.size);
    const most = rows.slice(0, 15);
    const picture = draw({
      marginLeft: 240, width: 700, height: 50 + 22 * most.length,
      x: {label: movesChoice.measure, grid: true}, y: {label: null, domain: most.map((r) => r.key)},
      marks: [
        lib.Plot.ruleX([now], {stroke: "var(--faint)"}),
        lib.Plot.ruleY(most, {y: "key", x1: "low", x2: "high", stroke: "var(--line)", strokeWidth: 8}),
        lib.Plot.dot(most, {y: "key", x: "low", r: 5, stroke: "var(--one)", fill: "var(--paper)", strokeWidth: 2, title: (r) => `${r.key} ${short(r.ends[0])}: ${number(r.low)}`}),
        lib.Plot.dot(most, {y: "key", x: "high", r: 5, fill: "var(--two)", title: (r) => `${r.key} ${short(r.ends[1])}: ${number(r.high)}`}),
      ],
    });
    return [figure(picture, `${capital(movesChoice.measure)} when one key alone moves: hollow at its low end, full at its high end (5 and 95 % of an uncertain key, a tenth down and up of another); the line is now.`, () =>
      table(["key", "from", "to", "at the low end", "at the high end"], rows.map((r) => [r.key, short(r.ends[0]), short(r.ends[1]), number(r.low), number(r.high)])))];
  });
  return [el("h3", {}, "What moves this most?"),
    el("div", {class: "controls"}, choice("Of", options, movesChoice.measure, (m) => { movesChoice.measure = m; }), out.button, out.bar), out.found];
};

const draws = () => (state.solution && state.solution.adversaries.every((a) => a.status === "solved") ? [...movesTask(), ...compareTask()] : []);
