// SPDX-License-Identifier: GPL-2.0-only
/* What words a record and its points go in, the same in tables, plots and pages. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "point_words.h"
#include "stats/stats.h"

void pmk_format_params(char *text, size_t size, const struct pmk_rec_point *point,
		       const char *except)
{
	size_t used = 0;

	*text = '\0';
	for (size_t i = 0; i < point->n_params && used < size; i++) {
		const struct pmk_rec_param *param = &point->params[i];

		if (except && !strcmp(param->name, except))
			continue;
		used += (size_t)snprintf(
			text + used, size - used, "%s%s %s", used ? ", " : "", param->name,
			param->word ? param->word
				    : pmk_format_axis(param->name, param->number).text);
	}
}

/* What took the faults: all of an operation, or its use of memory where that is timed apart. */
static double cost_of_faults(const struct pmk_rec_point *point)
{
	for (size_t i = 0; i < point->n_counters; i++) {
		const struct pmk_rec_counter *counter = &point->counters[i];

		if (!strcmp(counter->name, "use") && counter->samples.n)
			return pmk_stats_median(counter->samples.values, counter->samples.n);
	}
	return pmk_stats_median(point->samples.values, point->samples.n);
}

struct pmk_text pmk_format_per_fault(const struct pmk_rec_point *point,
				     const struct pmk_rec_counter *counter)
{
	double faults = pmk_stats_median(counter->samples.values, counter->samples.n);
	double cost = cost_of_faults(point);
	struct pmk_text text = { "" };

	/* By faults and never by pages: one may map many, and then a page costs next to none. */
	if (!strcmp(counter->name, "faults") && faults >= 1 && cost > 0)
		snprintf(text.text, sizeof(text.text), "%.32s per fault",
			 pmk_format_cost(cost / faults, point->unit).text);
	return text;
}

struct pmk_text pmk_format_loop(const struct pmk_rec_point *point)
{
	double loop = pmk_rec_loop(point);
	struct pmk_text none = { "" };

	if (!strcmp(point->unit, pmk_clock_insn.unit))
		loop = round(loop);
	return loop > 0 ? pmk_format_cost(loop, point->unit) : none;
}

void pmk_format_latency(char *text, size_t size, const struct pmk_rec_point *point)
{
	const struct pmk_rec_latency *l = &point->latency;
	const struct {
		const char *name;
		double value;
	} parts[] = { { "p50", l->p50 },
		      { "p90", l->p90 },
		      { "p99", l->p99 },
		      { "p99.9", l->p999 },
		      { "max", l->max } };
	size_t used = 0;

	*text = '\0';
	if (!(l->n > 0))
		return;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]) && used < size; i++)
		if (!isnan(parts[i].value))
			used += (size_t)snprintf(text + used, size - used, "%s%s %s",
						 used ? ", " : "singly ", parts[i].name,
						 pmk_format_cost(parts[i].value, point->unit).text);
	if (used < size)
		snprintf(text + used, size - used, ", n=%.0f", l->n);
}

/* The domains of docs/record.md, as people say them. */
static const char *translation(const char *domain)
{
	if (!strcmp(domain, "none"))
		return "no IOMMU";
	if (!strcmp(domain, "identity"))
		return "IOMMU passed through";
	if (!strcmp(domain, "strict"))
		return "IOMMU strict";
	return strcmp(domain, "lazy") ? "IOMMU of another kind" : "IOMMU lazy";
}

void pmk_format_device(char *text, size_t size, const struct pmk_rec_point *point)
{
	const char *name = pmk_rec_text(point->device, "name"),
		   *id = pmk_rec_text(point->device, "id"),
		   *domain = pmk_rec_text(point->device, "domain");
	double mask_bits = pmk_rec_number(point->device, "mask_bits");
	char mask[32] = "";

	if (mask_bits > 0)
		snprintf(mask, sizeof(mask), ", %.0f-bit mask", mask_bits);
	*text = '\0';
	if (name && domain)
		snprintf(text, size, "%.40s (%.16s)%s, %s%s", name,
			 id	 ? id
			 : *mask ? "in software only"
				 : "no PCI device",
			 mask, translation(domain),
			 json_is_false(json_object_get(point->device, "coherent"))
				 ? ", not coherent"
				 : "");
}

bool pmk_format_resumed(char *text, size_t size, const struct pmk_rec *rec)
{
	const json_t *at = pmk_rec_value(rec->targets[0].run, "resumed.at");
	double points = 0, claims = 0;

	*text = '\0';
	if (!json_array_size(at))
		return false;
	for (size_t i = 0; i < rec->n_targets; i++) {
		points += pmk_rec_number(rec->targets[i].run, "resumed.points");
		claims += pmk_rec_number(rec->targets[i].run, "resumed.claims");
	}
	snprintf(text, size, "resumed %.32s: %.0f points and %.0f claims are from before",
		 json_string_value(json_array_get(at, json_array_size(at) - 1)), points, claims);
	return true;
}
