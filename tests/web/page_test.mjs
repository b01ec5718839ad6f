// The pages of `wedge explore` in headless Chromium, from file:// and without a network. WEDGE: the program; PAGES: the
// folder with the pages that scripts/test-web wrote; node finds playwright-core beside this file or by NODE_PATH.
import assert from "node:assert/strict";
import {execFileSync, spawnSync} from "node:child_process";
import {mkdirSync, statSync} from "node:fs";
import {after, before, test} from "node:test";
import {chromium} from "playwright-core";

const {WEDGE, PAGES} = process.env;
const scenarios = new URL("../../scenarios/", import.meta.url).pathname;
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
  "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9"];
const live = 60_000;  // a machine that does other things as well

let browser;
before(async () => { browser = await chromium.launch({executablePath: "/usr/bin/chromium", args: flags}); });
after(() => browser.close());

// Opens a page; what it complains about or asks the network for is in `faults`.
const opened = async (file, hash = "", more = {}) => {
  const context = await browser.newContext({offline: true, viewport: {width: 1200, height: 900}, ...more});
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) faults.push(message.text()); });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("request", (asked) => { if (!/^(file|blob|data):/.test(asked.url())) faults.push(`request ${asked.url()}`); });
  await page.goto(`file://${PAGES}/${file}${hash}`);
  return {page, faults, close: () => context.close()};
};
const solved = (page) => page.waitForFunction(() => state.version && state.milliseconds !== null && !quick.busy, null, {timeout: live});
const settled = async (page) => { await page.waitForTimeout(20); await page.waitForFunction(() => !quick.busy, null, {timeout: live}); };
const chosen = (page, label) => page.locator("label").filter({hasText: new RegExp(`^${label}`)}).locator("select");
const native = (file, set) => JSON.parse(execFileSync(WEDGE, ["solve", scenarios + file, "--format", "json", ...set.flatMap((s) => ["--set", s])]));

// Largest difference between two documents of the same shape.
const distance = (a, b, at = "") => {
  if (typeof a === "number" && typeof b === "number") return Math.abs(a - b);
  if (a === null || typeof a !== "object") { assert.deepEqual(a, b, at); return 0; }
  assert.deepEqual(Object.keys(a), Object.keys(b), at);
  return Math.max(0, ...Object.keys(a).map((key) => distance(a[key], b[key], `${at}.${key}`)));
};

const settings = [
  [], ["tie.rok-jpn.integration=0"], ["tie.rok-jpn.integration=1"], ["tie.rok-jpn.affinity=0.6"], ["tie.*.affinity=0.9"],
  ["adversary.dprk.arsenal=0"], ["adversary.dprk.arsenal=0.5"], ["adversary.dprk.arsenal=4"], ["adversary.dprk.brink=1"], ["adversary.dprk.brink=0"],
  ["defender.*.redundancy=1"], ["defender.jpn.steadfast=0.9"], ["defender.us.steadfast={ uniform = [0.2, 0.6] }"], ["commitment.jpn-rok.entry=0.1"],
  ["adversary.dprk.tactics=[]"], ["adversary.dprk.audience_cost=0.3"], ["adversary.dprk.precision=10"], ["model.mood=0.05"],
  ["tie.rok-jpn.integration=1", "tie.rok-jpn.affinity=-0.5", "adversary.dprk.brink=1"], ["solver.selection=fractured", "defender.rok.forces=0.6"],
];

test("what the page solves is what the program solves, at 20 settings", async () => {
  const {page, faults, close} = await opened("northeast-asia.html");
  await solved(page);
  let worst = 0, same = 0;
  for (const set of settings) {
    const text = await page.evaluate(async (changes) => {
      const {text} = await quick.solver.call("solve", {...request(), set: changes});
      return text;
    }, set);
    const expected = native("northeast-asia.toml", set);
    const found = JSON.parse(text);
    worst = Math.max(worst, distance(expected, found));
    same += JSON.stringify(expected) === JSON.stringify(found);
  }
  console.log(`largest difference ${worst}; ${same} of ${settings.length} documents have the same bytes`);
  assert.ok(worst < 1e-9);
  assert.deepEqual(faults, []);
  await close();
});

