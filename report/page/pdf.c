// SPDX-License-Identifier: GPL-2.0-only
/* Prints a page with Chromium, in a folder of its own that is removed again. */
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pdf.h"
#include "plot/plot.h"
#include "text/template.h"

#define OPEN_FILES 16 /* of nftw(3) */

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

static int write_page(const char *folder, const char *template, const json_t *document)
{
	char *path;
	FILE *to;
	int err;

	if (asprintf(&path, "%s/page.html", folder) < 0)
		return -ENOMEM;
	to = fopen(path, "we");
	free(path);
	if (!to)
		return -errno;
	err = pmk_template(to, template, document, PMK_ESCAPE_HTML);
	err = ferror(to) ? -EIO : err;
	return fclose(to) && !err ? -errno : err;
}

/* Chromium also leaves with 0 where it could not write. */
static int print_page(const char *folder, const char *draft, const char *path)
{
	int err = pmk_tool_chromium(folder, "page.html", draft);

	if (!err && rename(draft, path))
		err = -errno;
	return err;
}

int pmk_pdf(const char *path, const char *template, const json_t *document)
{
	const char *temporary = getenv("TMPDIR");
	char *folder = NULL, *draft = NULL;
	int err = -ENOMEM;

	if (asprintf(&folder, "%s/pagemark-pdf-XXXXXX", temporary ? temporary : "/tmp") < 0 ||
	    asprintf(&draft, "%s.new", path) < 0)
		goto out;
	if (!mkdtemp(folder)) {
		err = -errno;
		goto out;
	}
	err = write_page(folder, template, document);
	err = err ? err : print_page(folder, draft, path);
	if (err)
		unlink(draft);
	nftw(folder, remove_one, OPEN_FILES, FTW_DEPTH | FTW_PHYS);
out:
	if (err == -ENOENT)
		fprintf(stderr,
			"pagemark report: cannot write %s: chromium is not installed: "
			"apt-get install chromium; or print report.html of -o DIR in any "
			"browser\n",
			path);
	else if (err)
		fprintf(stderr, "pagemark report: cannot write %s: %s\n", path,
			err == -EIO ? "chromium failed; print report.html of -o DIR in any browser"
				    : strerror(-err));
	free(draft);
	free(folder);
	return err;
}
