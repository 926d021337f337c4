// SPDX-License-Identifier: GPL-2.0-only
/* Claims in a guest: `pagemark check` inside it, its verdicts taken over line by line. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check_guest.h"
#include "guest/qemu.h"
#include "system/child.h"

struct check {
	struct pmk_claim_result *results;
	size_t n;
	bool *done;
};

static int on_line(void *arg, const char *text, size_t len)
{
	struct check *k = arg;
	json_t *line = json_loadb(text, len, 0, NULL);
	struct pmk_claim_result got;

	if (line && !pmk_claim_result_parse(&got, line))
		for (size_t i = 0; i < k->n; i++)
			if (!strcmp(k->results[i].name, got.name)) {
				k->results[i] = got;
				k->done[i] = true;
			}
	json_decref(line);
	return 0;
}

/* The claim that was at work when the kernel complained; NULL if it was none of them. */
static const char *complained_in(const struct check *k, const char *complaint)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->done[i] && k->results[i].status == PMK_BROKEN && k->results[i].detail[0] &&
		    !strncmp(k->results[i].detail, complaint, strlen(k->results[i].detail)))
			return k->results[i].name;
	return NULL;
}

/* Nobody knows what such a kernel does afterwards, or did before, so no verdict stands. */
static void complain(struct check *k, const char *complaint)
{
	const char *in = complained_in(k, complaint);

	for (size_t i = 0; i < k->n; i++)
		if (k->done[i] && (!in || strcmp(k->results[i].name, in) != 0))
			pmk_claim_result_set(&k->results[i], PMK_BROKEN, "%s%s%s", complaint,
					     in ? "; while it checked " : "", in ? in : "");
}

static void explain(struct check *k, int err, const struct pmk_guest_result *res)
{
	const char *why = res->message;

	if (!err && res->end == PMK_GUEST_EXITED)
		why = "the guest ended without a verdict for it: its pagemark may be older than "
		      "this one; run 'make guests'";
	for (size_t i = 0; i < k->n; i++) {
		if (k->done[i])
			continue;
		if (pmk_interrupted)
			pmk_claim_result_not_run(&k->results[i]);
		else
			pmk_claim_result_set(&k->results[i], PMK_BROKEN, "%s", why);
	}
	if (res->kernel_log[0])
		complain(k, res->kernel_log);
}

/* The remedy of what is BROKEN; false where nothing is, or the guest never began to boot. */
static bool name_console(struct pmk_claim_result *results, size_t n, const char *console)
{
	char remedy[128];
	bool named = false;
	struct stat log;

	if (stat(console, &log) || !log.st_size)
		return false;
	snprintf(remedy, sizeof(remedy), "see the guest's console log, %s", console);
	for (size_t i = 0; i < n; i++) {
		if (results[i].status != PMK_BROKEN)
			continue;
		pmk_text_copy(results[i].remedy, sizeof(results[i].remedy), remedy);
		named = true;
	}
	return named;
}

static void check_inside(struct pmk_claim_result *results, size_t n, unsigned int limit_s,
			 bool with_break)
{
	struct check k = { .results = results, .n = n, .done = calloc(n + 1, sizeof(*k.done)) };
	char console[] = "/tmp/pagemark-console-XXXXXX", limit[16], why[512];
	const char **argv = calloc(n + 12, sizeof(*argv));
	struct pmk_guest_opts opts = { .argv = (char *const *)argv,
				       .console_path = console,
				       .stop = &pmk_interrupted };
	struct pmk_guest_result res = { .message = "out of memory" };
	struct pmk_guest guest;
	size_t words = 0;
	int err = -1, fd = mkstemp(console);

	if (!k.done || !argv || fd < 0 ||
	    pmk_guest_parse(results[0].target, &guest, why, sizeof(why)))
		goto out;
	snprintf(limit, sizeof(limit), "%u", limit_s);
	argv[words++] = "check";
	argv[words++] = "--format";
	argv[words++] = "jsonl";
	argv[words++] = "--target";
	argv[words++] = "host";
	argv[words++] = "--as";
	argv[words++] = results[0].target;
	argv[words++] = "--limit";
	argv[words++] = limit;
	if (with_break)
		argv[words++] = "--break";
	for (size_t i = 0; i < n; i++)
		argv[words++] = results[i].name;
	err = pmk_guest_exec(&guest, &opts, on_line, &k, &res);
out:
	if (k.done)
		explain(&k, err, &res);
	/* Where something is BROKEN the console is evidence; else everything has been said. */
	if (fd >= 0 && !name_console(results, n, console))
		unlink(console);
	if (fd >= 0)
		close(fd);
	free((void *)argv);
	free(k.done);
}

/* A guest that cannot run on this machine is no mistake of anyone's. */
static void skip_all(struct pmk_claim_result *results, size_t n, const struct pmk_guest *g,
		     const char *why)
{
	for (size_t i = 0; i < n; i++) {
		pmk_claim_result_set(&results[i], PMK_SKIP, "%s", why);
		pmk_text_copy(results[i].remedy, sizeof(results[i].remedy), pmk_guest_remedy(g));
	}
}

void pmk_check_guest(struct pmk_claim_result *results, size_t n, unsigned int limit_s,
		     bool with_break)
{
	struct pmk_guest guest;
	char why[512];

	if (!pmk_guest_parse(results[0].target, &guest, why, sizeof(why)) &&
	    pmk_guest_probe(&guest, &pmk_interrupted, why, sizeof(why)) == -ENODEV)
		skip_all(results, n, &guest, why);
	else
		check_inside(results, n, limit_s, with_break);
}
