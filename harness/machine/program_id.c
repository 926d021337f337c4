// SPDX-License-Identifier: GPL-2.0-only
/* Which program this is: the build id that its linker gave it. */
#include <elf.h>
#include <link.h>
#include <stdio.h>
#include <string.h>

#include "program_id.h"

/* Fields of a note are padded to words. */
static size_t padded(size_t bytes)
{
	return (bytes + 3) & ~(size_t)3;
}

static void find_note(const char *at, const char *end, char *hex, size_t size)
{
	while (at + sizeof(ElfW(Nhdr)) <= end) {
		const ElfW(Nhdr) *note = (const void *)at;
		const char *name = at + sizeof(*note);
		const unsigned char *id = (const void *)(name + padded(note->n_namesz));

		if (note->n_type == NT_GNU_BUILD_ID && note->n_namesz == sizeof("GNU") &&
		    !memcmp(name, "GNU", sizeof("GNU")))
			for (size_t i = 0; i < note->n_descsz && 2 * i + 2 < size; i++)
				sprintf(hex + 2 * i, "%02x", id[i]);
		at = (const char *)id + padded(note->n_descsz);
	}
}

struct found {
	char *hex;
	size_t size;
};

static int look(struct dl_phdr_info *info, size_t size, void *arg)
{
	struct found *found = arg;

	(void)size;
	for (size_t i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
		const char *start = (const char *)(info->dlpi_addr + segment->p_vaddr);

		if (segment->p_type == PT_NOTE)
			find_note(start, start + segment->p_memsz, found->hex, found->size);
	}
	return 1; /* the first is the program, the others are its libraries */
}

void pmk_program_id(char *hex, size_t size)
{
	struct found found = { hex, size };

	*hex = '\0';
	dl_iterate_phdr(look, &found);
}
