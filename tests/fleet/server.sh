# SPDX-License-Identifier: GPL-2.0-only
# For the tests of fleet/: a PostgreSQL of its own in a temporary folder, which ends with the script.
# shellcheck shell=sh

# as_postgres COMMAND...: the server refuses to run as root
as_postgres() {
	if [ "$(id -u)" -eq 0 ]; then
		setpriv --reuid=postgres --regid=postgres --init-groups "$@"
	else
		"$@"
	fi
}

server_stop() {
	[ ! -e "$server/data/postmaster.pid" ] || as_postgres "$postgres/pg_ctl" -D "$server/data" -m immediate stop >/dev/null 2>&1
	rm -rf "$server"
}

# shellcheck disable=SC2034 # for the scripts that source this
# server_start: PGHOST, PGUSER and PGDATABASE name it then; false after saying why not in $why
server_start() {
	postgres=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
	why='no PostgreSQL: apt-get install postgresql-15 (tests/packages)'
	[ -x "$postgres/initdb" ] || return 1
	server=$(mktemp -d) || return 1
	# shellcheck disable=SC2154 # of lib.sh
	trap 'server_stop; rm -rf "$work"' EXIT
	[ "$(id -u)" -ne 0 ] || chown postgres "$server"
	why="PostgreSQL does not start: $server/log"
	as_postgres "$postgres/initdb" -D "$server/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$work/initdb" 2>&1 || return 1
	# No port that others could see, no waiting for a disk; as many connections as there are writers.
	as_postgres "$postgres/pg_ctl" -D "$server/data" -w -l "$server/log" \
		-o "-c listen_addresses='' -k $server -c fsync=off -c max_connections=60" start >"$work/initdb" 2>&1 || {
		cat "$work/initdb" "$server/log" >&2
		return 1
	}
	export PGHOST="$server" PGUSER=postgres PGDATABASE=postgres
	unset PGPORT PGPASSWORD PGSERVICE PGOPTIONS
	PATH=$postgres:$PATH # not the wrapper of Debian, which takes longer than psql itself
}

# ask SQL [ARGUMENT...]: rows with columns apart by |
ask() {
	sql=$1
	shift
	psql -X -q -A -t -v ON_ERROR_STOP=1 "$@" -c "$sql"
}
