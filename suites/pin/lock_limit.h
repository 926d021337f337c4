/* SPDX-License-Identifier: GPL-2.0-only */
/* Locking memory, and what helps where RLIMIT_MEMLOCK forbids it. */
#ifndef PAGEMARK_PIN_LOCK_LIMIT_H
#define PAGEMARK_PIN_LOCK_LIMIT_H

#include <sys/syscall.h>
#include <unistd.h>

/* mlock2(2) as the kernel has it: AddressSanitizer replaces the C library's mlock() by nothing. */
static inline long lock_pages(const void *p, size_t size_bytes, int flags)
{
	return flags ? syscall(SYS_mlock2, p, size_bytes, flags)
		     : syscall(SYS_mlock, p, size_bytes);
}

/* The limit holds for root only where it lacks CAP_IPC_LOCK, as in containers. */
static inline const char *lock_limit_remedy(void)
{
	return geteuid() ? "ulimit -l unlimited, or run it as root"
			 : "ulimit -l unlimited, or CAP_IPC_LOCK, which this root lacks";
}

#endif
