// SPDX-License-Identifier: GPL-2.0-only
/* The model of caches on a trace of valgrind --tool=lackey, read from standard input. */
#include <inttypes.h>
#include <stdio.h>

#include "profile/caches_file.h"

int main(int argc, char **argv)
{
	const struct pmk_caches_shape *shape;
	struct pmk_caches *caches;
	uint64_t address, modified = 0;
	unsigned int size;
	char line[80], why[400], kind;

	caches = argc == 2 ? pmk_caches_open(argv[1], why, sizeof(why)) : NULL;
	if (!caches) {
		fprintf(stderr, "trace: %s\n",
			argc != 2 ? "expected the FILE of a description" : why);
		return 2;
	}
	shape = pmk_caches_shape(caches);
	/* " L 1ffefffd30,8": a load; S a store; M an instruction that loads and stores. */
	while (fgets(line, sizeof(line), stdin)) {
		if (sscanf(line, " %c %" SCNx64 ",%u", &kind, &address, &size) != 3 || *line != ' ')
			continue;
		if (kind == 'L' || kind == 'M')
			pmk_caches_access(caches, address, address, size, false);
		if (kind == 'S' || kind == 'M')
			pmk_caches_access(caches, address, address, size, true);
		modified += kind == 'M';
	}
	printf("modified %" PRIu64 "\n", modified);
	for (unsigned int i = 0; i < shape->n_levels; i++) {
		const struct pmk_cache_counts *n = pmk_caches_counts(caches, i);

		printf("%s %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 "\n",
		       shape->levels[i].name, n->accesses[0], n->misses[0], n->accesses[1],
		       n->misses[1]);
	}
	pmk_caches_free(caches);
	return 0;
}