test("a page says that it agrees with the program that wrote it", async () => {
  const {page, faults, close} = await opened("northeast-asia.html");
  await solved(page);
  await page.getByText(/It agrees with the program/).waitFor({timeout: live});
  assert.deepEqual(faults, []);
  await close();
});

test("an attack is taken apart as the program does it", async () => {
  const {page, faults, close} = await opened("northeast-asia.html", "#view=who");
  await solved(page);
  const list = chosen(page, "One attack taken apart");
  const [early, words] = await list.locator("option").evaluateAll((all) => [all[2].value, all[1].value]);
  await page.evaluate(() => {  // what is asked first is answered last
    const call = quick.solver.call.bind(quick.solver);
    quick.late = 1;
    quick.solver.call = async (...asked) => {
      const late = quick.late-- > 0, answer = await call(...asked);
      if (late) await new Promise((go) => { quick.release = go; });
      return answer;
    };
  });
  await list.selectOption(early);
  await page.waitForFunction(() => quick.release, null, {timeout: live});
  await list.selectOption(words);
  await page.locator(`[data-action="${words}"]`).waitFor({timeout: live});
  await page.evaluate(() => quick.release());
  await page.waitForTimeout(200);
  const expected = JSON.parse(execFileSync(WEDGE, ["explain", scenarios + "northeast-asia.toml", "--action", words, "--format", "json"]));
  for (const {type, value} of expected.types) {
    const row = page.locator("table").filter({hasText: `worth to ${type}`}).locator("tr").filter({hasText: "together"});
    assert.ok(Math.abs(Number(await row.locator("td").first().textContent()) - value) < 6e-5, type);
  }
  assert.deepEqual(faults, []);
  await close();
});

test("a slider, a number that is typed, an arrow key and the way back", async () => {
  const {page, faults, close} = await opened("northeast-asia.html", "#view=whatif");
  await solved(page);
  const key = "adversary.dprk.arsenal";
  const deterrence = () => page.evaluate(() => state.solution.adversaries[0].deterrence);
  const begun = await deterrence();
  await page.getByLabel(key, {exact: true}).fill("0.5");
  await settled(page);
  assert.equal(await page.evaluate((k) => state.changes.get(k), key), "0.5");
  assert.ok(Math.abs(await deterrence() - native("northeast-asia.toml", [`${key}=0.5`]).adversaries[0].deterrence) < 1e-9);
  assert.match(await page.evaluate(() => decodeURIComponent(location.hash)), /adversary\.dprk\.arsenal=0\.5/);
  await page.getByLabel(`${key}, typed`).fill("2,5");  // a decimal comma
  await page.keyboard.press("Tab");
  await settled(page);
  assert.equal(await page.evaluate((k) => state.changes.get(k), key), "2.5");
  const typed = await deterrence();
  await page.getByLabel(key, {exact: true}).focus();
  await page.keyboard.press("ArrowRight");
  await settled(page);
  assert.notEqual(await deterrence(), typed);
  await page.locator("#outcomes td", {hasText: /^[+-]0\.\d+$/}).first().waitFor();
  await page.locator("#back").click();
  await settled(page);
  assert.equal(await deterrence(), begun);
  assert.deepEqual(faults, []);
  await close();
});

test("a link holds the changes", async () => {
  const {page, faults, close} = await opened("northeast-asia.html", "#view=whatif&set=" + encodeURIComponent("tie.rok-jpn.integration=1"));
  await solved(page);
  await settled(page);
  await page.waitForFunction(() => state.solution.set.length === 1, null, {timeout: live});
  assert.equal(await page.getByLabel("tie.rok-jpn.integration, typed").inputValue(), "1");
  assert.deepEqual(faults, []);
  await close();
});

