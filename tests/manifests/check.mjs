// SPDX-License-Identifier: GPL-2.0-or-later
// check.mjs FOLDER: the documents of FOLDER/out by the types of Kubernetes'
// API. One constant a line: the compiler tells the line of what does not fit.
import fs from "node:fs";
import path from "node:path";
import {createRequire} from "node:module";
import {pathToFileURL} from "node:url";

const folder = path.resolve(process.argv[2]);
const require = createRequire(folder + "/package.json");
const ts = require("typescript");
const YAML = require("yaml");

// Free maps: their keys are the user's.
const free = new Set(["annotations", "labels", "matchLabels"]);
const workloads = Object.fromEntries(
  YAML.parseAllDocuments(fs.readFileSync(
    new URL("workloads.yaml", import.meta.url), "utf8"))
    .map(document => document.toJS())
    .map(object => [object.kind, object]));

// As kubectl patch --type strategic: maps are merged or, where they say so,
// replaced; null deletes, containers are found by name, other lists replaced.
function patch(into, over, key) {
  if (Array.isArray(over)) {
    if (key !== "containers") return over;
    return into.map(old => {
      const found = over.find(item => item.name === old.name);
      return found ? patch(old, found) : old;
    });
  }
  if (over === null || typeof over !== "object") return over;
  const {$patch, ...fields} = over;
  const out = $patch !== "replace" && into && typeof into === "object" ?
    {...into} : {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === null) delete out[name];
    else out[name] = patch(out[name], value, name);
  }
  return out;
}

const pod = container => ({apiVersion: "v1", kind: "Pod",
  metadata: {name: "a"}, spec: {containers: [{name: "a", image: "x",
    ...container}]}});

// [the type's module and name, the object] of a document of KIND.
function objectOf(kind, document) {
  if (kind === "pod") return ["v1/Pod", document];
  if (kind === "container") return ["v1/Pod", pod(document)];
  if (kind === "values") return ["v1/Pod", pod(document.a)];
  if (kind === "datadog")
    return ["v1/Pod", pod(document.agents.containers.systemProbe)];
  const module = kind === "CronJob" ? "batch/v1/CronJob" : `apps/v1/${kind}`;
  return [module, patch(workloads[kind], document)];
}

// A copy for each field, with that one called otherwise.
function* renamed(value, where = []) {
  if (value === null || typeof value !== "object") return;
  for (const key of Object.keys(value)) {
    const at = [...where, key];
    if (!Array.isArray(value)) {
      const copy = {};
      for (const [k, v] of Object.entries(value))
        copy[k === key ? k + "s_" : k] = v;
      yield [copy, at];
    }
    if (free.has(key)) continue;
    for (const [below, path] of renamed(value[key], at)) {
      const copy = Array.isArray(value) ? [...value] : {...value};
      copy[key] = below;
      yield [copy, path];
    }
  }
}

const lines = [];
const claims = []; // by line, from 0
const types = new Map();

function typeName(module) {
  if (!types.has(module)) {
    types.set(module, `T${types.size}`);
    lines.push(`import type {I${module.split("/").pop()} as ` +
      `${types.get(module)}} from "kubernetes-models/${module}";`);
    claims.push(null);
  }
  return types.get(module);
}

function claim(name, module, object, fits) {
  const type = typeName(module);
  claims.push({name, fits});
  lines.push(`export const c${lines.length}: ${type} = ` +
    `${JSON.stringify(object)};`);
}

const say = (isOk, name, why) =>
  console.log(isOk ? `ok ${name}` : `not ok ${name}: ${why}`);

for (const file of fs.readdirSync(folder + "/out").sort()) {
  const kind = file.split(".")[0];
  const text = fs.readFileSync(`${folder}/out/${file}`, "utf8");
  let module, object;

  try {
    [module, object] = objectOf(kind, YAML.parse(text));
  } catch (error) {
    say(false, file, error.message);
    continue;
  }
  const model = await import(pathToFileURL(
    `${folder}/node_modules/kubernetes-models/${module}.js`).href);
  try {
    new (model[module.split("/").pop()])(object).validate();
    say(true, `${file} is valid`);
  } catch (error) {
    say(false, `${file} is valid`, error.message);
  }
  claim(`${file} has only fields that there are`, module, object, true);
  for (const [wrong, at] of renamed(object))
    claim(`${file}: ${at.join(".")} called otherwise is found`, module, wrong,
      false);
  const context = JSON.stringify(object).replace(
    /"privileged":(true|false)/, '"privileged":"no"');
  if (context !== JSON.stringify(object))
    claim(`${file}: a string for a truth value is found`, module,
      JSON.parse(context), false);
}

fs.writeFileSync(folder + "/objects.ts", lines.join("\n") + "\n");
const program = ts.createProgram([folder + "/objects.ts"], {
  noEmit: true, strict: true, skipLibCheck: true, types: [],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext});
const found = new Map();
for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
  const line = diagnostic.file && diagnostic.start !== undefined ?
    diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start).line : -1;
  const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, " ");
  if (!claims[line]) say(false, "the compiler", text);
  else if (!found.has(line)) found.set(line, text);
}
claims.forEach((it, line) => {
  if (it) say(found.has(line) !== it.fits, it.name,
    found.get(line) ?? "nothing is found");
});
