-- SPDX-License-Identifier: GPL-2.0-only
-- Which machine of a fleet is different: the arithmetic of results/stats/outliers.h as a view. schema.sql includes it.
-- A row for each machine of each class with at least 10 peers: by how much it is slower than the middle of its peers (0.08: 8 %;
-- negative: faster), by how many scaled MAD, and whether that makes it different.

BEGIN;
-- The newest value of each point on each machine; "higher is better" turned round.
CREATE VIEW fleet.newest AS
SELECT DISTINCT ON (alike, target, name, direction, machine)
	class, alike, target, name, direction, machine, started,
	CASE direction WHEN 'higher' THEN -ln(median) ELSE ln(median) END AS log_cost
FROM fleet.points
WHERE clock = 'wall' AND status = 'PASS' AND trusted AND name NOT LIKE 'selfcheck/%'
ORDER BY alike, target, name, direction, machine, started DESC, run DESC;

CREATE VIEW fleet.outliers AS
WITH costs AS MATERIALIZED (
	-- A digest of what makes a point the same is compared faster than its parts.
	SELECT class, machine, started, log_cost, md5(concat_ws(E'\n', class, alike, target, name, direction)) AS point FROM fleet.newest
), middle AS MATERIALIZED (
	SELECT point, percentile_cont(0.5) WITHIN GROUP (ORDER BY log_cost) AS log_cost
	FROM costs GROUP BY 1 HAVING count(*) >= 10
), scores AS (
	SELECT class, machine, count(*) AS points, max(started) AS newest,
		percentile_cont(0.5) WITHIN GROUP (ORDER BY costs.log_cost - middle.log_cost) AS score
	FROM costs JOIN middle USING (point)
	GROUP BY 1, 2
), judged AS (
	-- Few points are no basis for an answer about a machine.
	SELECT * FROM (SELECT *, max(points) OVER (PARTITION BY class) AS most FROM scores) AS all_scores WHERE 2 * points >= most
), centres AS (
	SELECT class, count(*) AS peers, percentile_cont(0.5) WITHIN GROUP (ORDER BY score) AS centre
	FROM judged GROUP BY 1 HAVING count(*) >= 10
), spreads AS (
	SELECT class, peers, centre, 1.4826 * percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(score - centre)) AS mad
	FROM judged JOIN centres USING (class) GROUP BY 1, 2, 3
)
SELECT class, machine, peers, points, newest, exp(score - centre) - 1 AS slower,
	CASE WHEN mad > 0 THEN (score - centre) / mad END AS z,
	abs(score - centre) > ln(1.02) AND abs(score - centre) > 6 * mad AS different
FROM judged JOIN spreads USING (class);
COMMIT;
