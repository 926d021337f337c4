// SPDX-License-Identifier: GPL-2.0-only
/* The device behind DMA: which one is measured, and what the record says of it. */
#include <glob.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "case.h"
#include "module.h"
#include "pagemark_module.h"
#include "system/sysfile.h"
#include "text/text.h"

static const char *word_of(const char *type)
{
	static const char *const words[][2] = { { "identity", "identity" },
						{ "DMA", "strict" },
						{ "DMA-FQ", "lazy" } };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcmp(type, words[i][0]))
			return words[i][1];
	return "other";
}

const char *pmk_iommu_domain(const char *root, const char *device)
{
	const char *word = "none";
	char pattern[PATH_MAX], type[32];
	glob_t found;

	snprintf(pattern, sizeof(pattern), "%s%s/iommu_group/type", root, device);
	if (glob(pattern, 0, NULL, &found))
		return word;
	/* Below a root as well, for that is part of what was found. */
	pmk_sysfile_read("", found.gl_pathv[0], type, sizeof(type));
	word = word_of(type);
	globfree(&found);
	return word;
}

static bool describe(int fd, uint32_t index, struct pmk_device *d)
{
	*d = (struct pmk_device){ .abi_version = PMK_ABI_VERSION, .index = index };
	return ioctl(fd, PMK_IOC_DEVICE, d) == 0;
}

static bool is_named(const struct pmk_device *d, const char *name)
{
	char index[16];

	snprintf(index, sizeof(index), "%" PRIu32, d->index);
	return !strcmp(index, name) || !strcmp(d->name, name) ||
	       (d->index == PMK_DEVICE_NONCOHERENT && !strcmp(name, PMK_NONCOHERENT));
}

#define EDU	    0x123411e8u /* its mask of 28 bits is not what drivers have */
#define PCI_TESTDEV 0x1b360005u
#define RTL8139	    0x10ec8139u /* points on registers take and leave it meanwhile */
#define IVSHMEM	    0x1af41110u /* so do points on a BAR of memory */

/* If $PAGEMARK_DEVICE names none, the device of the highest rank is taken; 0: never. */
static int rank(const struct pmk_device *d)
{
	if (d->id == EDU || d->id == IVSHMEM || d->index == PMK_DEVICE_NONCOHERENT)
		return 0;
	if (!d->id)
		return 1;
	return d->id == RTL8139 ? 2 : d->id == PCI_TESTDEV ? 3 : 4;
}

bool pmk_device_pick(int fd, struct pmk_device *d)
{
	const char *named = getenv("PAGEMARK_DEVICE");
	struct pmk_device it;
	int best = 0;

	for (uint32_t i = 0; i < PMK_DEVICES_MAX; i++) {
		int r;

		if (!describe(fd, i, &it))
			continue;
		r = named && *named ? is_named(&it, named) : rank(&it);
		if (r <= best)
			continue;
		*d = it;
		best = r;
	}
	return best > 0;
}

bool pmk_device_coherent_only(void)
{
	const char *named = getenv("PAGEMARK_DEVICE");

	return named && !strcmp(named, PMK_NONCOHERENT);
}

uint32_t pmk_module_device(struct pmk_case *c, int fd)
{
	struct pmk_device d;

	if (pmk_device_pick(fd, &d))
		return d.index;
	if (pmk_device_coherent_only())
		pmk_skip(c, PMK_COHERENT_ONLY, PMK_COHERENT_ONLY_REMEDY);
	pmk_case_end(c, "BROKEN", PMK_NO_SUCH_DEVICE, PMK_NO_SUCH_DEVICE_REMEDY);
}

uint32_t pmk_module_device_noncoherent(struct pmk_case *c, int fd)
{
	struct pmk_device d;

	if (pmk_device_pick(fd, &d) && !(d.flags & PMK_DEVICE_COHERENT))
		return d.index;
	if (!describe(fd, PMK_DEVICE_NONCOHERENT, &d))
		pmk_skip(c, PMK_COHERENT_ONLY, PMK_COHERENT_ONLY_REMEDY);
	return d.index;
}

const char *pmk_device_domain(const struct pmk_device *d)
{
	char path[64];

	snprintf(path, sizeof(path), "/sys/bus/*/devices/%.31s", d->name);
	return pmk_iommu_domain("", path);
}

/* struct behind - what the record says of a device; what is not known is NULL, 0 or negative */
struct behind {
	const char *name, *id, *domain;
	int mask_bits;
	uint64_t max_mapping;
	int coherent, bounced;
};

static void record(struct pmk_case *c, const struct behind *b)
{
	json_decref(c->device);
	/* SIZE_MAX, of either width, says that there is no limit. */
	c->device =
		json_pack("{s:o, s:s?, s:s, s:b, s:o, s:o, s:o}", "name", pmk_text_json(b->name),
			  "id", b->id, "domain", b->domain, "coherent", b->coherent, "mask_bits",
			  b->mask_bits ? json_integer(b->mask_bits) : json_null(), "max_mapping",
			  b->max_mapping && b->max_mapping < UINT32_MAX
				  ? json_integer((json_int_t)b->max_mapping)
				  : json_null(),
			  "bounced", b->bounced < 0 ? json_null() : json_boolean(b->bounced));
	pmk_must(c, c->device);
}

void pmk_module_device_record(struct pmk_case *c, int fd, uint32_t index, int bounced)
{
	struct pmk_device d;
	char id[16];

	pmk_must(c, describe(fd, index, &d));
	snprintf(id, sizeof(id), "%04x:%04x", (unsigned int)(d.id >> 16),
		 (unsigned int)(d.id & 0xffff));
	record(c, &(struct behind){ .name = d.name,
				    .id = d.id ? id : NULL,
				    .domain = pmk_device_domain(&d),
				    .mask_bits = 64 - __builtin_clzll(d.dma_mask | 1),
				    .max_mapping = d.max_mapping,
				    .coherent = !!(d.flags & PMK_DEVICE_COHERENT),
				    .bounced = bounced });
}

void pmk_module_channel_record(struct pmk_case *c, uint32_t channel, bool coherent)
{
	char channel_name[32], path[64], to[PATH_MAX], name[320], id[16];
	long long vendor;
	ssize_t got;

	snprintf(channel_name, sizeof(channel_name), "dma%" PRIu32 "chan%" PRIu32, channel >> 16,
		 channel & 0xffff);
	snprintf(path, sizeof(path), "/sys/class/dma/%s/device", channel_name);
	got = readlink(path, to, sizeof(to) - 1);
	pmk_must(c, got > 0);
	to[got] = '\0';
	snprintf(name, sizeof(name), "%s of %.255s", channel_name, basename(to));
	vendor = pmk_sysfile_number(path, "/vendor", 0);
	snprintf(id, sizeof(id), "%04x:%04x", (unsigned int)vendor & 0xffff,
		 (unsigned int)pmk_sysfile_number(path, "/device", 0) & 0xffff);
	record(c, &(struct behind){ .name = name,
				    .id = vendor ? id : NULL,
				    .domain = pmk_iommu_domain("", path),
				    .mask_bits = (int)pmk_sysfile_number(path, "/dma_mask_bits", 0),
				    .coherent = coherent,
				    .bounced = -1 });
}
