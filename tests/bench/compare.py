#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Does ingest find what the field's own tools find?

usage: compare.py WHITTLE LOG...
       compare.py --policy FILE LOG...   (only make that policy)

For each log: the set of (source type, target type, class, permission) that
audit2allow finds in the denied records against that of ingest's profiles, and
ausearch's counts of AVC and SECCOMP records against those of ingest --list.
audit2allow wants a policy that knows all contexts: one is made of the log's own
words by checkpolicy. Ends with "N equal, N differ"; differences are printed.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

AVC = re.compile(r"avc:\s+(denied|granted)\s+\{ (.*?) \}.*?scontext=(\S+)"
                 r" tcontext=(\S+) tclass=(\S+)")
CAPABILITY_CLASSES = ("capability", "capability2", "cap_userns", "cap2_userns")


def run(*command, text=""):
    return subprocess.run(command, input=text, capture_output=True, text=True,
                          errors="replace").stdout


def policy_of(records, folder):
    """A binary policy in which every context of RECORDS is valid."""
    classes, users, roles, types = {}, set(), set(), set()
    for _, permissions, source, target, name in records:
        classes.setdefault(name, set()).update(permissions.split())
        for context in (source, target):
            user, role, kind = context.split(":")[:3]
            users.add(user), roles.add(role), types.add(kind)
    roles.discard("object_r")
    conf = [f"class {c}" for c in sorted(classes)]
    conf += ["sid kernel"]
    conf += [f"class {c} {{ {' '.join(sorted(p))} }}"
             for c, p in sorted(classes.items())]
    conf += ["sensitivity s0;", "dominance { s0 }"]
    conf += [f"category c{i};" for i in range(1024)]
    conf += ["level s0:c0.c1023;"]
    some = sorted(classes)[0]
    conf += [f"mlsconstrain {some} {sorted(classes[some])[0]} ( l1 eq l2 or l1 domby l2 or l1 dom l2 or l1 incomp l2 );"]
    conf += [f"type {t};" for t in sorted(types)]
    conf += [f"role {r};" for r in sorted(roles)]
    conf += [f"role {r} types {{ {' '.join(sorted(types))} }};" for r in sorted(roles)]
    first = sorted(types)[0]
    conf += [f"allow {first} self:{some} {sorted(classes[some])[0]};"]
    conf += [f"user {u} roles {{ {' '.join(sorted(roles))} }} level s0 range s0 - s0:c0.c1023;"
             for u in sorted(users)]
    conf += [f"sid kernel {sorted(users)[0]}:{sorted(roles)[0]}:{first}:s0"]
    source = os.path.join(folder, "policy.conf")
    with open(source, "w") as file:
        file.write("\n".join(conf) + "\n")
    made = subprocess.run(["checkpolicy", "-M", "-c", "33", "-o", folder + "/policy",
                           source], capture_output=True, text=True)
    if made.returncode:
        sys.exit("checkpolicy: " + made.stderr + made.stdout)
    return folder + "/policy"


def audit2allow_set(log, policy):
    found = set()
    rule = re.compile(r"^(?:allow|dontaudit) (\S+) (\S+):(\S+) (?:\{ (.*?) \}|(\S+));")
    for line in run("audit2allow", "-p", policy, "-i", log).splitlines():
        match = rule.match(line.strip().lstrip("#").strip())
        if not match:
            continue
        source, target, name, many, one = match.groups()
        for permission in (many or one).split():
            found.add((source, source if target == "self" else target, name, permission))
    return found


def capability_item(kind, name, namespace):
    bit = name.removeprefix("CAP_").lower()
    late = ("mac_override mac_admin syslog wake_alarm block_suspend audit_read perfmon "
            "bpf checkpoint_restore").split()
    which = {("host", False): "capability", ("host", True): "capability2",
             ("user", False): "cap_userns", ("user", True): "cap2_userns"}
    return kind, kind, which[namespace, bit in late], bit


def ingest_set(whittle, log, kinds):
    found = set()
    for kind in kinds:
        text = run(whittle, "ingest", "-q", "--type", kind, log)
        if not text:
            continue
        profile = json.loads(text)
        for access in profile["accesses"]:
            if access["outcome"] == "granted":
                continue
            target = access["target"]
            target = kind if target == "@self" else target.split(":")[2]
            for permission in access["permissions"]:
                found.add((kind, target, access["class"], permission))
        for item in profile["capabilities"]:
            found.add(capability_item(kind, item["name"], item["namespace"]))
    return found


def list_counts(whittle, log):
    avcs = calls = 0
    for line in run(whittle, "ingest", "--list", log).splitlines():
        fields = line.split()
        if len(fields) > 3 and fields[0].isdigit():
            avcs += int(fields[0]) + int(fields[1])
            calls += int(fields[2])
    return avcs, calls


def ausearch_counts(log):
    text = run("ausearch", "--raw", "-if", log)
    return (len(re.findall(r"^type=AVC msg=\S+ avc:", text, re.M)),
            len(re.findall(r"^type=SECCOMP ", text, re.M)),
            len(re.findall(r'type=SECCOMP .*comm="whittle-mark"', text)))


def records_of(*logs):
    found = []
    for log in logs:
        with open(log, errors="replace") as file:
            found += [m.groups() for line in file
                      if line.startswith("type=AVC ") and (m := AVC.search(line))]
    return found


def main():
    if sys.argv[1] == "--policy":
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(policy_of(records_of(*sys.argv[3:]), folder), sys.argv[2])
        return 0
    whittle, logs = sys.argv[1], sys.argv[2:]
    equal = differ = 0
    for log in logs:
        records = records_of(log)
        with tempfile.TemporaryDirectory() as folder:
            theirs = audit2allow_set(log, policy_of(records, folder))
        ours = ingest_set(whittle, log, sorted({r[2].split(":")[2] for r in records}))
        granted = {(s.split(":")[2], t.split(":")[2], c, p)
                   for how, many, s, t, c in records if how == "granted"
                   for p in many.split()}
        for name, missing in (("audit2allow only", theirs - ours),
                              ("ingest only, not granted", ours - theirs - granted)):
            for item in sorted(missing):
                print(f"{log}: {name}: {item}")
            equal, differ = (equal, differ + 1) if missing else (equal + 1, differ)
        print(f"{log}: {len(theirs)} denied in both, {len(ours - theirs)} more in "
              f"granted records")
        avcs, calls = list_counts(whittle, log)
        their_avcs, their_calls, marks = ausearch_counts(log)
        for name, a, b in (("AVC", avcs, their_avcs), ("SECCOMP", calls, their_calls)):
            note = f", of them {marks} marks" if name == "SECCOMP" and marks else ""
            same = a == b or (name == "SECCOMP" and a == b - marks)
            print(f"{log}: {name}: ingest {a}, ausearch {b}{note}"
                  + ("" if same else " DIFFER"))
            equal, differ = (equal + 1, differ) if same else (equal, differ + 1)
    print(f"{equal} equal, {differ} differ")
    return 1 if differ else 0


sys.exit(main())
