/* SPDX-License-Identifier: GPL-2.0-only */
/* Everything that a claim may use: its descriptor, libcheck's assertions and a few services. */
#ifndef PAGEMARK_CLAIM_H
#define PAGEMARK_CLAIM_H

#include <check.h>
#include <signal.h>

#include "pagemark.h"

/**
 * struct pmk_claim - one conformance statement
 * @claim: the statement, in one sentence
 * @source: where it is promised: man page and section, kernel document, standard
 * @spec: the rules with numbers or names of their own that it answers, "; " between them, such as
 *	"Arm BSA PCI_MM_05; POSIX.1-2017 mmap()"; only if their text says what is tested; else NULL
 * @signal: the signal that must end the test, 0 for none
 * @needs: PMK_NEED_* or'ed
 * @config: as in struct pmk_bench
 * @datum: what pmk_claim_datum() returns, for claims that share a test and differ in one thing
 * @test: runs in a process of its own; ck_assert*() say FAIL
 * @broken_by: the deliberate break of `pagemark check --break`, called in the test's process before
 *	@test, which then must come out FAIL, or the claim proves nothing
 * @broken_module: instead, the promise that pagemark.ko breaks (pmk_claim_break_module())
 * @broken_datum: instead of both, what pmk_claim_datum() returns then
 */
struct pmk_claim {
	const char *claim;
	const char *source;
	const char *spec;
	int signal;
	unsigned int needs;
	const char *config[PMK_CONFIG_MAX];
	uint64_t datum;
	void (*test)(void);
	void (*broken_by)(void);
	const char *broken_module;
	uint64_t broken_datum;
};

/* PMK_CLAIM(name) = { .claim = … }; a file may hold several; the name is SUBJECT/claims/name. */
#define PMK_CLAIM(name)                                                     \
	static const struct pmk_claim pmk_claim_of_##name;                  \
	PMK_REGISTER_(name, .ident = #name, .claim = &pmk_claim_of_##name); \
	static const struct pmk_claim pmk_claim_of_##name

/* A failed preparation of our own (BROKEN): file, line, the condition and errno. */
#define pmk_claim_must(cond) ((cond) ? (void)0 : pmk_claim_broken_(__FILE__, __LINE__, #cond))
_Noreturn void pmk_claim_broken_(const char *file, int line, const char *what);
/* One that asks something of the machine: SKIP or BROKEN by errno, as pmk_need(). */
#define pmk_claim_need(cond, wanted) \
	((cond) ? (void)0 : pmk_claim_short_(__FILE__, __LINE__, (wanted)))
_Noreturn void pmk_claim_short_(const char *file, int line, const char *wanted);
/* This machine cannot show it (SKIP). */
_Noreturn void pmk_claim_skip(const char *reason, const char *remedy);

/*
 * Whether the kernel has an option ("CONFIG_NET"); false where nobody can tell. For claims that
 * hold without it only, or cannot be checked unless it is known; others name it in .config.
 */
bool pmk_claim_configured(const char *option);
/* A page-aligned anonymous mapping with every page present; failure is as of pmk_claim_need(). */
void *pmk_claim_alloc(size_t size_bytes);
/* An unlinked empty file on the file system of $TMPDIR (or /tmp), which has 1 MiB free. */
int pmk_claim_tmpfile(void);
/* The datum of the claim that is tested, or the one that breaks it. */
uint64_t pmk_claim_datum(void);
/*
 * From a break: pagemark.ko does not keep @promise (what pmk_broken() of the module is asked for)
 * to this process. SKIP if it was built without PMK_BREAK.
 */
void pmk_claim_break_module(const char *promise);
/* The open /dev/pagemark; SKIP if the module lacks @op. */
int pmk_claim_module(unsigned int op);
/*
 * From now to the end of this claim it is the only one, also of other pagemarks, that asked for
 * that: for what the machine has once, such as a device. The module must be there; SKIP where the
 * kernel has no locks of files.
 */
void pmk_claim_alone(void);
struct pmk_run;
/**
 * pmk_claim_ask() - one request of pagemark.ko, on a file of its own
 * @ask: the request; abi_version, and n where it is 0 (then 1), are filled in; out: the answer
 *
 * SKIP if the module lacks its op.
 *
 * Return: 0 or -errno, and errno is set.
 */
int pmk_claim_ask(struct pmk_run *ask);
/* The device that DMA claims are about, chosen as pmk_module_device() does. */
struct pmk_device;
void pmk_claim_device(int fd, struct pmk_device *d);
/* How its DMA addresses are translated: "none", "identity", "strict", "lazy" or "other". */
const char *pmk_claim_domain(const struct pmk_device *d);

#endif
