// SPDX-License-Identifier: GPL-2.0-only
/* `pagemark export`: a record for other programs; says what their format could not hold. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "export.h"
#include "options/commands.h"

/**
 * struct order - what is to be done
 * @choice: of the record
 * @format: into which
 * @path: of the record
 * @output: file that must not exist yet; NULL or "-" for standard output
 * @origin: who submits it
 * @left: what the format cannot hold
 */
struct order {
	struct pmk_choice choice;
	const struct pmk_export_format *format;
	const char *path, *output, *origin;
	struct pmk_export_left left;
};

static void list_formats(FILE *to)
{
	const struct pmk_export_format *format;

	for (size_t i = 0; (format = pmk_export_at(i)); i++)
		fprintf(to, "  %-24s %s\n", format->name, format->what);
}

static void help(FILE *to)
{
	fputs("usage: pagemark export --to FORMAT [-o FILE] [--target NAME] [--origin NAME] "
	      "FILE|DIR [PATTERN...]; FORMAT is one of\n",
	      to);
	list_formats(to);
}

static int usage(const char *what, const char *which)
{
	fprintf(stderr, "pagemark export: %s%s%s; ", what, which ? " " : "", which ? which : "");
	help(stderr);
	return PMK_EXIT_BROKEN;
}

/* Nothing vanishes in silence. */
static void say_what_is_left_out(const struct order *order)
{
	const char *name = order->format->name;

	for (int i = 0; i < PMK_STATUSES; i++)
		if (order->left.verdicts[i])
			fprintf(stderr,
				"pagemark export: %s: left out %zu points with the verdict %s: %s "
				"holds measurements only\n",
				order->path, order->left.verdicts[i], pmk_status_name(i), name);
	if (order->left.claims)
		fprintf(stderr,
			"pagemark export: %s: left out %zu claims: %s holds measurements only\n",
			order->path, order->left.claims, name);
	if (order->left.insn)
		fprintf(stderr,
			"pagemark export: %s: left out %zu points in instructions: %s would call "
			"them time; csv, bmf or openmetrics hold them\n",
			order->path, order->left.insn, name);
}

static int write_all(int fd, const char *text, size_t length)
{
	while (length) {
		ssize_t done = write(fd, text, length);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return done ? -errno : -EIO;
		text += done;
		length -= (size_t)done;
	}
	return 0;
}

/* The whole text or no file: what is half written is removed again. */
static int deliver(const struct order *order, const char *text, size_t length)
{
	bool to_file = order->output && strcmp(order->output, "-") != 0;
	int fd = STDOUT_FILENO, err;

	if (to_file)
		fd = open(order->output, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd < 0 && errno == EEXIST) {
		fprintf(stderr,
			"pagemark export: %s exists already; choose another name or remove it\n",
			order->output);
		return PMK_EXIT_BROKEN;
	}
	err = fd < 0 ? -errno : write_all(fd, text, length);
	if (to_file && fd >= 0) {
		if (close(fd) && !err)
			err = -errno;
		if (err)
			unlink(order->output);
	}
	if (!err)
		return PMK_EXIT_OK;
	fprintf(stderr, "pagemark export: cannot write %s: %s\n",
		to_file ? order->output : "standard output", strerror(-err));
	return PMK_EXIT_BROKEN;
}

/* Into memory first, so that nothing is created unless it can be whole. */
static int render(const struct order *order, struct pmk_export *x)
{
	char *text = NULL;
	size_t length = 0;
	int err, status;

	x->out = open_memstream(&text, &length);
	err = x->out ? order->format->write(x) : -ENOMEM;
	if (x->out && (fclose(x->out) && !err))
		err = -ENOMEM;
	if (err)
		fprintf(stderr, "pagemark export: %s: cannot write %s: %s\n", order->path,
			order->format->name,
			err == -ERANGE	  ? "a number in it is too large to be read back"
			: err == -ENODATA ? "its run does not say when it started"
					  : strerror(-err));
	status = err ? PMK_EXIT_BROKEN : deliver(order, text, length);
	free(text);
	return status;
}

