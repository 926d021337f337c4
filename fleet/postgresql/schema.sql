-- SPDX-License-Identifier: GPL-2.0-only
-- The records of a fleet in PostgreSQL: one table with every line as it is, and views of it. fleet/README.md says how to use it.
-- usage: psql -v ON_ERROR_STOP=1 -f fleet/postgresql/schema.sql

BEGIN;
CREATE SCHEMA fleet;

-- The median of the samples of a point; NULL without any. As pmk_stats_median() of results/stats.
CREATE FUNCTION fleet.median(samples jsonb) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN (
	SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY value::double precision)
	FROM jsonb_array_elements_text(CASE jsonb_typeof(samples) WHEN 'array' THEN samples ELSE '[]' END) AS t (value)
);

-- One row is one line of a record, unchanged. A line names its target but not its run, which the loader adds with its place in
-- the file, and the node, which is where the record was collected. The other columns are of the line, so that no query has to
-- take whole lines apart.
CREATE TABLE fleet.record (
	run text NOT NULL,
	number integer NOT NULL,
	node text NOT NULL,
	line jsonb NOT NULL,
	type text NOT NULL GENERATED ALWAYS AS (line ->> 'type') STORED,
	target text GENERATED ALWAYS AS (line ->> 'target') STORED,
	name text GENERATED ALWAYS AS (line ->> 'name') STORED,
	status text GENERATED ALWAYS AS (line ->> 'status') STORED,
	median double precision GENERATED ALWAYS AS (
		CASE line ->> 'type' WHEN 'bench' THEN fleet.median(line -> 'samples') END) STORED,
	PRIMARY KEY (run, number)
);

-- A record is in it once, whoever adds it at the same time.
CREATE UNIQUE INDEX record_run_target ON fleet.record (run, target) WHERE type = 'run';
CREATE UNIQUE INDEX record_end ON fleet.record (run) WHERE type = 'end';
CREATE INDEX record_point ON fleet.record (name, target) WHERE type = 'bench';
CREATE INDEX record_claim ON fleet.record (name, target) WHERE type = 'claim';

-- One row for each target of each run. Machines are of one class if processor, board and labels agree; only the label that names
-- the machine may differ. Points of two machines are compared if all of "alike" agrees too: what results/record/circumstances.c
-- refuses to compare without, except for the machine and its memory.
CREATE VIEW fleet.runs AS
SELECT
	run.run, run.target, run.node,
	coalesce(run.line #>> '{host,machine}', run.node) AS machine,
	(run.line ->> 'started')::timestamptz AS started,
	run.line #>> '{tool,version}' AS version,
	run.line #>> '{tool,commit}' AS commit,
	run.line #>> '{kernel,release}' AS kernel,
	run.line #>> '{clock,name}' AS clock,
	run.line -> 'hazards' AS hazards,
	coalesce(ending.line -> 'load' ->> 'class', run.line -> 'load' ->> 'class') AS load,
	ending.line ->> 'interrupted' AS interrupted,
	ending.line ->> 'untrusted' AS untrusted,
	(ending.line ->> 'interrupted') IS NULL AND (ending.line ->> 'untrusted') IS NULL AS trusted,
	(ending.line ->> 'status')::integer AS exit_status,
	(ending.line ->> 'seconds')::double precision AS seconds,
	jsonb_build_object(
		'processor', run.line #> '{machine,cpu}',
		'board', run.line #> '{host,board}',
		'labels', coalesce((run.line #> '{host,labels}') - 'machine', '{}')) AS class,
	jsonb_build_array(
		run.line #> '{clock,name}', run.line #> '{clock,source}', run.line #> '{clock,min_batch}', run.line -> 'accelerator',
		run.line #> '{machine,cpu}', run.line #> '{machine,cpus}', run.line #> '{machine,page_bytes}',
		run.line #> '{machine,virtualization}', run.line #> '{kernel,arch}', run.line #> '{guest,qemu}',
		run.line #> '{guest,cpu}', split_part(run.line #>> '{guest,machine}', ',', 1), run.line -> 'place',
		run.line ->> 'placement' LIKE 'not bound%', run.line #> '{filesystem,type}', run.line #> '{filesystem,backed_by}',
		run.line #> '{tool,sanitizer}', run.line #> '{tool,flags}',
		(SELECT jsonb_agg(hazard -> 'name') FROM jsonb_array_elements(run.line -> 'hazards') AS hazard
			WHERE hazard ->> 'severity' = 'severe')) AS alike
FROM fleet.record AS run
LEFT JOIN fleet.record AS ending ON ending.run = run.run AND ending.type = 'end'
WHERE run.type = 'run';

-- What was measured: the value is the median of the samples, in the unit of its clock.
CREATE VIEW fleet.points AS
SELECT
	runs.run, runs.target, runs.node, runs.machine, runs.started, runs.commit, runs.kernel, runs.clock, runs.trusted, runs.class,
	runs.alike, point.name,
	split_part(point.name, '/', 1) || '/' || split_part(point.name, '/', 2) AS comparison,
	point.line ->> 'unit' AS unit, point.line ->> 'direction' AS direction, point.status,
	jsonb_array_length(point.line -> 'samples') AS n,
	point.median, point.line ->> 'reason' AS reason
FROM fleet.record AS point
JOIN fleet.runs ON runs.run = point.run AND runs.target = point.target
WHERE point.type = 'bench';

CREATE VIEW fleet.claims AS
SELECT
	runs.run, runs.target, runs.node, runs.machine, runs.started, runs.commit, runs.kernel, claim.name, claim.line ->> 'claim' AS claim,
	claim.line ->> 'source' AS source, claim.line ->> 'spec' AS spec, claim.status, claim.line ->> 'detail' AS detail
FROM fleet.record AS claim
JOIN fleet.runs ON runs.run = claim.run AND runs.target = claim.target
WHERE claim.type = 'claim';

-- A point through the runs of one machine; on the clock that counts instructions all machines make one series.
CREATE VIEW fleet.series AS
SELECT
	CASE clock WHEN 'wall' THEN machine END AS machine, target, name, unit, direction, alike,
	count(*) AS runs, min(started) AS first, max(started) AS last,
	(array_agg(median ORDER BY started DESC))[1] AS newest
FROM fleet.points
WHERE status = 'PASS' AND trusted
GROUP BY 1, 2, 3, 4, 5, 6;

-- What Apache Otava asks a database for: time, commit and value of one series, which machine, target and name choose.
CREATE VIEW fleet.otava AS
SELECT started AS run_time, commit AS commit_id, kernel AS kernel_release, run AS run_id, machine, target, name AS series_name, alike,
	median AS value
FROM fleet.points
WHERE status = 'PASS' AND trusted;
COMMIT;

\ir outliers.sql
