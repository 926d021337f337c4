#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Reads an export as its consumer does and holds it against the record. usage: export_check.py FORMAT EXPORT RECORD

Where Debian has the consumer's own parser, that reads it; else the checks follow the consumer's published description, which
docs/export.md names."""
import csv
import datetime
import decimal
import json
import re
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


def json_(path, record):
    export = load(path)
    expect("targets", export["targets"], list(record.runs.values()))
    expect("points", [(p["full_name"], p["params"], p["unit"], p["status"], p["samples"]) for p in export["points"]],
           [(record.name(p), p["params"], p["unit"], p["status"], p["samples"]) for p in record.points])
    for found, point in zip(export["points"], record.points):
        expect("median of " + point["name"], found["median"],
               statistics.median(point["samples"]) if point["samples"] else None)
        expect("counters", {key: c["samples"] for key, c in found["counters"].items()},
               {key: c["samples"] for key, c in point["counters"].items()})
    expect("claims", [(c["name"], c["status"], c["detail"]) for c in export["claims"]],
           [(c["name"], c["status"], c["detail"]) for c in record.claims])


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
            expect(key, [r[key] for r in samples if key in r], counter["samples"])
        if point["bytes_per_op"]:
            rates = [point["bytes_per_op"] / value * 1e9 for value in point["samples"]]
            near("rate", samples[0]["bytes_per_second"], rates[0])
            near("deviation of the rate", found["stddev"]["bytes_per_second"], statistics.stdev(rates))


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


def validate(export, schema):
    import jsonschema
    jsonschema.Draft7Validator.check_schema(schema)
    jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).validate(export)


def object_of(required, **properties):
    return {"type": "object", "properties": properties, "required": required.split(), "additionalProperties": False}


def array_of(items):
    return {"type": "array", "items": items, "minItems": 1}


TEXT, NUMBER, MISC = {"type": "string"}, {"type": "number"}, {"type": "object"}

# README.md and src/extract.ts of benchmark-action/github-action-benchmark
GITHUB_ACTION_BENCHMARK = array_of(object_of("name unit value", name=TEXT, unit=TEXT, value=NUMBER, range=TEXT, extra=TEXT))


def github_action_benchmark(path, record):
    export = load(path)
    validate(export, GITHUB_ACTION_BENCHMARK)
    expect("names and units", [(e["name"], e["unit"]) for e in export],
           [(record.name(p), p["unit"]) for p in record.passed])
    for entry, point in zip(export, record.passed):
        near("value", entry["value"], statistics.median(point["samples"]))
        # src/extractRangeInfo.ts
        band = re.match(r"(\+-|±)\s*(\d.*)", entry["range"])
        expect("band within the samples", float(band.group(2)) <= max(point["samples"]) - min(point["samples"]), True)


# https://bencher.dev/docs/reference/bencher-metric-format
BMF = {"type": "object", "patternProperties": {".+": {"type": "object", "patternProperties": {
    ".+": object_of("value", value=NUMBER, lower_value=NUMBER, upper_value=NUMBER)}}}}


def bmf(path, record):
    export = load(path)
    validate(export, BMF)
    expect("names", list(export), [record.name(p) for p in record.passed])
    for point in record.passed:
        measures = export[record.name(point)]
        expect("measures", list(measures), ["latency" if point["unit"] == "ns" else "instructions"])
        metric = list(measures.values())[0]
        near("value", metric["value"], statistics.median(point["samples"]))
        expect("interval around it", metric["lower_value"] <= metric["value"] <= metric["upper_value"], True)


# kcidb_io/schema/v05_03.py of kernelci/kcidb-io: what is used here, and nothing else
ORIGIN = {"type": "string", "pattern": "^[a-z0-9_]+$"}
ORIGIN_ID = {"type": "string", "pattern": "^[a-z0-9_]+:[^\\0]*$"}
TIME = {"type": "string", "format": "date-time"}
KCIDB = object_of(
    "version checkouts builds tests",
    version=object_of("major minor", major={"const": 5}, minor={"type": "integer", "minimum": 0, "maximum": 3}),
    checkouts=array_of(object_of("id origin", id=ORIGIN_ID, origin=ORIGIN)),
    builds=array_of(object_of("checkout_id id origin", checkout_id=ORIGIN_ID, id=ORIGIN_ID, origin=ORIGIN, comment=TEXT,
                              architecture={"type": "string", "pattern": "^[a-z0-9_]*$"}, misc=MISC)),
    tests=array_of(object_of(
        "build_id id origin", build_id=ORIGIN_ID, id=ORIGIN_ID, origin=ORIGIN, comment=TEXT, start_time=TIME,
        path={"type": "string", "pattern": r"^([a-zA-Z0-9_-]+(\.[a-zA-Z0-9_-]+)*)?$"},
        status={"enum": ["FAIL", "ERROR", "MISS", "PASS", "DONE", "SKIP"]}, duration=NUMBER, misc=MISC,
        log_excerpt={"type": "string", "maxLength": 16384},
        number=object_of("value", value=NUMBER, unit=TEXT, prefix={"enum": ["metric", "binary"]}),
        environment=object_of("", comment=TEXT, misc=MISC))))


def kcidb(path, record):
    export = load(path)
    validate(export, KCIDB)
    expect("builds", [b["id"].split(":")[-1] for b in export["builds"]], list(record.runs))
    expect("their checkout", {b["checkout_id"] for b in export["builds"]}, {export["checkouts"][0]["id"]})
    builds = {b["id"] for b in export["builds"]}
    expect("tests of no build", [t for t in export["tests"] if t["build_id"] not in builds], [])
    expect("ids", len({t["id"] for t in export["tests"]}), len(export["tests"]))
    words = {"PASS": "DONE", "BROKEN": "ERROR"}
    expect("verdicts", [t["status"] for t in export["tests"]],
           [words.get(p["status"], p["status"]) for p in record.points] +
           [{"BROKEN": "ERROR"}.get(c["status"], c["status"]) for c in record.claims])
    for test, point in zip(export["tests"], record.points):
        expect("a number only with a measurement", "number" in test, point["status"] == "PASS")
        if "number" in test:
            insn = point["unit"] == "insn"
            expect("unit", test["number"]["unit"], "insn" if insn else "s")
            near("number", test["number"]["value"], statistics.median(point["samples"]) * (1 if insn else 1e-9))


def kcidb_known(path, record):
    """Of a build that KCIDB has already: the tests name it, and nothing else is submitted."""
    export = load(path)
    expect("what is submitted", sorted(export), ["tests", "version"])
    validate(export["tests"], KCIDB["properties"]["tests"])
    expect("builds", {t["build_id"] for t in export["tests"]}, {"my_ci:build-1"})


def squad(path, record):
    """As squad/core/data.py and ValidateTestRun of squad/core/tasks/__init__.py do (Linaro/squad, 2d1bf924)."""
    export = load(path)
    expect("names", len(export["tests"]), len(record.points) + len(record.claims))
    passed = {"pass": True, "fail": False}
    wanted = {"PASS": True, "FAIL": False}
    expect("verdicts", [passed.get(test["result"].lower()) for test in export["tests"].values()],
           [wanted.get(status) for status in record.statuses()])
    expect("logs", [test.get("log") for test in export["tests"].values()],
           [p["reason"] for p in record.points] + [c["detail"] for c in record.claims])
    expect("metrics", len(export["metrics"]), len(record.passed))
    for (name, metric), point in zip(export["metrics"].items(), record.passed):
        suite, variant = name.rsplit("/", 1)
        parts = point["name"].split("/")
        expect("suite", suite, "/".join(([] if point["target"] == "host" else [point["target"]]) + parts[:2]))
        expect("name", variant, ".".join(re.sub("[^A-Za-z0-9_-]", "_", part.replace(":", "-")) for part in parts[2:]))
        expect("types", {type(v) in (int, float) for v in metric["value"]}, {True})
        expect("samples", [round(v, 6) for v in metric["value"]], [round(v, 6) for v in point["samples"]])
        expect("unit", metric["unit"], point["unit"])
    if "/" in export["metadata"]["job_id"]:
        sys.exit("job_id has a '/'")


def lkp(path, record):
    """As sbin/dump-stat of lkp-tests does (fengguang/lkp-tests, ee712e02)."""
    found = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            name, colon, value = line.rstrip("\n").partition(": ")
            expect("a line", (bool(colon), line[0] != "#", bool(re.search("[ \t]", name)), name in found), (True, True, False, False))
            found[name] = float(value)
    words = {"PASS": "pass", "FAIL": "fail", "SKIP": "skip", "BROKEN": "broken"}
    lines = record.points + record.claims
    expect("lines", [name.rsplit(".", 1)[1] for name in found],
           [line["unit"] if line["type"] == "bench" and line["status"] == "PASS" else words[line["status"]] for line in lines])
    for value, line in zip(found.values(), lines):
        near("value of " + line["name"], value,
             statistics.median(line["samples"]) if line["type"] == "bench" and line["status"] == "PASS" else 1)
    # etc/failure there: what a failure is to it
    failures = [name for name in found if re.match(r"pagemark\..+\.(error|warn|fail)[^_]*$", "pagemark." + name)]
    expect("failures", len(failures), record.statuses().count("FAIL"))


def lava(path, record):
    """As lava_dispatcher/actions/test/shell.py does: one regular expression, then blanks, then '='."""
    found = []
    with open(path, encoding="utf-8") as file:
        for signal, text in re.findall(r"<LAVA_SIGNAL_(\S+) ([^>]+)>", file.read()):
            expect("signal", signal, "TESTCASE")
            parts = [part.split("=") for part in text.split()]
            expect("parts", {len(part) for part in parts}, {2})
            found.append({key.lower(): value for key, value in parts})
    expect("ids", len({f["test_case_id"] for f in found}), len(found))
    expect("what an id is made of", [f for f in found if re.search("[^A-Za-z0-9_.-]", f["test_case_id"])], [])
    words = {"PASS": "pass", "FAIL": "fail", "SKIP": "skip", "BROKEN": "unknown"}
    expect("verdicts", [f["result"] for f in found], [words[status] for status in record.statuses()])
    for signal, point in zip(found, record.points):
        expect("a number only with a measurement", "measurement" in signal, point["status"] == "PASS")
        if "measurement" in signal:
            near("measurement", float(decimal.Decimal(signal["measurement"])), statistics.median(point["samples"]))
            expect("units", signal["units"], point["unit"])


def rules(path, record):
    """A line for each rule, and below it one for each claim that answers it."""
    found, rule = [], None
    with open(path, encoding="utf-8") as file:
        for line in file.read().splitlines():
            if not line.startswith("  "):
                rule = line
                continue
            status, name, target = line.split()
            found.append((rule, status, name, target.strip("[]")))
    expect("rules", found, sorted(found, key=lambda f: f[0]))
    expect("answers", sorted(found), sorted(
        (rule, c["status"], c["name"], c["target"]) for c in record.claims for rule in c.get("spec", "").split("; ") if rule))


def otava(path, record):
    """As otava/importer.py does: a header, rows of its length, time, attributes, and numbers."""
    with open(path, encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file, delimiter=",", quotechar='"'))
    expect("rows", [len(row) for row in rows], [len(header)])
    expect("attributes", header[:4], ["time", "commit", "kernel", "run"])
    expect("columns", header[4:], ["%s (%s)" % (record.name(p), p["unit"]) for p in record.passed])
    datetime.datetime.fromisoformat(rows[0][0].replace("Z", "+00:00"))
    for cell, point in zip(rows[0][4:], record.passed):
        near("cell", float(cell), statistics.median(point["samples"]))


def openmetrics(path, record):
    from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics_families
    from prometheus_client.parser import text_string_to_metric_families as prometheus_families
    with open(path, encoding="utf-8") as file:
        text = file.read()
    families = {f.name: f for f in openmetrics_families(text)}
    expect("samples in the older format", sum(len(f.samples) for f in prometheus_families(text)),
           sum(len(f.samples) for f in families.values()))
    for unit, suffix, scale in (("ns", "seconds", 1e-9), ("insn", "instructions", 1)):
        points = {(p["target"], p["name"]): p for p in record.passed if p["unit"] == unit}
        if not points:
            continue
        expect("unit", families["pagemark_cost_" + suffix].unit, suffix)
        found = {(s.labels["target"], s.labels["point"]): s for s in families["pagemark_cost_" + suffix].samples}
        expect("points in " + suffix, list(found), list(points))
        for key, point in points.items():
            near("cost", found[key].value, statistics.median(point["samples"]) * scale)
            for axis, value in point["params"].items():
                expect(axis, found[key].labels.get("param_" + axis), str(value) if " " not in axis else None)
    expect("verdicts", [s.labels["verdict"] for s in families["pagemark_verdict"].samples], record.statuses())
    where = {(line["id"], target, (line.get("host") or {}).get("machine") or "") for target, line in record.runs.items()}
    expect("run, target and machine of each sample", {(s.labels["run"], s.labels.get("target"), s.labels["machine"])
           for f in families.values() for s in f.samples if f.name != "pagemark_run_trusted"}, where)


CHECKS = {"json": json_, "gbench": gbench, "csv": csv_, "junit": junit, "bmf": bmf, "kcidb": kcidb, "kcidb_known": kcidb_known,
          "squad": squad, "lkp": lkp, "lava": lava, "rules": rules, "github-action-benchmark": github_action_benchmark, "otava": otava, "openmetrics": openmetrics}
CHECKS[sys.argv[1]](sys.argv[2], Record(sys.argv[3]))
