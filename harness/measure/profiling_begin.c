// SPDX-License-Identifier: GPL-2.0-only
/* Before a profiled guest: the plugin's options, and what of QEMU's devices is traced. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "case/needs.h"
#include "profile/caches_choice.h"
#include "profile/caches_file.h"
#include "profiling.h"

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
	used += (size_t)snprintf(p->option + used, sizeof(p->option) - used, ",arch=%s",
				 architecture(target));
	if (p->on && used < sizeof(p->option))
		used += (size_t)snprintf(p->option + used, sizeof(p->option) - used,
					 ",out=/proc/%d/fd/%d,round=%u", getpid(), fileno(p->raw),
					 run->rounds - 1);
	if (p->tally && used < sizeof(p->option))
		used += (size_t)snprintf(p->option + used, sizeof(p->option) - used,
					 ",tally=/proc/%d/fd/%d", getpid(), fileno(p->tally));
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

/* Whether a point of it wants to be counted, and the plugin that counts is there. */
static bool tallies(const struct pmk_target *t)
{
	char path[PATH_MAX];
	bool wanted = false;

	for (size_t i = 0; i < t->n_results; i++)
		wanted |= !!(t->results[i].point.entry->bench->needs & PMK_TALLIED);
	return wanted && t->clock->insn &&
	       !pmk_guest_beside(PMK_PROFILE_PLUGIN, path, sizeof(path));
}

static int profile(struct pmk_profiling *p, const struct pmk_live_run *run, const char *target,
		   struct pmk_guest_opts *opts)
{
	p->raw = memory_file("pagemark-profile");
	p->symbols = p->raw ? open_memstream(&p->text, &p->text_bytes) : NULL;
	if (!p->symbols)
		return -errno;
	p->on = true;
	opts->symbols = p->symbols;
	return choose_caches(p, run, target);
}

int pmk_profiling_begin(struct pmk_profiling *p, const struct pmk_live_run *run,
			const struct pmk_target *t, struct pmk_guest_opts *opts)
{
	bool on = run->profile && !pmk_profile_refused(run, t->name, &p->why);
	int err = on ? profile(p, run, t->name, opts) : 0;

	if (!p->untallied && tallies(t))
		p->tally = memory_file("pagemark-tally");
	if (err || (!p->on && !p->tally))
		return err;
	err = trace_devices(p, t->name);
	opts->qemu_args = p->args;
	return err ? err : give_options(p, run, t->name);
}
