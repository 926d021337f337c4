// SPDX-License-Identifier: GPL-2.0-only
/* From a guest's description to QEMU's command line. */
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "disk.h"
#include "files.h"
#include "system/clock.h"

#define WORDS_MAX 128

/* A growing command line; after the first failure nothing more is added. */
struct words {
	char *word[WORDS_MAX + 1];
	size_t n;
	int err;
};

static void add_va(struct words *w, const char *format, va_list ap)
{
	if (w->err || w->n == WORDS_MAX)
		w->err = w->err ? w->err : E2BIG;
	else if (vasprintf(&w->word[w->n], format, ap) < 0)
		w->err = ENOMEM;
	else
		w->word[++w->n] = NULL;
}

static void __attribute__((format(printf, 2, 3))) add(struct words *w, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	add_va(w, format, ap);
	va_end(ap);
}

/* A word and its value. */
static void __attribute__((format(printf, 3, 4)))
add_option(struct words *w, const char *option, const char *format, ...)
{
	va_list ap;

	add(w, "%s", option);
	va_start(ap, format);
	add_va(w, format, ap);
	va_end(ap);
}

/* What a device is made of is an object of its own. */
static const char *device_option(const char *device)
{
	if (!strncmp(device, "memory-backend-", strlen("memory-backend-")))
		return "-object";
	return !strncmp(device, "if=", strlen("if=")) ? "-drive" : "-device";
}

/* @disk: the file that is meant by FILES. */
static void add_devices(struct words *w, const char *devices, const char *disk)
{
	while (*devices) {
		size_t len = strcspn(devices, ";");
		const char *files = memmem(devices, len, PMK_GUEST_FILES, strlen(PMK_GUEST_FILES));
		size_t before = files ? (size_t)(files - devices) : len;
		size_t behind = files ? before + strlen(PMK_GUEST_FILES) : len;

		add_option(w, device_option(devices), "%.*s%s%.*s", (int)before, devices,
			   files && disk ? disk : "", (int)(len - behind), devices + behind);
		devices += len + strspn(devices + len, "; ");
	}
}

static bool counts(const struct pmk_guest *g)
{
	return pmk_clock_find(g->clock)->insn;
}

/*
 * The same request in the same guest executes the same instructions: nothing there may come from
 * the host. Its time is counted, not taken; its real-time clock begins at one date and follows that
 * time; RDRAND, RDSEED and a device tree's seed are drawn from the run's seed. The port's part is
 * in add_channels().
 */
static void add_exactness(struct words *w, const struct pmk_guest_opts *o)
{
	add_option(w, "-icount", "shift=0,sleep=off");
	add_option(w, "-rtc", "base=2026-01-01,clock=vm");
	add_option(w, "-seed", "%" PRIu64, o->seed);
}

/* SeaBIOS is the firmware: smaller ones leave the MTRRs blank, and Linux then goes without PAT. */
static void add_machine(struct words *w, const struct pmk_guest *g, const struct pmk_guest_opts *o)
{
	add(w, "%s", g->qemu);
	add(w, "-nodefaults");
	add_option(w, "-accel", "%.*s", (int)strcspn(g->accelerator, ","), g->accelerator);
	if (counts(g))
		add_exactness(w, o);
	add_option(w, "-machine", "%s", g->machine);
	add_option(w, "-cpu", "%s", g->cpu);
	add_option(w, "-smp", "1");
	add_option(w, "-m", "%u", g->memory_mib);
	add_option(w, "-nic", "none");
	add_option(w, "-display", "none");
	add(w, "-no-reboot");
}

/* The nodes' memory backends, and the one processor on the first. */
static void add_nodes(struct words *w, const struct pmk_guest *g)
{
	for (unsigned int i = 0; i < g->nodes; i++) {
		add_option(w, "-object", "memory-backend-ram,id=node%u,size=%uM", i,
			   g->memory_mib / g->nodes);
		add_option(w, "-numa", "node,nodeid=%u,memdev=node%u%s", i, i, i ? "" : ",cpus=0");
	}
}

