# SPDX-License-Identifier: GPL-2.0-only
# Records of claims on many kernels become docs/kernels.md. $faults: kernel_faults.json, slurped. $want: "document", or "unknown": the FAILs
# that it does not know, and what is BROKEN. $known: all guests, a line each.

def base: sub("\\+.*"; "");
def cell: gsub("\\|"; "\\|") | gsub("\n"; " ");
def row: "| " + join(" | ") + " |";
def table($head): ($head | row), ($head | map("---") | row), (.[] | row);
def code: "`" + . + "`";

# One verdict of several runs of a kernel: what it showed anywhere counts.
def verdict:
	map(.status) as $all | first(("BROKEN", "FAIL", "PASS", "SKIP") | select([.] | inside($all)));

def fault($claim; $guest):
	first($faults[0][] | .claim as $pattern
		| .guest as $guests
		| select(($guest | test("^(" + $guests + ")$")) and ($claim | test("^(" + $pattern + ")$"))) | .reason) // null;

def kernels: [.[] | select(.type == "run")] | group_by(.target | base) | map({
	guest: (.[0].target | base),
	kernel: .[0].kernel.release,
	arch: .[0].kernel.arch,
	page: "\(.[0].machine.page_bytes / 1024) KiB",
	modes: [.[].target | select(test("\\+")) | sub("^[^+]*"; "")],
	commit: .[0].tool.commit,
	day: .[0].started[:10]
});

# Each claim on each kernel: its verdict there, and the lines that say so.
def claims: [.[] | select(.type == "claim")] | group_by(.name) | map({
	name: .[0].name,
	on: (group_by(.target | base) | map({
		key: (.[0].target | base),
		value: (verdict as $v | {status: $v, lines: map(select(.status == $v))})
	}) | from_entries)
});

def unknown: .[] | .name as $name | .on | to_entries[] | .key as $guest
	| select(.value.status == "BROKEN" or (.value.status == "FAIL" and fault($name; $guest) == null))
	| "\(.value.status) \($name) [\(.value.lines[0].target)]: \(.value.lines[0].detail)";

def letter: {PASS: ".", SKIP: "S", FAIL: "**F**", BROKEN: "**B**"}[. // ""] // "-";

def summary($claims): to_entries | map(.value as $k
	| [$claims[] | .on[$k.guest].status] as $all
	| def count($s): [$all[] | select(. == $s)] | length | tostring;
	["\(.key + 1)", ($k.guest | code), $k.kernel, $k.arch, $k.page, ($k.modes | map(code) | join(", ")),
		count("PASS"), count("FAIL"), count("BROKEN"), count("SKIP")]);

def everywhere($kernels): .on as $on | all($kernels[]; $on[.guest].status == "PASS");

# [{claim, number of the kernel, status, detail}]
def reasons($kernels): [.[] | .name as $name | .on as $on | $kernels | to_entries[]
	| ($on[.value.guest] // empty) as $v | select($v.status != "PASS")
	| {claim: $name, number: (.key + 1), status: $v.status,
		detail: ((if $v.status == "FAIL" then fault($name; .value.guest) else null end) // $v.lines[0].detail)}]
	| group_by([.status, .detail, .claim])
	| map({status: .[0].status, detail: .[0].detail, claim: .[0].claim, numbers: (map(.number) | join(", "))})
	| group_by([.status, .detail, .numbers])
	| map([.[0].status, .[0].numbers, (map(.claim | code) | join(", ")), (.[0].detail | cell)])
	| sort_by(["BROKEN", "FAIL", "SKIP"] as $order | (.[0] as $s | $order | index($s)));

# Where it passed: architectures, and their sizes of page.
def places($kernels): .on as $on
	| [$kernels[] | select($on[.guest].status == "PASS") | "\(.arch) \(.page)"] | unique | join(", ")
	| if . == "" then "nowhere" else . end;

def missing($kernels): ($known | split("\n")) - [$kernels[].guest] | map(code) | join(", ")
	| if . == "" then empty else "Not run for this table: \(.).", "" end;

def document($kernels; $claims):
	"# Kernels: which claims hold where",
	"",
	"Written by `make test-kernels`, not by hand: all claims on each kernel (\($claims | length) there are), with pagemark",
	"\([$kernels[].commit] | unique | join(", ")) on \([$kernels[].day] | unique | join(", ")). A kernel is booted as it is and with the modifiers that are named; of its verdicts",
	"BROKEN counts before FAIL, FAIL before PASS, PASS before SKIP.",
	"",
	($kernels | summary($claims)
		| table(["", "guest", "kernel", "architecture", "page", "also with", "PASS", "FAIL", "BROKEN", "SKIP"])),
	"",
	missing($kernels),
	"## Claims that do not pass everywhere",
	"`.` PASS, `S` SKIP, `F` FAIL, `B` BROKEN, `-` not yet a claim of the pagemark that ran there; the other \([$claims[] | select(everywhere($kernels))] | length) claims pass on each of these kernels.",
	"",
	([$claims[] | select(everywhere($kernels) | not) | .on as $on
		| [(.name | code)] + [$kernels[] | $on[.guest].status | letter]]
		| table(["claim"] + [range($kernels | length) + 1 | tostring])),
	"",
	"## Why",
	"",
	($claims | reasons($kernels) | table(["verdict", "kernels", "claims", "reason"])),
	"",
	"## Architectures and sizes of page on which each claim passed",
	"",
	($claims | group_by(places($kernels)) | sort_by(-length)
		| map([(.[0] | places($kernels)), (map(.name | code) | join(", "))])
		| table(["passed on", "claims"]));

kernels as $kernels | claims as $claims
| if $want == "unknown" then $claims | unknown else document($kernels; $claims) end
