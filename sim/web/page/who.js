"use strict";
// Who, how, whom: the likeliest attacks, who comes, who is peeled off, how much is chance.

const attackName = (action) =>
  `${action.target}: ${action.rung}` + (action.tactic === "none" ? "" : `, ${action.tactic} ${action.at.join("+")}`);

const atMedians = () => {
  const count = data.scenario.numbers.filter((n) => n.uncertain).length;
  const where = count ? `at the medians of ${count} uncertain key${count > 1 ? "s" : ""}` : "of certain numbers";
  return where + (state.changes.size ? `, with ${state.changes.size} change${state.changes.size > 1 ? "s" : ""}` : "");
};

const sentence = (crisis) => {
  const first = [...crisis.actions].sort((a, b) => b.probability - a.probability)[0];
  const share = crisis.by_chance / (1 - crisis.deterrence);
  return `${crisis.id} stays quiet with probability ${number(crisis.deterrence, 3)}. The likeliest attack is ` +
    `“${attackName(first)}” (${number(first.probability, 3)}). With nothing to gain it would still attack with probability ` +
    `${number(crisis.by_chance, 3)}: ${percent(share)} of its attacks are no more than errors of choice.`;
};

const attackBars = (crisis, most = 12) => {
  const rows = [...crisis.actions].sort((a, b) => b.probability - a.probability).slice(0, most);
  const name = attackName;
  const picture = draw({
    marginLeft: 20 + 6.6 * Math.max(...rows.map((a) => name(a).length)), marginRight: 60, width: 720, height: 40 + rows.length * 22,
    x: {label: "probability of the attack", grid: true}, y: {label: null, domain: rows.map(name)},
    marks: [
      lib.Plot.barX(rows, {y: name, x: "probability", fill: "var(--one)", title: (a) => `${attackName(a)}\n${number(a.probability)}`}),
      lib.Plot.tickX(rows, {y: name, x: "by_chance", stroke: "var(--ink)", strokeWidth: 2}),
      lib.Plot.text(rows, {y: name, x: "probability", text: (a) => number(a.probability, 3), dx: 6, textAnchor: "start"}),
    ],
  });
  const responders = crisis.actions.length ? Object.keys(crisis.support) : [];
  return figure(picture, `The likeliest attacks of ${crisis.id}. The black tick is what chance alone would make of it.`, () =>
    table(["attack", "probability", "by chance", ...responders.map((r) => `${r} supports`)],
      [...crisis.actions].sort((a, b) => b.probability - a.probability).map((a) =>
        [attackName(a), number(a.probability), number(a.by_chance), ...responders.map((r) => number(a.support[r]))])));
};

// How likely each responder is to come, by target: the mean over the attacks on it.
const supportByTarget = (crisis) => {
  const rows = [];
  for (const target of Object.keys(crisis.attack_by_target)) {
    const attacks = crisis.actions.filter((a) => a.target === target);
    const all = attacks.reduce((sum, a) => sum + a.probability, 0);
    for (const responder of Object.keys(attacks[0]?.support ?? {}))
      rows.push({target, responder, support: attacks.reduce((sum, a) => sum + a.probability * a.support[responder], 0) / all});
  }
  return rows;
};

const supportPicture = (crisis) => {
  const rows = supportByTarget(crisis);
  const targets = [...new Set(rows.map((r) => r.target))];
  const picture = draw({
    marginLeft: 80, marginRight: 110, width: 560, height: 50 + rows.length * 24,
    x: {label: "probability of coming, given an attack", domain: [0, 1], grid: true, insetRight: 36}, y: {label: null},
    fy: {label: null, domain: targets, tickFormat: (target) => `on ${target}`},
    marks: [
      lib.Plot.ruleX([0]),
      lib.Plot.ruleY(rows, {fy: "target", y: "responder", x: "support", stroke: "var(--line)", strokeWidth: 6}),
      lib.Plot.dot(rows, {fy: "target", y: "responder", x: "support", fill: "var(--three)", r: 5, title: (r) => `${r.responder} for ${r.target}: ${number(r.support)}`}),
      lib.Plot.text(rows, {fy: "target", y: "responder", x: "support", text: (r) => number(r.support, 2), dx: 9, textAnchor: "start"}),
    ],
  });
  return figure(picture, "Who comes when whom is attacked.", () =>
    table(["attacked", "responder", "comes"], rows.map((r) => [r.target, r.responder, number(r.support)])));
};

