#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Hold JSON files against a JSON Schema: validate.py SCHEMA FILE...

Prints what does not fit, a line each. Exit: 0 all fit, 1 some do not.
With the module jsonschema the whole of JSON Schema is known, else the few
keywords that our schemas use; any other keyword is then an error.
"""
import json
import re
import sys

TYPES = {
    "object": dict, "array": list, "string": str, "boolean": bool,
    "integer": int, "number": (int, float),
}
KNOWN = {
    "$schema", "$comment", "$defs", "$ref", "title", "description", "type",
    "required", "properties", "additionalProperties", "items", "minItems",
    "enum", "const", "pattern", "minimum", "maximum",
}


def is_type(value, name):
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, TYPES[name])


def check_number(value, schema):
    if value < schema.get("minimum", value):
        yield "is below the minimum"
    if value > schema.get("maximum", value):
        yield "is above the maximum"


def check_scalar(value, schema):
    if "type" in schema and not is_type(value, schema["type"]):
        yield f"is no {schema['type']}"
    elif "minimum" in schema or "maximum" in schema:
        yield from check_number(value, schema)
    if "const" in schema and value != schema["const"]:
        yield f"is not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"is none of {schema['enum']}"
    if "pattern" in schema and isinstance(value, str) and not re.search(
            schema["pattern"], value):
        yield f"does not match {schema['pattern']}"


def check(value, schema, root, where):
    for keyword in set(schema) - KNOWN:
        raise SystemExit(f"validate.py does not know '{keyword}'")
    if "$ref" in schema:
        target = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
        yield from check(value, target, root, where)
    for what in check_scalar(value, schema):
        yield f"{where}: {value!r} {what}"
    if isinstance(value, dict):
        for key in schema.get("required", []):
            if key not in value:
                yield f"{where}: no '{key}'"
        for key, item in value.items():
            inner = schema.get("properties", {}).get(
                key, schema.get("additionalProperties", {}))
            if inner is False:
                yield f"{where}: no key '{key}' is known"
            else:
                yield from check(item, inner, root, f"{where}.{key}")
    if isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            yield f"{where}: too short"
        for index, item in enumerate(value):
            yield from check(item, schema.get("items", {}), root,
                             f"{where}[{index}]")


def make_checker(schema):
    try:
        import jsonschema
        validator = jsonschema.Draft202012Validator
    except (ImportError, AttributeError):
        return lambda value: check(value, schema, schema, "")
    validator.check_schema(schema)
    return lambda value: (f"{error.json_path}: {error.message}"
                          for error in validator(schema).iter_errors(value))


def main(schema_path, *paths):
    with open(schema_path, encoding="utf-8") as file:
        checker = make_checker(json.load(file))
    has_failed = False
    for path in paths:
        with open(path, encoding="utf-8") as file:
            for problem in checker(json.load(file)):
                print(f"{path}: {ascii(problem)}")
                has_failed = True
    return has_failed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
