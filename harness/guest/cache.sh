# SPDX-License-Identifier: GPL-2.0-only
# For what fills the cache (fetch.sh, debug.sh): one at a time, and Debian's packages as files; none is installed. The caller has
# `thing`, `guest` and `again` (what is fetched, for which folder of the cache, by which command), and uses `deb`.
# shellcheck shell=sh disable=SC2034,SC2154 # as said

# What is fetched is for everybody on this machine.
umask 022
cache=${PAGEMARK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pagemark}
root=$cache/root
log=$cache/apt.log
native=$(dpkg --print-architecture)
here=$(cd "$(dirname "$0")" && pwd)

die()
{
	printf 'pagemark: %s\n' "$@" >&2
	exit 2
}

# apt as seen by architecture $1: the host's sources and keys, its own state, no hooks, no privileges.
apt_state()
{
	dir=$cache/apt/$1
	conf=$dir/apt.conf
	mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial"
	cat > "$conf" <<-EOF
	APT::Architecture "$1";
	#clear APT::Architectures;
	APT::Architectures { "$1"; };
	Dir::State "$dir";
	Dir::State::Lists "$dir/lists";
	Dir::State::status "/dev/null";
	Dir::Cache "$dir/cache";
	APT::Sandbox::User "root";
	Acquire::Languages "none";
	Acquire::Retries "2";
	Acquire::http::Timeout "20";
	Acquire::https::Timeout "20";
	#clear APT::Update::Pre-Invoke;
	#clear APT::Update::Post-Invoke;
	#clear APT::Update::Post-Invoke-Success;
	EOF
}

no_network()
{
	printf '%s\n' "pagemark: $thing is not in the cache and could not be fetched" \
		"  wanted:  $1 ($2), from the Debian package sources of this machine (/etc/apt)" \
		"  cache:   $cache/$guest" \
		"  to do:   connect this machine to the network and run '$again' again, or copy the cache" \
		"           from a machine that has it and name it with PAGEMARK_CACHE=DIR" \
		"  apt said:" >&2
	grep -E '^(E|W|Err)' "$log" | tail -n 4 | sed 's/^/    /' >&2
	exit 2
}

# Package lists of architecture $1, at most an hour old.
update()
{
	apt_state "$1"
	if [ -n "$(find "$dir/updated" -mmin -60 2>/dev/null)" ]; then
		return
	fi
	apt-get -c "$conf" update > "$log" 2>&1 || true
	chmod -R a+rX "$dir" # apt keeps its lock to itself, and who copies the cache stops there
	apt-cache -c "$conf" show "$2" > /dev/null 2>&1 || no_network "$2" "$1"
	: > "$dir/updated"
}

# One at a time works on the cache, from here to its end, which leaves no work of its own there.
lock_cache()
{
	mkdir -p "$root/.packages" || die "cannot write to the cache $cache; name another with PAGEMARK_CACHE=DIR"
	exec 9> "$cache/lock"
	if ! flock -n 9; then
		printf 'pagemark: waiting for whoever else works on the cache %s\n' "$cache" >&2
		flock 9
	fi
	rm -rf "$cache"/.fetch.*
	trap 'rm -rf "$cache"/.fetch.* "$cache"/apt/*/cache' EXIT
	trap 'exit 2' INT TERM HUP
}

# fill FOLDER COMMAND...: the folder of the cache, if it has no stamp yet: the command fills the folder $new, stamp included.
fill()
{
	guest=$1
	shift
	[ ! -e "$cache/$guest/stamp" ] || return 0
	lock_cache
	[ ! -e "$cache/$guest/stamp" ] || return 0
	new=$(mktemp -d "$cache/.fetch.XXXXXX")
	chmod 755 "$new"
	"$@"
	rm -rf "${cache:?}/$guest"
	mv "$new" "$cache/$guest"
}

# download ARCHITECTURE PACKAGE: sets deb. A version may follow the package's name after "=".
download()
{
	tmp=$(mktemp -d "$cache/.fetch.XXXXXX")
	(cd "$tmp" && apt-get -c "$cache/apt/$1/apt.conf" -q download "$2") > "$log" 2>&1 || {
		case $2 in
		*=*) gone ;;
		*) no_network "$2" "$1" ;;
		esac
	}
	deb=$(echo "$tmp"/*.deb)
}

# Kernel $release in root/, as the folder $new of its guest; the stamp comes last.
link_kernel()
{
	ln -s "../root/boot/vmlinuz-$release" "$new/vmlinuz"
	ln -s "../root/boot/vmlinux-$release" "$new/vmlinux"
	ln -s "../root/usr/src/linux-headers-$release" "$new/kdir"
	ln -s "../root/lib/modules/$release" "$new/modules"
}
