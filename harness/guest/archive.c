// SPDX-License-Identifier: GPL-2.0-only
/* Writes cpio archives, as Documentation/driver-api/early-userspace/buffer-format.rst has them. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "archive.h"

/* Names and contents end on a multiple of 4 bytes. */
static void pad(struct pmk_archive *a, size_t bytes)
{
	static const char zeros[4];

	if (bytes % 4)
		fwrite(zeros, 1, 4 - bytes % 4, a->f);
}

static void header(struct pmk_archive *a, const char *name, unsigned int mode, size_t bytes)
{
	size_t length = strlen(name) + 1;
	int written;

	/* Owner, time and devices are 0: the same files give the same archive. */
	written = fprintf(a->f, "070701%08X%08X%08X%08X%08X%08X%08zX%08X%08X%08X%08X%08zX%08X",
			  a->inode++, mode, 0, 0, S_ISDIR(mode) ? 2 : 1, 0, bytes, 0, 0, 0, 0,
			  length, 0);
	fwrite(name, 1, length, a->f);
	pad(a, (size_t)written + length);
}

void pmk_archive_begin(struct pmk_archive *a, FILE *f)
{
	*a = (struct pmk_archive){ .f = f, .inode = 1 };
}

void pmk_archive_dir(struct pmk_archive *a, const char *name)
{
	header(a, name, S_IFDIR | 0755, 0);
}

void pmk_archive_text(struct pmk_archive *a, const char *name, const char *text)
{
	size_t bytes = strlen(text);

	header(a, name, S_IFREG | 0644, bytes);
	fwrite(text, 1, bytes, a->f);
	pad(a, bytes);
}

void pmk_archive_file(struct pmk_archive *a, const char *name, unsigned int mode, const char *from)
{
	FILE *in = a->err ? NULL : fopen(from, "re");
	char buf[65536];
	size_t got, left;
	struct stat st;

	if (!in || fstat(fileno(in), &st)) {
		a->err = a->err ? a->err : -errno;
		if (in)
			fclose(in);
		return;
	}
	left = (size_t)st.st_size;
	header(a, name, S_IFREG | mode, left);
	while (left && (got = fread(buf, 1, left < sizeof(buf) ? left : sizeof(buf), in)) > 0)
		left -= fwrite(buf, 1, got, a->f);
	/* What the header promises must be there. */
	if (left)
		a->err = -EIO;
	pad(a, (size_t)st.st_size);
	fclose(in);
}

int pmk_archive_end(struct pmk_archive *a)
{
	header(a, "TRAILER!!!", 0, 0);
	if (!a->err && (fflush(a->f) || ferror(a->f)))
		a->err = -EIO;
	return a->err;
}
