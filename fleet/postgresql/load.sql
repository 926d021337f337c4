-- SPDX-License-Identifier: GPL-2.0-only
-- One record, from standard input, into the table of schema.sql: whole or not at all. load.sh calls it, with the node as "node".
\set ON_ERROR_STOP on
\set QUIET on
\pset tuples_only on
\pset format unaligned
BEGIN;
CREATE TEMPORARY TABLE stage (number integer GENERATED ALWAYS AS IDENTITY, line jsonb NOT NULL) ON COMMIT DROP;
-- JSON has no control characters, so nothing is a quote or a delimiter.
\copy stage (line) FROM pstdin WITH (FORMAT csv, DELIMITER E'\x02', QUOTE E'\x01')

-- What is there under that id is this record, or another, which is told.
SELECT first.run, first.machine, there.run IS NOT NULL AS known,
	EXISTS (SELECT FROM stage FULL JOIN (SELECT number, line FROM fleet.record WHERE run = first.run) AS old USING (number)
		WHERE stage.line IS DISTINCT FROM old.line) AS differs
FROM (
	SELECT line ->> 'id' AS run, coalesce(line #>> '{host,machine}', line #>> '{host,hostname}', 'unknown') AS machine
	FROM stage WHERE line ->> 'type' = 'run' ORDER BY number LIMIT 1
) AS first
LEFT JOIN fleet.record AS there ON there.run = first.run AND there.number = 1
\gset

\if :known
	ROLLBACK;
	\if :differs
		\echo another
	\else
		\echo known
	\endif
\else
	INSERT INTO fleet.record (run, number, node, line)
	SELECT :'run', number, coalesce(nullif(:'node', ''), :'machine'), line FROM stage ORDER BY number;
	COMMIT;
	\echo added
\endif
