// SPDX-License-Identifier: GPL-2.0-only
/* The guest's side of symbols: kallsyms and modules, once the host asks for them. */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "symbols.h"

/* The host's answer, a line. False if it asks for nothing, or is gone. */
static bool wanted(int port)
{
	char answer[16] = "";
	size_t used = 0;

	while (used < sizeof(answer) - 1 && !strchr(answer, '\n')) {
		ssize_t got = read(port, answer + used, sizeof(answer) - 1 - used);

		if (got <= 0)
			return false;
		used += (size_t)got;
		answer[used] = '\0';
	}
	return !strcmp(answer, PMK_GUEST_ASK_SYMBOLS);
}

/* With 2 there, addresses are hidden even from us. */
static void show_addresses(void)
{
	int fd = open("/proc/sys/kernel/kptr_restrict", O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	if (write(fd, "0", 1) != 1)
		perror("pagemark init: kptr_restrict");
	close(fd);
}

static void send_code(FILE *out)
{
	FILE *f = fopen("/proc/kallsyms", "re");
	char *line = NULL;
	size_t room = 0;

	while (f && getline(&line, &room, f) > 0) {
		const char *type = strchr(line, ' ');

		if (type && type[1] && strchr("tTwWi", type[1]))
			fputs(line, out);
	}
	free(line);
	if (f)
		fclose(f);
}

/* Source: m_show() of the kernel's module/procfs.c: name, bytes, users, by whom, state, address. */
static void send_modules(FILE *out)
{
	FILE *f = fopen("/proc/modules", "re");
	char name[64], bytes[24], address[24];

	while (f && fscanf(f, "%63s %23s %*s %*s %*s %23s%*[^\n]", name, bytes, address) == 3)
		fprintf(out, "%s m %s [%s]\n", address + 2 * !strncmp(address, "0x", 2), bytes,
			name);
	if (f)
		fclose(f);
}

void pmk_guest_symbols_offer(int port)
{
	FILE *out;
	int fd;

	if (dprintf(port, "{\"type\":\"" PMK_GUEST_DONE "\"}\n") < 0 || !wanted(port))
		return;
	fd = dup(port);
	out = fd < 0 ? NULL : fdopen(fd, "w");
	if (!out) {
		perror("pagemark init: symbols");
		return;
	}
	/* The port takes 32 KiB at once, and each write costs the guest a round through QEMU. */
	setvbuf(out, NULL, _IOFBF, 32768);
	show_addresses();
	send_code(out);
	send_modules(out);
	if (fclose(out))
		perror("pagemark init: symbols");
}
