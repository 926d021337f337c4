#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Profiles over boots. usage: profile_boots.py PLAIN PROFILED...

PLAIN was taken without --profile, the PROFILED with it, one boot each. What differs is listed by name."""
import collections
import json
import sys


def read(path):
    """By name: samples, and the profile line."""
    samples, profiles = {}, {}
    with open(path, encoding="utf-8") as record:
        for line in map(json.loads, record):
            if line["type"] == "bench" and line["status"] == "PASS" and line["unit"] == "insn":
                samples[line["name"]] = line["samples"]
            elif line["type"] == "profile":
                profiles[line["name"]] = line
    return samples, profiles


def tell(what, good, bad):
    """A share, and those that are not part of it."""
    n = len(good) + len(bad)
    print(f"{what}: {len(good)} of {n}" + (f" ({len(good) / n:.1%})" if n else ""))
    for name, why in sorted(bad.items()):
        print(f"  {name}: {why}")


def per_op(line, insn):
    """Whole instructions an operation."""
    return round(insn / line["ops"])


def functions_of(line):
    """Whole instructions an operation by function, without those that have none."""
    each = {(f["in"], f["name"]): per_op(line, f["insn"]) for f in line["functions"]}
    return {name: insn for name, insn in each.items() if insn}


def spread(values):
    """Least and most, and the difference in parts of the least."""
    least, most = min(values), max(values)
    return f"{least} to {most}, {most / least - 1:.3%}" if least else f"{least} to {most}"


def equal_over_boots(boots, names):
    """All work outside of interrupts, and its functions."""
    good, bad, by_function, not_by_function = [], {}, [], {}
    for name in names:
        lines = [profiles[name] for _, profiles in boots]
        values = [per_op(line, line["insn"] - line["interrupts"]) for line in lines]
        if len(set(values)) == 1:
            good.append(name)
        else:
            bad[name] = spread(values)
        each = [functions_of(line) for line in lines]
        others = {key for boot in each for key in boot if boot[key] != each[0].get(key)} | {
            key for boot in each for key in each[0] if each[0][key] != boot.get(key)}
        if others:
            not_by_function[name] = ", ".join(
                f"{key[1]} {spread([boot.get(key, 0) for boot in each])}" for key in sorted(others)[:4])
        else:
            by_function.append(name)
    tell("outside of interrupts the same whole instructions per op in every boot", good, bad)
    tell("and in each of their functions", by_function, not_by_function)


def sums(boots, names):
    """Each profile adds up to itself, and its median batch to the sample of its round within 0.1 %."""
    good, bad, near, far, costs, apart = [], {}, [], {}, [], []
    for name in names:
        for i, (samples, profiles) in enumerate(boots, 1):
            line = profiles[name]
            total = sum(f["insn"] for f in line["functions"]) + line["interrupts"]
            if total != line["insn"] or total != sum(batch[0] for batch in line["batches"]):
                bad[name] = f"boot {i}: {total} in functions and interrupts, {line['insn']} in all"
            n = line["ops"] / len(line["batches"])
            insn, parts, reading = sorted(line["batches"], key=lambda batch: batch[0] + batch[2])[len(line["batches"]) // 2]
            clock, value = samples[name][line["round"]], (insn + reading) / n
            costs.append(reading / max(parts, 1))
            apart.append(abs(value / clock - 1))
            if apart[-1] > 0.001:
                far[name] = f"boot {i}: {value:.2f}, the clock {clock:.2f}"
        if name not in bad:
            good.append(name)
        if name not in far:
            near.append(name)
    tell("functions and interrupts add up", good, bad)
    tell("the median batch and reading the clock within 0.1 % of the sample in every boot", near, far)
    print(f"they are at most {max(apart):.4%} apart; reading the clock costs {min(costs):.1f} to {max(costs):.1f} instructions a timed part")


def unchanged(plain, boots):
    """Samples with and without a profile: equal, or no further apart than those of two profiled boots."""
    good, bad = [], {}
    for name, samples in plain.items():
        others = [boot[name] for boot, _ in boots if name in boot]
        if not others:
            bad[name] = "no sample with --profile"
            continue
        apart = max(abs(a - b) for other in others for a, b in zip(samples, other))
        between = max(abs(a - b) for one in others for two in others for a, b in zip(one, two))
        if apart <= between:
            good.append(name)
        else:
            bad[name] = f"{apart:.3f} insn apart, boots {between:.3f}"
    equal = [name for name, samples in plain.items() if all(boot.get(name) == samples for boot, _ in boots)]
    print(f"samples with and without --profile bit-equal in every boot: {len(equal)} of {len(plain)}")
    tell("samples with and without --profile no further apart than two boots with it", good, bad)


def main():
    """All of it."""
    plain, boots = read(sys.argv[1])[0], [read(path) for path in sys.argv[2:]]
    none = collections.Counter(
        line["why"]["reason"] for _, profiles in boots for line in profiles.values() if "why" in line)
    for reason, times in none.items():
        print(f"no profile, {times} times: {reason}")
    names = [name for name in plain if all("functions" in p.get(name, {}) and name in s for s, p in boots)]
    tell("points with a profile in every boot", names,
         {name: "none" for name in plain if name not in names and not any("why" in p.get(name, {}) for _, p in boots)})
    equal_over_boots(boots, names)
    sums(boots, names)
    unchanged(plain, boots)


main()
