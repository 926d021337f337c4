/* SPDX-License-Identifier: GPL-2.0-only */
/* What the touch of a byte raises, for claims that go on after the signal. */
#ifndef PAGEMARK_CLAIM_FAULT_H
#define PAGEMARK_CLAIM_FAULT_H

#include <setjmp.h>
#include <signal.h>
#include <string.h>

#include "pagemark_claim.h"

/**
 * struct claim_fault - a signal that a load or a store raised
 * @sig: SIGSEGV or SIGBUS; 0: none
 * @code: SEGV_MAPERR and the like
 * @at: the address that came with it
 * @value: what was loaded where nothing was raised
 */
struct claim_fault {
	int sig, code;
	void *at;
	uint8_t value;
};

/* Of this thread: where to go on, and what was seen. */
static __thread sigjmp_buf claim_fault_back;
static __thread struct claim_fault claim_fault_seen;

static inline void claim_fault_caught(int sig, siginfo_t *info, void *context)
{
	(void)context;
	claim_fault_seen = (struct claim_fault){ sig, info->si_code, info->si_addr, 0 };
	siglongjmp(claim_fault_back, 1);
}

/* Both signals, of all threads, until claim_fault_release(). */
static inline void claim_fault_catch(void)
{
	struct sigaction act = { .sa_sigaction = claim_fault_caught,
				 .sa_flags = SA_SIGINFO | SA_NODEFER };

	pmk_claim_must(!sigaction(SIGSEGV, &act, NULL) && !sigaction(SIGBUS, &act, NULL));
}

static inline void claim_fault_release(void)
{
	signal(SIGSEGV, SIG_DFL);
	signal(SIGBUS, SIG_DFL);
}

/* A load, or a store of 1, while signals are caught. */
static inline __attribute__((no_sanitize_address)) struct claim_fault claim_touch_caught(
	volatile uint8_t *at, bool store)
{
	memset(&claim_fault_seen, 0, sizeof(claim_fault_seen));
	if (!sigsetjmp(claim_fault_back, 0)) {
		if (store)
			*at = 1;
		else
			claim_fault_seen.value = *at;
	}
	return claim_fault_seen;
}

static inline struct claim_fault claim_touch(const volatile void *at, bool store)
{
	struct claim_fault f;

	claim_fault_catch();
	f = claim_touch_caught((volatile uint8_t *)(uintptr_t)at, store);
	claim_fault_release();
	return f;
}

/* That a touch of that byte raises that; @sig 0: nothing. */
#define claim_raises(at, store, wanted_sig, wanted_code)                                       \
	do {                                                                                   \
		struct claim_fault f_ = claim_touch(at, store);                                \
                                                                                               \
		ck_assert_msg(                                                                 \
			f_.sig == (wanted_sig) && f_.code == (wanted_code),                    \
			"a %s: expected signal %d with code %d, found signal %d with code %d", \
			(store) ? "store" : "load", wanted_sig, wanted_code, f_.sig, f_.code); \
	} while (0)
#define claim_load_raises(at, sig, code)  claim_raises(at, false, sig, code)
#define claim_store_raises(at, sig, code) claim_raises(at, true, sig, code)

#endif
