// SPDX-License-Identifier: GPL-2.0-only
/* Placement: the grammar, what it comes to on fabricated topologies, and binding here. */
#include <check.h>
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "case/case.h"
#include "case/pagemark.h"
#include "topology/topology.h"

Suite *pmk_suite_place(void);

static struct pmk_place place;
static struct pmk_grant grant;
static char why[256];

static const struct {
	const char *text;
	struct pmk_place place;
} good[] = {
	{ "core:0", { .cpu = PMK_PLACE_CORE } },
	{ "core:12", { .cpu = PMK_PLACE_CORE, .index = 12 } },
	{ "package:1", { .cpu = PMK_PLACE_PACKAGE, .index = 1 } },
	{ "node:2", { .cpu = PMK_PLACE_NODE, .index = 2 } },
	{ "mem:near", { .memory = PMK_MEMORY_NEAR } },
	{ "mem:3", { .memory = PMK_MEMORY_NODE, .memory_node = 3 } },
	{ "node:0+mem:far", { .cpu = PMK_PLACE_NODE, .memory = PMK_MEMORY_FAR } },
	{ "mem:far+core:1", { .cpu = PMK_PLACE_CORE, .index = 1, .memory = PMK_MEMORY_FAR } },
};

START_TEST(a_wish_is_read)
{
	char text[PMK_PLACE_BYTES];
	struct pmk_place again;

	ck_assert_int_eq(pmk_place_parse(good[_i].text, &place, why, sizeof(why)), 0);
	ck_assert_int_eq(place.cpu, good[_i].place.cpu);
	ck_assert_uint_eq(place.index, good[_i].place.index);
	ck_assert_int_eq(place.memory, good[_i].place.memory);
	ck_assert_uint_eq(place.memory_node, good[_i].place.memory_node);
	/* And as it is recorded it is the same wish. */
	pmk_place_print(&place, text);
	ck_assert_int_eq(pmk_place_parse(text, &again, why, sizeof(why)), 0);
	ck_assert_mem_eq(&again, &place, sizeof(place));
}
END_TEST

static const char *const bad[] = {
	"",	    "core",	   "core:",	      "core:-1",	  "core: 1",  "core:1x",
	"core:1+",  "+core:1",	   "core:1+core:2",   "core:1+node:2",	  "mem:",     "mem:nearby",
	"mem:node", "mem:1+mem:2", "core:1 mem:near", "core:99999999999", "thread:1",
};

START_TEST(what_is_no_wish_is_refused_with_the_grammar)
{
	ck_assert_int_eq(pmk_place_parse(bad[_i], &place, why, sizeof(why)), -EINVAL);
	ck_assert_msg(strstr(why, "core:N") && strstr(why, bad[_i]), "%s", why);
}
END_TEST

#define FOUR  "pack:2 node:2 core:2 pu:2" /* nodes 0-3, cores 0-7, PUs 0-15 */
#define TWO   "node:2 core:1 pu:2"
#define ONE   "node:1 core:2 pu:1"
#define TABLE "tests/data/topology_four_nodes.xml"

/* A topology, a wish, what it comes to; without processors, why it is refused. */
static const struct {
	const char *topology, *text, *cpus, *nodes, *words;
} wishes[] = {
	{ FOUR, "core:0", "0", "", "core 0 (PU 0)" },
	{ FOUR, "core:3", "6", "", "core 3 (PU 6)" },
	{ FOUR, "package:1", "8-15", "", "package 1 (PU 8-15)" },
	{ FOUR, "node:2", "8-11", "", "node 2 (PU 8-11)" },
	{ FOUR, "mem:near", "14", "3", "core 7 (PU 14), memory of node 3 (near, bound)" },
	{ FOUR, "node:2+mem:near", "8-11", "2", "memory of node 2 (near, bound)" },
	{ FOUR, "package:1+mem:near", "8-15", "2-3", "memory of node 2-3 (near, bound)" },
	{ FOUR, "core:0+mem:3", "0", "3", "core 0 (PU 0), memory of node 3 (bound)" },
	{ FOUR, "core:8", NULL, NULL, "no core:8; this machine has 8, numbered 0 to 7" },
	{ FOUR, "package:2", NULL, NULL, "no package:2; this machine has 2, numbered 0 to 1" },
	{ FOUR, "node:4", NULL, NULL, "no node:4; this machine has 4, numbered 0 to 3" },
	{ FOUR, "core:0+mem:4", NULL, NULL, "no node:4; this machine has 4, numbered 0 to 3" },
	/* Synthetic topologies have no distances, and nobody guesses. */
	{ FOUR, "core:0+mem:far", NULL, NULL,
	  "no table tells which of 3 nodes is far from node 0" },
	{ TWO, "core:0+mem:far", "0", "1", "memory of node 1 (far, bound)" },
	{ TWO, "core:1+mem:far", "2", "0", "memory of node 0 (far, bound)" },
	{ ONE, "core:1+mem:near", "1", "0", "memory of node 0 (near, bound)" },
	{ ONE, "core:0+mem:far", NULL, NULL, "no memory is far: node 0 is near" },
	{ ONE, "package:0", NULL, NULL, "hwloc sees no package" },
	{ ONE, "node:1", NULL, NULL, "only node:0" },
	/* Distances from node 0: 21, 31 and, to the node without memory, 41. */
	{ TABLE, "core:0+mem:far", "0", "2", "memory of node 2 (far, bound)" },
	{ TABLE, "core:2+mem:far", "2", "0", "memory of node 0 (far, bound)" },
	{ TABLE, "core:1+mem:far", "1", "0", "memory of node 0 (far, bound)" },
	{ TABLE, "core:0+mem:3", NULL, NULL, "node:3 has no memory" },
};

