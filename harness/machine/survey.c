// SPDX-License-Identifier: GPL-2.0-only
/* One look at a machine: kernel configuration, command line, processor time, our own build. */
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef PMK_NO_ZLIB
/* Plain files are read all the same. */
#define GZIP		       false
#define gzFile		       FILE *
#define gzopen		       fopen
#define gzread(from, to, size) (int)fread(to, 1, size, from)
#define gzclose		       fclose
#else
#include <zlib.h>
#define GZIP true
#endif

#include "survey.h"
#include "system/clock.h"
#include "system/shortage.h"
#include "system/sysfile.h"
#include "text/clock.h"

const char *pmk_survey_root(void)
{
	const char *root = getenv(PMK_ROOT_VARIABLE);

	return root ? root : "";
}

/* A whole file, perhaps compressed, between @before and @after, to be freed; NULL if none. */
static char *slurp(const char *root, const char *path, const char *before, const char *after)
{
	char full[PATH_MAX], chunk[4096], *text = NULL;
	size_t size = 0;
	gzFile from;
	FILE *to;
	int n, all = 0;

	snprintf(full, sizeof(full), "%s%s", root, path);
	from = gzopen(full, "re");
	to = from ? open_memstream(&text, &size) : NULL;
	if (to) {
		fputs(before, to);
		for (; (n = gzread(from, chunk, sizeof(chunk))) > 0; all += n)
			fwrite(chunk, 1, (size_t)n, to);
		fputs(after, to);
		if (fclose(to) || n < 0 || !all) {
			free(text);
			text = NULL;
		}
	}
	if (from)
		gzclose(from);
	return text;
}

char *pmk_survey_read_config(const char *root)
{
	/* The last is where a guest's initial file system carries its kernel's configuration. */
	static const char *const places[] = { "/boot/config-%s", "/lib/modules/%s/config",
					      "/config" };
	char release[128], path[256],
		*text = GZIP ? slurp(root, "/proc/config.gz", "\n", "\n") : NULL;

	/* A kernel without CONFIG_PROC_SYSCTL has no such file; the last place needs no release. */
	if (pmk_sysfile_read(root, "/proc/sys/kernel/osrelease", release, sizeof(release)) <= 0)
		*release = '\0';
	for (size_t i = 0; !text && i < sizeof(places) / sizeof(places[0]); i++) {
		snprintf(path, sizeof(path), places[i], release);
		text = slurp(root, path, "\n", "\n");
	}
	return text;
}

const char *pmk_survey_sanitizers(void)
{
#if defined(PMK_SANITIZERS) /* by the makefile: the compiler defines no name for each of them */
	return PMK_SANITIZERS;
#elif defined(__SANITIZE_ADDRESS__)
	return "address";
#elif defined(__SANITIZE_THREAD__)
	return "thread";
#else
	return NULL;
#endif
}

void pmk_survey_open(struct pmk_survey *s, const char *root)
{
	memset(s, 0, sizeof(*s));
	s->root = root;
	s->config = pmk_survey_read_config(root);
	s->cmdline = slurp(root, "/proc/cmdline", " ", " ");
	s->stat_before = slurp(root, "/proc/stat", "\n", "");
	s->workdir = realpath(pmk_shortage_folder(), NULL);
	s->clock_cost_ns = pmk_clock_cost_measure();
#ifdef __OPTIMIZE__
	s->optimised = true;
#endif
	s->sanitizer = pmk_survey_sanitizers();
}

void pmk_survey_close(struct pmk_survey *s)
{
	free(s->config);
	free(s->cmdline);
	free(s->stat_before);
	free(s->stat_after);
	free(s->workdir);
	memset(s, 0, sizeof(*s));
}

void pmk_survey_watch(struct pmk_survey *s, double seconds)
{
	double end = pmk_when_monotonic_s() + seconds;

	while (seconds > 0 && pmk_when_monotonic_s() < end)
		;
	s->cpu = sched_getcpu();
	free(s->stat_after);
	s->stat_after = slurp(s->root, "/proc/stat", "\n", "");
}

/* The counters of one line of /proc/stat: user nice system idle iowait irq softirq steal. */
static bool read_ticks(const char *stat, const char *cpu, unsigned long long v[8])
{
	char start[32];
	const char *line;

	snprintf(start, sizeof(start), "\n%s ", cpu);
	line = stat ? strstr(stat, start) : NULL;
	return line && sscanf(line + strlen(start), "%llu %llu %llu %llu %llu %llu %llu %llu",
			      &v[0], &v[1], &v[2], &v[3], &v[4], &v[5], &v[6], &v[7]) == 8;
}

bool pmk_survey_ticks(const struct pmk_survey *s, const char *cpu, struct pmk_ticks *ticks)
{
	unsigned long long from[8], to[8];

	memset(ticks, 0, sizeof(*ticks));
	if (!read_ticks(s->stat_before, cpu, from) || !read_ticks(s->stat_after, cpu, to))
		return false;
	for (size_t i = 0; i < 8; i++) {
		/* Idle time is known to step back now and then. */
		unsigned long long d = to[i] > from[i] ? to[i] - from[i] : 0;

		ticks->all += d;
		if (i != 3 && i != 4 && i != 7)
			ticks->busy += d;
	}
	ticks->stolen = to[7] > from[7] ? to[7] - from[7] : 0;
	return ticks->all > 0;
}

bool pmk_survey_config(const struct pmk_survey *s, const char *option)
{
	char line[96];

	snprintf(line, sizeof(line), "\n%s=y\n", option);
	return s->config && strstr(s->config, line);
}

bool pmk_survey_cmdline(const struct pmk_survey *s, const char *key, char *value, size_t size)
{
	const char *at = s->cmdline;
	size_t len = strlen(key);
	bool found = false;

	while (at && (at = strstr(at, key))) {
		const char *end = at + len;
		bool word = at > s->cmdline && strchr(" \n", at[-1]) && strchr("= \n", *end);

		if (word) {
			found = true;
			if (value)
				snprintf(value, size, "%.*s",
					 *end == '=' ? (int)strcspn(end + 1, " \n") : 0, end + 1);
		}
		at = end;
	}
	return found;
}

int pmk_survey_switch(const struct pmk_survey *s, const char *key)
{
	static const char *const on[] = { "1", "on", "y" }, *const off[] = { "0", "off", "n" };
	char value[32];

	if (!pmk_survey_cmdline(s, key, value, sizeof(value)))
		return 0;
	for (size_t i = 0; i < sizeof(on) / sizeof(on[0]); i++)
		if (!strcmp(value, on[i]) || !strcmp(value, off[i]))
			return strcmp(value, on[i]) ? -1 : 1;
	return 0;
}
