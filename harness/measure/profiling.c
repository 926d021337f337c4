// SPDX-License-Identifier: GPL-2.0-only
/* After a profiled guest: its names, and the profile lines. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "attribution/profile_line.h"
#include "case/mark.h"
#include "profile/caches_choice.h"
#include "profile/caches_file.h"
#include "profiling.h"
#include "system/child.h"

bool pmk_profiling_unloaded(const struct pmk_profiling *p, const struct pmk_guest_result *res,
			    const char *console, struct pmk_profile_why *why)
{
	FILE *f = (p->on || p->tally) && res->end == PMK_GUEST_DIED && !*res->kernel
			  ? fopen(console, "re")
			  : NULL;
	char line[512];
	bool found = false;

	while (f && !found && fgets(line, sizeof(line), f))
		found = strstr(line, "no profile: ") || strstr(line, "plugin");
	if (f)
		fclose(f);
	if (!found)
		return false;
	line[strcspn(line, "\r\n")] = '\0';
	snprintf(why->reason, sizeof(why->reason),
		 "QEMU does not take the plugin that counts: it says '%s'", line);
	snprintf(why->remedy, sizeof(why->remedy),
		 "run 'make' beside the QEMU that is installed, or leave out --profile");
	return true;
}

/* Where the kernel names none of its code, the user's build tree may hold it. */
static int kernel_names(struct pmk_profiling *p, const struct pmk_guest *g, struct pmk_names *names)
{
	const char *kdir = getenv("KDIR"); /* of pmk_guest_own_use() */
	char path[PATH_MAX];
	int err = fclose(p->symbols) ? -errno : 0;

	p->symbols = NULL;
	if (!err) {
		err = pmk_names_kernel(names, p->text);
		p->text = NULL;
	}
	if (err || names->n_kernel)
		return err;
	snprintf(p->why.reason, sizeof(p->why.reason),
		 "the guest's kernel names none of its code: it has no /proc/kallsyms");
	snprintf(p->why.remedy, sizeof(p->why.remedy), "%s",
		 *g->kernel ? PMK_GUEST_ANEW
			    : "build it with CONFIG_KALLSYMS=y, or keep vmlinux in --kdir");
	if (*g->kernel || !kdir)
		return -ENOENT;
	snprintf(path, sizeof(path), "%s/vmlinux", kdir);
	return pmk_names_elf(names, path, PMK_IN_KERNEL);
}

/* All that code of the guest is called; where it is not known, why. */
static int read_names(struct pmk_profiling *p, const struct pmk_target *t, struct pmk_names *names)
{
	char path[PATH_MAX], text[512];
	struct pmk_guest g;
	int err = pmk_guest_parse(t->name, &g, text, sizeof(text));

	err = err ? err : kernel_names(p, &g, names);
	if (err)
		return err;
	pmk_guest_path(&g, "pagemark.symbols", path, sizeof(path));
	err = pmk_names_elf(names, path, PMK_IN_USER);
	if (err) {
		snprintf(p->why.reason, sizeof(p->why.reason),
			 "the names of the program's code cannot be read from %.400s: %s", path,
			 strerror(-err));
		snprintf(p->why.remedy, sizeof(p->why.remedy), "run '%s'",
			 pmk_guest_how("guest", g.base));
		return err;
	}
	pmk_names_sort(names);
	return 0;
}

/* Where the point of each result begins in the file; -1 where it is not in it. */
static int find_points(struct pmk_raw *raw, const struct pmk_target *t, off_t *at)
{
	uint64_t key;
	off_t begins;
	int found;

	for (size_t i = 0; i < t->n_results; i++)
		at[i] = -1;
	while ((found = pmk_raw_skip(raw, &key, &begins)) > 0)
		for (size_t i = 0; i < t->n_results; i++)
			if (pmk_mark_key(t->results[i].point.name) == key)
				at[i] = begins;
	return found;
}

/* What the profile lines of a guest are made of. */
struct lines {
	struct pmk_live_run *run;
	const struct pmk_target *target;
	const struct pmk_caches_shape *shape;
	struct pmk_raw raw;
	struct pmk_names names;
};

/* -EBADMSG where the file contradicts itself. */
static int write_profile(struct lines *l, const struct pmk_result *r, off_t at)
{
	struct pmk_raw_point point = { 0 };
	struct pmk_profile profile = { 0 };
	struct pmk_profile_of of = { .target = l->target->name,
				     .name = r->point.name,
				     .shape = l->shape };
	int err = fseeko(l->raw.file, at, SEEK_SET) ? -errno : pmk_raw_next(&l->raw, &point);

	if (err == 1) {
		of.ops = point.n_batches * r->n;
		err = pmk_profile_attribute(&profile, &point, &l->names, l->raw.arch);
		if (!err)
			err = pmk_record_line(&l->run->rec,
					      pmk_profile_line(&of, &profile, &point));
	} else if (err == -EINVAL || !err) {
		err = -EBADMSG;
	}
	pmk_profile_free(&profile);
	pmk_raw_point_free(&point);
	return err;
}