const peeledPicture = (crisis) => {
  const rows = [];
  for (const [tactic, effects] of Object.entries(crisis.wedge_effect ?? {}))
    for (const [defender, effect] of Object.entries(effects)) if (known(effect)) rows.push({tactic, defender, effect});
  if (rows.length === 0) return el("p", {class: "faint"}, `${crisis.id} has no tactic that aims at an ally's support.`);
  const picture = draw({
    marginLeft: 80, marginRight: 110, width: 560, height: 50 + rows.length * 24,
    x: {label: "support taken away", grid: true, inset: 58}, y: {label: null}, fy: {label: null},
    marks: [
      lib.Plot.barX(rows, {fy: "tactic", y: "defender", x: "effect", fill: "var(--two)"}),
      lib.Plot.ruleX([0]),
      ...[[(r) => r.effect >= 0, 6, "start"], [(r) => r.effect < 0, -6, "end"]].map(([filter, dx, textAnchor]) =>
        lib.Plot.text(rows, {filter, fy: "tactic", y: "defender", x: "effect", text: (r) => signed(-r.effect, 3), dx, textAnchor})),
    ],
  });
  return figure(picture, "Who is peeled off: the support that each tactic takes from each responder, against the same attack without it.", () =>
    table(["tactic", "responder", "support taken away"], rows.map((r) => [r.tactic, r.defender, number(r.effect)])));
};

// Why this target: what an attack is worth, who would come, what is lost.
const targetsTable = (crisis) => {
  const targets = Object.keys(crisis.attack_by_target);
  const prize = (target) => data.scenario.numbers.find((n) => n.key === `adversary.${crisis.id}.prize.${target}`)?.median;
  const types = Object.keys(crisis.deterrence_by_type ?? {});
  const best = (target, type) => Math.max(...crisis.actions.filter((a) => a.target === target).map((a) => a.value[type] ?? -Infinity));
  const come = supportByTarget(crisis);
  return table(
    ["target", "attacked", "loses", "prize", ...types.map((t) => `best attack is worth to ${t}`), "who comes"],
    targets.map((t) => [t, number(crisis.attack_by_target[t]), number(crisis.loss[t]), number(prize(t), 2),
      ...types.map((type) => signed(best(t, type))),
      come.filter((r) => r.target === t && r.responder !== t).map((r) => `${r.responder} ${number(r.support, 2)}`).join(", ") || missing]));
};

const actionWords = (action) => [action.target, action.rung, action.tactic, action.at.join("+")].filter(Boolean).join(" ");

// One attack beside another, term by term: what it is worth to each type, and what support is worth to each responder.
const termsTable = (heading, terms, then, more) => {
  const names = [...new Set([...Object.keys(terms), ...Object.keys(then)])].filter((name) => terms[name] || then[name]);
  const sum = (all) => Object.values(all).reduce((total, x) => total + (x ?? 0), 0);
  const row = (name, a, b, digits = signed) => [name, digits(a), digits(b), known(a) && known(b) ? signed(a - b) : missing];
  return table([heading, "this", "the other", "difference"],
    [...names.map((name) => row(name, terms[name], then[name])), row("together", sum(terms), sum(then)), ...more.map((m) => row(...m, number))]);
};

// The term that tells the two apart most, in words.
const apartText = (type, other, name) => {
  const by = Object.keys(type.terms).map((term) => [term, (type.terms[term] ?? 0) - (other.terms[term] ?? 0)]).sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]));
  const more = type.value - other.value;
  return `To ${type.type} it is worth ${signed(type.value)} (quiet ${signed(type.quiet)}), ${number(Math.abs(more))} ${more < 0 ? "less" : "more"} than “${name}”` +
    (by[0]?.[1] ? `; most of the difference is ${by[0][0]} (${signed(by[0][1])})` : "");
};

