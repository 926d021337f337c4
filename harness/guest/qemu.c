// SPDX-License-Identifier: GPL-2.0-only
/* A guest's boot: request in; hello, output and exit out; all within limits. */
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "archives.h"
#include "disk.h"
#include "init.h"
#include "initramfs.h"
#include "process.h"
#include "qemu.h"
#include "symbols.h"
#include "text/clock.h"

#define LINE_BYTES_MAX (16u << 20) /* a longer line is no record but a guest gone wild */
#define SLICE_MS       200	   /* how late a stop request may be noticed */
#define REBOOT_LIMIT_S 10u	   /* from the exit line to QEMU's end */

struct talk {
	const struct pmk_guest *g;
	const struct pmk_guest_opts *o;
	pmk_guest_line_fn *on_line;
	void *arg;
	struct pmk_guest_result *res;
	int fd;
	char *buf;
	size_t used, room;
	bool hello, done, exited;
	pid_t pid;
	double last_s; /* when the guest last said something, by guest_s() */
	struct pmk_initramfs initramfs;
	struct pmk_guest_disk disk;
};

/*
 * Now, less what QEMU has waited for a processor: on a busy machine a guest takes several times as
 * long to boot, and is not hung.
 */
static double guest_s(const struct talk *talk)
{
	return pmk_when_monotonic_s() - pmk_guest_waited_s("/proc", talk->pid);
}

static void say(struct talk *t, enum pmk_guest_end end, const char *what)
{
	char words[256];

	t->res->end = end;
	pmk_guest_last_words(t->o->console_path, words, sizeof(words));
	snprintf(t->res->message, sizeof(t->res->message),
		 "guest '%s' %s%s%s; its console is in %s", t->g->name, what,
		 *words ? "; its last words: " : "", words, t->o->console_path);
}

/*
 * The request lies in the guest's first file system. A message to a running guest would arrive
 * sooner or later in its time, as busy as the host is, and no two boots would be the same.
 */
static int add_request(struct talk *t, struct pmk_guest_opts *o)
{
	json_t *argv = json_array(), *request = json_pack("{s:o}", "argv", argv);
	char *text;
	int err = 0;

	for (char *const *word = t->o->argv; *word; word++)
		err |= json_array_append_new(argv, json_string(*word));
	text = err ? NULL : json_dumps(request, JSON_COMPACT);
	json_decref(request);
	if (!text)
		return -EINVAL;
	err = pmk_initramfs_open(&t->initramfs, t->g);
	err = err ? err : pmk_guest_archives_join(t->g, &t->initramfs);
	err = err ? err : pmk_guest_disk_make(t->g, &t->initramfs, &t->disk, &t->res->files);
	if (!err) {
		pmk_initramfs_add(&t->initramfs, &PMK_GUEST_REQUEST[1], S_IFREG | 0644, text,
				  strlen(text));
		err = pmk_initramfs_end(&t->initramfs);
		o->initramfs = t->initramfs.path;
		o->disk = t->disk.path;
	}
	free(text);
	return err;
}

static const char *string_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

/* The guest's work is over. One that is gone meanwhile needs no answer. */
static void answer_offer(struct talk *t)
{
	const char *answer = t->o->symbols ? PMK_GUEST_ASK_SYMBOLS : PMK_GUEST_ASK_NOTHING;

	t->done = send(t->fd, answer, strlen(answer), MSG_NOSIGNAL) > 0;
}

/* What its kernel said. */
static void no_files(struct talk *t, const char *reason)
{
	if (!*reason)
		return;
	snprintf(t->res->files.reason, sizeof(t->res->files.reason), "guest '%s': %s", t->g->name,
		 reason);
	snprintf(t->res->files.remedy, sizeof(t->res->files.remedy),
		 "another file system, or a guest with another kernel");
}