static void say_why_nothing(const struct order *order)
{
	if (!(order->choice.rec->n_points + order->choice.rec->n_claims))
		fprintf(stderr, "pagemark export: %s: a record with no points and no claims\n",
			order->path);
	else
		fprintf(stderr,
			"pagemark export: %s: expected something that is asked for and that %s "
			"holds, found nothing; 'pagemark show --format csv %s' lists what there "
			"is\n",
			order->path, order->format->name, order->path);
}

static int export_record(struct order *order)
{
	struct pmk_export x = { .origin = order->origin };
	int status = PMK_EXIT_BROKEN;

	if (pmk_export_collect(&x, &order->choice, order->format, &order->left))
		fprintf(stderr, "pagemark export: %s\n", strerror(ENOMEM));
	else if (x.n_points + x.n_claims)
		status = render(order, &x);
	else
		status = PMK_EXIT_NOTHING;
	if (status == PMK_EXIT_NOTHING)
		say_why_nothing(order);
	say_what_is_left_out(order);
	pmk_export_free(&x);
	return status;
}

static int export_path(struct order *order)
{
	char error[PMK_REC_ERROR_BYTES];
	int status = PMK_EXIT_BROKEN;
	struct pmk_merged merged;
	struct pmk_set set;

	if (pmk_set_read(order->path, &set, error)) {
		fprintf(stderr, "pagemark export: %s\n", error);
		return status;
	}
	if (pmk_merged_make(&merged, &set)) {
		perror("pagemark export");
	} else {
		pmk_merged_by_run(&merged);
		order->choice.rec = &merged.rec;
		order->choice.merged = &merged;
		status = export_record(order);
		if (!merged.rec.complete)
			fprintf(stderr, "pagemark export: %s: the run is incomplete: %s\n",
				order->path, merged.rec.why_incomplete);
		if (merged.rec.untrusted)
			fprintf(stderr, "pagemark export: %s: untrusted%s %s\n", order->path,
				pmk_merged_doubtful(&merged) ? ":" : "", merged.rec.untrusted);
		pmk_merged_free(&merged);
	}
	pmk_set_free(&set);
	return status;
}

/* Letters, digits and '_', as KCIDB wants it. */
static bool is_origin(const char *text)
{
	return *text && !text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_")];
}

int pmk_cmd_export(int argc, char **argv)
{
	static const struct option options[] = {
		{ "to", required_argument, NULL, 'f' },
		{ "target", required_argument, NULL, 't' },
		{ "origin", required_argument, NULL, 'w' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	struct order order = { .origin = "pagemark" };
	const char *to = NULL;
	int option;

	opterr = 0;
	optind = 0;
	while ((option = getopt_long(argc, argv, "ho:", options, NULL)) != -1) {
		if (option == 'h') {
			help(stdout);
			return PMK_EXIT_OK;
		}
		if (option == 'f')
			to = optarg;
		else if (option == 't')
			order.choice.target = optarg;
		else if (option == 'w')
			order.origin = optarg;
		else if (option == 'o')
			order.output = optarg;
		else
			return usage("unknown option or missing value:", argv[optind - 1]);
	}
	if (!to)
		return usage("expected --to with a format, found none", NULL);
	order.format = pmk_export_find(to);
	if (!order.format)
		return usage("expected a format, found", to);
	if (!is_origin(order.origin))
		return usage("expected --origin of a-z, 0-9 and '_', found", order.origin);
	if (optind == argc)
		return usage("expected the FILE of a record or a folder of records, found none",
			     NULL);
	order.path = argv[optind];
	order.choice.patterns = (const char *const *)argv + optind + 1;
	order.choice.n_patterns = argc - optind - 1;
	return export_path(&order);
}
