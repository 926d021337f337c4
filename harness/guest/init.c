// SPDX-License-Identifier: GPL-2.0-only
/* The guest's init: mounts, modules, the port to the host, one command, its status, reboot. */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <jansson.h>
#include <linux/reboot.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "guest.h"
#include "init.h"
#include "leaks.h"
#include "modules.h"
#include "mount.h"
#include "symbols.h"
#include "system/kernel_log.h"
#include "system/shortage.h"
#include "system/sysfile.h"
#include "test_device.h"
#include "text/text.h"

#define PORT_TRIES 3000 /* of 10 ms each */

bool pmk_guest_init_wanted(void)
{
	return getpid() == 1 && !access(PMK_GUEST_MODULE_LIST, R_OK);
}

/* With -no-reboot this is QEMU's end. */
static _Noreturn void restart(void)
{
	sync();
	reboot(LINUX_REBOOT_CMD_RESTART);
	for (;;)
		pause();
}

/* The end without a word to the host, which reads the reason on the console. */
static _Noreturn void give_up(const char *what)
{
	fprintf(stderr, "pagemark init: %s: %s\n", what, strerror(errno));
	restart();
}

static void mount_all(void)
{
	static const struct {
		const char *type, *dir;
	} mounts[] = { { "devtmpfs", "/dev" },
		       { "proc", "/proc" },
		       { "sysfs", "/sys" },
		       { "tmpfs", "/tmp" } };
	int console;

	for (size_t i = 0; i < sizeof(mounts) / sizeof(mounts[0]); i++) {
		mkdir(mounts[i].dir, 0755);
		if (mount(mounts[i].type, mounts[i].dir, mounts[i].type, 0, NULL) && errno != EBUSY)
			give_up(mounts[i].dir);
	}
	/* Some state that contenders wish is there. Not every kernel has it. */
	mount("debugfs", "/sys/kernel/debug", "debugfs", 0, NULL);
	mount("cgroup2", "/sys/fs/cgroup", "cgroup2", 0, NULL);
	console = open("/dev/console", O_RDWR | O_NOCTTY);
	for (int fd = 0; console >= 0 && fd <= 2; fd++)
		dup2(console, fd);
	if (console > 2)
		close(console);
}

/* @why: out: why /dev/pagemark is missing, or "". */
static void load_modules(char *why, size_t size)
{
	snprintf(why, size,
		 "the guest was built without " PMK_GUEST_OUR_MODULE "; " PMK_GUEST_ANEW);
	pmk_guest_modules_load(PMK_GUEST_MODULE_LIST, why, size);
	if (!*why && access("/dev/pagemark", F_OK))
		snprintf(why, size,
			 PMK_GUEST_OUR_MODULE " is loaded, but there is no /dev/pagemark");
}

/*
 * The kernel refines its idea of the TSC for a second and then changes its clock source: not under
 * our work. Under -icount sleep=off that second is skipped, not waited for.
 */
static void settle_clock(void)
{
	struct timespec pause_10ms = { .tv_nsec = 10000000 };
	char name[32];

	for (int i = 0; i < 300; i++) {
		pmk_sysfile_read("",
				 "/sys/devices/system/clocksource/clocksource0/current_clocksource",
				 name, sizeof(name));
		if (strcmp(name, "tsc-early") != 0)
			return;
		nanosleep(&pause_10ms, NULL);
	}
}

/* The port named "pagemark"; it appears some time after its driver. */
static int open_port(void)
{
	struct timespec pause_10ms = { .tv_nsec = 10000000 };

	for (int i = 0; i < PORT_TRIES; i++) {
		char path[80] = "", name[64], port[64];
		glob_t names;
		int fd;

		if (!glob("/sys/class/virtio-ports/*/name", 0, NULL, &names)) {
			pmk_sysfile_read("", names.gl_pathv[0], name, sizeof(name));
			if (!strcmp(name, "pagemark") &&
			    sscanf(names.gl_pathv[0], "/sys/class/virtio-ports/%63[^/]", port) == 1)
				snprintf(path, sizeof(path), "/dev/%s", port);
			globfree(&names);
		}
		fd = *path ? open(path, O_RDWR | O_CLOEXEC) : -1;
		if (fd >= 0)
			return fd;
		nanosleep(&pause_10ms, NULL);
	}
	errno = ENODEV;
	return -1;
}