START_TEST(a_wish_comes_to_what_the_topology_has)
{
	bool table = strchr(wishes[_i].topology, '/');
	int err;

	ck_assert_int_eq(
		setenv(table ? "HWLOC_XMLFILE" : "HWLOC_SYNTHETIC", wishes[_i].topology, 1), 0);
	ck_assert_int_eq(pmk_place_parse(wishes[_i].text, &place, why, sizeof(why)), 0);
	err = pmk_topology_resolve(&place, &grant);
	ck_assert_msg(strstr(grant.words, wishes[_i].words), "%s on %s: %s", wishes[_i].text,
		      wishes[_i].topology, grant.words);
	ck_assert_int_eq(err, wishes[_i].cpus ? 0 : -ENOENT);
	if (err)
		return;
	ck_assert_str_eq(grant.cpus, wishes[_i].cpus);
	ck_assert_str_eq(grant.nodes, wishes[_i].nodes);
}
END_TEST

/* Where threads go: the last core first, siblings last, and never out of what was asked for. */
static const struct {
	const char *topology, *text, *pus;
} spreads[] = {
	{ FOUR, NULL, "14,12,10,8,6,4,2,0,15,13,11,9,7,5,3,1" },
	{ FOUR, "core:3", "6" },
	{ FOUR, "package:1", "14,12,10,8,15,13,11,9" },
	{ FOUR, "node:2", "10,8,11,9" },
	{ FOUR, "mem:near", "14,12,15,13" },
	{ FOUR, "mem:0", "14,12,15,13" },
	{ FOUR, "core:0+mem:3", "0" },
	{ TWO, NULL, "2,0,3,1" },
	{ TWO, "mem:far", "2,3" },
	{ ONE, NULL, "1,0" },
	{ "pu:3", NULL, "2,1,0" },
};

START_TEST(threads_take_cores_before_siblings)
{
	memset(&place, 0, sizeof(place));
	ck_assert_int_eq(setenv("HWLOC_SYNTHETIC", spreads[_i].topology, 1), 0);
	if (spreads[_i].text)
		ck_assert_int_eq(pmk_place_parse(spreads[_i].text, &place, why, sizeof(why)), 0);
	ck_assert_msg(!pmk_topology_resolve(&place, &grant), "%s", grant.words);
	ck_assert_str_eq(grant.pus, spreads[_i].pus);
}
END_TEST

START_TEST(no_list_of_processors_is_cut_within_a_number)
{
	memset(&place, 0, sizeof(place));
	ck_assert_int_eq(setenv("HWLOC_SYNTHETIC", "core:1000 pu:1", 1), 0);
	ck_assert_msg(!pmk_topology_resolve(&place, &grant), "%s", grant.words);
	ck_assert_int_eq(strncmp(grant.pus, "999,998,997,", 12), 0);
	/* Every number has three digits up to the 900th, which is further than the list goes. */
	ck_assert_uint_eq((strlen(grant.pus) + 1) % 4, 0);
	ck_assert_uint_ge((strlen(grant.pus) + 1) / 4, PMK_THREADS_MAX);
}
END_TEST

START_TEST(what_this_process_may_not_use_is_refused)
{
	/* Passed off as this machine, which has not nearly as many processors. */
	ck_assert_int_eq(setenv("HWLOC_SYNTHETIC", "core:900 pu:1", 1), 0);
	ck_assert_int_eq(setenv("HWLOC_THISSYSTEM", "1", 1), 0);
	ck_assert_int_eq(pmk_place_parse("core:899", &place, why, sizeof(why)), 0);
	ck_assert_int_eq(pmk_topology_bind(&place, &grant), -EACCES);
	ck_assert_msg(strstr(grant.words, "are 899, and this process may use"), "%s", grant.words);
}
END_TEST

