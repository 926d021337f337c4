# SPDX-License-Identifier: GPL-2.0-only
# For what fills the cache (fetch.sh, build.sh): one at a time, and Debian's packages as files; none is installed. The caller has
# `thing`, `guest` and `again` (what is fetched, for which folder of the cache, by which command), may have `suite` (of which releases of
# Debian the packages are; none: of the host's) and `source` (packages of source are wanted, of these suites), and uses `deb`.
# shellcheck shell=sh disable=SC2034,SC2154 # as said

# What is fetched is for everybody on this machine.
umask 022
cache=${PAGEMARK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pagemark}
root=$cache/root
log=$cache/apt.log
native=$(dpkg --print-architecture)
suite='' source=
here=$(cd "$(dirname "$0")" && pwd)

die()
{
	printf 'pagemark: %s\n' "$@" >&2
	exit 2
}

# Lines of sources.list for the suites, which the host itself may not have.
sources()
{
	mirror=${PAGEMARK_MIRROR:-http://deb.debian.org}
	for one in $suite; do
		archive=debian
		case $one in *-security) archive=debian-security ;; esac
		echo "deb${source:+-src} [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror/$archive $one main"
	done
}

# Sets dir and conf: where the state of apt for architecture $1 and the suites lies.
apt_dir()
{
	dir=$cache/apt/$1${suite:+@${suite%% *}}${source:+-source}
	conf=$dir/apt.conf
}

# apt as seen by architecture $1: the suites' sources or the host's, its keys, its own state, no hooks, no privileges.
apt_state()
{
	apt_dir "$1"
	mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial"
	sources > "$dir/sources.list"
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
	[ -z "$suite" ] || printf 'Dir::Etc::%s;\n' "sourcelist \"$dir/sources.list\"" 'sourceparts "-"' >> "$conf"
}

no_network()
{
	printf '%s\n' "pagemark: $thing is not in the cache and could not be fetched" \
		"  wanted:  $1 ($2), from ${suite:-the Debian package sources of this machine (/etc/apt)}" \
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
	apt-cache -c "$conf" "show${source:+src}" "$2" > /dev/null 2>&1 || no_network "$2" "$1"
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

# Whether the cache has the folder $guest with all that was put there. `sums` is of what a damaged disk, a full one or a copy that was cut
# off would spoil; a folder from before it was written is looked at for empty files. What is damaged is said, in `damaged`.
is_whole()
{
	damaged=
	[ -e "$cache/$guest/stamp" ] || return 1
	if [ -e "$cache/$guest/sums" ]; then
		damaged=$(cd "$cache/$guest" && sha256sum -c --quiet sums 2> /dev/null | sed -n 's/: FAILED.*//p' | head -n 1)
	else
		for file in vmlinuz vmlinux; do
			[ ! -L "$cache/$guest/$file" ] || [ -s "$cache/$guest/$file" ] || damaged=$file
		done
	fi
	[ -z "$damaged" ]
}

# What the packages of the folder $guest brought is unpacked anew.
forget()
{
	printf 'pagemark: %s in %s is damaged; it is fetched again\n' "$damaged" "$cache/$guest" >&2
	sed -n 's/^packages=//p' "$cache/$guest/stamp" | tr ' ' '\n' | while read -r package; do
		rm -f "$root/.packages/$package"
	done
	rm -rf "${cache:?}/$guest"
}

# fill FOLDER COMMAND...: the folder of the cache, if it is not there or is damaged: the command fills the folder $new, stamp included.
fill()
{
	guest=$1
	shift
	! is_whole || return 0
	lock_cache
	! is_whole || return 0
	[ -z "$damaged" ] || forget
	new=$(mktemp -d "$cache/.fetch.XXXXXX")
	chmod 755 "$new"
	"$@"
	if [ ! -e "$new/sums" ]; then
		sums=$(cd "$new" && find . -type f ! -name stamp -exec sha256sum {} +)
		echo "$sums" > "$new/sums"
	fi
	rm -rf "${cache:?}/$guest"
	mv "$new" "$cache/$guest"
}

# download ARCHITECTURE PACKAGE: sets deb. A version may follow the package's name after "=".
download()
{
	tmp=$(mktemp -d "$cache/.fetch.XXXXXX")
	apt_dir "$1"
	(cd "$tmp" && apt-get -c "$conf" -q download "$2") > "$log" 2>&1 || {
		case $2 in
		*=*) gone ;;
		*) no_network "$2" "$1" ;;
		esac
	}
	deb=$(echo "$tmp"/*.deb)
}

# Kernel $release in root/, as the folder $new of its guest; the stamp comes last. Paths of the sums lead through these links.
link_kernel()
{
	ln -s "../root/boot/vmlinuz-$release" "$new/vmlinuz"
	ln -s "../root/boot/vmlinux-$release" "$new/vmlinux"
	ln -s "../root/usr/src/linux-headers-$release" "$new/kdir"
	ln -s "../root/lib/modules/$release" "$new/modules"
	(cd "$new" && for file in vmlinuz vmlinux kdir/.config kdir/Module.symvers; do
		[ ! -e "$file" ] || sha256sum "$file"
	done > sums)
}
