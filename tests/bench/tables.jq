# SPDX-License-Identifier: GPL-2.0-only
# Records with profiles become docs/tables.md. $published: published.json, slurped; $x86 and $arm: the guests. All figures of ours come
# from lines of the records; why one differs is said by the profile's own counts.

def stem: sub("\\..*"; "");
def row: "| " + join(" | ") + " |";
def table($head): ($head | row), ($head | map("---") | row), (.[] | row), "";
def code: "`" + . + "`";
def round_to($n): (. * pow(10; $n) | round) / pow(10; $n);
# Three digits, or all of a whole part that has more.
def figure: if . == null then "-" else fabs as $a
	| (if $a >= 99.95 then 0 elif $a >= 9.995 then 1 elif $a >= 0.9995 then 2 else 3 end) as $n | round_to($n) | tostring end;
def percent: if . == null then "-" else . * 100 | (if fabs < 9.95 then 1 else 0 end) as $n | "\(round_to($n)) %" end;
def over($whole): if . == null or $whole == null or $whole == 0 then null else . / $whole end;

# Kernels differ in names: the functions of a list do the same, or call each other.
def named: {
	map: ["dma_map_page_attrs", "dma_map_phys"], unmap: ["dma_unmap_page_attrs", "dma_unmap_phys"],
	iommu_map: ["iommu_map", "iommu_map_atomic"], iotlb_sync_map: ["intel_iommu_iotlb_sync_map"], iommu_unmap: ["__iommu_unmap"],
	tlb_sync: ["intel_iommu_tlb_sync"], qi_submit_sync: ["qi_submit_sync"], invalidation: ["intel_iommu_tlb_sync", "intel_flush_iotlb_all"],
	iova_alloc: ["iommu_dma_alloc_iova", "alloc_iova_fast"], iova_search: ["alloc_iova"], copy: ["swiotlb_bounce"]
};
# The first thunk has the address of a linker script's symbol: on 6.1 __indirect_thunk_start, on 6.12 __softirqentry_text_end.
def thunk: test("^__(x86_)?indirect_((call|jump)_)?thunk|^__softirqentry_text_end$");

# A point's profile; without it there is no document.
def profile($target; $name): first(.[] | select(.type == "profile" and .target == $target and .name == $name))
	// error("no profile of \($name) on \($target): measure it with pagemark run --profile")
	| if .why then error("no profile of \($name) on \($target): \(.why.reason)") else . end;

