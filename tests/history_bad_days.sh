#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The history on bad days: databases that are locked, damaged, foreign, newer, older or on a full disk; half records; kill -9.
set -u
. tests/lib.sh
db=$work/history.db

# shellcheck disable=SC2317 # status() calls it
add() {
	"$pagemark" history add --db "$@"
}
# sql DATABASE STATEMENTS: what the last of them returns
sql() {
	python3 -c 'import sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=60)
for statement in sys.argv[2].split(";"):
    rows = db.execute(statement).fetchall()
db.commit()
print("\n".join(" ".join(str(cell) for cell in row) for row in rows))' "$@"
}
python3 tests/data/fabricate_history.py "$work/r" 6 4

# Records.
head -c 3000 "$work/r/00003.jsonl" >"$work/half.jsonl"
sed '$d' "$work/r/00004.jsonl" >"$work/no_end.jsonl"
sed 's/"started":"[^"]*"/"started":"now"/' "$work/r/00005.jsonl" >"$work/no_time.jsonl"
echo 'no record' >"$work/foreign.jsonl"
status "half records and foreign files are refused, the others added" 2 add "$db" "$work/r/00000.jsonl" "$work/half.jsonl" \
	"$work/foreign.jsonl" "$work/no_end.jsonl" "$work/no_time.jsonl" "$work/absent.jsonl" "$work/r/00001.jsonl"
says "each with its reason" "$work/err" "half.jsonl: not added: the run is incomplete" "its last line" \
	"foreign.jsonl:1: expected a record" "no_end.jsonl: not added: the run is incomplete: it has no end line" \
	"no_time.jsonl: not added: expected \"started\"" "absent.jsonl: cannot read it: No such file"
says "and they are counted" "$work/out" "2 runs added, 0 there already, 5 refused"
status "the whole record of the same run is added later" 0 add "$db" "$work/r/00003.jsonl" "$work/r/00004.jsonl"
check "and is there as a whole" test "$(sql "$db" 'SELECT COUNT(*) FROM measurements')" -eq 16

# refused WHAT FILE TEXT: neither reading nor adding takes it, and it stays as it is
refused() {
	thing=$1 taken=$2 message=$3
	cp "$taken" "$work/before"
	for command in list track; do
		status "$thing: $command refuses it" 2 "$pagemark" history "$command" --db "$taken"
		says "$thing: and says what it is" "$work/err" "$taken: " "$message"
	done
	status "$thing: add refuses it" 2 add "$taken" "$work/r/00000.jsonl"
	says "$thing: and says so too" "$work/err" "$message"
	check "$thing: nothing was overwritten" cmp -s "$taken" "$work/before"
}
echo 'some notes of mine' >"$work/notes.txt"
refused "a text file" "$work/notes.txt" "file is not a database"
refused "a record" "$work/r/00001.jsonl" "file is not a database"
sql "$work/other.db" 'CREATE TABLE mine (x INTEGER)' >"$work/null"
refused "another database" "$work/other.db" "found a database of something else"
cp "$db" "$work/newer.db"
sql "$work/newer.db" 'UPDATE pagemark_schema SET version = 3' >"$work/null"
refused "a newer schema" "$work/newer.db" "schema 3 is newer than this program's (2): use the pagemark that wrote it"
cp "$db" "$work/older.db"
sql "$work/older.db" 'UPDATE pagemark_schema SET version = 0' >"$work/null"
refused "an older schema" "$work/older.db" "schema 0 is older than this program's (2): add the records to a new database"
head -c 10000 "$db" >"$work/cut.db"
refused "a database that is cut off" "$work/cut.db" "malformed"
mkdir "$work/folder.db"
status "a folder is refused" 2 "$pagemark" history list --db "$work/folder.db"
status "no database at all" 2 "$pagemark" history track --db "$work/none.db"
says "tells how to make one" "$work/err" "none.db: No such file or directory; 'pagemark history add FILE...' makes a history"
check "and makes none" test ! -e "$work/none.db"
: >"$work/empty.db"
status "an empty file holds no history" 2 "$pagemark" history list --db "$work/empty.db"
says "and it says so" "$work/err" "found an empty file"
status "but can become one" 0 add "$work/empty.db" "$work/r/00000.jsonl"

