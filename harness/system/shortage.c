// SPDX-License-Identifier: GPL-2.0-only
/* A machine's shortage, in words: what was wanted, what is there, what to do. */
#include <errno.h>
#include <linux/magic.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "cgroup.h"
#include "shortage.h"
#include "sysfile.h"
#include "text/format.h"

/* Bits of CAP_SYS_ADMIN and CAP_SYS_RAWIO, without which root is not much. */
#define CAPABILITIES ((1ull << 21) | (1ull << 17))

bool pmk_remedy_in_guest(void)
{
	return getenv(PMK_GUEST_VARIABLE) != NULL;
}

void pmk_remedy_rights(const char *root, char *remedy, size_t size)
{
	const char *status = "/proc/self/status",
		   *what = "see whether a security module or lockdown forbids it (dmesg)";
	char text[64];

	if (geteuid() != 0)
		what = "run it as root";
	else if (pmk_sysfile_value(root, status, "CapEff", text, sizeof(text)) &&
		 (strtoull(text, NULL, 16) & CAPABILITIES) != CAPABILITIES)
		what = "this root lacks capabilities: run it outside of the container";
	else if (pmk_sysfile_value(root, status, "Seccomp", text, sizeof(text)) && *text == '2')
		what = "a seccomp filter is on this process: run it outside of the container";
	snprintf(remedy, size, "%s%s", what,
		 pmk_remedy_in_guest() ? "" : ", or in a guest: --target x86_64-6.1");
}

const char *pmk_remedy_kernel_log(void)
{
	return pmk_remedy_in_guest() ? "see the guest's console log"
				     : "see the whole kernel log: dmesg";
}

#define MANY_BYTES 9e18 /* more than any machine has */

const char *pmk_shortage_folder(void)
{
	const char *dir = getenv("TMPDIR");

	return dir && *dir ? dir : "/tmp";
}

static double meminfo_bytes(const char *root, const char *key)
{
	char text[64];

	if (!pmk_sysfile_value(root, "/proc/meminfo", key, text, sizeof(text)))
		return -1;
	return 1024.0 * strtod(text, NULL);
}

/* The least of what the machine and the control groups leave; @file names the group's limit. */
static double available_bytes(const char *root, struct pmk_cgroup_limit *limit)
{
	double machine = meminfo_bytes(root, "MemAvailable");

	if (machine < 0)
		machine = MANY_BYTES;
	if (pmk_cgroup_memory(root, limit) && limit->value < machine)
		return limit->value;
	limit->file[0] = '\0';
	return machine;
}

static struct pmk_text limit_text(int resource)
{
	struct rlimit limit = { RLIM_INFINITY, RLIM_INFINITY };
	struct pmk_text text = { "unlimited" };

	getrlimit(resource, &limit);
	if (limit.rlim_cur != RLIM_INFINITY)
		snprintf(text.text, sizeof(text.text), "%llu", (unsigned long long)limit.rlim_cur);
	return text;
}

static bool is_limited(int resource)
{
	return strcmp(limit_text(resource).text, "unlimited") != 0;
}

static bool commits_strictly(const char *root)
{
	return pmk_sysfile_number(root, "/proc/sys/vm/overcommit_memory", 0) == 2;
}

/* What a kernel that promises no more memory than it has would still promise. */
static double uncommitted_bytes(const char *root)
{
	double left = meminfo_bytes(root, "CommitLimit") - meminfo_bytes(root, "Committed_AS");

	return fmax(left, 0);
}

static const char commit_remedy[] = "sysctl vm.overcommit_memory=0, or raise vm.overcommit_ratio";

/* Why memory is refused, most particular cause first. */
static void memory(const char *root, struct pmk_why *s, char *there, size_t size)
{
	struct pmk_cgroup_limit limit;
	double bytes = available_bytes(root, &limit);
	const char *remedy = "a machine with more memory, or end what uses it here";

	if (commits_strictly(root)) {
		snprintf(there, size, "vm.overcommit_memory is 2 and CommitLimit leaves %s",
			 pmk_format_bytes(uncommitted_bytes(root)).text);
		remedy = commit_remedy;
	} else if (is_limited(RLIMIT_AS) || is_limited(RLIMIT_DATA)) {
		snprintf(there, size, "RLIMIT_AS is %s and RLIMIT_DATA %s",
			 limit_text(RLIMIT_AS).text, limit_text(RLIMIT_DATA).text);
		remedy = "ulimit -v unlimited; ulimit -d unlimited";
	} else {
		snprintf(there, size, "%s are available%s%s", pmk_format_bytes(bytes).text,
			 *limit.file ? " below " : "", limit.file);
		if (*limit.file)
			remedy = "raise the limit of the control group, or run outside of it";
	}
	snprintf(s->remedy, sizeof(s->remedy), "%s", remedy);
}

