# SPDX-License-Identifier: GPL-2.0-only
# What README and docs/ have of the program's tables is what it has, and every option is in --help and in a document.
. tests/lib.sh

status "README and docs/ have the program's tables" 0 sh docs/update.sh --check
check 'nothing is said then' test ! -s "$work/out"

# A document that is not up to date is told and, without --check, mended
mkdir "$work/docs"
sed 's/^| `run .*/| nothing |/' README.md >"$work/README.md"
cp docs/hazards.md "$work/docs"
house=$PWD
# shellcheck disable=SC2317 # status() calls it
update() {
	(cd "$work" && sh "$house/docs/update.sh" "$@")
}
status 'a row that differs is told' 1 update --check
says 'with its document' "$work/out" "README.md: not what the program has; run 'make docs'"
status 'it is put there' 0 update
check 'and the document is what it was' cmp README.md "$work/README.md"

# Pictures: what draws them, what they are drawn from, and where they are shown
sed -n 's/^picture //p' docs/pictures.sh >"$work/pictures"
check 'there are pictures' test -s "$work/pictures"
while read -r name guests; do
	check "docs/pictures.md shows docs/$name.png" sh -c "test -s 'docs/$name.png' && grep -qF '($name.png)' docs/pictures.md"
	for guest in $guests; do
		test -s "results/reference/$guest.jsonl" || not_ok "there is a reference of $guest, from which $name.png is drawn"
	done
done <"$work/pictures"

status 'a table that is none is bad usage' 2 "$pagemark" _docs nothing
says 'and told' "$work/err" 'expected commands, hazards, man, options or tsv, found nothing'

# Each option, between tabs: command, name, letter, argument, words, help
"$pagemark" _docs tsv >"$work/options"
check 'there are options' test "$(wc -l <"$work/options")" -gt 50
cat README.md docs/*.md >"$work/documents"
tab=$(printf '\t')
while IFS=$tab read -r command name letter _; do
	option=--$name
	[ "$name" != - ] || option=-$letter
	# shellcheck disable=SC2086 # a command may have two words
	"$pagemark" $command --help >"$work/help"
	grep -qE -- "(^| )$option( |\$)" "$work/help" || not_ok "$command --help tells $option"
	grep -qE -- "(^|[^a-z-])$option([^a-z-]|\$)" "$work/documents" || not_ok "a document tells $command $option"
done <"$work/options"
[ "$bad" != 0 ] || ok 'each is told by its --help and by a document'

cut -f 1 "$work/options" | sort -u >"$work/commands"
while read -r command; do
	# shellcheck disable=SC2086 # a command may have two words
	check "$command --help fits 110 columns" test -z "$("$pagemark" $command --help | awk 'length > 110')"
done <"$work/commands"
done_