# Garbage in the middle of the pages that hold the numbers.
cp "$db" "$work/garbage.db"
python3 -c 'import sys
with open(sys.argv[1], "r+b") as file:
    size = file.seek(0, 2)
    file.seek(4096)
    file.write(b"\xa5" * (size - 8192))' "$work/garbage.db"
status "a damaged database is told" 2 "$pagemark" history track --db "$work/garbage.db"
says "with what to do" "$work/err" "garbage.db: " "take it back from a copy, or add the records to a new one"

# Another process holds it.
hold() {
	: >"$work/held"
	python3 -c 'import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))' "$db" "$1" >>"$work/held" &
	holder=$!
	while ! grep -q held "$work/held"; do sleep 0.05; done
}
hold 1
status "a database that is held for a second is waited for" 0 add "$db" "$work/r/00005.jsonl"
wait "$holder"
hold 60
status "one that is held for long is not waited for without end" 2 add "$db" "$work/r/00002.jsonl"
says "and it says so" "$work/err" "database is locked; another process held it for 5 seconds"
kill "$holder"
wait "$holder" 2>"$work/null"
status "when it is free again, all is well" 0 add "$db" "$work/r/00002.jsonl"

# A full disk.
python3 tests/data/fabricate_history.py "$work/many" 200 40
mkdir "$work/small"
if [ "$(id -u)" -eq 0 ] && mount -t tmpfs -o size=256k tmpfs "$work/small" 2>"$work/null"; then
	status "a full disk stops it" 2 add "$work/small/h.db" "$work"/many/*.jsonl
	says "which is told, with what to do" "$work/err" "nothing added of this run: $work/small/h.db: " \
		"make room, then add the same files again"
	says "and those not tried are counted" "$work/out" "not tried"
	cp "$work/small/h.db" "$work/small.db"
	umount "$work/small"
else
	(
		ulimit -f 512 # blocks of 512 bytes
		trap '' XFSZ
		status "a limit on the size of files stops it" 2 add "$work/small.db" "$work"/many/*.jsonl
	)
fi
check "the database is whole" test "$(sql "$work/small.db" 'PRAGMA integrity_check')" = ok
status "and takes the rest when there is room" 0 add "$work/small.db" "$work"/many/*.jsonl
check "each run as a whole" test "$(sql "$work/small.db" 'SELECT COUNT(*) FROM measurements')" -eq 8000

# kill -9 in the middle. On a busy machine it may come when all is over: then it is tried again.
for _ in 1 2 3 4 5; do
	rm -f "$work"/killed.db*
	nice -n 19 "$pagemark" history add --db "$work/killed.db" "$work"/many/*.jsonl >"$work/null" 2>&1 &
	victim=$!
	while ! sql "$work/killed.db" 'SELECT COUNT(*) > 3 FROM runs' 2>"$work/null" | grep -q 1; do sleep 0.02; done
	kill -9 "$victim" 2>"$work/null"
	wait "$victim" 2>"$work/null"
	n=$(sql "$work/killed.db" 'SELECT COUNT(*) FROM runs')
	[ "$n" -eq 200 ] || break
done
check "kill -9 in the middle of an import ($n of 200 runs)" test "$n" -lt 200
check "leaves a whole database" test "$(sql "$work/killed.db" 'PRAGMA integrity_check')" = ok
check "of whole runs" test "$(sql "$work/killed.db" 'SELECT COUNT(*) FROM measurements')" -eq $((n * 40))
status "the same command goes on where it was" 0 add "$work/killed.db" "$work"/many/*.jsonl
says "with the runs that are missing" "$work/out" "$((200 - n)) runs added, $n there already"
check "and then all are there" test "$(sql "$work/killed.db" 'SELECT COUNT(*) FROM measurements')" -eq 8000

# A guest's program.
guest=$B/static/x86_64/pagemark
if [ -x "$guest" ] && "$guest" history --help 2>"$work/null" | grep -q 'history add'; then
	status "the program of the guests has no history" 2 "$guest" history list --db "$db"
	says "and says so" "$work/err" "built without SQLite"
else
	skip "the program of the guests has no history" "$guest is not built"
fi
done_
