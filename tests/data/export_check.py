#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Reads an export as its consumer does and holds it against the record. usage: export_check.py FORMAT EXPORT RECORD

Where Debian has the consumer's own parser, that reads it; else the checks follow the consumer's published description, which
docs/export.md names."""
import csv
import json
import statistics
import sys


def no_constant(word):
    raise ValueError("JSON has no " + word)


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file, parse_constant=no_constant)


def expect(what, found, wanted):
    if found != wanted:
        sys.exit("%s: expected %r, found %r" % (what, wanted, found))


def near(what, found, wanted):
    if abs(found - wanted) > 1e-9 * abs(wanted):
        sys.exit("%s: expected %r, found %r" % (what, wanted, found))


class Record:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            lines = [json.loads(line) for line in file]
        self.runs = {line["target"]: line for line in lines if line["type"] == "run"}
        self.points = [line for line in lines if line["type"] == "bench"]
        self.claims = [line for line in lines if line["type"] == "claim"]
        self.passed = [p for p in self.points if p["status"] == "PASS"]

    def name(self, point):
        return point["name"] if point["target"] == "host" else point["name"] + "@" + point["target"]

    def statuses(self):
        return [line["status"] for line in self.points + self.claims]


def gbench(path, record):
    export = load(path)
    expect("schema", export["context"]["json_schema_version"], 1)
    wall = {record.name(p) + "/real_time": p for p in record.passed if p["unit"] == "ns"}
    rows = {}
    for row in export["benchmarks"]:
        rows.setdefault(row["run_name"], []).append(row)
    expect("names", sorted(rows), sorted(wall))
    for name, point in wall.items():
        samples = [r for r in rows[name] if r["run_type"] == "iteration"]
        expect("samples of " + name, [r["real_time"] for r in samples], point["samples"])
        expect("repetitions", [r["repetition_index"] for r in samples], list(range(len(samples))))
        expect("their names", {r["name"] for r in samples}, {name})
        expect("iterations", {r["iterations"] for r in samples}, {point["n"]})
        found = {r["aggregate_name"]: r for r in rows[name] if r["run_type"] == "aggregate"}
        mean, deviation = statistics.mean(point["samples"]), statistics.stdev(point["samples"])
        for key, wanted in (("mean", mean), ("median", statistics.median(point["samples"])),
                            ("stddev", deviation), ("cv", deviation / mean)):
            near(key, found[key]["real_time"], wanted)
            expect("name of it", found[key]["name"], name + "_" + key)
            expect("unit of it", found[key]["aggregate_unit"], "percentage" if key == "cv" else "time")
        for key, counter in point["counters"].items():
            expect(key, [r[key] for r in samples], counter["samples"])


def csv_(path, record):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    points = [r for r in rows if r["kind"] == "point"]
    expect("points", [(r["target"], r["name"], r["unit"], r["status"]) for r in points],
           [(p["target"], p["name"], p["unit"], p["status"]) for p in record.points])
    expect("claims", [(r["name"], r["status"], r["reason"]) for r in rows if r["kind"] == "claim"],
           [(c["name"], c["status"], c["detail"] or "") for c in record.claims])
    for row, point in zip(points, record.points):
        expect("samples", [float(v) for v in row["samples"].split(";") if v], point["samples"])
        expect("reason", row["reason"], point["reason"] or "")
        if point["samples"]:
            near("median", float(row["median"]), statistics.median(point["samples"]))


def junit(path, record):
    from junitparser import Error, Failure, JUnitXml, Skipped
    xml = JUnitXml.fromfile(path)
    kinds = {Failure: "FAIL", Skipped: "SKIP", Error: "BROKEN"}
    found = []
    for suite in xml:
        for case in suite:
            expect("outcomes of " + case.name, len(case.result) <= 1, True)
            found.append(kinds[type(case.result[0])] if case.result else "PASS")
    expect("verdicts", sorted(found), sorted(record.statuses()))
    expect("counts", (xml.tests, xml.failures, xml.errors, xml.skipped),
           (len(found), found.count("FAIL"), found.count("BROKEN"), found.count("SKIP")))


CHECKS = {"gbench": gbench, "csv": csv_, "junit": junit}
CHECKS[sys.argv[1]](sys.argv[2], Record(sys.argv[3]))