static void send_line(int port, json_t *line)
{
	char *text = json_dumps(line, JSON_COMPACT);

	json_decref(line);
	if (!text || dprintf(port, "%s\n", text) < 0)
		give_up("cannot write to the host");
	free(text);
}

/* {"argv":[…]}, for execv(). */
static char **read_request(void)
{
	json_t *request = json_load_file(PMK_GUEST_REQUEST, 0, NULL), *argv, *word;
	char **list;
	size_t i;

	argv = json_object_get(request, "argv");
	list = calloc(json_array_size(argv) + 2, sizeof(*list));
	if (!json_is_array(argv) || !list)
		give_up("the host's request is none");
	list[0] = "pagemark";
	json_array_foreach(argv, i, word)
		list[i + 1] = (char *)json_string_value(word);
	return list;
}

/* Return: the exit status, or 128 + signal. */
static int run(int port, char **argv)
{
	int status = 0, null;
	pid_t pid, done;

	setenv(PMK_GUEST_VARIABLE, "1", 1);
	pid = fork();
	if (pid < 0)
		give_up("fork");
	if (!pid) {
		null = open("/dev/null", O_RDONLY);
		if (null >= 0 && dup2(null, 0) == 0 && dup2(port, 1) == 1)
			execv("/proc/self/exe", argv);
		_exit(126);
	}
	do
		done = wait(&status); /* orphans too */
	while (done != pid && (done > 0 || errno == EINTR));
	kill(-1, SIGKILL);
	while (wait(NULL) > 0 || errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* For people: their shell on the console instead of the host's command. */
static void run_shell(void)
{
	static char *install[] = { "busybox", "--install", "-s", "/bin", NULL };
	static char *shell[] = { "busybox", "setsid", "cttyhack", "sh", NULL };
	char *const *words[] = { install, shell };

	if (symlink("/init", "/bin/pagemark"))
		perror("pagemark init: /bin/pagemark");
	setenv("PATH", "/bin", 1);
	setenv("HOME", "/tmp", 1);
	printf("\nThis is a guest of pagemark; 'pagemark' is in /bin, 'exit' ends it, and so does "
	       "Ctrl-A x.\n");
	fflush(stdout);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		pid_t pid = fork();

		if (!pid) {
			execv(PMK_GUEST_SHELL, words[i]);
			_exit(127);
		}
		while (pid > 0 && wait(NULL) != pid && errno != ECHILD)
			;
	}
}

/* What speaks against the kernel or the module after their work, "" if nothing does. */
static void find_complaint(char *text, size_t size)
{
	if (pmk_kernel_log_bad(text, size) || pmk_leaks_scan(text, size))
		return;
	*text = '\0';
}

_Noreturn void pmk_guest_init(void)
{
	char why[512], no_files[256], complaint[384] = "";
	struct utsname u;
	char **argv;
	int port, status;

	mount_all();
	if (sethostname("pagemark", 8))
		perror("pagemark: the guest keeps the kernel's host name");
	setenv("PATH", "/", 1);
	setenv("TMPDIR", "/tmp", 1);
	pmk_kernel_log_begin();
	load_modules(why, sizeof(why));
	if (!*why)
		pmk_guest_give_test_device();
	pmk_guest_modules_load_more(no_files, sizeof(no_files));
	pmk_guest_mount(no_files, sizeof(no_files));
	if (*no_files)
		fprintf(stderr, "pagemark init: %s\n", no_files);
	settle_clock();
	if (!access(PMK_GUEST_SHELL, X_OK)) {
		run_shell();
		restart();
	}
	port = open_port();
	if (port < 0)
		give_up("no virtio port named pagemark");
	uname(&u);
	send_line(port, json_pack("{s:s,s:o,s:o,s:o}", "type", "guest_hello", "kernel",
				  pmk_text_json(u.release), "module", pmk_text_json(why), "files",
				  pmk_text_json(no_files)));
	argv = read_request();
	/* On other files than it was asked to work on it would measure something else. */
	status = *no_files ? 0 : run(port, argv);
	find_complaint(complaint, sizeof(complaint));
	pmk_guest_symbols_offer(port);
	send_line(port, json_pack("{s:s,s:i,s:o}", "type", "guest_exit", "status", status,
				  "kernel_log", pmk_text_json(complaint)));
	close(port);
	restart();
}
