// SPDX-License-Identifier: GPL-2.0-only
/* The patterns of the command line: a shell glob on a name, or on its leading path components. */
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "pattern.h"

/* The components up to each '/', then the whole name. */
static bool match_prefixes(const char *pattern, char *name)
{
	for (char *slash = strchr(name, '/'); slash; slash = strchr(slash + 1, '/')) {
		bool hit;

		*slash = '\0';
		hit = fnmatch(pattern, name, 0) == 0;
		*slash = '/';
		if (hit)
			return true;
	}
	return fnmatch(pattern, name, 0) == 0;
}

bool pmk_pattern_match(const char *pattern, const char *name)
{
	size_t len = strlen(pattern);
	char *p, *n;
	bool hit;

	/* A plain name is most of what a file of expectations has. */
	if (!strpbrk(pattern, "*?[\\")) {
		while (len > 1 && pattern[len - 1] == '/')
			len--;
		return !strncmp(pattern, name, len) && (!name[len] || name[len] == '/');
	}
	p = strdup(pattern);
	n = strdup(name);
	if (!p || !n)
		abort();
	while (len > 1 && p[len - 1] == '/')
		p[--len] = '\0';
	hit = match_prefixes(p, n);
	free(p);
	free(n);
	return hit;
}

bool pmk_patterns_want(const char *const *patterns, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (pmk_pattern_match(patterns[i], name))
			return true;
	return !n;
}
