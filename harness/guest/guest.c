// SPDX-License-Identifier: GPL-2.0-only
/* The guests and modifiers of guests.conf, and the parser of their names. */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "guest.h"

#include "guests.h" /* made of guests.conf: guests[], modifiers[] */

#define N(array) (sizeof(array) / sizeof((array)[0]))

#define ACCELERATOR_KVM "kvm"

size_t pmk_guest_count(void)
{
	return N(guests);
}

const char *pmk_guest_name(size_t i)
{
	return i < N(guests) ? guests[i].name : NULL;
}

size_t pmk_guest_modifier_count(void)
{
	return N(modifiers);
}

const struct pmk_guest_modifier *pmk_guest_modifier(size_t i)
{
	return i < N(modifiers) ? &modifiers[i] : NULL;
}

static int unknown_guest(const char *name, char *why, size_t size)
{
	size_t used = (size_t)snprintf(why, size, "no guest '%s'; there are", name);

	for (size_t i = 0; i < N(guests) && used < size; i++)
		used += (size_t)snprintf(why + used, size - used, " %s", guests[i].name);
	return -ENOENT;
}

static const struct pmk_guest_modifier *first_of(const char *name)
{
	for (size_t i = 0; i < N(modifiers); i++)
		if (!strcmp(modifiers[i].name, name))
			return &modifiers[i];
	return NULL;
}

static int unknown_modifier(const char *name, const char *modifier, char *why, size_t size)
{
	size_t used = (size_t)snprintf(why, size, "guest '%s': no modifier '+%s'; there are", name,
				       modifier);

	for (size_t i = 0; i < N(modifiers) && used < size; i++)
		if (first_of(modifiers[i].name) == &modifiers[i])
			used += (size_t)snprintf(why + used, size - used, " +%s",
						 modifiers[i].name);
	return -EINVAL;
}

static int modifier_elsewhere(const char *name, const char *modifier, char *why, size_t size)
{
	size_t used = (size_t)snprintf(why, size, "guest '%s': '+%s' exists on", name, modifier);
	const char *separator = " ";

	for (size_t i = 0; i < N(modifiers) && used < size; i++) {
		if (strcmp(modifiers[i].name, modifier) != 0)
			continue;
		used += (size_t)snprintf(why + used, size - used, "%s%s", separator,
					 modifiers[i].arch);
		separator = " and ";
	}
	if (used < size)
		snprintf(why + used, size - used, " only");
	return -EINVAL;
}

/* The one of that name which that architecture has; else NULL. */
static const struct pmk_guest_modifier *modifier_for(const char *name, const char *arch)
{
	for (size_t i = 0; i < N(modifiers); i++)
		if (!strcmp(modifiers[i].name, name) &&
		    (!*modifiers[i].arch || !strcmp(modifiers[i].arch, arch)))
			return &modifiers[i];
	return NULL;
}

/* Nothing there counts instructions. */
static void set_wall(struct pmk_guest *g, const char *accelerator, const char *cpu)
{
	g->accelerator = accelerator;
	g->cpu = cpu;
	g->clock = "wall";
	g->insn_append = "";
}

void pmk_guest_set_interactive(struct pmk_guest *g)
{
	if (strcmp(g->accelerator, ACCELERATOR_KVM) != 0)
		set_wall(g, "tcg", g->cpu);
}

bool pmk_guest_is_kvm(const struct pmk_guest *g)
{
	return !strcmp(g->accelerator, ACCELERATOR_KVM);
}

/* Appends @more, if there is any, to a list. False if there is no room. */
static bool append(char *list, size_t size, const char *separator, const char *more)
{
	size_t used = strlen(list);

	return (size_t)snprintf(list + used, size - used, "%s%s", *list && *more ? separator : "",
				more) < size - used;
}

static int apply(struct pmk_guest *g, const struct pmk_guest_modifier *m)
{
	char devices[sizeof(g->devices)] = "";
	bool fits = append(g->machine, sizeof(g->machine), ",", m->machine) &&
		    append(g->append, sizeof(g->append), " ", m->append) &&
		    append(devices, sizeof(devices), ";", m->device) &&
		    append(devices, sizeof(devices), ";", g->devices);

	memcpy(g->devices, devices, sizeof(devices));
	g->memory_mib = m->memory_mib ? m->memory_mib : g->memory_mib;
	g->nodes = m->nodes ? m->nodes : g->nodes;
	g->needs = *m->needs ? m->needs : g->needs;
	if (*m->disk) {
		g->disk = m->disk;
		g->modules = m->modules;
		g->mounted = m->mounted;
		g->filesystem = "ext4";
	}
	if (m->kvm)
		set_wall(g, ACCELERATOR_KVM, "host");
	return fits ? 0 : -ENAMETOOLONG;
}

int pmk_guest_set_filesystem(struct pmk_guest *g, const char *type)
{
	int err = 0;

	if (!type)
		return 0;
	if (!strcmp(type, "tmpfs")) {
		g->filesystem = NULL;
		return 0;
	}
	if (!*g->disk)
		err = apply(g, first_of("ramdisk"));
	g->filesystem = type;
	return err;
}

/* The one among @given, a bit for each of modifiers[], that excludes @m. */
static const struct pmk_guest_modifier *contradicts(const struct pmk_guest_modifier *m,
						    uint64_t given)
{
	for (size_t i = 0; i < N(modifiers); i++)
		if (given >> i & 1 && *m->group && !strcmp(modifiers[i].group, m->group))
			return &modifiers[i];
	return NULL;
}

/* @list is "+a+b", or empty. */
static int apply_all(struct pmk_guest *g, const char *list, char *why, size_t size)
{
	const struct pmk_guest_modifier *m, *other;
	char word[sizeof(g->name)];
	uint64_t given = 0;
	int err = 0;

	_Static_assert(N(modifiers) <= 64, "a bit for each modifier");

	while (*list && !err) {
		size_t len = strcspn(list + 1, "+");

		snprintf(word, sizeof(word), "%.*s", (int)len, list + 1);
		list += 1 + len;
		m = modifier_for(word, g->arch);
		if (!m)
			return first_of(word) ? modifier_elsewhere(g->name, word, why, size)
					      : unknown_modifier(g->name, word, why, size);
		other = contradicts(m, given);
		if (other) {
			snprintf(why, size,
				 "guest '%s': '+%s' and '+%s' exclude each other; give one",
				 g->name, other->name, word);
			return -EINVAL;
		}
		given |= UINT64_C(1) << (m - modifiers);
		err = apply(g, m);
	}
	return err;
}

int pmk_guest_parse(const char *name, struct pmk_guest *g, char *why, size_t size)
{
	size_t len = strcspn(name, "+");

	if (strlen(name) >= sizeof(g->name)) {
		snprintf(why, size, "the guest name '%.20s...' is longer than %zu characters", name,
			 sizeof(g->name) - 1);
		return -ENAMETOOLONG;
	}
	for (size_t i = 0; i < N(guests); i++) {
		if (strlen(guests[i].name) != len || memcmp(guests[i].name, name, len) != 0)
			continue;
		*g = guests[i];
		g->clock = "insn";
		g->accelerator = "tcg,icount";
		g->disk = g->modules = g->mounted = "";
		snprintf(g->base, sizeof(g->base), "%.31s", guests[i].name);
		snprintf(g->name, sizeof(g->name), "%s", name);
		return apply_all(g, name + len, why, size);
	}
	return unknown_guest(name, why, size);
}
