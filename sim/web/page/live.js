"use strict";
// The solver in WebAssembly: one worker answers moves, another takes what needs seconds and can be cancelled.

const textOf = (id) => document.getElementById(id).textContent;
const data = JSON.parse(textOf("data"));
const scenarioFile = data.study ? `${data.scenario.id}.toml` : data.file;

const Live = {
  module: null,  // a promise of the compiled module
  bytes: 0,      // of the solver's memory, as last heard

  // Why nothing can be solved here; empty if it can.
  obstacle() {
    if (!textOf("module").trim()) return "This page has no solver: the program that wrote it was installed without one.";
    if (typeof WebAssembly !== "object" || typeof DecompressionStream !== "function")
      return "This browser cannot run the solver: it needs WebAssembly and DecompressionStream (any browser since 2023 has both).";
    return "";
  },

  compiled() {
    this.module ??= (async () => {
      const packed = Uint8Array.from(atob(textOf("module").trim()), (c) => c.charCodeAt(0));
      const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
      return WebAssembly.compile(await new Response(unpacked).arrayBuffer());
    })();
    return this.module;
  },
};

class Solver {
  constructor() {
    this.waiting = new Map();
    this.next = 0;
    this.progress = null;
    this.ready = this.start();
  }

  async start() {
    const source = new Blob([textOf("solver"), "\n", textOf("worker")], {type: "text/javascript"});
    const address = URL.createObjectURL(source);
    this.worker = new Worker(address);
    const module = await Live.compiled();
    const version = await new Promise((tell, fail) => {
      this.worker.onmessage = (event) => tell(event.data.version);
      this.worker.onerror = (event) => fail(new Error(event.message || "the solver did not start"));
      this.worker.postMessage({module});
    });
    URL.revokeObjectURL(address);
    this.worker.onerror = (event) => this.failAll(event.message || "the solver has stopped");
    this.worker.onmessage = (event) => this.hear(event.data);
    return version;
  }

  hear(message) {
    if (message.draws !== undefined) return this.progress?.(message.draws);
    Live.bytes = message.bytes;
    const {tell} = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    tell({answer: JSON.parse(message.text), text: message.text, milliseconds: message.milliseconds});
  }

  failAll(why) {
    for (const {fail} of this.waiting.values()) fail(new Error(why));
    this.waiting.clear();
  }

  async call(name, request) {
    await this.ready;
    return new Promise((tell, fail) => {
      const id = this.next++;
      this.waiting.set(id, {tell, fail});
      this.worker.postMessage({id, call: name, request: JSON.stringify(request)});
    });
  }

  stop() {
    this.worker?.terminate();
    this.failAll("cancelled");
  }
}

// What the page is about at the moment: changes in the order in which they were made, and what follows from them.
const state = {
  changes: new Map(),  // KEY → value as text
  adversary: "",       // all others left out; empty: none is
  solution: data.solved,
  problems: [],
  failure: "",
  milliseconds: null,
  version: "",
};

const changesAsSet = (changes = state.changes) => [...changes].map(([key, value]) => `${key}=${value}`);
const request = (more = {}) => ({toml: data.scenario.toml, name: scenarioFile, set: changesAsSet(), adversary: state.adversary, ...more});

const listeners = [];
const tellAll = (whole = false) => { for (const listener of listeners) listener(whole); };

const quick = {solver: null, busy: false, again: false};

// Solves the scenario as it is changed now. Of moves that come faster than answers only the last is solved.
const solveNow = async () => {
  if (Live.obstacle() || (!data.live.possible && !state.adversary)) return;
  if (quick.busy) { quick.again = true; return; }
  quick.busy = true;
  try {
    quick.solver ??= new Solver();
    state.version = await quick.solver.ready;
    do {
      quick.again = false;
      const {answer, text, milliseconds} = await quick.solver.call("solve", request());
      state.milliseconds = milliseconds;
      state.problems = answer.problems ?? [];
      state.failure = answer.failure ?? "";
      if (answer.adversaries) {
        state.solution = answer;
        state.document = text;
        const unsolved = answer.adversaries.find((a) => a.status !== "solved");
        if (unsolved) state.failure = `No solution was found (${unsolved.status}): the numbers are of nothing.`;
      }
    } while (quick.again);
  } catch (error) {
    state.failure = error.message;
  } finally {
    quick.busy = false;
  }
  tellAll();
};

// The scenario itself, to compare with: stored, or solved when it is first needed for one adversary alone.
const bases = new Map(data.solved ? [["", data.solved]] : []);
const baseSolution = () => bases.get(state.adversary) ?? null;
const solvedAsWritten = async () => {
  quick.solver ??= new Solver();
  const {answer} = await quick.solver.call("solve", request({set: []}));
  return answer;
};
const needBase = async () => {
  if (bases.has(state.adversary)) return;
  const adversary = state.adversary;
  try {
    const answer = await solvedAsWritten();
    if (answer.adversaries) bases.set(adversary, answer);
  } catch { /* why the solver does not run is what solveNow says */ }
};

const change = (key, value) => {
  if (value === null) state.changes.delete(key);
  else state.changes.set(key, value);
  writeHash();
  return solveNow();
};
const backToScenario = () => {
  state.changes.clear();
  writeHash();
  return solveNow();
};

// The link holds the view and the changes.
const writeHash = () => {
  const parts = new URLSearchParams();
  parts.set("view", state.view ?? "who");
  if (state.adversary) parts.set("adversary", state.adversary);
  for (const set of changesAsSet()) parts.append("set", set);
  history.replaceState(null, "", "#" + parts);
};
const readHash = () => {
  const parts = new URLSearchParams(location.hash.slice(1));
  state.view = parts.get("view") ?? "who";
  const adversary = parts.get("adversary") ?? "";
  state.adversary = data.scenario.adversaries.includes(adversary) ? adversary : "";
  state.changes.clear();
  for (const set of parts.getAll("set")) {
    const at = set.indexOf("=");
    if (at > 0) state.changes.set(set.slice(0, at), set.slice(at + 1));
  }
};
