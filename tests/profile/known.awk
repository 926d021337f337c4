# SPDX-License-Identifier: GPL-2.0-only
# By function: what a raw file (harness/profile/raw.h) counts. Reads `nm -n`, then the raw file; knows no more than the two.
# -v root=SYMBOL: symbols lie somewhere else; the region begins 7 bytes behind this one, after a mark.
# Prints "FUNCTION INSN CALLS LOADS STORES", "tree KIND FUNCTION<FUNCTION<... INSN" and the batches.
# The lower 48 bits, which a number of awk holds.
function hex(text, value, i) {
	value = 0
	text = substr(text, length(text) > 12 ? length(text) - 11 : 1)
	for (i = 1; i <= length(text); i++)
		value = value * 16 + index("0123456789abcdef", substr(text, i, 1)) - 1
	return value
}
function name_of(address, i) {
	for (i = symbols; i > 0 && start[i] > address; i--)
		;
	return i ? symbol[i] : "?"
}
function begins(address, i) {
	for (i = 1; i <= symbols; i++)
		if (start[i] == address)
			return 1
	return 0
}
FNR == 1 { file++ }
file == 1 { start[++symbols] = hex($1); symbol[symbols] = $3; next }
$1 == "batch" { print "batch", $2, $3, $4 }
$1 == "node" && $3 < 0 && root {
	for (i = 1; symbol[i] != root; i++)
		;
	shift = hex($5) - 7 - start[i]
	for (i = 1; i <= symbols; i++)
		start[i] += shift
	root = ""
}
$1 == "node" {
	entry = name_of(hex($5))
	path[$2] = $3 < 0 ? entry : path[$3] "<" entry
	kind[$2] = $4
	# Entered by a call or a trap at a function's beginning.
	if ($4 != "root" && begins(hex($5)))
		calls[entry] += $7
}
$1 == "block" {
	at[$2] = hex($3)
	function_of[$2] = name_of(at[$2])
	for (i = 6; i <= NF; i++)
		if ($i ~ /:indirect$/)
			indirect[$2]++
}
$1 == "count" {
	insn[function_of[$3]] += $4 * $5
	tree[kind[$2] " " path[$2]] += $4 * $5
	n_indirect += indirect[$3] * $5
}
$1 == "jump" && begins(at[$4]) && function_of[$3] != function_of[$4] { calls[function_of[$4]] += $5 }
$1 == "memory" { loads[function_of[$3]] += $4; stores[function_of[$3]] += $6 }
$1 == "odd" { print }
END {
	for (f in insn)
		print f, insn[f], calls[f] + 0, loads[f] + 0, stores[f] + 0
	for (t in tree)
		print "tree", t, tree[t]
	print "indirect", n_indirect
}
