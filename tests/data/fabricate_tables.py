#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Writes a FABRICATED record with the profiles that tests/bench/tables.jq needs: fabricate_tables.py RECORD [LESS] >NEW.

Nothing was measured. All figures are such that shares can be worked out by hand. RECORD gives the run line; of a point whose target and
name contain LESS there is only why it has no profile.
"""
import json
import sys

OPS, INTERRUPTS = 1000, 1234
CLASSES = ("locked", "fence", "indirect", "cache", "tlb", "irq_mask", "privileged", "port", "string")
ACCESSES = ("loads", "stores", "load_bytes", "store_bytes")
X86, ARM = "x86_64-6.12", "arm64-6.12"

# Of each function: (name, instructions of itself an op, [what it calls]). dma_map_page_attrs takes 350 with what it calls, and so does
# dma_unmap_page_attrs. What somebody else submits is no part of them.
MAP = ("dma_map_page_attrs", 100, [("alloc_iova_fast.isra.0", 50, []), ("iommu_map", 100, [
    ("__iommu_map", 60, []), ("intel_iommu_iotlb_sync_map", 40, [])])])
STRICT = [MAP, ("dma_unmap_page_attrs", 50, [("__iommu_unmap", 150, []), ("intel_iommu_tlb_sync", 50, [
    ("qi_submit_sync", 75, [("qi_submit_sync", 25, [])])])]), ("somebody_else", 7, [("qi_submit_sync", 1000, [])])]
LAZY = [MAP, ("dma_unmap_page_attrs", 50, [("__iommu_unmap", 150, []), ("intel_flush_iotlb_all", 20, [("qi_submit_sync", 30, [])])])]


def profile(target, name, functions, classes=None, moved=0):
    index, lines, tree = {}, [], []

    def walk(parent, calls):
        for function, insn, below in calls:
            at = index.setdefault(function, len(lines))
            if at == len(lines):
                lines.append({"name": function, "in": "kernel", "insn": 0, "calls": 0, **dict.fromkeys(ACCESSES, 0)})
            lines[at]["insn"] += insn * OPS
            lines[at]["calls"] += OPS
            tree.append([parent, at, OPS, insn * OPS])
            walk(len(tree) - 1, below)

    walk(-1, functions)
    kernel = dict(dict.fromkeys(ACCESSES, 0), load_bytes=moved * OPS // 4, store_bytes=moved * OPS - moved * OPS // 4)
    return {"type": "profile", "target": target, "name": name, "round": 1, "ops": OPS,
            "insn": sum(line["insn"] for line in lines) + INTERRUPTS, "interrupts": INTERRUPTS, "functions": lines, "tree": tree,
            "classes": {**dict.fromkeys(CLASSES, 0), **{key: count * OPS for key, count in (classes or {}).items()}},
            "memory": {"kernel": {**kernel, "lines": 1, "pages": 1}, "user": dict.fromkeys((*ACCESSES, "lines", "pages"), 0),
                       "device_reads": 0, "device_writes": 0}}


def points():
    for mode, tree in (("strict", STRICT), ("lazy", LAZY)):
        yield profile(X86 + "+iommu-" + mode, "dma/handover/map_single/size:4096", tree)
    for entries in (1, 16, 256):
        yield profile(ARM + "+noncoherent", "dma/scatter/map_sg/entries:%d/layout:apart" % entries,
                      [("dma_map_sg_attrs", 500 + 1000 * entries, [])], {"fence": 3 + 2 * entries, "cache": 128 * entries})
    for size in (64, 256, 1024, 4096, 16384, 65536):
        for more, insn, moved, indirect in (("", 200 + size // 8, 2 * size, 1), ("+iommu-lazy", 2500 + size // 8, 2 * size, 6),
                                            ("+iommu-strict", 3000 + size // 8, 2000 + 2 * size, 8), ("+swiotlb", 750 + size // 4, 1500 + 4 * size, 0)):
            copy = [("swiotlb_bounce", 250 + size // 4, [])] if more == "+swiotlb" else []
            thunks = [("__x86_indirect_thunk_rax", 0, []), ("__indirect_thunk_start", 0, [])] * (indirect // 4)
            for name in ["dma/cycle/map_each/size:%d" % size] + ["dma/outstanding/map_each/outstanding:1024/size:%d" % size] * (size in (64, 4096)):
                yield profile(X86 + more, name, [("run_dma", insn, copy + thunks)], {"indirect": indirect}, moved)


PATH, *LESS = sys.argv[1:]
LINES = [json.loads(line) for line in open(PATH, encoding="utf-8")]
RUN = next(line for line in LINES if line["type"] == "run" and line["target"] == "x86_64-6.1")
POINTS = list(points())
for one in sorted({line["target"] for line in POINTS}):
    print(json.dumps({**RUN, "target": one}))
for line in POINTS:
    if LESS and LESS[0] in line["target"] + " " + line["name"]:
        line = {**{key: line[key] for key in ("type", "target", "name")}, "why": {"reason": "it was fabricated so", "remedy": None}}
    print(json.dumps(line))
