// SPDX-License-Identifier: GPL-2.0-only
/* Hazards of the platform: virtualisation, emulation, IOMMU, file system, our own build. */
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "hazard.h"
#include "storage.h"
#include "system/sysfile.h"
#include "virtualization.h"

static bool own_build_unoptimised(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	return !s->optimised &&
	       pmk_evidence_say(evidence, "pagemark itself was compiled without optimisation");
}

static bool own_build_sanitised(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	return s->sanitizer &&
	       pmk_evidence_say(evidence, "pagemark itself was compiled with -fsanitize=%s",
				s->sanitizer);
}

/* Where the link that is the program below /proc leads; "" if there is none. */
static void program_of(const struct pmk_survey *s, const char *who, char program[PATH_MAX])
{
	char path[PATH_MAX];
	ssize_t length;

	snprintf(path, sizeof(path), "%s/proc/%s/exe", s->root, who);
	length = readlink(path, program, PATH_MAX - 1);
	program[length > 0 ? length : 0] = '\0';
}

/*
 * The model that QEMU gives to a processor that it emulates; with KVM it shows the host's. An
 * emulator of programs hides itself in what it knows that programs ask for, such as /proc/self/exe.
 */
static bool emulation(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	char model[256], ours[PATH_MAX], kernels[PATH_MAX];

	if (pmk_sysfile_value(s->root, "/proc/cpuinfo", "model name", model, sizeof(model)) &&
	    strstr(model, "QEMU TCG"))
		return pmk_evidence_say(evidence, "the processor calls itself %.200s", model);
	program_of(s, "self", ours);
	program_of(s, "thread-self", kernels);
	return *ours && *kernels && strcmp(ours, kernels) &&
	       pmk_evidence_say(evidence, "the kernel runs %.200s, and that runs pagemark",
				kernels);
}

static bool virtual(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	char name[128];

	return pmk_virtualization(s->root, name, sizeof(name)) &&
	       pmk_evidence_say(evidence, "there is a hypervisor below (%s)", name);
}

/* "DMA" is strict, "DMA-FQ" lazy, "identity" passes addresses through and costs nothing. */
static bool iommu(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	char pattern[PATH_MAX], type[32], first[32] = "";
	size_t n = 0;
	glob_t files;

	snprintf(pattern, sizeof(pattern), "%s/sys/kernel/iommu_groups/*/type", s->root);
	if (glob(pattern, 0, NULL, &files))
		return false;
	for (size_t i = 0; i < files.gl_pathc; i++) {
		if (pmk_sysfile_read("", files.gl_pathv[i], type, sizeof(type)) <= 0 ||
		    strncmp(type, "DMA", 3) != 0)
			continue;
		if (!n++)
			snprintf(first, sizeof(first), "%s", type);
	}
	globfree(&files);
	return n && pmk_evidence_say(evidence,
				     "%zu IOMMU groups translate addresses, the first in mode %s",
				     n, first);
}

static bool swiotlb(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	char value[64];

	return pmk_survey_cmdline(s, "swiotlb", value, sizeof(value)) && strstr(value, "force") &&
	       !strstr(value, "noforce") &&
	       pmk_evidence_say(evidence, "the kernel command line has swiotlb=%s", value);
}

/* One of a list of types, or anything under FUSE. */
static bool mounted_on(const struct pmk_survey *s, const char *const types[], char *evidence)
{
	struct pmk_mount mount;

	if (!s->workdir || !pmk_sysfile_mount(s->root, s->workdir, &mount))
		return false;
	for (size_t i = 0; types[i]; i++)
		if (!strncmp(mount.type, types[i], strlen(types[i])))
			return pmk_evidence_say(evidence, "files are made in %.128s, on %s",
						s->workdir, mount.type);
	return false;
}

static bool network_files(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	static const char *const types[] = { "9p",	 "nfs",	 "cifs",   "smb3", "ceph",  "afs",
					     "virtiofs", "fuse", "lustre", "gfs2", "ocfs2", NULL };

	return mounted_on(s, types, evidence);
}

