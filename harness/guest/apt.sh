# SPDX-License-Identifier: GPL-2.0-only
# For what fills the cache (fetch.sh, debug.sh): Debian's packages as files there; none is installed. The caller has
# `thing`, `guest` and `again` (what is fetched, for which folder of the cache, by which command), `log`, and uses `deb`.
# shellcheck shell=sh disable=SC2034,SC2154 # as said

# What is fetched is for everybody on this machine.
umask 022
cache=${PAGEMARK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pagemark}
root=$cache/root
native=$(dpkg --print-architecture)

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

# One at a time works on the cache, from here to its end.
lock_cache()
{
	mkdir -p "$root/.packages" || die "cannot write to the cache $cache; name another with PAGEMARK_CACHE=DIR"
	exec 9> "$cache/lock"
	if ! flock -n 9; then
		printf 'pagemark: waiting for whoever else works on the cache %s\n' "$cache" >&2
		flock 9
	fi
	rm -rf "$cache"/.fetch.*
}

# The package with the kernel's source, 140 MB, into folder $1; sets deb.
download_source()
{
	update "$native" linux-source-6.1
	(cd "$1" && apt-get -c "$cache/apt/$native/apt.conf" -q download linux-source-6.1) > "$log" 2>&1 || {
		rm -rf "$1"
		no_network linux-source-6.1 "$native"
	}
	deb=$(echo "$1"/linux-source-*.deb)
}