/* The guest's own lines; true if it was one of them. */
static bool own_line(struct talk *t, const char *line, size_t len)
{
	json_t *object = len > 16 && !strncmp(line, "{\"type\":\"guest_", 15)
				 ? json_loadb(line, len, 0, NULL)
				 : NULL;
	const char *type = string_of(object, "type");

	if (!strcmp(type, "guest_hello") && !t->hello) {
		t->hello = true;
		snprintf(t->res->kernel, sizeof(t->res->kernel), "%s", string_of(object, "kernel"));
		snprintf(t->res->module, sizeof(t->res->module), "%s", string_of(object, "module"));
		no_files(t, string_of(object, "files"));
	} else if (!strcmp(type, PMK_GUEST_DONE) && !t->done) {
		answer_offer(t);
	} else if (!strcmp(type, "guest_exit")) {
		t->exited = true;
		t->res->end = PMK_GUEST_EXITED;
		t->res->status = (int)json_integer_value(json_object_get(object, "status"));
		snprintf(t->res->kernel_log, sizeof(t->res->kernel_log), "%s",
			 string_of(object, "kernel_log"));
	} else {
		json_decref(object);
		return false;
	}
	json_decref(object);
	return true;
}

/* Output that did not end in a newline has a line of the guest's own glued to it. */
static int one_line(struct talk *t, const char *line, size_t len)
{
	static const char mark[] = "{\"type\":\"guest_";
	const char *glued = memmem(line, len, mark, sizeof(mark) - 1);

	if (own_line(t, line, len))
		return 0;
	if (glued && glued > line && own_line(t, glued, len - (size_t)(glued - line)))
		len = (size_t)(glued - line);
	if (t->done && t->o->symbols && *line != '{')
		return fprintf(t->o->symbols, "%.*s\n", (int)len, line) < 0 ? -ENOMEM : 0;
	return t->on_line(t->arg, line, len);
}

static int take_lines(struct talk *t)
{
	char *start = t->buf, *newline;
	int err = 0;

	while (!err && (newline = memchr(start, '\n', t->used - (size_t)(start - t->buf)))) {
		err = one_line(t, start, (size_t)(newline - start));
		start = newline + 1;
	}
	t->used -= (size_t)(start - t->buf);
	memmove(t->buf, start, t->used);
	return err;
}

/* Return: bytes read, 0 at the end, -errno. */
static ssize_t fill(struct talk *t)
{
	ssize_t got;

	if (t->used == t->room) {
		size_t room = t->room ? 2 * t->room : 65536;
		char *buf = room <= LINE_BYTES_MAX ? realloc(t->buf, room) : NULL;

		if (!buf)
			return room <= LINE_BYTES_MAX ? -ENOMEM : -EMSGSIZE;
		t->buf = buf;
		t->room = room;
	}
	got = recv(t->fd, t->buf + t->used, t->room - t->used, 0);
	if (got < 0)
		return errno == EINTR ? -EAGAIN : errno == ECONNRESET ? 0 : -errno;
	t->used += (size_t)got;
	return got;
}

/* True if a limit has passed; the result then says so. */
static bool too_late(struct talk *t)
{
	unsigned int boot_s = t->o->boot_limit_s ? t->o->boot_limit_s : PMK_GUEST_BOOT_LIMIT_S;
	unsigned int silence_s =
		t->o->silence_limit_s ? t->o->silence_limit_s : PMK_GUEST_SILENCE_LIMIT_S;
	unsigned int limit_s = t->exited ? REBOOT_LIMIT_S : t->hello ? silence_s : boot_s;
	char what[128];

	if (guest_s(t) - t->last_s < limit_s)
		return false;
	if (t->exited)
		return true;
	snprintf(what, sizeof(what),
		 t->hello ? "hung: no line of output for %u s; it was killed"
			  : "hung: it did not boot within %u s; it was killed",
		 limit_s);
	say(t, PMK_GUEST_HUNG, what);
	return true;
}

/* Waits a moment for the guest to speak. What we were stopped for is no silence of the guest's. */
static bool wait_for_words(struct talk *t)
{
	struct pollfd p = { .fd = t->fd, .events = POLLIN };
	double start_s = guest_s(t), took_s;
	bool spoke = poll(&p, 1, SLICE_MS) > 0;

	took_s = guest_s(t) - start_s;
	if (took_s > 2e-3 * SLICE_MS)
		t->last_s += took_s;
	return spoke;
}

