// SPDX-License-Identifier: GPL-2.0-only
/* lean COMMAND...: runs it where system calls that a lean kernel lacks fail with ENOSYS. */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* clang-format off */
/* By the options of init/Kconfig that a tinyconfig is without, in the order of kernel/sys_ni.c. */
static const int missing[] = {
	/* AIO, IO_URING, EVENTFD, EPOLL */
	SYS_io_setup, SYS_io_uring_setup, SYS_eventfd2, SYS_epoll_create1,
	/* INOTIFY_USER, FANOTIFY, FILE_LOCKING, SIGNALFD, TIMERFD, FHANDLE */
	SYS_inotify_init1, SYS_fanotify_init, SYS_flock, SYS_signalfd4, SYS_timerfd_create,
	SYS_name_to_handle_at,
	/* MULTIUSER */
	SYS_setuid, SYS_setgid, SYS_setreuid, SYS_setregid, SYS_setresuid, SYS_setresgid,
	SYS_setgroups, SYS_capget, SYS_capset,
	/* POSIX_MQUEUE, SYSVIPC, NET */
	SYS_mq_open, SYS_msgget, SYS_semget, SYS_shmget, SYS_socket, SYS_socketpair,
	/* KEYS, ADVISE_SYSCALLS, NUMA, SWAP */
	SYS_add_key, SYS_fadvise64, SYS_madvise, SYS_process_madvise, SYS_mbind,
	SYS_get_mempolicy, SYS_set_mempolicy, SYS_move_pages, SYS_migrate_pages, SYS_swapon,
	/* PERF_EVENTS, KCMP, BPF_SYSCALL, MEMFD_CREATE, USERFAULTFD, MEMBARRIER, RSEQ */
	SYS_perf_event_open, SYS_kcmp, SYS_bpf, SYS_memfd_create, SYS_userfaultfd, SYS_membarrier,
	SYS_rseq,
	/* CROSS_MEMORY_ATTACH, the keys of processors */
	SYS_process_vm_readv, SYS_process_vm_writev, SYS_pkey_alloc, SYS_pkey_mprotect,
};
/* clang-format on */

#define MISSING (sizeof(missing) / sizeof(*missing))

int main(int argc, char **argv)
{
	struct sock_filter filter[2 * MISSING + 2];
	struct sock_fprog program = { sizeof(filter) / sizeof(*filter), filter };
	struct sock_filter *f = filter;

	if (argc < 2)
		return 2;
	*f++ = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
					    offsetof(struct seccomp_data, nr));
	for (size_t i = 0; i < MISSING; i++) {
		*f++ = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, missing[i], 0, 1);
		*f++ = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS);
	}
	*f++ = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) {
		perror("lean: no filter of system calls");
		return 77;
	}
	execvp(argv[1], argv + 1);
	perror(argv[1]);
	return 127;
}