const takenApart = (crisis) => {
  if (Live.obstacle() || !state.version || state.solution.adversaries.length > 1) return null;
  const likely = [...crisis.actions].sort((a, b) => b.probability - a.probability).slice(0, 30);
  const named = new Map(likely.map((a) => [actionWords(a), a])), words = [...named.keys()];
  const place = el("div", {"aria-live": "polite"}), others = el("span");
  let chosen = named.has(state.apart) ? state.apart : words[0], other = "";
  // Beside an attack with a tactic stands the same without; beside one without, the likeliest on another target.
  const usualOther = () => {
    const own = named.get(chosen);
    const match = (a) => (own.tactic === "none" ? a.target !== own.target : a.target === own.target && a.rung === own.rung && a.tactic === "none");
    return words.find((w) => match(named.get(w))) ?? words.find((w) => w !== chosen) ?? chosen;
  };
  const ask = async (action) => {
    const {answer} = await quick.solver.call("explain_action", request({action}));
    if (!answer.types) throw new Error(answer.failure ?? answer.problems.map((p) => p.text).join("\n"));
    return answer;
  };
  // An answer that comes when another attack was chosen meanwhile is of no use.
  const look = async () => {
    const asked = [chosen, other];
    const stale = () => chosen !== asked[0] || other !== asked[1];
    try {
      const a = await ask(asked[0]), b = stale() ? null : await ask(asked[1]);
      if (stale()) return;
      place.dataset.action = asked[0];
      const responder = (answer, id) => answer.responders.find((r) => r.responder === id) ?? {terms: {}, support: NaN};
      const names = [...new Set([...a.responders, ...b.responders].map((r) => r.responder))];
      place.replaceChildren(
        el("p", {class: "says"}, a.types.map((t, i) => apartText(t, b.types[i], attackName(named.get(other)))).join(". ") + "."),
        el("div", {class: "multiples"},
          ...a.types.map((t, i) => termsTable(`worth to ${t.type}`, t.terms, b.types[i].terms, [["staying quiet is worth", t.quiet, t.quiet]])),
          ...names.map((id) => termsTable(`supporting is worth to ${id}`, responder(a, id).terms, responder(b, id).terms, [["supports with probability", responder(a, id).support, responder(b, id).support]]))));
    } catch (error) {
      if (!stale()) place.replaceChildren(el("p", {class: "problem"}, error.message));
    }
  };
  const options = likely.map((a) => [actionWords(a), `${attackName(a)} (${number(a.probability, 3)})`]);
  const again = () => {
    others.replaceChildren(choice("compared with", options, other, (w) => { other = w; look(); }));
    look();
  };
  other = usualOther();
  again();
  return [el("div", {class: "controls"}, choice("One attack taken apart", options, chosen, (w) => { state.apart = chosen = w; other = usualOther(); again(); }), others), place];
};

const endings = (crisis) => {
  const attacked = 1 - crisis.deterrence;
  const rows = [
    ["deterred (no attack)", crisis.deterrence], ["attacked", attacked],
    ["of these: the victim concedes", crisis.conceded], ["the adversary backs down", crisis.desisted],
    ["it is fought over", crisis.war], ["a threat is carried out", crisis.executed],
  ];
  return table(["how it ends", "probability"], rows.map(([what, p]) => [what, number(p)]));
};

const drawWho = (host) => {
  const solution = state.solution;
  host.append(el("h2", {}, "Who attacks, how, whom?"));
  if (!solution || solution.adversaries.some((a) => a.status !== "solved")) {
    host.append(el("p", {}, data.live.why || "There is no solution to show."));
    return;
  }
  host.append(el("p", {}, el("span", {class: "badge"}, atMedians())));
  for (const crisis of solution.adversaries) {
    if (solution.adversaries.length > 1) host.append(el("h2", {}, crisis.id));
    host.append(el("p", {class: "says"}, sentence(crisis)), attackBars(crisis),
      el("h3", {}, "Why this one?"),
      el("p", {class: "faint"}, "An attack is made as it is worth more than staying quiet, which is worth minus the grievance; the choice errs where the two are close. Which numbers make it so: “What if”, “What moves this most?”."),
      el("div", {class: "scroll"}, targetsTable(crisis)), ...(takenApart(crisis) ?? []),
      el("h3", {}, "Who comes, and who is peeled off"),
      el("div", {class: "multiples"}, supportPicture(crisis), peeledPicture(crisis)),
      el("h3", {}, "How it ends"), endings(crisis));
  }
};
