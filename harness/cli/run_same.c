// SPDX-License-Identifier: GPL-2.0-only
/* Holds this machine, its kernels and this program against those of a record. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "guest/files.h"
#include "machine/host.h"
#include "machine/program_id.h"
#include "record/circumstances.h"
#include "run_same.h"
#include "text/clock.h"
#include "text/format.h"

/* Says that something is not as it was. @target: NULL for the machine that all run on. */
static void tell(const char *record, const char *target, const char *what, const char *was,
		 const char *is)
{
	fprintf(stderr, "not as in %s%s%s%s: %s: ", record, target ? " [" : "",
		target ? target : "", target ? "]" : "", what);
	pmk_print_text(stderr, was);
	fputs(" -> ", stderr);
	pmk_print_line(stderr, is);
}

bool pmk_run_same_lines(const char *record, const char *target, const json_t *was, const json_t *is)
{
	bool same = true;

	for (size_t i = 0; i < pmk_circumstances(); i++) {
		struct pmk_difference found;

		if (!pmk_circumstance_differs(i, was, is, &found))
			continue;
		tell(record, target, found.what, found.text[0], found.text[1]);
		same = false;
	}
	return same;
}

/* Of what is no circumstance of a comparison; what one of both does not know is the same. */
static bool same_text(const char *record, const char *target, const char *what, const char *was,
		      const char *is)
{
	if (!was || !is || !*is || !strcmp(was, is))
		return true;
	tell(record, target, what, was, is);
	return false;
}

bool pmk_run_same_machine(const struct pmk_live_run *run, const char *record, const json_t *was)
{
	json_t *here = pmk_run_line_host(run);
	bool same = same_text(record, NULL, "machine", pmk_rec_text(was, "host.machine"),
			      pmk_rec_text(here, "host.machine"));

	same &= same_text(record, NULL, "the machine's kernel", pmk_rec_text(was, "host.kernel"),
			  pmk_rec_text(here, "host.kernel"));
	json_decref(here);
	return same;
}

/* A guest that was made anew since has another program or module, though its kernel is the same. */
static bool same_files(const struct pmk_request *req, const struct pmk_target *t,
		       const struct pmk_guest *guest, const json_t *was)
{
	char path[PATH_MAX], *image = req->kernel ? realpath(req->kernel, NULL) : NULL;
	struct stat file;
	time_t when;
	bool same;

	if (!image)
		pmk_guest_path(guest, "initramfs.cpio", path, sizeof(path));
	same = !pmk_when_parse(pmk_rec_text(was, "started"), &when) ||
	       stat(image ? image : path, &file) || file.st_ctime <= when;
	free(image);
	if (!same)
		tell(req->resume, t->name, req->kernel ? "kernel" : "guest",
		     "made before the run began", "made anew since");
	return same;
}

/* The run line with what is known of the target now; NULL without memory. */
static json_t *as_it_is(const struct pmk_live_run *run, const json_t *was,
			const struct pmk_guest *guest)
{
	/* They come and go, or are known when it is measured. */
	static const char *const passing[] = { "hazards", "load", "placement", "threads_on" };
	json_t *is = json_deep_copy(was), *now;

	if (guest) {
		json_object_set_new(is, "host",
				    pmk_host_json(run->survey.root, run->labels, run->serial));
		json_object_set_new(is, "guest", pmk_guest_describe(guest, ""));
		return is;
	}
	now = pmk_run_line_here(run, "", NULL);
	for (size_t i = 0; i < sizeof(passing) / sizeof(passing[0]); i++)
		json_object_set(now, passing[i], json_object_get(was, passing[i]));
	json_object_update(is, now);
	json_decref(now);
	return is;
}

bool pmk_run_same_target(const struct pmk_live_run *run, const struct pmk_request *req,
			 const struct pmk_target *t, const json_t *was)
{
	bool host = !strcmp(t->name, PMK_HOST), same = true;
	struct pmk_guest guest;
	char program[PMK_PROGRAM_ID_BYTES];
	json_t *is;

	if (!host && pmk_target_guest(t, run->filesystem, &guest))
		return false;
	is = as_it_is(run, was, host ? NULL : &guest);
	/* A host that is kept whole is needed no more: not its files, nor that it is as quiet. */
	if (!host || !t->taken)
		same = pmk_run_same_lines(req->resume, t->name, was, is);
	pmk_program_id(program, sizeof(program));
	if (host)
		same &= same_text(req->resume, t->name, "program",
				  pmk_rec_text(was, "tool.program"), program);
	else
		same &= same_files(req, t, &guest, was);
	json_decref(is);
	return same;
}