test("what is wrong is said in the program's own words", async () => {
  const {page, faults, close} = await opened("northeast-asia.html", "#view=whatif");
  await solved(page);
  await page.getByLabel("tie.rok-jpn.integration, typed").fill("2");
  await page.keyboard.press("Tab");
  await page.locator("#problem").waitFor({timeout: live});
  const says = (set) => spawnSync(WEDGE, ["solve", scenarios + "northeast-asia.toml", "--set", set], {encoding: "utf8"}).stderr.trim().replace(/^--/, "");
  assert.equal(await page.locator("#problem").innerText(), says("tie.rok-jpn.integration=2"));
  await page.locator("#back").click();
  await settled(page);
  await page.getByLabel("any change, KEY=VALUE").fill("defender.jpn.steadfst=0.5");
  await page.keyboard.press("Tab");
  await page.locator("#problem").waitFor({timeout: live});
  assert.equal(await page.locator("#problem").innerText(), says("defender.jpn.steadfst=0.5"));
  assert.deepEqual(faults, []);
  await close();
});

test("draws before and after are those of wedge compare", async () => {
  const {page, faults, close} = await opened("textbook.html", "#view=whatif&set=" + encodeURIComponent("adversary.rival.arsenal=2"));
  await solved(page);
  await settled(page);
  await chosen(page, "Draws").selectOption("64");
  await page.getByRole("button", {name: "Solve draws"}).click();
  await page.getByText(/means of 64 draws/).waitFor({timeout: 3 * live});
  const shown = await page.evaluate(async () => (await quick.solver.call("compare", {...request(), set: [], to: ["adversary.rival.arsenal=2"], draws: 64})).answer.measures);
  const expected = JSON.parse(execFileSync(WEDGE, ["compare", scenarios + "textbook.toml", "--to", "adversary.rival.arsenal=2", "--draws", "64", "--format", "json", "--quiet"])).measures;
  for (const m of expected) {
    const same = shown.find((s) => s.measure === m.measure && s.labels.join() === m.labels.join());
    assert.ok(Math.abs(same.difference - m.difference) < 1e-9, `${m.measure} ${m.labels}`);
  }
  assert.deepEqual(faults, []);
  await close();
});

test("which key moves a measure most, and a map solved here", async () => {
  const {page, faults, close} = await opened("textbook.html", "#view=whatif");
  await solved(page);
  await page.getByRole("button", {name: "Find out"}).click();
  await page.getByText(/when one key alone moves/).waitFor({timeout: 3 * live});
  await page.locator("#tab-seam").click();
  for (const select of await chosen(page, "Points").all()) await select.selectOption("5");
  await page.getByRole("button", {name: "Solve this map"}).click();
  await page.evaluate(() => change("model.mood", "0.3"));  // a map is of what was asked for
  await page.waitForFunction(() => state.grid, null, {timeout: 3 * live});
  const at = await page.evaluate(() => {
    const net = state.grid.find("net");
    return [state.grid.axes.map((a) => a.key + "=" + a.values[1]), state.grid.at(net, 0, state.grid.point([1, 1]))];
  });
  const net = Object.values(native("textbook.toml", at[0]).adversaries[0].integration_balance)[0].net;
  assert.ok(Math.abs(at[1] - net) < 1e-9);
  assert.deepEqual(faults, []);
  await close();
});

test("a stored study: every choice draws a picture, with a table behind it", async () => {
  const {page, faults, close} = await opened("study.html", "#view=seam");
  await page.getByText(/mean of 32 draws/).waitFor();
  for (const measure of await chosen(page, "Measure").locator("option").evaluateAll((all) => all.map((o) => o.value))) {
    await chosen(page, "Measure").selectOption(measure);
    await page.locator("#main figure svg, #main p.problem").first().waitFor();
    assert.equal(await page.locator("#main p.problem").count(), 0, measure);
  }
  await chosen(page, "Measure").selectOption("net");
  for (const shown of ["error", "0", "4", "mean"]) await chosen(page, "Shown").selectOption(shown);
  await chosen(page, "Upwards").selectOption({index: 0});
  await page.locator("#main summary", {hasText: "Table"}).first().click();
  await page.locator("#main details table").first().waitFor();
  await page.getByLabel("front-rear affinity", {exact: true}).fill("2");
  const mean = await page.evaluate(() => stored.at(stored.find("net"), 0, stored.point([2, 1])));
  const read = JSON.parse(process.env.MEAN);  // of the result file, by another reader
  assert.ok(Math.abs(mean - read) < 1e-7 + 1e-6 * Math.abs(read), `${mean} ${read}`);
  assert.deepEqual(faults, []);
  await close();
});

