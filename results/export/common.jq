# SPDX-License-Identifier: GPL-2.0-only
# What several formats need; a program has it with `include "common";`.

# The number with so many digits, ties to even as in C.
def digits($n):
  if . == null or fabs < 1e-280 then .
  else ($n - 1 - (fabs | log10 | floor)) as $e | "\(. * pow(10; $e) | nearbyint)e\(-$e)" | tonumber end;

# A string of the record, or null: what comes from another machine may be anything.
def text(f): (try f catch null) | if type == "string" then . else null end;

def without_nulls: with_entries(select(.value != null));

# A row of CSV; only what a comma, a quote or the end of a line would tear apart is quoted.
def csv: map(if type == "string" and test("[,\"\r\n]") then [.] | @csv else . end) | join(",");

# Letters, digits, '-' and '_' of a text; and a name as a path of those: "access.file_read.pread.size-64".
def word: gsub(":"; "-") | gsub("[^A-Za-z0-9_-]"; "_");
def path: [splits("/(?=[^/])") | word] | join(".");

# What a format has no place for is left out and told. What writes nothing found nothing: status 4.
def leave_out(f; $what; $why): map(select(f)) as $out |
  if $out == [] then . else ("\($out | length) \($what) left out: \($why)" | debug) as $said | map(select(f | not)) end;
def measurements(fits):
  reduce ("FAIL", "SKIP", "BROKEN") as $verdict (.;
    .points |= leave_out(.status == $verdict; "points with the verdict \($verdict)"; "it holds measurements only")) |
  .claims |= leave_out(true; "claims"; "it holds measurements only") |
  .points |= leave_out(fits | not; "points in instructions"; "it would call them time; csv, bmf or openmetrics hold them") |
  select(.points != []);
def measurements: measurements(true);
