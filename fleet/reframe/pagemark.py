# SPDX-License-Identifier: GPL-2.0-only
"""For ReFrame 4: pagemark as one exclusive job that runs all tests. reframe -c fleet/reframe/pagemark.py -r"""
import csv
import os

import reframe as rfm
import reframe.utility.sanity as sn
import reframe.utility.typecheck as typ


@rfm.simple_test
class Pagemark(rfm.RunOnlyRegressionTest):
    """Its sanity is the verdicts, its performance the medians of the points that passed, each in its own unit."""

    descr = "what moving bytes costs, and whether the platform does it correctly"
    valid_systems = ["*"]
    valid_prog_environs = ["*"]
    executable = "pagemark"
    options = variable(typ.List[str], value=["--quick", "--target", "host", "--time-budget", "10m"])
    patterns = variable(typ.List[str], value=["access/file_read", "access/copy", "pin/first_touch", "'*/claims/*'"])
    num_tasks = 1
    exclusive_access = True
    time_limit = "30m"

    @run_before("run")
    def set_command(self):
        self.executable_opts = ["run", "-o", "run.jsonl", *self.options, *self.patterns]
        self.postrun_cmds = ['echo "pagemark: status $?"', f"{self.executable} export --to csv -o run.csv run.jsonl"]
        self.keep_files = ["run.jsonl"]

    @sanity_function
    def no_verdict_is_bad(self):
        return sn.assert_found(r"^pagemark: status 0$", self.stdout, "a FAIL, BROKEN, or nothing ran: see the record run.jsonl")

    @run_before("performance")
    def set_values(self):
        with open(os.path.join(self.stagedir, "run.csv"), newline="", encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file) if row["kind"] == "point" and row["status"] == "PASS"]
        # ReFrame takes what precedes a colon for a system.
        self.perf_variables = {
            f"{row['target']}/{row['name']}".replace(":", "-"): sn.make_performance_function(sn.defer(float(row["median"])), row["unit"]) for row in rows}
