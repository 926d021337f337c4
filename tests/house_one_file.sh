# SPDX-License-Identifier: GPL-2.0-only
# One new case is one new file or one new line: README's contender, and one more in a table, put into a copy of the tree, is built, listed and measured; deleted, it is gone.
. tests/lib.sh

mkdir "$work/tree"
git ls-files -z | xargs -0 cp --parents -t "$work/tree"
case=$work/tree/suites/access/file_read/my_way.c
awk '/^[`]+/ { inside = $0 ~ /c$/; next } inside' README.md >"$case"
check 'README has a contender' grep -q PMK_BENCH "$case"
# What is built already is not built again.
cp -r "$B/obj" "$work/objects"
mkdir -p "$work/tree/build" && mv "$work/objects" "$work/tree/build/obj"
find "$work/tree/build/obj" -name '*.o' -exec touch {} +
table=$work/tree/suites/pin/user_pages/user_pages.c
cp "$table" "$work/table"
echo 'USER_PAGES(my_line, PMK_OP_PIN, "a line of a table");' >>"$table"
status 'it builds with no other edit' 0 make -C "$work/tree" B=build all
status 'it is listed' 0 "$work/tree/build/pagemark" list access/file_read/my_way/size:4096
status 'one line of a table is a contender as well' 0 "$work/tree/build/pagemark" list pin/user_pages/my_line/pages:512
status 'the file is measured and verified' 0 "$work/tree/build/pagemark" run --quick --rounds 1 \
	-o "$work/mine.jsonl" access/file_read/my_way/size:64
check 'with the bytes that it moves' test "$(jq -r 'select(.type == "bench" and .name == "access/file_read/my_way/size:64").bytes_per_op' "$work/mine.jsonl")" = 64
rm "$case"
cp "$work/table" "$table"
status 'the tree builds without it' 0 make -C "$work/tree" B=build all
status 'and it is gone' 2 "$work/tree/build/pagemark" list access/file_read/my_way
status 'and so is the line' 2 "$work/tree/build/pagemark" list pin/user_pages/my_line
status 'the layering holds' 0 sh tests/lint/layering.sh
done_
