// SPDX-License-Identifier: GPL-2.0-only
/* The machine's topology, which guests side by side ask for at once. */
#include <check.h>
#include <pthread.h>
#include <stdint.h>

#include "topology/topology.h"

#define THREADS 8
#define MAX	8

Suite *pmk_suite_topology(void);

static void *ask(void *caches)
{
	return (void *)(intptr_t)pmk_topology_caches(caches, MAX);
}

/* Each test is a process of its own, in which nobody asked before. */
START_TEST(all_threads_get_the_same_answer)
{
	struct pmk_topology_cache caches[THREADS][MAX] = { 0 };
	pthread_t threads[THREADS];
	void *n[THREADS];

	for (int i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, ask, caches[i]), 0);
	for (int i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_join(threads[i], &n[i]), 0);
	for (int i = 1; i < THREADS; i++) {
		ck_assert_ptr_eq(n[i], n[0]);
		ck_assert_mem_eq(caches[i], caches[0], sizeof(caches[0]));
	}
}
END_TEST

Suite *pmk_suite_topology(void)
{
	Suite *s = suite_create("topology");
	TCase *t = tcase_create("topology");

	tcase_add_test(t, all_threads_get_the_same_answer);
	suite_add_tcase(s, t);
	return s;
}
