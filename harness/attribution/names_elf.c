// SPDX-License-Identifier: GPL-2.0-only
/* Names of code in ELF files, read with libelf. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "names.h"

#ifdef PMK_NO_ELF

int pmk_names_elf(struct pmk_names *names, const char *path, const char *in)
{
	(void)names;
	(void)path;
	(void)in;
	return -ENOSYS;
}

bool pmk_names_elf_available(void)
{
	return false;
}

#else

#include <gelf.h>

#include "text/array.h"

/* The strings of the file's symbols, kept: the file is closed. NULL without memory. */
static char *keep_strings(struct pmk_names *names, Elf *elf, size_t section)
{
	Elf_Scn *scn = elf_getscn(elf, section);
	Elf_Data *data = scn ? elf_getdata(scn, NULL) : NULL;
	char **kept = pmk_array_grow(&names->text, names->n_text, sizeof(*kept));

	if (!kept || !data)
		return NULL;
	*kept = malloc(data->d_size + 1);
	if (!*kept)
		return NULL;
	names->n_text++;
	memcpy(*kept, data->d_buf, data->d_size);
	(*kept)[data->d_size] = '\0';
	return *kept;
}

/* An assembler's function may have no type, and on arm a mapping symbol ("$a") is no function. */
static bool is_code(const GElf_Sym *sym, const GElf_Shdr *section, const char *name)
{
	unsigned int type = GELF_ST_TYPE(sym->st_info);

	return (type == STT_FUNC || type == STT_GNU_IFUNC || type == STT_NOTYPE) && *name &&
	       *name != '$' && section->sh_flags & SHF_EXECINSTR;
}

static int add_symbol(struct pmk_names *names, Elf *elf, const GElf_Sym *sym, char *name,
		      const char *in)
{
	static const char types[] = { [STB_LOCAL] = 't', [STB_GLOBAL] = 'T', [STB_WEAK] = 'W' };
	Elf_Scn *scn = sym->st_shndx && sym->st_shndx < SHN_LORESERVE
			       ? elf_getscn(elf, sym->st_shndx)
			       : NULL;
	unsigned int binding = GELF_ST_BIND(sym->st_info);
	GElf_Ehdr head;
	GElf_Shdr section;
	struct pmk_name new = { .name = name, .in = in, .address = sym->st_value };

	if (!scn || !gelf_getshdr(scn, &section) || !is_code(sym, &section, name))
		return 0;
	/* Bit 0 of a function of Thumb says so, and is no part of its address. */
	if (gelf_getehdr(elf, &head) && head.e_machine == EM_ARM)
		new.address &= ~1ull;
	if (sym->st_size)
		new.end = new.address + sym->st_size;
	return pmk_names_add(names, &new, binding < sizeof(types) ? types[binding] : 't');
}

static int add_symbols(struct pmk_names *names, Elf *elf, const char *in)
{
	Elf_Scn *scn = NULL;
	GElf_Shdr section;
	int err = -ENOEXEC;

	while ((scn = elf_nextscn(elf, scn)) && gelf_getshdr(scn, &section)) {
		Elf_Data *data;
		char *text;
		GElf_Sym sym;

		if (section.sh_type != SHT_SYMTAB)
			continue;
		data = elf_getdata(scn, NULL);
		text = data ? keep_strings(names, elf, section.sh_link) : NULL;
		err = text ? 0 : -ENOMEM;
		for (int i = 0; !err && gelf_getsym(data, i, &sym); i++) {
			char *name = text + sym.st_name, *cold = strstr(name, ".cold");

			if (cold)
				*cold = '\0';
			err = add_symbol(names, elf, &sym, name, in);
		}
	}
	return err;
}

int pmk_names_elf(struct pmk_names *names, const char *path, const char *in)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), err = fd < 0 ? -errno : -ENOEXEC;
	Elf *elf;

	if (fd < 0)
		return err;
	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_READ, NULL);
	if (elf && elf_kind(elf) == ELF_K_ELF)
		err = add_symbols(names, elf, in);
	elf_end(elf);
	close(fd);
	return err;
}

bool pmk_names_elf_available(void)
{
	return true;
}

#endif
