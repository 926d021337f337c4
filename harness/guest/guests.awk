# SPDX-License-Identifier: GPL-2.0-only
# Reads guests.conf and writes it for C (the tables of guest.c), for make, or for the shell.
# usage: awk -v as=c|make -f guests.awk guests.conf
#        awk -v as=sh -v name=NAME -f guests.awk guests.conf    what one is built of, as assignments; nothing if it is unknown

/^#/ { next }
/^[ \t]/ { sub(/^[ \t]+/, ""); value[n, key] = value[n, key] " " $0; next }
/^$/ { stanza(); next }
{
	colon = index($0, ":")
	key = substr($0, 1, colon - 1)
	if (!(n in kind)) {
		kind[n] = key
		by_name[substr($0, colon + 2)] = n
	}
	value[n, key] = substr($0, colon + 2)
	keys[key]
}

BEGIN { n = 1 }

# The end of one: it gets what it does not say itself.
function stanza(   like, key)
{
	if (!(n in kind))
		return
	like = by_name[value[n, "like"]]
	for (key in keys)
		if ((like, key) in value && !((n, key) in value))
			value[n, key] = value[like, key]
		else if (key == "append" && (like, key) in value)
			value[n, key] = value[like, key] " " value[n, key]
	n++
}

# An entry of a table of C with these texts and numbers, where there are any.
function entry(i, texts, numbers,   list, j, line, text)
{
	line = sprintf("\t{ .name = \"%s\"", value[i, kind[i]])
	for (j = 1; j <= split(texts, list, " "); j++) {
		text = value[i, list[j]]
		gsub(/[\\"]/, "\\\\&", text)
		line = line sprintf(",\n\t  .%s = \"%s\"", list[j], text)
	}
	for (j = 1; j <= split(numbers, list, " "); j++)
		line = line sprintf(",\n\t  .%s = %d", list[j], value[i, list[j]])
	print line " },"
}

function table(declaration, wanted, texts, numbers,   i)
{
	print "static const struct " declaration "[] = {"
	for (i = 1; i < n; i++)
		if (kind[i] == wanted)
			entry(i, texts, numbers)
	print "};"
}

function for_c(   i)
{
	for (i = 1; i < n; i++) {
		if (kind[i] != "modifier")
			continue
		value[i, "kvm"] = value[i, "kvm"] == "yes"
		value[i, "arch"] = value[by_name[value[i, "of"]], "arch"]
	}
	print "/* Made of guests.conf by guests.awk. */"
	table("pmk_guest guests", "guest", "arch qemu qemu_package kernel machine cpu devices append insn_append", "memory_mib")
	table("pmk_guest_modifier modifiers", "modifier", "what arch machine device append needs group disk modules mounted", "memory_mib nodes kvm")
}

# The architectures, the guests whose kernel we get, and what make wants to know of each, as NAME.KEY.
function for_make(   i, all, known)
{
	for (i = 1; i < n; i++) {
		if (kind[i] == "architecture") {
			all = all " " value[i, "architecture"]
			print value[i, "architecture"] ".cross = " value[i, "cross"]
		}
		if (kind[i] != "guest")
			continue
		print value[i, "guest"] ".architecture = " value[i, "architecture"]
		if (value[i, "kernel"] == "")
			continue
		known = known " " value[i, "guest"]
	}
	print "ARCHITECTURES =" all
	print "GUESTS_KNOWN =" known
}

function for_shell(i)
{
	if (i)
		printf "architecture='%s' debian='%s' cross='%s' kernel='%s' suite='%s'\n", value[i, "architecture"],
			value[i, "debian"], value[i, "cross"], value[i, "kernel"], value[i, "suite"]
}

END {
	stanza()
	if (as == "c")
		for_c()
	else if (as == "make")
		for_make()
	else
		for_shell(by_name[name])
}
