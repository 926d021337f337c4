#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# `make install`: what is installed runs from there, finds what it needs, writes nothing into a stranger's folders, and is removed whole.
# shellcheck disable=SC2016 # inner shells expand it
. tests/lib.sh
guest=x86_64-6.1
root=$work/root
installed=$root/opt/pm/bin/pagemark

# onto TARGET: as an administrator types it, whatever make runs this
# shellcheck disable=SC2317 # check() calls it
onto() {
	env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s "B=${B#"$PWD/"}" prefix=/opt/pm "DESTDIR=$root" "$1" >"$work/make" 2>&1
}
before=$(find "$B" -maxdepth 1 -newer "$B/pagemark" -type f | sort)
check 'it is installed' onto install
check 'and nothing was built for it' test "$before" = "$(find "$B" -maxdepth 1 -newer "$B/pagemark" -type f | sort)"
check 'the command in bin is a link within the tree' test "$(readlink "$installed")" = ../lib/pagemark/pagemark
check 'no link leads out of the tree' test -z "$(find "$root" -type l ! -lname '../*')"
mkdir "$work/here"
cd "$work/here" || exit 2
export HOME="$work/home" PAGEMARK_CACHE="$work/cache"
status 'it runs from there' 0 "$installed" run --quick --accept-hazards --rounds 1 selfcheck/loop
check 'and its record lies in the current folder' test "$(find . -name 'pagemark-*.jsonl' | wc -l)" = 1
check 'and nothing else does' test "$(find . -mindepth 1 | wc -l)" = 1
status 'a check of what takes a guest is SKIP' 4 "$installed" check --target $guest kmap/claims
says 'with a command that exists there' "$work/out" ' 0 FAIL' ' 0 BROKEN' "run 'pagemark guest fetch $guest'"
status 'a guest that is no guest is not fetched' 2 "$installed" guest fetch vax
says 'it is named' "$work/err" "'vax'"
status 'nor one whose kernel the user brings' 2 "$installed" guest fetch x86_64-own
says 'with what to give instead' "$work/err" '--kernel BZIMAGE'
cd - >/dev/null || exit 2
says 'there is a page of the manual for each command' "$root/opt/pm/share/man/man1/pagemark-history-add.1" '.Sh OPTIONS' 'Fl \-db'
# completed WORD...: what bash completes the last one to
completed() {
	bash -c '. "$1"; shift; COMP_WORDS=("$@") COMP_CWORD=$(($#-1)); _pagemark_words; echo "${COMPREPLY[*]}"' bash \
		"$root/opt/pm/share/bash-completion/completions/pagemark" "$@"
}
check 'a command is completed' test "$(completed pagemark com)" = compare
check 'its second word too' test "$(completed pagemark guest f)" = fetch
check 'and an option' test "$(completed pagemark history add --d)" = --db
check 'and what an option takes' test "$(completed pagemark show --format j)" = json
if command -v mandoc >/dev/null; then
	mandoc -T lint "$root"/opt/pm/share/man/man1/*.1 >"$work/out" 2>&1
	check 'mandoc has no error and no warning for the manual' sh -c '! grep -E "ERROR|WARNING|UNSUPP" "$1"' sh "$work/out"
else
	skip 'what mandoc says of the manual' 'mandoc is not installed'
fi

# A guest, made of the installed parts and the kernel that is in the cache; guests of this build shall not lie in the user's own cache.
if ! [ -e "$B/guest/$guest/cached/stamp" ] || ! [ -e "$root/opt/pm/lib/pagemark/guest/x86_64-own/get.sh" ]; then
	skip 'fetching a guest' 'no kernel is in the cache, or what guests are made of is not built: make guests'
else
	mkdir "$work/cache"
	ln -s "$(readlink -f "$B/cache")"/* "$work/cache"
	# Not its lock, which who builds a kernel holds for minutes, nor the state of apt, which goes with it.
	rm -f "$work/cache/guest" "$work/cache/lock" "$work/cache/apt" "$work/cache/apt.log"
	if ! "$installed" guest fetch $guest 2>"$work/err" && grep -q 'could not be fetched' "$work/err"; then
		skip 'fetching a guest' "Debian's mirror cannot be reached"
	else
		status 'a guest is fetched' 0 "$installed" guest fetch $guest
		"$installed" guest list >"$work/out"
		check 'it is listed as built' grep -q "^$guest .* built$" "$work/out"
		status 'it boots, and its module loads' 0 "$installed" guest boot $guest -- check --target host kmap/claims
		check 'and has what a shell takes' test -x "$work/cache/guest/$(ls "$work/cache/guest")/$guest/busybox"
		mkdir "$work/named"
		mv "$work/cache/guest"/*/$guest "$work/named"
		check 'PAGEMARK_GUESTS names another place' sh -c \
			'PAGEMARK_GUESTS=$1 "$2" guest list | grep -q "^$3 .* built$"' sh "$work/named" "$installed" $guest
	fi
fi

check 'it is uninstalled' onto uninstall
check 'and no file of it is left' test \
	"$(find "$root" ! -type d | wc -l) $(find "$root" -type d -name '*pagemark*' | wc -l)" = '0 0'

# What is committed builds where there is no git.
if git rev-parse --git-dir >"$work/out" 2>&1; then
	check 'make dist packs the sources' env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s "B=$work" dist
	check 'with the name of the commit, and nothing that was built' sh -c \
		'tar -tzf "$1"/pagemark-*.tar.gz >"$1/list" && grep -q "^pagemark-[0-9.]*/commit$" "$1/list" && ! grep -q "\.o$" "$1/list"' sh "$work"
	mkdir "$work/dist"
	tar -xzf "$work"/pagemark-*.tar.gz -C "$work/dist" --strip-components=1
	check 'which it is built with' env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL "PAGEMARK_CACHE=$work/cache" make -s -C "$work/dist" B=build build/build_id.h
	check 'as C' test "$(grep -cx '#define PMK_[A-Z]* ".*"' "$work/dist/build/build_id.h")" = 2
else
	skip 'make dist' 'this is no git checkout'
fi
done_
