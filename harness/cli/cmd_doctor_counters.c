// SPDX-License-Identifier: GPL-2.0-only
/* pagemark doctor: which counters this machine has, whether they count right, what to do if not. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "case/pagemark.h"
#include "counters/counting.h"
#include "doctor.h"

#define LOOP_TURNS 1000000

/*
 * Turns round so often: instructions known by construction, in assembly so that no compiler has a
 * say in it. Returns how many a turn has; 0 where the loop is the compiler's, and nobody knows.
 */
static unsigned int known_loop(uint64_t turns)
{
	unsigned long left = (unsigned long)turns;

#if defined(__x86_64__)
	__asm__ volatile("1: subq $1, %0\n\tjnz 1b" : "+r"(left) : : "cc");
	return 2;
#elif defined(__i386__)
	__asm__ volatile("1: subl $1, %0\n\tjnz 1b" : "+r"(left) : : "cc");
	return 2;
#elif defined(__aarch64__) || defined(__arm__)
	__asm__ volatile("1: subs %0, %0, #1\n\tbne 1b" : "+r"(left) : : "cc");
	return 2;
#else
	while (left--)
		pmk_keep(left);
	return 0;
#endif
}

static void run_known_loop(void *arg, uint64_t n)
{
	*(unsigned int *)arg = known_loop(n);
}

json_t *pmk_doctor_counters(void)
{
	unsigned int insn_per_turn = 0;
	struct pmk_work work = { .run = run_known_loop, .arg = &insn_per_turn, .n = LOOP_TURNS };
	json_t *all = pmk_counting_take(pmk_counters_backend(), PMK_EVENTS_DEFAULT, &work);

	if (insn_per_turn)
		json_object_set_new(json_object_get(all, "instructions"), "expected",
				    json_integer(insn_per_turn));
	return json_pack("{s:s, s:i, s:o}", "by", pmk_counters_backend()->name, "loop_turns",
			 LOOP_TURNS, "events", all);
}

static const char *text(const json_t *object, const char *key)
{
	const char *value = json_string_value(json_object_get(object, key));

	return value ? value : "";
}

static bool alike(const json_t *one, const json_t *other)
{
	return !strcmp(text(one, "state"), text(other, "state")) &&
	       !strcmp(text(one, "reason"), text(other, "reason"));
}

/* All events that share a state and a reason with the one at @first, and what to do about them. */
static void print_alike(const json_t *events, const char *first)
{
	const json_t *one = json_object_get(events, first), *other;
	const char *name;

	if (json_object_get(one, "reason"))
		printf("not counted %s:", text(one, "state"));
	else
		printf("counts      %s:", text(one, "state"));
	json_object_foreach((json_t *)events, name, other)
		if (alike(one, other))
			printf(" %s", name);
	putchar('\n');
	if (json_object_get(one, "reason"))
		printf("            %s\n            remedy: %s\n", text(one, "reason"),
		       text(one, "remedy"));
}

void pmk_doctor_print_counters(const json_t *counters)
{
	const json_t *events = json_object_get(counters, "events"), *one, *other;
	const json_t *insn = json_object_get(events, "instructions");
	double expected = json_number_value(json_object_get(insn, "expected")),
	       counted = json_number_value(json_object_get(insn, "value"));
	const char *name, *earlier;

	json_object_foreach((json_t *)events, name, one) {
		bool said = false;

		json_object_foreach((json_t *)events, earlier, other) {
			if (!strcmp(earlier, name))
				break;
			said = said || alike(one, other);
		}
		if (!said)
			print_alike(events, name);
	}
	if (expected > 0 && json_object_get(insn, "value"))
		printf("            a loop of %.0f instructions a turn: %.3f counted%s\n", expected,
		       counted,
		       fabs(counted / expected - 1) > 0.01
			       ? "; more than 1 % off, so do not trust the counters of this machine"
			       : "");
}
