// SPDX-License-Identifier: GPL-2.0-only
/* `pagemark show` for programs: csv and json. */
#include <stdio.h>
#include <string.h>

#include "record/csv.h"
#include "record/document.h"
#include "show.h"
#include "stats/stats.h"

void pmk_show_csv(const struct pmk_choice *show)
{
	puts("name,params,unit,n,median,lo,hi,status");
	for (size_t i = 0; i < show->rec->n_points; i++) {
		const struct pmk_rec_point *point = &show->rec->points[i];
		const char *target = show->rec->targets[point->target].name;
		struct pmk_interval cost;
		char name[4 * PMK_REC_NAME_BYTES_MAX];

		if (!pmk_choice_has(show, point->target, point->name))
			continue;
		snprintf(name, sizeof(name), "%s%s%s", point->name,
			 strcmp(target, "host") ? "@" : "", strcmp(target, "host") ? target : "");
		pmk_csv_field(stdout, name);
		putchar(',');
		pmk_csv_params(stdout, point);
		cost = pmk_stats_median_interval(point->samples.values, point->samples.n);
		printf(",%s,%zu,", point->unit, cost.n);
		if (cost.n)
			printf("%.10g,%.10g,%.10g", cost.estimate, cost.lo, cost.hi);
		else
			printf(",,");
		printf(",%s\n", pmk_status_name(point->verdict.status));
	}
}

void pmk_show_json(const struct pmk_choice *show)
{
	json_t *document = pmk_document(show, false);

	json_dumpf(document, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(15));
	putchar('\n');
	json_decref(document);
}