static void space(const char *root, struct pmk_why *s, char *there, size_t size)
{
	const char *remedy = "free space there, raise its quota, or name another folder with "
			     "--dir DIR";
	const char *dir = pmk_shortage_folder();
	double free_bytes, left = uncommitted_bytes(root);
	struct statfs fs;

	if (statfs(dir, &fs)) {
		snprintf(there, size, "%.200s is not there", dir);
	} else {
		free_bytes = (double)fs.f_bavail * (double)(fs.f_frsize ? fs.f_frsize : fs.f_bsize);
		snprintf(there, size, "%.200s has %s free", dir, pmk_format_bytes(free_bytes).text);
		/* A tmpfs is memory, and says of memory that it does not get that space is full. */
		if (fs.f_type == TMPFS_MAGIC && commits_strictly(root) && left < free_bytes) {
			snprintf(there, size,
				 "%.200s is memory (tmpfs), vm.overcommit_memory is 2 and "
				 "CommitLimit leaves %s",
				 dir, pmk_format_bytes(left).text);
			remedy = commit_remedy;
		}
	}
	snprintf(s->remedy, sizeof(s->remedy), "%s", remedy);
}

static void rights(const char *root, struct pmk_why *s, char *there, size_t size)
{
	snprintf(there, size, "the effective user id is %u", geteuid());
	pmk_remedy_rights(root, s->remedy, sizeof(s->remedy));
}

static void support(const char *root, struct pmk_why *s, char *there, size_t size)
{
	(void)root;
	snprintf(there, size, "this kernel, file system or seccomp filter does not offer it");
	snprintf(s->remedy, sizeof(s->remedy), "a newer kernel, another file system (--dir DIR)%s",
		 pmk_remedy_in_guest() ? "" : ", or a guest: --target x86_64-6.1");
}

/*
 * @err: of the failure
 * @limits: of this process, which say what is there; or
 * @there: what is there; or
 * @say: writes into @there what is there, and into @s what to do
 * @remedy: what to do
 */
static const struct {
	int err;
	struct {
		const char *name;
		int resource;
	} limits[2];
	const char *there;
	const char *remedy;
	void (*say)(const char *root, struct pmk_why *s, char *there, size_t size);
} shortages[] = {
	{ ENOMEM, .say = memory },
	{ ENOSPC, .say = space },
	{ EDQUOT, .say = space },
	{ EFBIG, .limits = { { "RLIMIT_FSIZE", RLIMIT_FSIZE } }, .remedy = "ulimit -f unlimited" },
	{ EMFILE, .limits = { { "RLIMIT_NOFILE", RLIMIT_NOFILE } }, .remedy = "ulimit -n 4096" },
	{ ENFILE, .there = "all programs together have as many as fs.file-max allows",
	  .remedy = "raise fs.file-max, or end what holds so many" },
	{ EAGAIN,
	  .limits = { { "RLIMIT_NPROC", RLIMIT_NPROC }, { "RLIMIT_MEMLOCK", RLIMIT_MEMLOCK } },
	  .remedy = "raise ulimit -u or ulimit -l, or pids.max of the control group" },
	{ EPERM, .say = rights },
	{ EACCES, .say = rights },
	{ EROFS, .there = "nothing can be written there",
	  .remedy = "mount it writable, or name another folder with --dir DIR" },
	{ ENOSYS, .say = support },
	{ EOPNOTSUPP, .say = support },
	{ ENOPROTOOPT, .say = support },
};

static void say(size_t row, const char *root, struct pmk_why *s, char *there, size_t size)
{
	size_t len = 0;

	if (shortages[row].say) {
		shortages[row].say(root, s, there, size);
		return;
	}
	snprintf(there, size, "%s", shortages[row].there ? shortages[row].there : "");
	for (size_t i = 0; i < 2 && shortages[row].limits[i].name; i++)
		len += (size_t)snprintf(there + len, size - len, i ? ", %s %s" : "%s is %s",
					shortages[row].limits[i].name,
					limit_text(shortages[row].limits[i].resource).text);
	snprintf(s->remedy, sizeof(s->remedy), "%s", shortages[row].remedy);
}

bool pmk_shortage_explain(const char *root, int err, const char *wanted, struct pmk_why *s)
{
	char there[320];

	for (size_t i = 0; i < sizeof(shortages) / sizeof(shortages[0]); i++) {
		if (shortages[i].err != err)
			continue;
		say(i, root, s, there, sizeof(there));
		snprintf(s->reason, sizeof(s->reason), "needs %.120s: %s; %s", wanted,
			 strerror(err), there);
		return true;
	}
	return false;
}

bool pmk_shortage_memory(const char *root, uint64_t bytes, struct pmk_why *s)
{
	struct pmk_cgroup_limit limit;
	char wanted[96];

	if ((double)bytes <= available_bytes(root, &limit))
		return false;
	snprintf(wanted, sizeof(wanted), "%s of memory", pmk_format_bytes((double)bytes).text);
	return pmk_shortage_explain(root, ENOMEM, wanted, s);
}

uint64_t pmk_shortage_kills(const char *root)
{
	char text[8192], *at;

	/* The counter is in the last third of some 180 lines. */
	if (pmk_sysfile_read(root, "/proc/vmstat", text, sizeof(text)) <= 0)
		return 0;
	at = strstr(text, "\noom_kill ");
	return at ? strtoull(at + strlen("\noom_kill "), NULL, 10) : 0;
}

void pmk_shortage_killed(const char *root, struct pmk_why *s)
{
	char there[320];

	memory(root, s, there, sizeof(there));
	snprintf(s->reason, sizeof(s->reason),
		 "the kernel killed it for want of memory (oom_kill in /proc/vmstat); now %s",
		 there);
}
