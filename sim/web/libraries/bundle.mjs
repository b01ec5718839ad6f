// One file of what the page draws with, and the licences of all that is in it. Prints what takes how much.
import {build} from "esbuild";
import {readFileSync, writeFileSync, readdirSync} from "node:fs";

const {metafile, outputFiles} = await build({
  stdin: {contents: 'export * as Plot from "@observablehq/plot"; export {contours} from "d3-contour";', resolveDir: "."},
  bundle: true, minify: true, format: "iife", globalName: "lib", legalComments: "none", charset: "utf8",
  target: ["chrome110", "firefox113", "safari16.4"], write: false, metafile: true,
});
const sizes = new Map();
for (const output of Object.values(metafile.outputs))
  for (const [file, {bytesInOutput}] of Object.entries(output.inputs)) {
    const name = file.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1];
    if (name && bytesInOutput > 0) sizes.set(name, (sizes.get(name) ?? 0) + bytesInOutput);
  }
const licences = new Map();  // text → names
for (const name of [...sizes.keys()].sort()) {
  const folder = `node_modules/${name}`;
  const {version, license} = JSON.parse(readFileSync(`${folder}/package.json`));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  const text = file ? readFileSync(`${folder}/${file}`, "utf8").trim() : `Licence: ${license}`;
  licences.set(text, [...(licences.get(text) ?? []), `${name} ${version}`]);
  console.log(`${String(sizes.get(name)).padStart(8)} ${name} ${version} (${license})`);
}
const notice = [...licences].map(([text, names]) => `${names.join(", ")}\n\n${text}`).join("\n\n----\n\n").replaceAll("*/", "* /");
writeFileSync("libraries.js", `/*\nMade by scripts/web libraries; not to be changed by hand.\n\n${notice}\n*/\n${outputFiles[0].text}`);
