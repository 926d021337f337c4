#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Kernel functions without branches: the instructions of a profile beside those that objdump lists (x86_64).

usage: straight.py RECORD KALLSYMS VMLINUX
Every call of such a function executes the same instructions, from its first to its return or to the
jump that ends it. A line for each that the record's profiles have: "equal NAME CALLS EACH", or
"differs NAME ...". Left out are functions with code that the kernel exchanges as it boots
(.altinstructions), and those of which one name means several addresses."""
import bisect
import collections
import json
import re
import struct
import subprocess
import sys

# Ends a function: a return, or a jump that leaves it. Prefixes stand before: "bnd jmp", "cs jmp".
JUMP = re.compile(r"(?:(?:bnd|cs|notrack) )*(ret\w*|jmp\w*|j\w+|loop\w*|rep\w*|iret\w*|sysret\w*|call\w*)\s*(\S*)")


def profiles(path):
    """By name of a kernel function: instructions and calls in all profiles together."""
    found = collections.defaultdict(lambda: [0, 0])
    with open(path, encoding="utf-8") as record:
        for line in map(json.loads, record):
            for f in line.get("functions", []) if line["type"] == "profile" else []:
                if f["in"] == "kernel":
                    found[f["name"]][0] += f["insn"]
                    found[f["name"]][1] += f["calls"]
    return found


def section(vmlinux, name):
    """Address and content."""
    listing = subprocess.run(["readelf", "-SW", vmlinux], check=True, capture_output=True, text=True).stdout
    address, offset, size = re.search(rf" {re.escape(name)} +PROGBITS +(\w+) (\w+) (\w+) ", listing).groups()
    with open(vmlinux, "rb") as elf:
        elf.seek(int(offset, 16))
        return int(address, 16), elf.read(int(size, 16))


def exchanged(vmlinux):
    """Addresses of instructions that the kernel exchanges: struct alt_instr begins with their distance from itself."""
    start, content = section(vmlinux, ".altinstructions")
    # 12 bytes in 6.1: two distances, the feature, two lengths.
    return sorted(start + at + struct.unpack_from("<i", content, at)[0] for at in range(0, len(content), 12))


def instructions_of(vmlinux, start, end):
    """How many a call executes; None for a function with branches."""
    text = subprocess.run(
        ["objdump", "-d", "--no-show-raw-insn", f"--start-address={start:#x}", f"--stop-address={end:#x}", vmlinux],
        check=True, capture_output=True, text=True).stdout
    count = 0
    for line in re.findall(r"^ *[0-9a-f]+:\t(.*)$", text, re.M):
        count += 1
        jump = JUMP.match(line)
        if not jump or jump[1].startswith("call"):
            continue
        if jump[1].startswith("ret"):
            return count
        if jump[1].startswith("jmp"):
            target = jump[2]
            inside = re.fullmatch(r"(?:0x)?[0-9a-f]+", target) and start <= int(target, 16) < end
            return None if inside or target.startswith("*") else count
        return None
    return None


def main():
    """Compares."""
    record, kallsyms, vmlinux = sys.argv[1:]
    symbols = []
    with open(kallsyms, encoding="utf-8") as lines:
        for line in lines:
            words = line.split()
            if len(words) == 3 and re.fullmatch("[0-9a-f]{16}", words[0]) and words[1] in "tTwW":
                symbols.append((int(words[0], 16), words[2]))
    symbols.sort()
    times = collections.Counter(name for _, name in symbols)
    addresses = sorted({address for address, _ in symbols})
    patches = exchanged(vmlinux)
    where = {name: address for address, name in symbols if times[name] == 1}
    for name, (insn, calls) in sorted(profiles(record).items()):
        if name not in where or not calls:
            continue
        start = where[name]
        end = addresses[bisect.bisect_right(addresses, start)]
        if bisect.bisect_left(patches, start) != bisect.bisect_left(patches, end):
            continue
        each = instructions_of(vmlinux, start, end)
        if each and insn == each * calls:
            print("equal", name, calls, each)
        elif each:
            print("differs", name, f"{insn} in {calls} calls, {each} in objdump")


main()
