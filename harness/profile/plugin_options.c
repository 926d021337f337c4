// SPDX-License-Identifier: GPL-2.0-only
/* What the plugin is asked for, whether this QEMU can serve it, and the files of it. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "caches_file.h"
#include "plugin_options.h"

/* QEMU's name of an architecture. */
static bool arch_of(const char *name, enum pmk_arch *arch)
{
	static const char *const names[] = { "x86_64", "i386", "aarch64", "arm" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(name, names[i])) {
			*arch = (enum pmk_arch)i;
			return true;
		}
	return false;
}

/* A machine executes kernels of its architecture, and that of x86_64 those of i386 too. */
static bool executes(const char *machine, const char *kernel)
{
	return !strcmp(machine, kernel) || (!strcmp(machine, "x86_64") && !strcmp(kernel, "i386"));
}

const char *pmk_plugin_refuse(const qemu_info_t *info, struct pmk_plugin_options *options,
			      enum pmk_arch *arch)
{
	static char why[256];

	if (!options->arch)
		options->arch = info->target_name;
	if (info->version.min > QEMU_PLUGIN_VERSION || info->version.cur < QEMU_PLUGIN_VERSION)
		snprintf(why, sizeof(why),
			 "this QEMU speaks versions %d to %d of the interface for plugins, and the "
			 "plugin version %d; take the QEMU of Debian 12 (7.2)",
			 info->version.min, info->version.cur, QEMU_PLUGIN_VERSION);
	else if (!info->system_emulation || info->system.smp_vcpus != 1)
		snprintf(why, sizeof(why),
			 "expected a whole machine with one processor; start it with -smp 1");
	else if (!arch_of(options->arch, arch))
		snprintf(why, sizeof(why),
			 "expected x86_64, i386, aarch64 or arm, found a guest of %s; there are no "
			 "profiles of it",
			 options->arch);
	else if (!executes(info->target_name, options->arch))
		snprintf(why, sizeof(why), "expected a kernel of %s, found arch=%s",
			 info->target_name, options->arch);
	else
		return NULL;
	return why;
}

const char *pmk_plugin_options(struct pmk_plugin_options *o, int argc, char **argv)
{
	static char why[256];

	for (int i = 0; i < argc; i++) {
		if (!strncmp(argv[i], "out=", 4)) {
			o->out = argv[i] + 4;
		} else if (!strncmp(argv[i], "round=", 6)) {
			o->round = (unsigned int)strtoul(argv[i] + 6, NULL, 10);
		} else if (!strncmp(argv[i], "caches=", 7)) {
			o->caches = argv[i] + 7;
		} else if (!strncmp(argv[i], "trace=", 6)) {
			o->trace = argv[i] + 6;
		} else if (!strncmp(argv[i], "arch=", 5)) {
			o->arch = argv[i] + 5;
		} else if (!strncmp(argv[i], "tally=", 6)) {
			o->tally = argv[i] + 6;
		} else {
			snprintf(why, sizeof(why),
				 "expected out=FILE, round=NUMBER, caches=FILE, trace=FILE, "
				 "arch=NAME, tally=FILE, found %s",
				 argv[i]);
			return why;
		}
	}
	return o->out || o->tally ? NULL
				  : "expected out=FILE or tally=FILE: where what is counted goes";
}

const char *pmk_plugin_open(const struct pmk_plugin_options *o, struct pmk_region *region,
			    struct pmk_tally *tally, FILE **out)
{
	static char why[512];

	if (o->caches) {
		region->caches = pmk_caches_open(o->caches, why, sizeof(why));
		if (!region->caches)
			return why;
	}
	/* Each has a place of its own in the log. */
	if (o->trace && o->out)
		region->trace = pmk_trace_log_open(o->trace);
	if (o->trace && o->tally)
		tally->trace = pmk_trace_log_open(o->trace);
	if (o->trace && (!region->trace != !o->out || !tally->trace != !o->tally))
		return "the log of -trace cannot be read";
	*out = o->out ? fopen(o->out, "we") : NULL;
	tally->to = o->tally ? fopen(o->tally, "we") : NULL;
	if (!*out == !o->out && !tally->to == !o->tally)
		return NULL;
	snprintf(why, sizeof(why), "cannot write %s: %s", *out || !o->out ? o->tally : o->out,
		 strerror(errno));
	return why;
}
