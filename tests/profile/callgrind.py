#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""A point's user-space functions in a profile beside those that callgrind counted.

usage: callgrind.py RECORD POINT CALLGRIND_OUT
Of every function that both have, a line: "equal NAME CALLS INSN" where instructions per call are the same
number (CALLS are the profile's), "differs NAME ..." where not; "only NAME" for those that the profile
alone has. A contender's run() is a loop: where latencies are measured too, callgrind has calls of a
single turn; the harness's batch_end() is cut by a mark. "part NAME" is no difference."""
import collections
import json
import re
import sys


def of_profile(path, point):
    """By name: instructions and calls of user space."""
    with open(path, encoding="utf-8") as record:
        for line in map(json.loads, record):
            if line["type"] == "profile" and line["name"] == point and "functions" in line:
                return {f["name"]: (f["insn"], f["calls"]) for f in line["functions"] if f["in"] == "user"}
    return sys.exit(f"{path} has no profile of {point}")


def of_callgrind(path):
    """By name: instructions and calls. Format: https://valgrind.org/docs/manual/cl-format.html"""
    names, insn, calls = {}, collections.Counter(), collections.Counter()
    function, below = None, False

    def name_of(text):
        number, name = re.fullmatch(r"(\(\d+\))?\s*(.*)", text).groups()
        if name:
            names[number] = name
        # NAME'2 is NAME at a second depth of recursion.
        return re.sub(r"'\d+$", "", names[number])

    with open(path, encoding="utf-8") as out:
        for line in map(str.strip, out):
            key, equals, value = line.partition("=")
            if key == "fn" and equals:
                function = name_of(value)
            elif key == "cfn" and equals:
                called = name_of(value)
            elif key == "calls" and equals:
                calls[called] += int(value.split()[0])
                below = True
            elif re.match(r"[+*\-\d]", line):
                # What follows a call is the cost of what was called.
                if not below and function:
                    insn[function] += int(line.split()[1])
                below = False
    return {name: (insn[name], calls[name]) for name in calls}


profile, valgrind = of_profile(*sys.argv[1:3]), of_callgrind(sys.argv[3])
for name, (insn, calls) in sorted(profile.items()):
    if name not in valgrind or not calls:
        print("only", name, insn, calls)
        continue
    theirs, times = valgrind[name]
    if insn * times == theirs * calls:
        print("equal", name, calls, insn)
    elif name in ("run", "batch_end"):
        print("part", name, f"{insn} in {calls} calls, callgrind {theirs} in {times}")
    else:
        print("differs", name, f"{insn} in {calls} calls, callgrind {theirs} in {times}")
