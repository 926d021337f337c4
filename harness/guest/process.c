// SPDX-License-Identifier: GPL-2.0-only
/* QEMU's process: starts in a group of its own, dies with us; its console is read for its end. */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "process.h"
#include "system/sysfile.h"

/* In a group of its own a signal of the terminal does not reach it. */
static bool detach(int port_fd, int console)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);

	setpgid(0, 0);
	return null >= 0 && dup2(null, 0) == 0 && dup2(console, 1) == 1 && dup2(console, 2) == 2 &&
	       fcntl(port_fd, F_SETFD, 0) == 0;
}

/* In the child. Reports through @report_fd why it could not become QEMU; that fd closes by exec. */
static _Noreturn void become(char *const *command, int port_fd, int console, int report_fd)
{
	int err;

	if (port_fd < 0 || detach(port_fd, console))
		execvp(command[0], command);
	err = errno;
	if (write(report_fd, &err, sizeof(err)) < 0)
		_exit(126);
	_exit(127);
}

int pmk_guest_spawn(char *const *command, int port_fd, int console, pid_t *pid)
{
	pid_t parent = getpid();
	int report[2], err = 0;
	ssize_t got;

	if (pipe2(report, O_CLOEXEC))
		return -errno;
	*pid = fork();
	if (*pid < 0) {
		err = -errno;
		close(report[0]);
		close(report[1]);
		return err;
	}
	if (!*pid) {
		/* The parent may be dead before the request to die with it is made. */
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			_exit(127);
		become(command, port_fd, console, report[1]);
	}
	close(report[1]);
	do
		got = read(report[0], &err, sizeof(err));
	while (got < 0 && errno == EINTR);
	close(report[0]);
	if (got != sizeof(err))
		return 0;
	waitpid(*pid, NULL, 0);
	return -err;
}

int pmk_guest_reap(pid_t pid)
{
	int status = 0;

	if (pid <= 0)
		return 0; /* kill(2) would take it for everybody */
	kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

double pmk_guest_waited_s(const char *proc, pid_t pid)
{
	double longest_ns = 0;
	char pattern[512];
	glob_t threads;

	snprintf(pattern, sizeof(pattern), "%s/%d/task/*/schedstat", proc, (int)pid);
	if (glob(pattern, GLOB_NOSORT, NULL, &threads))
		return 0;
	for (size_t i = 0; i < threads.gl_pathc; i++) {
		double ran_ns, waited_ns;
		char text[96];

		/* A thread may end before it is asked. */
		pmk_sysfile_read("", threads.gl_pathv[i], text, sizeof(text));
		if (sscanf(text, "%lf %lf", &ran_ns, &waited_ns) == 2 && waited_ns > longest_ns)
			longest_ns = waited_ns;
	}
	globfree(&threads);
	return longest_ns / 1e9;
}

void pmk_guest_last_words(const char *console_path, char *text, size_t size)
{
	FILE *f = fopen(console_path, "re");
	char line[512];

	*text = '\0';
	while (f && fgets(line, sizeof(line), f)) {
		const char *panic = strstr(line, "Kernel panic");
		const char *words = panic ? panic : line + strspn(line, " \r");
		size_t len = strcspn(words, "\r\n");

		/* QEMU's warning of a network card without a network, as guests.conf has it. */
		if (!len || strstr(line, "has no peer"))
			continue;
		snprintf(text, size, "%.*s", (int)len, words);
		if (panic)
			break;
	}
	if (f)
		fclose(f);
}
