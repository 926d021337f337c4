// SPDX-License-Identifier: GPL-2.0-only
/* Profiling of a guest: the plugin's options, the guest's names, and the profile lines. */
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

/* A file in memory that another process can open by the path that follows from its descriptor. */
static FILE *memory_file(const char *name)
{
	int fd = memfd_create(name, MFD_CLOEXEC);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w+");

	if (!f && fd >= 0)
		close(fd);
	return f;
}

/* A comma in an argument of -plugin is written twice. */
static void add_escaped(char *text, size_t size, const char *more)
{
	size_t used = strlen(text);

	for (; *more && used + 3 < size; more++) {
		text[used++] = *more;
		if (*more == ',')
			text[used++] = ',';
	}
	text[used] = '\0';
}

/* The caches of this machine are told where it can; those of --caches have to be right. */
static int choose_caches(struct pmk_profiling *p, const struct pmk_live_run *run,
			 const char *target)
{
	char why[256];

	if (pmk_caches_choose(run->caches, &p->shape, why, sizeof(why))) {
		fprintf(stderr, "%s: misses are not modelled: %s; describe caches with --caches\n",
			target, why);
		p->shape = (struct pmk_caches_shape){ 0 };
		return 0;
	}
	p->shape_file = memory_file("pagemark-caches");
	if (!p->shape_file)
		return -errno;
	if (pmk_caches_write(&p->shape, p->shape_file) || fflush(p->shape_file))
		return -EIO;
	return 0;
}

/* What an emulated IOMMU does is in its trace; it only slows QEMU down where there is none. */
static int trace_devices(struct pmk_profiling *p, const char *target)
{
	/* An IOMMU, and two patterns of events that trace_log.c knows. */
	static char *iommus[][3] = {
		{ "intel-iommu", "vtd_inv_desc_*", "vtd_iotlb_page_*" },
		{ "iommu=smmuv3", "smmuv3_cmdq_opcode", "smmu_iotlb_*" },
		{ "virtio-iommu", "virtio_iommu_*map", "virtio_iommu_translate" },
	};
	struct pmk_guest g;
	char why[512];
	size_t i = 0;

	if (pmk_guest_parse(target, &g, why, sizeof(why)))
		return 0;
	while (i < 3 && !strstr(g.devices, iommus[i][0]) && !strstr(g.machine, iommus[i][0]))
		i++;
	if (i == 3)
		return 0;
	p->trace = memory_file("pagemark-trace");
	if (!p->trace)
		return -errno;
	snprintf(p->log, sizeof(p->log), "/proc/%d/fd/%d", getpid(), fileno(p->trace));
	memcpy(&p->args[2],
	       (char *[]){ "-trace", iommus[i][1], "-trace", iommus[i][2], "-D", p->log },
	       6 * sizeof(*p->args));
	return 0;
}

/* QEMU's name of what uname(2) says. The machine of i386 guests is that of x86_64. */
static const char *architecture(const char *target)
{
	struct pmk_guest g;
	char why[512];

	if (pmk_guest_parse(target, &g, why, sizeof(why)))
		return "";
	if (!strcmp(g.arch, "i686"))
		return "i386";
	return !strcmp(g.arch, "armv7l") ? "arm" : g.arch;
}

static int give_options(struct pmk_profiling *p, const struct pmk_live_run *run, const char *target)
{
	char path[PATH_MAX];
	size_t used;

	/* It was there when the run began. */
	pmk_guest_beside(PMK_PROFILE_PLUGIN, path, sizeof(path));
	add_escaped(p->option, sizeof(p->option), path);
	used = strlen(p->option);
	used += (size_t)snprintf(p->option + used, sizeof(p->option) - used,
				 ",out=/proc/%d/fd/%d,round=%u,arch=%s", getpid(), fileno(p->raw),
				 run->rounds - 1, architecture(target));
	if (p->shape_file && used < sizeof(p->option))
		used += (size_t)snprintf(p->option + used, sizeof(p->option) - used,
					 ",caches=/proc/%d/fd/%d", getpid(), fileno(p->shape_file));
	if (p->trace && used < sizeof(p->option))
		used += (size_t)snprintf(p->option + used, sizeof(p->option) - used, ",trace=%s",
					 p->log);
	p->args[0] = "-plugin";
	p->args[1] = p->option;
	return used < sizeof(p->option) ? 0 : -ENAMETOOLONG;
}

int pmk_profiling_begin(struct pmk_profiling *p, const struct pmk_live_run *run, const char *target,
			struct pmk_guest_opts *opts)
{
	int err;

	*p = (struct pmk_profiling){ 0 };
	if (!run->profile || pmk_profile_refused(run, target, &p->why))
		return 0;
	p->raw = memory_file("pagemark-profile");
	p->symbols = p->raw ? open_memstream(&p->text, &p->text_bytes) : NULL;
	if (!p->symbols)
		return -errno;
	err = choose_caches(p, run, target);
	err = err ? err : trace_devices(p, target);
	err = err ? err : give_options(p, run, target);
	if (err)
		return err;
	p->on = true;
	opts->qemu_args = p->args;
	opts->symbols = p->symbols;
	return 0;
}

bool pmk_profiling_unloaded(const struct pmk_profiling *p, const struct pmk_guest_result *res,
			    const char *console, struct pmk_profile_why *why)
{
	FILE *f =
		p->on && res->end == PMK_GUEST_DIED && !*res->kernel ? fopen(console, "re") : NULL;
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
		 *g->kernel ? "build the guest anew: 'make guests'"
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
		snprintf(p->why.remedy, sizeof(p->why.remedy), "run 'make guest-%s'", g.base);
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