# Of an op, without interrupts: all instructions; those of functions $inner with all that these call, null where there are none, and only
# of calls below $outer (null: of all calls); calls; a class; bytes loaded and stored.
def insn: (.insn - .interrupts) / .ops;
def below($outer; $inner): . as $p
	| (.functions | map(.name | stem as $name | {outer: any(($outer // [])[]; . == $name), inner: any($inner[]; . == $name)})) as $is
	| reduce .tree[] as [$parent, $function, $calls, $self] ({at: [], sum: null};
		(if $parent < 0 then {outer: ($outer == null), inner: false} else .at[$parent] end) as $up
		| {outer: ($up.outer or $is[$function].outer), inner: ($up.inner or ($up.outer and $is[$function].inner))} as $here
		| .at += [$here] | if $here.inner then .sum += $self else . end)
	| .sum as $sum | if $sum == null then null else $sum / $p.ops end;
def whole($names): below(null; $names);
def calls(test): ([.functions[] | select(.name | stem | test) | .calls] | add // 0) / .ops;
def calls_of($names): calls(. as $name | any($names[]; . == $name));
def class($name): .classes[$name] / .ops;
def moved: .ops as $ops | [.memory.kernel, .memory.user | .load_bytes, .store_bytes] | add / $ops;


# 1: shares of functions, of a published one with source and part, and of ours.
def share($what; $source; $published; $cited; ours; $strict; $lazy; why):
	{what: $what, source: $source, published: $published, cited: $cited, strict: ($strict | ours), lazy: ($lazy | ours)}
	| .why = (if .strict != null and (.published - .strict | fabs) > 0.1 then why else null end);
def in_($outer; $inner): whole($outer) as $all | below($outer; $inner) | over($all);
def in_three($part): named as $n | . as $p
	| ([$n.iommu_map, $n.iommu_unmap, $n.tlb_sync | . as $names | $p | whole($names) // 0] | add) as $all | whole($n[$part]) | over($all);
def part($part; $of): .[$part] / ([.[$of[]]] | add);
def shares($strict; $lazy): $published[0] as $pub | named as $n | ["iommu_map", "iommu_unmap", "tlb_sync"] as $three
	| def wait: $strict | "`qi_submit_sync` takes \(below($n.tlb_sync; $n.qi_submit_sync) // 0 | figure) insn there, its loop included: the emulated IOMMU is done as soon as it is told. In the published time the processor waits for the hardware.";
	def fs($what; $part; $of; ours; why):
		share($what; "fs"; $pub.fs | part($part; $of); $pub.fs_cited | part($part; $of); ours; $strict; $lazy; why);
	[fs("`intel_iommu_iotlb_sync_map` in `iommu_map`"; "iotlb_sync_map"; ["iommu_map"]; in_($n.iommu_map; $n.iotlb_sync_map);
		$strict | "it takes \(whole($n.iotlb_sync_map) // 0 | figure) of \(whole($n.iommu_map) | figure) insn, and calls `cache_tag_flush_range_np` \(calls_of(["cache_tag_flush_range_np"]) | figure) times an op. The published kernel calls that at each map, for \($pub.fs | part("flush_range_np"; ["iotlb_sync_map"]) | percent) of the time there."),
	fs("`qi_submit_sync` in `intel_iommu_tlb_sync`"; "qi_submit_sync"; ["tlb_sync"]; in_($n.tlb_sync; $n.qi_submit_sync); wait),
	fs("`iommu_map` in the three"; "iommu_map"; $three; in_three("iommu_map"); wait),
	fs("`__iommu_unmap` in the three"; "iommu_unmap"; $three; in_three("iommu_unmap"); wait),
	fs("`intel_iommu_tlb_sync` in the three"; "tlb_sync"; $three; in_three("tlb_sync"); wait),
	share("allocation of an IOVA in a map"; "eiovar"; $pub.eiovar | part("iova_alloc"; ["map"]); null; in_($n.map; $n.iova_alloc); $strict; $lazy;
		$strict | "it takes \(whole($n.iova_alloc) | figure) insn, and `alloc_iova`, which searches the tree, is called \(calls_of($n.iova_search) | figure) times an op: IOVAs come from a processor's cache (since commit 9257b4a206fc). The published allocator searched, regularly in linear time."),
	share("invalidation in an unmap"; "eiovar"; $pub.eiovar | part("invalidation"; ["unmap"]); null; in_($n.unmap; $n.invalidation); $strict; $lazy; wait)];

def document_1($strict; $lazy): shares($strict; $lazy) as $rows
	| "## 1. Mapping behind an IOMMU, by function", "",
	"Strict invalidates at each unmapping, lazy in batches. A function counts with all that it calls. \"The three\" are `iommu_map`,",
	"`__iommu_unmap` and `intel_iommu_tlb_sync`. \($strict.name | code) takes \($strict | insn | figure) insn an op strict (\($strict.ops) ops),",
	"\($lazy | insn | figure) lazy (\($lazy.ops) ops); `-` is a function that is not called.", "",
	($rows | map([.what, .source, (.published | percent), (.cited | if . then percent else "" end), (.strict | percent), (.lazy | percent)])
		| table(["share", "source", "published, strict (time)", "the same as cited", "ours, strict (insn)", "ours, lazy (insn)"])),
	([$rows[] | select(.why)] | group_by(.why) | map("- \(map(.what) | join("; ")): \(.[0].why)")
		| if . == [] then empty else "Where more than ten points lie between:", "", .[], "" end);

# 2: a list's barriers and cache operations, by its entries.
def document_2($lists): $published[0].batch as $pub | ($lists | last) as $long | $lists[-2] as $short | ($long.entries - $short.entries) as $more
	| def an_entry(f): (($long.profile | f) - ($short.profile | f)) / $more;
	an_entry(class("fence")) as $fences | an_entry(class("cache")) as $lines | an_entry(insn) as $insn
	| "## 2. Batched DMA sync: barriers and cache operations of a list", "",
	"\($lists[0].profile.name | sub("/entries.*"; "/entries:N/layout:apart") | code): `dma_map_sg()` and `dma_unmap_sg()` of N pages, both directions, for a device that is not",
	"coherent. Counts of instructions of that kind, by op.", "",
	($lists | map(.profile as $p | [.entries, $p.ops, ($p | insn | figure), ($p | class("cache") | figure), ($p | class("fence") | figure)] | map(tostring))
		| table(["entries", "ops", "insn", "cache operations", "barriers"])),
	"| | source | published | ours |", "| --- | --- | --- | --- |",
	"| waits for an entry in `dma_map_sg()` and `dma_unmap_sg()`, before | batch | one in each: 2 | \($fences | figure) barriers |",
	"| what one wait for a list saves | batch | \($pub.map_saved | percent) and \($pub.unmap_saved | percent) of time | \($fences | over($insn) | percent) of insn, \($fences | over($fences + $lines) | percent) of barriers and cache operations |",
	"",
	(if $fences < 0.5 then "This kernel has that series: a further entry has \($fences | figure) barriers." else
	"A further entry takes \($insn | figure) insn, of which \($lines | figure) are cache operations and \($fences | figure) barriers. A barrier is one instruction, but it waits until all",
	"cache operations before it are done; so what it saves in time is not visible on this clock, how often it is executed is." end), "";

# 3: indirect calls.
def document_3($modes): $published[0].xdp as $pub
	| ((1 / $pub.with - 1 / $pub.direct) / (1 / $pub.with - 1 / $pub.without)) as $theirs
	| ($modes[0].profile | class("indirect")) as $direct | ($modes[1].profile | class("indirect")) as $iommu
	| (1 - $direct / $iommu) as $ours
	| "## 3. Indirect calls of a map and an unmap", "",
	"\($modes[0].profile.name | code), by op. Calls of retpoline thunks are a part of the indirect branches.", "",
	($modes | map(.profile as $p | [.what, ($p.ops | tostring), ($p | insn | figure), ($p | class("indirect") | figure), ($p | calls(thunk) | figure)])
		| table(["device", "ops", "insn", "indirect branches", "calls of thunks"])),
	"| | source | published | ours |", "| --- | --- | --- | --- |",
	"| direct calls take back | xdp | \($theirs | percent) of the time that retpolines add to a packet (\($pub.without), \($pub.with) and \($pub.direct) million packets a second) | \($ours | percent) of the indirect branches of \($modes[1].what) |",
	"| indirect calls of a direct mapping, since the DMA API calls it directly | direct | none | \($direct | figure) |",
	"",
	(if ($theirs - $ours | fabs) > 0.1 then
		"More than ten points lie between: the published share is of a packet's time, which has indirect calls besides those of DMA; ours is of", "a map and an unmap alone, \($iommu | figure) indirect branches with an IOMMU and \($direct | figure) without.", "" else empty end);

# 4: where copying becomes dearer than mapping. The last size of those at which f is less than g, and the next.
def crossing(f; g): [.[] | {size, less: (f < g)}] as $all | [$all[] | select(.less) | .size] as $less
	| if $less == [] then "at none of these sizes" else ($less | max) as $most
		| "up to \($most) bytes" + ([$all[] | .size | select(. > $most)] | if . == [] then ", the longest here" else ", no longer at \(min)" end) end;
def dearest: .ops as $ops | [.functions[] | select(.in == "kernel" and (.name | test("swiotlb_bounce|memcpy") | not))] | max_by(.insn) | [.name, .insn / $ops];
def ratio: (.strict | insn) / (.swiotlb | insn);
def document_4($sizes; $queue): $published[0].shadow as $pub | named as $n | ($sizes + $queue) as $all
	| def copying: .swiotlb | whole($n.copy) as $copy | insn as $all | $copy | over($all);
	def below_none: 1 - (.none | insn) / (.swiotlb | insn);
	"## 4. Copying against mapping: swiotlb and strict", "",
	"`dma/cycle/map_each`: fill, map, unmap, read. It is mapped for both directions, so swiotlb copies twice. The last rows are",
	"`dma/outstanding/map_each` of 1024 buffers that are mapped at once, where swiotlb finds a free one sooner. Moved are the bytes of all loads and", "stores of an op.", "",
	($all | map([.what, "\(.strict.ops), \(.swiotlb.ops)", (.none | insn | figure), (.strict | insn | figure), (.swiotlb | insn | figure), (ratio | figure),
			(copying | percent), (.strict | moved | figure), (.swiotlb | moved | figure)])
		| table(["bytes", "ops strict, swiotlb", "no IOMMU (insn)", "strict (insn)", "swiotlb (insn)", "strict / swiotlb", "copying in swiotlb", "strict moves (bytes)", "swiotlb moves (bytes)"])),
	"| | source | published | ours |", "| --- | --- | --- | --- |",
	"| strict / copying, at most | shadow | \($pub.over_strict_most) (throughput) | \([$all[] | ratio] | max | figure) (insn) |",
	"| copying below no IOMMU | shadow | 0 to \($pub.below_none_most | percent) (throughput) | \([$all[] | below_none] | min | percent) to \([$all[] | below_none] | max | percent) (insn) |",
	"| copying takes fewer insn than strict | shadow | not seen | \($sizes | crossing(.swiotlb | insn; .strict | insn)) |",
	"| the same, 1024 mapped | shadow | not seen | \($queue | crossing(.swiotlb | insn; .strict | insn)) |",
	"| copying moves fewer bytes than strict | shadow | not seen | \($sizes | crossing(.swiotlb | moved; .strict | moved)) |",
	"",
	($sizes[0] as $first | ($sizes | last) as $last
		| "Published throughput is of a network card's whole path; an op here is the mapping and the data alone. Strict's wait for the hardware (table 1)",
		"takes no instructions here, so mapping looks cheaper than it is. Copying is \($first | copying | percent) of swiotlb's instructions at \($first.size) bytes and \($last | copying | percent) at \($last.size).",
		($first.swiotlb | dearest as [$name, $insn] | "At \($first.size) bytes most of the others, \($insn | figure), are in \($name | code); buffers that stay mapped, as the published ones, need no search.")), "";

def targets: [.[] | select(.type == "run")] | map([(.target | code), .kernel.release, .kernel.arch, "`\(.clock.name)`: \(.clock.unit)", .accelerator // "-"])
	| table(["target", "kernel", "architecture", "clock", "accelerator"]);

def document: . as $lines
	| def p($target; $name): $lines | profile($target; $name);
	def of_size($size): "dma/cycle/map_each/size:\($size)" as $name | {size: $size, what: "\($size)", strict: p("\($x86)+iommu-strict"; $name),
		swiotlb: p("\($x86)+swiotlb"; $name), none: p($x86; $name)};
	def queued($size): "dma/outstanding/map_each/outstanding:1024/size:\($size)" as $name | {size: $size, what: "\($size), 1024 mapped",
		strict: p("\($x86)+iommu-strict"; $name), swiotlb: p("\($x86)+swiotlb"; $name), none: p($x86; $name)};
	([.[] | select(.type == "run")] | {commits: ([.[].tool.commit // "unknown"] | unique), days: ([.[].started[:10]] | unique)}) as $of
	| "# Published tables beside ours", "",
	"Written by `make tables`, not by hand, with pagemark \($of.commits | join(", ")) on \($of.days | join(", ")). What others published are",
	"times, cycles and rates; ours are counts of instructions (insn), exact and no time, of emulated machines. So shares and ratios are held against",
	"each other, never instructions against cycles or time. Published figures and what of their sources was seen: at the end.", "",
	targets,
	document_1(p("\($x86)+iommu-strict"; "dma/handover/map_single/size:4096"); p("\($x86)+iommu-lazy"; "dma/handover/map_single/size:4096")),
	document_2([1, 16, 256 | {entries: ., profile: p("\($arm)+noncoherent"; "dma/scatter/map_sg/entries:\(.)/layout:apart")}]),
	document_3([["no IOMMU", ""], ["IOMMU, strict", "+iommu-strict"], ["IOMMU, lazy", "+iommu-lazy"]
		| {what: .[0], profile: p($x86 + .[1]; "dma/cycle/map_each/size:64")}]),
	document_4([64, 256, 1024, 4096, 16384, 65536 | of_size(.)]; [64, 4096 | queued(.)]),
	"## Sources", "", ($published[0].sources | to_entries[] | "- **\(.key)**: \(.value.title). \(.value.where). \(.value.circumstances). Seen: \(.value.seen).");

document
