// SPDX-License-Identifier: GPL-2.0-only
/* Writes what gnuplot and lstopo read, and runs them, and Chromium. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "plot.h"
#include "text/json.h"
#include "text/template.h"

#define WIDTH 900u

extern char **environ;

/* @dir: to be in; NULL for where we are, and what the program says is nobody's business. */
static int run(const char *dir, char *const argv[])
{
	posix_spawn_file_actions_t actions;
	pid_t child;
	int err, status = 0;

	err = posix_spawn_file_actions_init(&actions);
	if (err)
		return -err;
	if (dir)
		err = posix_spawn_file_actions_addchdir_np(&actions, dir);
	for (int fd = 1; fd <= 2 && !dir && !err; fd++)
		err = posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", O_WRONLY, 0);
	if (!err)
		err = posix_spawnp(&child, argv[0], &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (err)
		return -err;
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return status ? -EIO : 0;
}

/* Writes the file @name that a program reads. */
static int write_input(const char *dir, const char *name, const char *template, const json_t *data)
{
	char *path;
	FILE *to;
	int err;

	if (asprintf(&path, "%s/%s", dir, name) < 0)
		return -ENOMEM;
	to = fopen(path, "we");
	free(path);
	if (!to)
		return -errno;
	err = pmk_template(to, template, data, PMK_ESCAPE_GNUPLOT);
	if (ferror(to))
		err = -EIO;
	if (fclose(to) && !err)
		err = -errno;
	return err;
}

int pmk_tool_script(const char *dir, const char *stem, const char *template, unsigned int height,
		    json_t *data)
{
	json_t *terminals = json_pack(
		"[{s:o, s:o}, {s:o, s:o}]", "terminal",
		json_sprintf("set terminal svg size %u,%u dynamic font 'sans-serif,12' background "
			     "rgb '#ffffff' noenhanced",
			     WIDTH, height),
		"output", json_sprintf("set output '%s.svg'", stem), "terminal",
		json_sprintf("set terminal pngcairo size %u,%u font 'Sans,12' fontscale 1.5 "
			     "linewidth 1.5 pointscale 1.5 background rgb '#ffffff' noenhanced",
			     WIDTH * 3 / 2, height * 3 / 2),
		"output", json_sprintf("set output '%s.png'", stem));
	char *script = NULL;
	int err = -ENOMEM;

	if (!json_object_set_new(data, "terminals", terminals) &&
	    !json_object_set_new(data, "height", json_integer(height)) &&
	    asprintf(&script, "%s.gp", stem) >= 0)
		err = write_input(dir, script, template, data);
	free(script);
	json_decref(data);
	return err;
}

int pmk_tool_gnuplot(const char *dir, char *const stems[], size_t n)
{
	char **argv = calloc(n + 3, sizeof(*argv));
	size_t used = 0;
	int err = argv ? 0 : -ENOMEM;

	if (argv) {
		argv[used++] = "gnuplot";
		argv[used++] = "-d";
	}
	for (size_t i = 0; i < n && !err; i++)
		if (stems[i])
			err = asprintf(&argv[used++], "%s.gp", stems[i]) < 0 ? -ENOMEM : 0;
	err = err ? err : used > 2 ? run(dir, argv) : -ENODATA;
	for (size_t i = 2; i < used; i++)
		free(argv[i]);
	free(argv);
	return err;
}

int pmk_tool_lstopo(const char *dir, const char *stem, const json_t *line)
{
	char *from = NULL, *to = NULL;
	int err = -ENOMEM;

	if (!json_string_length(json_object_get(line, "topology")))
		return -ENODATA;
	if (asprintf(&from, "%s.xml", stem) >= 0 && asprintf(&to, "%s.svg", stem) >= 0)
		err = write_input(dir, from, "{{{topology}}}", line);
	if (!err)
		err = run(dir, (char *[]){ "lstopo-no-graphics", "--if", "xml", "-i", from, "--of",
					   "svg", "--no-legend", "--force", to, NULL });
	free(from);
	free(to);
	return err;
}

int pmk_tool_chromium(const char *dir, const char *page, const char *pdf)
{
	static char *const names[] = { "chromium", "chromium-browser", "google-chrome" };
	char *url = NULL, *print = NULL, *profile = NULL, *whole = realpath(dir, NULL);
	int err = -ENOMEM;

	if (whole && asprintf(&url, "file://%s/%s", whole, page) >= 0 &&
	    asprintf(&print, "--print-to-pdf=%s", pdf) >= 0 &&
	    asprintf(&profile, "--user-data-dir=%s/profile", whole) >= 0)
		err = -ENOENT;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && err == -ENOENT; i++)
		/* Root has no sandbox; the page is ours, and has no scripts. */
		err = run(NULL, (char *[]){ names[i], "--headless", "--disable-gpu", profile,
					    "--no-pdf-header-footer", print, url,
					    geteuid() ? NULL : "--no-sandbox", NULL });
	if (!err && access(pdf, F_OK))
		err = -EIO;
	free(whole);
	free(profile);
	free(print);
	free(url);
	return err;
}

char *pmk_tool_stem(const char *format, ...)
{
	va_list args;
	char *stem;

	va_start(args, format);
	if (vasprintf(&stem, format, args) < 0)
		stem = NULL;
	va_end(args);
	for (char *c = stem; c && *c; c++)
		if (!isascii(*c) || (!isalnum(*c) && !strchr("_-.", *c)))
			*c = '-';
	return stem;
}

/*
 * Source: Okabe and Ito, Color Universal Design (2008); yellow left out, it is too faint on
 * white.
 */
const char *pmk_tool_colour(size_t curve)
{
	static const char *const palette[] = { "0072B2", "D55E00", "009E73", "CC79A7",
					       "56B4E9", "E69F00", "333333" };

	return palette[curve % (sizeof(palette) / sizeof(palette[0]))];
}

void pmk_tool_tic(json_t *tics, double value, const char *unit)
{
	static const char *const times[] = { " ns", " \302\265s", " ms", " s" };
	static const char *const counts[] = { "", "k", "M", "G" };
	double shown = value;
	int thousands = 0;

	for (; shown >= 1000 && thousands < 3; thousands++)
		shown /= 1000;
	pmk_json_append(tics, "{s:o, s:f}", "label",
			json_sprintf("%.4g%s", shown,
				     (strcmp(unit, "ns") ? counts : times)[thousands]),
			"at", value);
}
