// SPDX-License-Identifier: GPL-2.0-only
/* OpenMetrics 1.0 text; only gauges, so that readers of the older Prometheus format take it too. */
#include <ctype.h>
#include <string.h>

#include "export.h"
#include "stats/stats.h"

/* A label with its value escaped as section "Text format" of the specification has it. */
static void label(FILE *out, const char *before, const char *name, const char *value)
{
	fprintf(out, "%s%s=\"", before, name);
	for (; value && *value; value++) {
		if (*value == '\n') {
			fputs("\\n", out);
			continue;
		}
		if (*value == '\\' || *value == '"')
			putc('\\', out);
		putc(*value, out);
	}
	putc('"', out);
}

static void family(FILE *out, const char *name, const char *unit, const char *help)
{
	fprintf(out, "# TYPE %s gauge\n", name);
	if (unit)
		fprintf(out, "# UNIT %s %s\n", name, unit);
	fprintf(out, "# HELP %s %s\n", name, help);
}

/* What cannot be the name of a label is still in the name of the point. */
static void param_label(FILE *out, const struct pmk_rec_param *param)
{
	char name[64], number[32];

	for (const char *at = param->name; *at; at++)
		if (!isalnum((unsigned char)*at) && *at != '_')
			return;
	if ((size_t)snprintf(name, sizeof(name), "param_%s", param->name) >= sizeof(name))
		return;
	snprintf(number, sizeof(number), "%.15g", param->number);
	label(out, ",", name, param->word ? param->word : number);
}

static void point_labels(const struct pmk_export *x, const struct pmk_rec_point *point)
{
	label(x->out, "{", "target", x->rec->targets[point->target].name);
	label(x->out, ",", "point", point->name);
	label(x->out, ",", "comparison", point->comparison);
	label(x->out, ",", "contender", point->contender);
	label(x->out, ",", "baseline", point->baseline ? "true" : "false");
	for (size_t i = 0; i < point->n_params; i++)
		param_label(x->out, &point->params[i]);
	fputs("} ", x->out);
}

/* Which end of the interval a family holds. */
enum part { MEDIAN, LOW, HIGH, SAMPLES };

static const struct {
	const char *name, *unit, *help;
	bool insn;
	enum part part;
} costs[] = {
	{ "pagemark_cost_seconds", "seconds", "Median cost of one operation on the wall clock.",
	  false, MEDIAN },
	{ "pagemark_cost_low_seconds", "seconds", "Lower end of the median's interval.", false,
	  LOW },
	{ "pagemark_cost_high_seconds", "seconds", "Upper end of the median's interval.", false,
	  HIGH },
	{ "pagemark_cost_samples", NULL, "Samples behind the cost on the wall clock.", false,
	  SAMPLES },
	{ "pagemark_cost_instructions", "instructions",
	  "Median cost of one operation in instructions, not time.", true, MEDIAN },
	{ "pagemark_cost_low_instructions", "instructions", "Lower end of the median's interval.",
	  true, LOW },
	{ "pagemark_cost_high_instructions", "instructions", "Upper end of the median's interval.",
	  true, HIGH },
	{ "pagemark_instruction_samples", NULL, "Samples behind the cost in instructions.", true,
	  SAMPLES },
};

static double part_of(const struct pmk_rec_point *point, enum part part)
{
	struct pmk_interval cost =
		pmk_stats_median_interval(point->samples.values, point->samples.n);

	if (part == SAMPLES)
		return (double)cost.n;
	return part == MEDIAN ? cost.estimate : part == LOW ? cost.lo : cost.hi;
}

/* One family of costs, if there is any point for it. */
static void write_costs(const struct pmk_export *x, size_t which)
{
	double scale = costs[which].part != SAMPLES && !costs[which].insn ? 1e-9 : 1;
	bool begun = false;

	for (size_t i = 0; i < x->n_points; i++) {
		const struct pmk_rec_point *point = x->points[i];

		if (point->verdict.status != PMK_PASS ||
		    x->rec->targets[point->target].clock->insn != costs[which].insn)
			continue;
		if (!begun)
			family(x->out, costs[which].name, costs[which].unit, costs[which].help);
		begun = true;
		fputs(costs[which].name, x->out);
		point_labels(x, point);
		fprintf(x->out, "%.12g\n", scale * part_of(point, costs[which].part));
	}
}

static void write_verdict(const struct pmk_export *x, size_t target, const char *name,
			  const char *kind, enum pmk_status status)
{
	fputs("pagemark_verdict", x->out);
	label(x->out, "{", "target", x->rec->targets[target].name);
	label(x->out, ",", "name", name);
	label(x->out, ",", "kind", kind);
	label(x->out, ",", "verdict", pmk_status_name(status));
	fputs("} 1\n", x->out);
}

static void write_run(const struct pmk_export *x)
{
	family(x->out, "pagemark_run", NULL, "The run and where it ran; always 1.");
	for (size_t i = 0; i < x->rec->n_targets; i++) {
		const struct pmk_rec_target *target = &x->rec->targets[i];

		fputs("pagemark_run", x->out);
		label(x->out, "{", "target", target->name);
		label(x->out, ",", "id", x->rec->id);
		label(x->out, ",", "clock", target->clock->name);
		label(x->out, ",", "kernel", pmk_rec_text(target->run, "kernel.release"));
		label(x->out, ",", "arch", pmk_rec_text(target->run, "kernel.arch"));
		label(x->out, ",", "cpu", pmk_rec_text(target->run, "machine.cpu"));
		fputs("} 1\n", x->out);
	}
	family(x->out, "pagemark_run_trusted", NULL,
	       "1 if the run is complete and does not say itself that it is untrusted.");
	fprintf(x->out, "pagemark_run_trusted %d\n", x->rec->complete && !x->rec->untrusted);
}

static int write(const struct pmk_export *x)
{
	write_run(x);
	for (size_t i = 0; i < sizeof(costs) / sizeof(costs[0]); i++)
		write_costs(x, i);
	family(x->out, "pagemark_verdict", NULL,
	       "The verdict on each point and claim, as a label; always 1.");
	for (size_t i = 0; i < x->n_points; i++)
		write_verdict(x, x->points[i]->target, x->points[i]->name, "point",
			      x->points[i]->verdict.status);
	for (size_t i = 0; i < x->n_claims; i++)
		write_verdict(x, x->claims[i]->target, x->claims[i]->name, "claim",
			      x->claims[i]->verdict.status);
	fputs("# EOF\n", x->out);
	return 0;
}

const struct pmk_export_format pmk_export_openmetrics = {
	.name = "openmetrics",
	.what = "OpenMetrics text, for Prometheus by way of node_exporter or a push gateway",
	.holds = PMK_EXPORT_ALL,
	.write = write,
};