static bool stacked_files(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	static const char *const types[] = { "overlay", "aufs", "ecryptfs", NULL };

	return mounted_on(s, types, evidence);
}

static bool cold_files(const struct pmk_survey *s, char evidence[PMK_EVIDENCE_MAX])
{
	struct pmk_storage storage;

	if (!s->workdir || !pmk_storage_look(s->root, s->workdir, &storage) || !storage.backed_by ||
	    !strcmp(storage.backed_by, PMK_BACKED_BY_DEVICE))
		return false;
	return pmk_evidence_say(evidence, "files are made in %.100s, on %s%s%s, backed by %s",
				s->workdir, storage.type, *storage.device ? " on " : "",
				storage.device, storage.backed_by);
}

#define ANOTHER_DIR "name a folder on a local file system with --dir DIR"

static const struct pmk_hazard hazards[] = {
	{ "own_build_unoptimised", "severe", "the compiler did not define `__OPTIMIZE__`",
	  "the consumer and the timed loop cost several times as much", "make clean all", false,
	  .found = own_build_unoptimised },
	{ "own_build_sanitised", "severe",
	  "built with `SAN=`, or the compiler defined `__SANITIZE_ADDRESS__` or "
	  "`__SANITIZE_THREAD__`",
	  "the consumer and the timed loop cost several times as much", "make clean all", false,
	  .found = own_build_sanitised },
	{ "emulation", "severe",
	  "the model name in `/proc/cpuinfo` has \"QEMU TCG\" (a machine, x86 only), or the "
	  "program of `/proc/thread-self` is another than that of `/proc/self` (qemu-user)",
	  "a program translates every instruction: its time says nothing about a processor",
	  "count instructions under -icount, or measure under KVM or on metal", true,
	  .found = emulation },
	{ "virtual", "note",
	  "a hypervisor shows in the processor's flags, /sys/hypervisor, the device "
	  "tree, /proc/sysinfo or the firmware's vendor",
	  "page tables are nested and exits cost time: results hold for this kind of VM only",
	  "measure on metal for figures about the processor", true, .found = virtual },
	{ "iommu", "note",
	  "a group under `/sys/kernel/iommu_groups` has type DMA (strict) or DMA-FQ "
	  "(lazy)",
	  "every DMA mapping changes an I/O page table: results hold for this mode only",
	  "boot with iommu=pt, iommu.strict=0 or iommu.strict=1 to see the other modes", false,
	  .found = iommu },
	{ "swiotlb_force", "moderate", "`swiotlb=force` on the command line",
	  "every streaming DMA mapping is copied through a bounce buffer",
	  "boot without swiotlb=force", false, .found = swiotlb },
	{ "network_files", "moderate",
	  "the folder for files (`--dir`, `TMPDIR`, else `/tmp`) lies on 9p, nfs, cifs, smb3, "
	  "ceph, afs, virtiofs, fuse, lustre, gfs2 or ocfs2",
	  "file operations wait for another program or machine", ANOTHER_DIR, false,
	  .found = network_files },
	{ "cold_files", "note",
	  "it lies on tmpfs, ramfs, brd, zram, null_blk or pmem, or in a virtual machine on any "
	  "disk; loop, dm and md count as what is below them",
	  "a read of what is not in the page cache is one of memory, or of a hypervisor that may "
	  "have it in its own: no figure of a disk",
	  "name a folder on a disk of a real machine with --dir DIR", true, .found = cold_files },
	{ "stacked_files", "moderate", "it lies on overlay, aufs or ecryptfs",
	  "file operations pass through a second file system", ANOTHER_DIR, false,
	  .found = stacked_files },
};
const struct pmk_hazard_group pmk_hazards_platform = { "Platform", hazards,
						       sizeof(hazards) / sizeof(hazards[0]) };
