-- SPDX-License-Identifier: GPL-2.0-only
-- The history of runs, in SQL that SQLite, PostgreSQL and MariaDB all take. docs/history.md says what it means.
-- A change adds a section at the end with the next version, which is what becomes of databases made before it, and
-- raises PMK_HISTORY_SCHEMA. The version of a database is the greatest in pagemark_schema.

CREATE TABLE pagemark_schema (
	version INTEGER NOT NULL
);

-- One record. Times are ISO 8601 in UTC, so that their order is that of the texts.
CREATE TABLE runs (
	id INTEGER NOT NULL PRIMARY KEY,
	run_id VARCHAR(64) NOT NULL UNIQUE,
	started CHAR(20) NOT NULL,
	tool_version VARCHAR(64),
	tool_commit VARCHAR(64),
	compiler VARCHAR(128),
	untrusted VARCHAR(512),
	accepted_hazards SMALLINT NOT NULL
);

-- What has to be the same for numbers to be of one series. The identity is, since version 2, the target and a digest of
-- the rows in circumstance_facts; before it was the other columns in one. The columns are for people.
CREATE TABLE circumstances (
	id INTEGER NOT NULL PRIMARY KEY,
	identity VARCHAR(700) NOT NULL UNIQUE,
	target VARCHAR(128) NOT NULL,
	clock VARCHAR(16) NOT NULL,
	unit VARCHAR(16) NOT NULL,
	accelerator VARCHAR(64),
	arch VARCHAR(32),
	cpu VARCHAR(128),
	cpus INTEGER,
	virtualization VARCHAR(64),
	guest_machine VARCHAR(128),
	guest_cpu VARCHAR(128),
	placement VARCHAR(128),
	filesystem VARCHAR(32),
	sanitizer VARCHAR(64)
);

-- One target of one run: what may change along a series.
CREATE TABLE run_targets (
	run INTEGER NOT NULL REFERENCES runs (id),
	circumstances INTEGER NOT NULL REFERENCES circumstances (id),
	kernel_release VARCHAR(128),
	kernel_version VARCHAR(256),
	config_sha256 CHAR(64),
	hazards VARCHAR(512) NOT NULL,
	PRIMARY KEY (run, circumstances)
);

-- A point through all runs of some circumstances; "lower" is better, or "higher".
CREATE TABLE series (
	id INTEGER NOT NULL PRIMARY KEY,
	circumstances INTEGER NOT NULL REFERENCES circumstances (id),
	name VARCHAR(255) NOT NULL,
	direction VARCHAR(8) NOT NULL,
	UNIQUE (circumstances, name, direction)
);

-- A point of a run: n samples, their median and its interval. Raw samples stay in the records.
CREATE TABLE measurements (
	series INTEGER NOT NULL REFERENCES series (id),
	run INTEGER NOT NULL REFERENCES runs (id),
	status VARCHAR(8) NOT NULL,
	n INTEGER NOT NULL,
	median DOUBLE PRECISION,
	lo DOUBLE PRECISION,
	hi DOUBLE PRECISION,
	coverage DOUBLE PRECISION,
	PRIMARY KEY (series, run)
);

-- What Apache Otava asks a database for: a time, a commit and a value, for one series and one circumstances.
CREATE VIEW otava AS
SELECT
	runs.started AS run_time,
	runs.tool_commit AS commit_id,
	run_targets.kernel_release AS kernel_release,
	runs.run_id AS run_id,
	series.name AS series_name,
	series.circumstances AS circumstances,
	measurements.median AS value
FROM measurements
JOIN series ON series.id = measurements.series
JOIN runs ON runs.id = measurements.run
JOIN run_targets ON run_targets.run = runs.id AND run_targets.circumstances = series.circumstances
WHERE measurements.status = 'PASS' AND runs.untrusted IS NULL;

INSERT INTO pagemark_schema (version) VALUES (1);

-- Version 2

-- All that makes circumstances, by the names that `pagemark compare` prints. Circumstances from before have no row.
CREATE TABLE circumstance_facts (
	circumstances INTEGER NOT NULL REFERENCES circumstances (id),
	what VARCHAR(64) NOT NULL,
	text VARCHAR(4096) NOT NULL,
	PRIMARY KEY (circumstances, what)
);

-- What may change along a series without making another, for each target of a run.
CREATE TABLE run_facts (
	run INTEGER NOT NULL REFERENCES runs (id),
	circumstances INTEGER NOT NULL REFERENCES circumstances (id),
	what VARCHAR(64) NOT NULL,
	text VARCHAR(4096) NOT NULL,
	PRIMARY KEY (run, circumstances, what)
);

INSERT INTO pagemark_schema (version) VALUES (2);
