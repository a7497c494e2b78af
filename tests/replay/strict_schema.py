#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Is a JSON Schema whole and strict? strict_schema.py SCHEMA FILE...

Each FILE must fit the schema with no key beyond it. Then each of its keys is
called otherwise, and each of its values made one of another type: the schema
must find every one of them. Prints what is wrong, a line each.
"""
import copy
import json
import sys

import validate


def closed(schema):
    """The same without room for further keys."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    out = {key: closed(value) for key, value in schema.items()}
    if isinstance(schema.get("properties"), dict) and "type" in schema:
        out.setdefault("additionalProperties", False)
    return out


def errors(value, schema):
    return list(validate.check(value, schema, schema, ""))


def other(value):
    """A value of another type."""
    if isinstance(value, bool) or isinstance(value, (int, float)):
        return "x"
    return [[]] if isinstance(value, dict) else {"x_": 1}


def places(value, path=()):
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, below in items:
        yield (*path, key)
        if isinstance(below, (dict, list)):
            yield from places(below, (*path, key))


def shape(path):
    """One of each kind of place is enough."""
    return tuple(0 if isinstance(key, int) else key for key in path)


def at(value, path):
    for key in path:
        value = value[key]
    return value


def mutants(value, path):
    changed = copy.deepcopy(value)
    parent = at(changed, path[:-1])
    parent[path[-1]] = other(parent[path[-1]])
    yield "a wrong value", changed
    # Names of booleans are the policy's.
    if isinstance(path[-1], str) and path[-2:-1] != ("booleans",):
        changed = copy.deepcopy(value)
        parent = at(changed, path[:-1])
        parent[path[-1] + "_"] = parent.pop(path[-1])
        yield "a wrong key", changed


def main(schema_path, *files):
    with open(schema_path, encoding="utf-8") as file:
        schema = closed(json.load(file))
    seen = set()
    for name in files:
        with open(name, encoding="utf-8") as file:
            value = json.load(file)
        for error in errors(value, schema):
            print(f"{name}: {error}")
        for path in places(value):
            if shape(path) in seen:
                continue
            seen.add(shape(path))
            for what, mutant in mutants(value, path):
                if not errors(mutant, schema):
                    print(f"{name}: {what} at {path} is not found")
    if len(seen) < 40:
        print(f"only {len(seen)} kinds of places in the samples")


main(*sys.argv[1:])
