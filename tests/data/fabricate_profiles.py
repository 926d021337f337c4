#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Adds FABRICATED profiles to a record, for tests of explain: fabricate_profiles.py RECORD TARGET=SCENARIO... >NEW.

Nothing was measured. Each TARGET gets a point dma/cycle/map_each/size:4096 and one of 64 KiB with a profile; one that the record lacks
is made like x86_64-6.1. Other points that count instructions get a profile that only says why there is none. SCENARIO is a name below.

  line=PATH:JSON   a field of each profile, such as ops:0, or functions.0.insn:7
"""
import json
import sys

# Of each function: (name, in, calls an op, instructions of itself an op, [what it calls])
K, M = "kernel", "pagemark"


def cycle(unmap, mapping=180.0, name="dma_map_page_attrs"):
    return [("run_dma_cycle", M, 0, 40.5, [
        (name, K, 1, 62.0, [("iommu_dma_map_page", K, 1, 88.0, [
            ("alloc_iova_fast", K, 1, 120.25, []), ("intel_iommu_map", K, 1, mapping, [])])]),
        ("dma_unmap_page_attrs", K, 1, 30.0, [("__iommu_dma_unmap", K, 1, 96.5, unmap)])])]


LAZY = [("intel_iommu_unmap", K, 1, 140.0, []), ("queue_iova", K, 1, 80.0, [("fq_ring_free", K, 1, 45.5, [])])]
STRICT = [("intel_iommu_unmap", K, 1, 140.0, []), ("iommu_iotlb_sync", K, 1, 12.0, [
    ("intel_iommu_tlb_sync", K, 1, 62.0, [("iommu_flush_iotlb_psi", K, 1, 69.0, [("qi_submit_sync", K, 1, 264.125, [])])])]),
          ("free_iova_fast", K, 1, 55.0, [])]
SCENARIOS = {
    "lazy": cycle(LAZY),
    "strict": cycle(STRICT),
    # Ten instructions more in one function
    "slower": cycle(STRICT, 190.0),
    # A newer compiler: one function is inlined, one has another name, one another suffix
    "inlined": [("run_dma_cycle", M, 0, 40.5, [
        ("dma_map_page_attrs", K, 1, 62.0 + 84.0, [
            ("alloc_iova_fast", K, 1, 120.25, []), ("intel_iommu_map", K, 1, 180.0, [])]),
        ("dma_unmap_page_attrs", K, 1, 30.0, [("__iommu_dma_unmap", K, 1, 96.5, LAZY)])])],
    "renamed": cycle([("intel_iommu_unmap_pages", K, 1, 143.0, []), LAZY[1]]),
    "suffixed": cycle(LAZY, name="dma_map_page_attrs.isra.0"),
    # An allocator that is asked twice
    "twice": [("run_dma_cycle", M, 0, 40.5, [("alloc_iova_fast", K, 2, 240.5, []), ("dma_map_page_attrs", K, 1, 62.0, [])])],
    "once": [("run_dma_cycle", M, 0, 40.5, [("alloc_iova_fast", K, 1, 120.25, []), ("dma_map_page_attrs", K, 1, 62.0, [])])],
}
CLASSES = ["locked", "fence", "indirect", "cache", "tlb", "irq_mask", "privileged", "port", "string"]
OPS = 2048


def profile(target, name, scenario, size, interrupts=1234):
    functions, index, tree = [], {}, []

    def walk(parent, list_of):
        for function, where, calls, insn, below in list_of:
            at = index.setdefault((function, where), len(functions))
            if at == len(functions):
                functions.append({"name": function, "in": where, "insn": 0, "calls": 0, "loads": 0, "stores": 0, "load_bytes": 0,
                                  "store_bytes": 0})
            one = functions[at]
            total = round(insn * OPS)
            for key, value in (("insn", total), ("calls", round(calls * OPS)), ("loads", total // 4), ("stores", total // 8),
                               ("load_bytes", total * 2), ("store_bytes", total)):
                one[key] += value
            tree.append([parent, at, round(calls * OPS), total])
            walk(len(tree) - 1, below)

    walk(-1, SCENARIOS[scenario])
    strict = scenario not in ("lazy", "inlined", "renamed", "suffixed")
    counts = dict.fromkeys(CLASSES, 0)
    counts.update(locked=OPS * (0 if strict else 1), fence=4 * OPS, cache=2 * OPS if strict else 0, indirect=7 * OPS)
    accesses = {key: sum(one[key] for one in functions) for key in ("loads", "stores", "load_bytes", "store_bytes")}
    line = {"type": "profile", "target": target, "name": name, "round": 5, "ops": OPS,
            "insn": sum(one["insn"] for one in functions) + interrupts, "interrupts": interrupts, "functions": functions,
            "tree": tree, "classes": counts,
            "memory": {"kernel": {**accesses, "lines": 220 + size // 64, "pages": 31 + size // 4096},
                       "user": dict.fromkeys(("loads", "stores", "load_bytes", "store_bytes", "lines", "pages"), 0),
                       "device_reads": 0, "device_writes": OPS if strict else 0},
            "modelled": {"source": "file fabricated.json", "levels": [
                {"name": "L1d", "size_bytes": 32768, "ways": 8, "line_bytes": 64, "accesses": 300 * OPS, "misses": 12 * OPS},
                {"name": "DTLB", "entries": 64, "ways": 4, "page_bytes": 4096, "accesses": 300 * OPS, "misses": OPS // 2}]},
            "device": {"iotlb_page_invalidations": OPS + 26} if strict else {"iotlb_domain_invalidations": 9}}
    return line


def vary(line, path, value):
    *way, last = path.split(".")
    for key in way:
        line = line[int(key) if key.isdigit() else key]
    if value is None:
        del line[last]
    else:
        line[int(last) if last.isdigit() else last] = json.loads(value)


PATH, *ARGUMENTS = sys.argv[1:]
CHANGES = [argument[5:].split(":", 1) for argument in ARGUMENTS if argument.startswith("line=")]
WANTED = dict(argument.split("=", 1) for argument in ARGUMENTS if not argument.startswith("line="))
LINES = [json.loads(line) for line in open(PATH, encoding="utf-8")]
RUNS = {line["target"]: line for line in LINES if line["type"] == "run"}
LIKE = next(line for line in LINES if line["type"] == "bench" and line["name"] == "dma/cycle/streaming_map/size:4096")


def points(target, scenario):
    for size in (4096, 65536):
        name = "dma/cycle/map_each/size:%d" % size
        line = profile(target, name, scenario, size)
        cost = (line["insn"] - line["interrupts"]) / OPS
        yield {**LIKE, "target": target, "name": name, "params": {"size": size}, "baseline": False, "bytes_per_op": size,
               "samples": [cost] * len(LIKE["samples"])}
        for path, value in CHANGES:
            vary(line, path, value)
        yield line


def out(line):
    print(json.dumps(line, separators=(",", ":")))


for entry in LINES:
    if entry["type"] == "end":
        for target_name, scenario_name in WANTED.items():
            for added in points(target_name, scenario_name):
                out(added)
    # The journal would tell of other samples.
    if entry["type"] != "sample":
        out(entry)
    if entry["type"] == "run" and entry["target"] == "x86_64-6.1":
        for target_name in WANTED:
            if target_name not in RUNS:
                out({**entry, "target": target_name, "guest": {**entry["guest"], "name": target_name}})
    if entry["type"] == "bench" and entry["unit"] == "insn" and entry["status"] == "PASS":
        out({"type": "profile", "target": entry["target"], "name": entry["name"],
             "why": {"reason": "it was fabricated without a profile", "remedy": "fabricate one"}})
