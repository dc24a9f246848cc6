// Holds rule files against the schema that the program prints: node schema.mjs MODULES SCHEMA < one JSON line {name, text} a file.
// Prints a JSON line {name, errors} for each.
import { createRequire } from "node:module";
import fs from "node:fs";

const require = createRequire(process.argv[2] + "/package.json");
const Ajv = require("ajv/dist/2020").default;
const YAML = require("yaml");

const validate = new Ajv({ allErrors: true, strict: false }).compile(JSON.parse(fs.readFileSync(process.argv[3], "utf8")));
for (const line of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const { name, text } = JSON.parse(line);
  const errors = validate(YAML.parse(text)) ? [] : validate.errors.map((one) => one.instancePath + " " + one.message);
  console.log(JSON.stringify({ name, errors: errors.slice(0, 5) }));
}
