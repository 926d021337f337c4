/* SPDX-License-Identifier: GPL-2.0-only */
/* What the plugin is asked for, and whether this QEMU can serve it. */
#ifndef PAGEMARK_PROFILE_PLUGIN_OPTIONS_H
#define PAGEMARK_PROFILE_PLUGIN_OPTIONS_H

#include "qemu_plugin.h"
#include "region.h"

/**
 * struct pmk_plugin_options - ...so,out=FILE,tally=FILE,round=N,caches=FILE,trace=FILE,arch=NAME
 * @out: where points go; NULL: none is profiled
 * @tally: where the tallies of samples go (tally.h); NULL: nothing is counted
 * @round: samples of this round are profiled
 * @caches: describes those to model; NULL: none
 * @trace: QEMU's log of what devices do; NULL: none
 * @arch: of the guest's kernel, as QEMU names it: a 32-bit kernel may run on the 64-bit machine;
 *	NULL: that of the machine
 */
struct pmk_plugin_options {
	const char *out, *tally, *caches, *trace, *arch;
	unsigned int round;
};

/**
 * pmk_plugin_refuse() - can the plugin work in this QEMU?
 * @info: what QEMU says of itself
 * @options: what was asked for; its @arch is filled in where it is NULL
 * @arch: out: of the guest's kernel
 *
 * Return: why not, for people; NULL if it can.
 */
const char *pmk_plugin_refuse(const qemu_info_t *info, struct pmk_plugin_options *options,
			      enum pmk_arch *arch);

/* Why the arguments are none, or NULL. */
const char *pmk_plugin_options(struct pmk_plugin_options *options, int argc, char **argv);

/**
 * pmk_plugin_open() - opens what the plugin reads and writes
 * @options: the names
 * @region: gets the model of caches and the log
 * @tally: gets its file and the log
 * @out: out: for pmk_raw_write(); NULL where nothing is profiled
 *
 * Return: NULL, or what cannot be opened and why, for people.
 */
const char *pmk_plugin_open(const struct pmk_plugin_options *options, struct pmk_region *region,
			    struct pmk_tally *tally, FILE **out);

#endif