/*
 * ioeventfd=off: QEMU takes a line at the instruction that offers it. Otherwise a thread of the
 * host does, at its leisure, while the guest's kernel spins and counts.
 */
static void add_channels(struct words *w, const struct pmk_guest *g, int port_fd)
{
	add_option(w, "-chardev", "stdio,id=console,signal=off%s", port_fd < 0 ? ",mux=on" : "");
	add_option(w, "-serial", "chardev:console");
	if (port_fd < 0)
		return;
	add_option(w, "-device", "virtio-serial-pci%s", counts(g) ? ",ioeventfd=off" : "");
	add_option(w, "-chardev", "socket,id=port,fd=%d", port_fd);
	add_option(w, "-device", "virtserialport,chardev=port,name=pagemark");
}

/* The kernel hands what it does not know to init, as variables. */
static void add_append(struct words *w, const struct pmk_guest *g, const char *more)
{
	char files[128] = "";

	if (g->filesystem)
		snprintf(files, sizeof(files),
			 " " PMK_GUEST_FILESYSTEM "=%s " PMK_GUEST_DISK "=%s%s%s", g->filesystem,
			 g->disk, *g->mounted ? " " PMK_GUEST_MOUNTED "=" : "", g->mounted);
	add_option(w, "-append", "%s%s%s " PMK_CLOCK_OPTION "%s%s%s%s", g->append,
		   *g->insn_append ? " " : "", g->insn_append, g->clock, files, more ? " " : "",
		   more ? more : "");
}

static int find_files(const struct pmk_guest *g, char *kernel, char *initramfs, char *why,
		      size_t size)
{
	int err = pmk_guest_path(g, "vmlinux", kernel, PATH_MAX);

	if (!err)
		err = pmk_guest_path(g, "initramfs.cpio", initramfs, PATH_MAX);
	if (err && !*g->kernel)
		snprintf(why, size, "guest '%s' boots a kernel of yours: " PMK_GUEST_OWN_HELP,
			 g->name);
	else if (err)
		snprintf(why, size,
			 "guest '%s' is not built: expected vmlinux and initramfs.cpio beside this "
			 "program in guest/%s/; run '%s'",
			 g->name, g->base, pmk_guest_how("guest", g->base));
	return err;
}

char **pmk_guest_command(const struct pmk_guest *g, const struct pmk_guest_opts *o, int port_fd,
			 char *why, size_t size)
{
	char kernel[PATH_MAX], initramfs[PATH_MAX];
	struct words *w = calloc(1, sizeof(*w));
	int err = w ? find_files(g, kernel, initramfs, why, size) : -ENOMEM;

	if (err) {
		free(w);
		errno = -err;
		return NULL;
	}
	add_machine(w, g, o);
	add_nodes(w, g);
	add_channels(w, g, port_fd);
	add_devices(w, g->devices, o->disk);
	add_option(w, "-kernel", "%s", kernel);
	add_option(w, "-initrd", "%s", o->initramfs ? o->initramfs : initramfs);
	add_append(w, g, o->append);
	for (char *const *extra = o->qemu_args; extra && *extra; extra++)
		add(w, "%s", *extra);
	err = w->err;
	if (err) {
		snprintf(why, size, "guest '%s': cannot build QEMU's command line: %s", g->name,
			 strerror(err));
		pmk_guest_command_free(w->word);
		errno = err;
		return NULL;
	}
	return w->word;
}

void pmk_guest_no_emulator(const struct pmk_guest *g, char *why, size_t size)
{
	snprintf(why, size, "guest '%s' needs %s, which is not in PATH; run 'apt install %s'",
		 g->name, g->qemu, g->qemu_package);
}

/* The array is the first member of its struct words, so both have one address. */
void pmk_guest_command_free(char **command)
{
	for (size_t i = 0; command && command[i]; i++)
		free(command[i]);
	free(command);
}