test("campaigns: the survival of the alliance, and one told", async () => {
  const {page, faults, close} = await opened("campaigns.html", "#view=time");
  await page.getByText(/Round 1/).first().waitFor();
  await page.getByRole("img", {name: /no target has been lost/i}).first().waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test("titles of strangers are text", async () => {
  const {page, faults, close} = await opened("stranger.html", "#view=from");
  assert.equal(await page.locator("#title").innerText(), "<img src=x onerror=alert(1)></script><b>x");
  assert.equal(await page.locator("#title img, #title b").count(), 0);
  assert.deepEqual(faults, []);
  await close();
});

test("a page without the solver shows what is stored, and says how to get it", async () => {
  const {page, faults, close} = await opened("stored.html", "#view=whatif");
  await page.getByText(/scripts\/web/).waitFor();
  await page.locator("#tab-who").click();
  await page.locator("#main figure svg").first().waitFor();
  assert.deepEqual(faults, []);
  await close();
});

test("tabs go by keyboard, and pictures have names", async () => {
  const {page, faults, close} = await opened("study.html");
  await solved(page);
  await page.waitForFunction(() => state.agrees, null, {timeout: live});  // drawn for the last time
  await page.locator("#tab-who").focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.locator("#tab-seam").getAttribute("aria-selected"), "true");
  for (const picture of await page.locator("figure > svg:not([aria-hidden]), figure > figure").all()) assert.ok((await picture.getAttribute("aria-label"))?.length > 10);
  for (const input of await page.locator("input, select").all())
    assert.ok(await input.evaluate((node) => Boolean(node.getAttribute("aria-label") || node.labels?.length)), await input.evaluate((node) => node.outerHTML));
  assert.deepEqual(faults, []);
  await close();
});

test("how soon, how large; pictures of the views", async () => {
  mkdirSync(`${PAGES}/pictures`, {recursive: true});
  for (const colorScheme of ["light", "dark"])
    for (const view of ["who", "seam", "whatif", "from"]) {
      const {page, faults, close} = await opened("study.html", `#view=${view}`, {colorScheme});
      await solved(page);
      await page.screenshot({path: `${PAGES}/pictures/${view}-${colorScheme}.png`, fullPage: true});
      assert.deepEqual(faults, []);
      await close();
    }
  const {page, close} = await opened("northeast-asia.html", "#view=whatif");
  await solved(page);
  const times = await page.evaluate(() => performance.getEntriesByType("mark").map((m) => [m.name, Math.round(m.startTime)]));
  const moves = [];
  for (let i = 1; i <= 21; ++i)
    moves.push(await page.evaluate(async (value) => {
      const began = performance.now();
      await change("adversary.dprk.arsenal", String(value));
      return performance.now() - began;
    }, i / 10));
  moves.sort((a, b) => a - b);
  const solves = await page.evaluate(() => state.milliseconds);
  const megabytes = (bytes) => (bytes / 1e6).toFixed(2);
  console.log(Object.fromEntries(times), `ms; a move: median ${moves[10].toFixed(0)} ms, slowest ${moves[20].toFixed(0)} ms, of which the solver takes ${solves.toFixed(0)};`,
    `page ${megabytes(statSync(`${PAGES}/northeast-asia.html`).size)} MB; solver's memory ${megabytes(await page.evaluate(() => Live.bytes))} MB;`,
    `script's heap ${megabytes(await page.evaluate(() => performance.memory?.usedJSHeapSize ?? 0))} MB`);
  await close();
});
