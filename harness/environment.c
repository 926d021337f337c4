// SPDX-License-Identifier: GPL-2.0-only
/* The circumstances of a run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "commands.h"
#include "counters.h"
#include "environment.h"
#include "sysfile.h"
#include "topology.h"

#ifndef PMK_COMMIT
#define PMK_COMMIT NULL
#endif
#ifndef PMK_FLAGS
#define PMK_FLAGS NULL
#endif
#ifdef __SANITIZE_ADDRESS__
#define SANITIZER "address"
#else
#define SANITIZER NULL
#endif

#ifdef PMK_NO_ZLIB
#define ZLIB false
#else
#define ZLIB true
#endif

json_t *pmk_environment_tool(void)
{
	return json_pack("{s:s, s:s?, s:s, s:s?, s:s?, s:{s:b, s:b, s:b, s:b}}", "version",
			 PMK_VERSION, "commit", PMK_COMMIT, "compiler", "gcc " __VERSION__, "flags",
			 PMK_FLAGS, "sanitizer", SANITIZER, "features", "hwloc",
			 pmk_topology_available(), "zlib", ZLIB, "libperf",
			 pmk_perf_libperf() != NULL, "libpfm4", pmk_event_names_available());
}

json_t *pmk_environment_sha256(const char *path)
{
	char command[4200], hex[65];
	FILE *p;
	int n;

	if (access(path, R_OK) < 0 || strchr(path, '\''))
		return json_null();
	snprintf(command, sizeof(command), "sha256sum '%s' 2>/dev/null", path);
	p = popen(command, "re");
	if (!p)
		return json_null();
	n = fscanf(p, "%64[0-9a-f]", hex);
	pclose(p);
	return n == 1 ? json_string(hex) : json_null();
}

/* A small file's text, or null. */
static json_t *text_of(const char *path)
{
	char text[2048];

	return pmk_sysfile_read("", path, text, sizeof(text)) > 0 ? json_string(text) : json_null();
}

json_t *pmk_environment_kernel(void)
{
	struct utsname u;
	char config[sizeof(u.release) + 16];

	uname(&u);
	snprintf(config, sizeof(config), "/boot/config-%s", u.release);
	return json_pack("{s:s, s:s, s:s, s:o, s:o}", "release", u.release, "version", u.version,
			 "arch", u.machine, "config_sha256", pmk_environment_sha256(config),
			 "cmdline", text_of("/proc/cmdline"));
}

json_t *pmk_environment_machine(void)
{
	long long page_bytes = sysconf(_SC_PAGESIZE);
	char model[256] = "", flags[4096] = "";
	bool is_virtual;

	if (!pmk_sysfile_value("", "/proc/cpuinfo", "model name", model, sizeof(model)))
		pmk_sysfile_value("", "/proc/cpuinfo", "CPU part", model, sizeof(model));
	pmk_sysfile_value("", "/proc/cpuinfo", "flags", flags, sizeof(flags));
	is_virtual = strstr(flags, " hypervisor") != NULL;
	return json_pack("{s:s?, s:I, s:I, s:I, s:o}", "cpu", model[0] ? model : NULL, "cpus",
			 (json_int_t)sysconf(_SC_NPROCESSORS_ONLN), "memory_bytes",
			 (json_int_t)(sysconf(_SC_PHYS_PAGES) * page_bytes), "page_bytes",
			 (json_int_t)page_bytes, "virtualization",
			 is_virtual ? text_of("/sys/class/dmi/id/sys_vendor") : json_null());
}

json_t *pmk_environment_filesystem(void)
{
	const char *dir = getenv("TMPDIR");
	char *path = realpath(dir && *dir ? dir : "/tmp", NULL), type[64];
	bool known = path && pmk_sysfile_mount("", path, type, sizeof(type));
	json_t *fs = json_pack("{s:s?, s:s?}", "path", path, "type", known ? type : NULL);

	free(path);
	return fs;
}

json_t *pmk_environment_clock(const struct pmk_clock *clock)
{
	return json_pack("{s:s, s:s, s:s, s:f, s:f, s:s?}", "name", clock->name, "unit",
			 clock->unit, "source", clock->source, "cost", pmk_clock_cost_measure(),
			 "empty_op", pmk_empty_op_measure(clock), "caveat", clock->caveat);
}