START_TEST(binding_here_holds_and_ends)
{
	cpu_set_t first, bound, last;

	ck_assert_int_eq(sched_getaffinity(0, sizeof(first), &first), 0);
	ck_assert_int_eq(pmk_topology_bind(&(struct pmk_place){ 0 }, &grant), 0);
	ck_assert_int_eq(sched_getaffinity(0, sizeof(bound), &bound), 0);
	ck_assert_int_eq(CPU_COUNT(&bound), 1);
	ck_assert(CPU_ISSET(atoi(grant.cpus), &bound));
	ck_assert_int_eq(atoi(grant.cpus), sched_getcpu());
	ck_assert_str_eq(getenv(PMK_PUS_VARIABLE), grant.pus);
	ck_assert_int_eq(atoi(grant.pus), atoi(grant.cpus));
	pmk_topology_unbind();
	ck_assert_ptr_null(getenv(PMK_PUS_VARIABLE));
	ck_assert_int_eq(sched_getaffinity(0, sizeof(last), &last), 0);
	ck_assert(CPU_EQUAL(&first, &last));
}
END_TEST

/* Whether a fresh program's memory policy, as its kernel tells it, is "bind". */
static bool child_is_bound(void)
{
	FILE *p = popen("exec cat /proc/self/numa_maps", "r");
	char line[1024];
	bool bound = false;

	ck_assert_ptr_nonnull(p);
	while (fgets(line, sizeof(line), p))
		bound |= strstr(line, " bind:") != NULL;
	ck_assert_int_eq(pclose(p), 0);
	return bound;
}

START_TEST(bound_memory_survives_exec_and_lies_where_it_was_bound)
{
	size_t size = 16 * 4096;
	void *pages;

	if (access("/proc/self/numa_maps", R_OK) < 0)
		return; /* a kernel without NUMA: nothing can be bound */
	ck_assert(!child_is_bound());
	ck_assert_int_eq(pmk_place_parse("mem:near", &place, why, sizeof(why)), 0);
	ck_assert_msg(!pmk_topology_bind(&place, &grant), "%s", grant.words);
	ck_assert(child_is_bound());
	ck_assert_str_eq(getenv(PMK_MEMORY_VARIABLE), grant.nodes);
	pages = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE,
		     -1, 0);
	ck_assert_ptr_ne(pages, MAP_FAILED);
	ck_assert_msg(!pmk_topology_memory_check(pages, size, why, sizeof(why)), "%s", why);
	/* The same pages, had another node been bound. */
	ck_assert_int_eq(setenv(PMK_MEMORY_VARIABLE, "63", 1), 0);
	ck_assert_int_eq(pmk_topology_memory_check(pages, size, why, sizeof(why)), -EXDEV);
	ck_assert_msg(strstr(why, "node 63 was bound"), "%s", why);
	pmk_topology_unbind();
	ck_assert_ptr_null(getenv(PMK_MEMORY_VARIABLE));
	ck_assert(!child_is_bound());
	ck_assert_int_eq(pmk_topology_memory_check(pages, size, why, sizeof(why)), 0);
	munmap(pages, size);
}
END_TEST

/* What a case answers whose memory does not lie where it was bound. */
START_TEST(a_buffer_elsewhere_makes_the_point_broken)
{
	struct pmk_case c = { .items_per_op = 1 };
	char answer[512] = "";
	size_t len = 0;
	ssize_t got;
	int fds[2];
	pid_t pid;

	ck_assert_int_eq(pipe(fds), 0);
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (!pid) {
		c.result_fd = fds[1];
		setenv(PMK_MEMORY_VARIABLE, "63", 1);
		pmk_alloc(&c, 4096);
		_exit(1); /* pmk_alloc() ends the process itself */
	}
	close(fds[1]);
	/* It comes in pieces. */
	while (len < sizeof(answer) - 1 &&
	       (got = read(fds[0], answer + len, sizeof(answer) - 1 - len)) > 0)
		len += (size_t)got;
	close(fds[0]);
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
	ck_assert_msg(strstr(answer, "BROKEN") && strstr(answer, "node 63 was bound"), "%s",
		      answer);
}
END_TEST

Suite *pmk_suite_place(void)
{
	Suite *s = suite_create("place");
	TCase *t = tcase_create("place");

	tcase_add_loop_test(t, a_wish_is_read, 0, (int)(sizeof(good) / sizeof(good[0])));
	tcase_add_loop_test(t, what_is_no_wish_is_refused_with_the_grammar, 0,
			    (int)(sizeof(bad) / sizeof(bad[0])));
	tcase_add_loop_test(t, a_wish_comes_to_what_the_topology_has, 0,
			    (int)(sizeof(wishes) / sizeof(wishes[0])));
	tcase_add_loop_test(t, threads_take_cores_before_siblings, 0,
			    (int)(sizeof(spreads) / sizeof(spreads[0])));
	tcase_add_test(t, no_list_of_processors_is_cut_within_a_number);
	tcase_add_test(t, what_this_process_may_not_use_is_refused);
	tcase_add_test(t, binding_here_holds_and_ends);
	tcase_add_test(t, bound_memory_survives_exec_and_lies_where_it_was_bound);
	tcase_add_test(t, a_buffer_elsewhere_makes_the_point_broken);
	suite_add_tcase(s, t);
	return s;
}