/* Until the guest's end. Return: 0 or an error of ours or of on_line(). */
static int converse(struct talk *t)
{
	int err = 0;

	t->last_s = guest_s(t);
	while (!err) {
		ssize_t got;

		if (t->o->stop && *t->o->stop) {
			say(t, PMK_GUEST_STOPPED, "was stopped on request");
			break;
		}
		/* What lies there already came in time. */
		if (!wait_for_words(t)) {
			if (too_late(t))
				break;
			continue;
		}
		got = fill(t);
		if (!got)
			break;
		if (got == -EAGAIN)
			continue;
		err = got < 0 ? (int)got : take_lines(t);
		t->last_s = guest_s(t);
	}
	return err;
}

/* QEMU ended by itself without the guest's exit line. */
static void explain_death(struct talk *t, int wait_status)
{
	char what[128];

	if (t->exited || t->res->end != PMK_GUEST_DIED || *t->res->message)
		return;
	if (WIFEXITED(wait_status) && WEXITSTATUS(wait_status))
		snprintf(what, sizeof(what), "died: QEMU failed with status %d",
			 WEXITSTATUS(wait_status));
	else
		snprintf(what, sizeof(what), "died: it ended %s",
			 t->hello ? "in the middle of its work" : "before pagemark started in it");
	say(t, PMK_GUEST_DIED, what);
}

/* The socket closes a moment before QEMU is gone; killed then, its status would be ours. */
static int wait_for(pid_t pid)
{
	int status;

	for (int i = 0; i < 100; i++) {
		if (waitpid(pid, &status, WNOHANG) == pid)
			return status;
		usleep(10000);
	}
	return pmk_guest_reap(pid);
}

/* Opens the console's file and starts QEMU; what failed is said in the result. */
static int start(struct talk *t, int port_fd, pid_t *pid)
{
	struct pmk_guest_result *res = t->res;
	struct pmk_guest_opts o = *t->o;
	int console, err = add_request(t, &o);
	char **command;

	if (err && err != -ENOENT)
		return err;
	/* That a file of the guest is missing is said there. */
	command = pmk_guest_command(t->g, &o, port_fd, res->message, sizeof(res->message));
	if (!command)
		return -errno;
	console = open(t->o->console_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (console < 0) {
		err = -errno;
		snprintf(res->message, sizeof(res->message),
			 "guest '%s': cannot write its console to %s: %s; name "
			 "another file",
			 t->g->name, t->o->console_path, strerror(-err));
	} else {
		err = pmk_guest_spawn(command, port_fd, console, pid);
		if (err == -ENOENT)
			pmk_guest_no_emulator(t->g, res->message, sizeof(res->message));
		close(console);
	}
	pmk_guest_command_free(command);
	return err;
}

static int run(struct talk *t, int port_fd)
{
	bool ended;
	int err = start(t, port_fd, &t->pid);

	close(port_fd);
	if (err)
		return err;
	err = converse(t);
	ended = !err && (t->exited || !*t->res->message);
	explain_death(t, ended ? wait_for(t->pid) : pmk_guest_reap(t->pid));
	if (err)
		t->res->end = PMK_GUEST_STOPPED;
	return err;
}

int pmk_guest_exec(const struct pmk_guest *g, const struct pmk_guest_opts *o,
		   pmk_guest_line_fn *on_line, void *arg, struct pmk_guest_result *res)
{
	struct talk t = { .g = g,
			  .o = o,
			  .on_line = on_line,
			  .arg = arg,
			  .res = res,
			  .pid = -1,
			  .disk = { .image = -1 } };
	int pair[2], err;

	*res = (struct pmk_guest_result){ .end = PMK_GUEST_DIED, .status = -1 };
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
		return -errno;
	t.fd = pair[0];
	err = run(&t, pair[1]);
	close(t.fd);
	free(t.buf);
	if (t.initramfs.file)
		fclose(t.initramfs.file);
	if (t.disk.image >= 0)
		close(t.disk.image);
	if (err && !*res->message)
		snprintf(res->message, sizeof(res->message), "guest '%s' was ended: %s", g->name,
			 err < 0 ? strerror(-err) : "its output was refused");
	return err;
}