static bool measured(const struct pmk_result *r)
{
	return r->ended ? r->verdict.status == PMK_PASS : r->samples.n > 0;
}

/* A profile, or why there is none, for each point. */
static int write_lines(struct lines *l, const off_t *at)
{
	int err = 0;

	for (size_t i = 0; i < l->target->n_results && !err; i++) {
		const struct pmk_result *r = &l->target->results[i];

		if (!measured(r))
			continue;
		if (at[i] >= 0)
			err = write_profile(l, r, at[i]);
		else
			err = pmk_record_line(
				&l->run->rec,
				pmk_profile_why_line(l->target->name, r->point.name,
						     "no batch of it was seen in the round that "
						     "was profiled",
						     "let the harness time it, or put "
						     "pmk_part_begin() and pmk_part_end() round "
						     "what it times itself"));
	}
	return err;
}

/* Copies the file of the plugin to where somebody may look at it. @what: is wrong. */
static void keep_raw(const struct pmk_profiling *p, const struct lines *l, const char *what)
{
	char path[PATH_MAX], buf[65536];
	FILE *to;
	size_t got;

	snprintf(path, sizeof(path), "%s.%s.profile", l->run->output_base, l->target->name);
	to = fopen(path, "wex");
	rewind(p->raw);
	while (to && (got = fread(buf, 1, sizeof(buf), p->raw)) > 0)
		if (fwrite(buf, 1, got, to) != got)
			break;
	if (!to || fclose(to))
		fprintf(stderr, "%s: cannot keep the plugin's file as %s: %s\n", l->target->name,
			path, strerror(errno));
	else
		fprintf(stderr, "%s: %s; what the plugin wrote is kept as %s\n", l->target->name,
			what, path);
}

/* Return: 0 with all lines written; -ENOENT without names, -EBADMSG for a bad file: then p->why. */
static int make_lines(struct pmk_profiling *p, struct lines *l)
{
	off_t *at = calloc(l->target->n_results + 1, sizeof(*at));
	int err = at ? read_names(p, l->target, &l->names) : -ENOMEM;

	if (err) {
		free(at);
		return err == -ENOMEM ? err : -ENOENT;
	}
	rewind(p->raw);
	err = pmk_raw_open(&l->raw, p->raw);
	if (!err)
		err = find_points(&l->raw, l->target, at);
	err = err == -EINVAL || err == -ENODATA ? -EBADMSG : err;
	if (!err)
		err = write_lines(l, at);
	free(at);
	if (err == -EBADMSG) {
		snprintf(p->why.reason, sizeof(p->why.reason),
			 "line %lu of what the plugin wrote cannot be understood", l->raw.at);
		snprintf(p->why.remedy, sizeof(p->why.remedy),
			 "run 'make', so that program and plugin are of one build");
		keep_raw(p, l, p->why.reason);
	}
	return err;
}

static void release(struct pmk_profiling *p)
{
	if (p->raw)
		fclose(p->raw);
	if (p->tally)
		fclose(p->tally);
	if (p->shape_file)
		fclose(p->shape_file);
	if (p->trace)
		fclose(p->trace);
	if (p->symbols)
		fclose(p->symbols);
	free(p->text);
	*p = (struct pmk_profiling){ 0 };
}

/* A guest that ended badly told no names, but what was counted until then is there. */
static int give_up(struct pmk_profiling *p, const struct lines *l, const char *trouble)
{
	snprintf(p->why.reason, sizeof(p->why.reason), "%s", trouble);
	snprintf(p->why.remedy, sizeof(p->why.remedy), "find out what ended the guest");
	if (!fseeko(p->raw, 0, SEEK_END) && ftello(p->raw) > 0)
		keep_raw(p, l, "the guest told no names of code");
	return -ENOENT;
}

int pmk_profiling_end(struct pmk_profiling *p, struct pmk_live_run *run, const struct pmk_target *t,
		      const char *trouble)
{
	struct lines l = { .run = run, .target = t, .shape = &p->shape };
	int err = -ENOENT;

	if (p->on && !pmk_interrupted && !fflush(p->symbols))
		err = trouble && !p->text_bytes ? give_up(p, &l, trouble) : make_lines(p, &l);
	if ((err == -ENOENT || err == -EBADMSG) && *p->why.reason)
		err = pmk_profile_say_why(run, t, &p->why);
	else if (err == -ENOENT)
		err = 0;
	pmk_raw_close(&l.raw);
	pmk_names_free(&l.names);
	release(p);
	return err;
}
