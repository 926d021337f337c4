/* SPDX-License-Identifier: GPL-2.0-only */
/* Circumstances: the one list of what has to agree between runs that are compared, or a series. */
#ifndef PAGEMARK_CIRCUMSTANCES_H
#define PAGEMARK_CIRCUMSTANCES_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "text/sha256.h"

#define PMK_CIRCUMSTANCE_BYTES 160  /* of a text that people read */
#define PMK_FACT_BYTES	       4096 /* of one that is kept, such as a kernel's command line */

/* What follows from a circumstance that is not the same in two runs. */
enum pmk_policy {
	PMK_SAYS,    /* said: kernels and tools differ on purpose, and load as it comes */
	PMK_REFUSES, /* another series; compared only with --across */
	PMK_NEVER,   /* another series; never compared */
};

/**
 * struct pmk_difference - a circumstance that two runs do not share
 * @what: "kernel", "processor"
 * @policy: what follows
 * @text: in the first and in the second, "unknown" where the record does not know
 */
struct pmk_difference {
	const char *what;
	enum pmk_policy policy;
	char text[2][PMK_CIRCUMSTANCE_BYTES];
};

/* How many there are. */
size_t pmk_circumstances(void);

/**
 * pmk_circumstance_differs() - hold one circumstance of two runs against each other
 * @i: below pmk_circumstances()
 * @a: a `run` line
 * @b: another
 * @difference: filled in if there is one
 *
 * What one of the two does not know keeps them apart only where not to have it means something: no
 * accelerator, no sanitizer.
 *
 * Return: whether they differ in it.
 */
bool pmk_circumstance_differs(size_t i, const json_t *a, const json_t *b,
			      struct pmk_difference *difference);

/**
 * pmk_circumstance_text() - one circumstance of a run
 * @i: below pmk_circumstances()
 * @run: a `run` line
 * @policy: out; may be NULL
 * @text: out; "unknown" where the record does not know it
 *
 * Return: its name; NULL where it does not bear on the clock of that run.
 */
const char *pmk_circumstance_text(size_t i, const json_t *run, enum pmk_policy *policy,
				  char text[PMK_FACT_BYTES]);

/**
 * pmk_circumstances_key() - a name for the circumstances of a run
 * @run: a `run` line
 * @key: out: 64 hexadecimal digits, the same for two runs if all that makes a series is
 *
 * Unlike in a comparison, unknown is a value of its own, or one run that knows nothing would join
 * all series. Memory is left out: it is the same within 5 %, which no key can say.
 */
void pmk_circumstances_key(const json_t *run, char key[PMK_SHA256_HEX_BYTES]);

/* The machine of a run for people, who know it by a name that others may share. */
bool pmk_circumstances_machine(const json_t *run, char text[PMK_FACT_BYTES]);

/*
 * The hazards of one severity, "kasan, lockdep", or of all with theirs, "steal (severe), load
 * (moderate)", for a @severity of NULL; false if there is none.
 */
bool pmk_circumstances_hazards(const json_t *run, const char *severity, char *text, size_t size);

/* Whether two amounts of memory are those of one machine: a kernel keeps some for itself. */
bool pmk_circumstances_same_memory(double a_bytes, double b_bytes);

#endif
