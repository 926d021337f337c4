// SPDX-License-Identifier: GPL-2.0-only
/* Sets of counters: groups, starting, stopping, reading, advice for those that count nothing. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "counters.h"
#include "system/shortage.h"
#include "system/sysfile.h"

const struct pmk_perf_backend *pmk_counters_backend(void)
{
	const struct pmk_perf_backend *libperf = pmk_perf_libperf();

	return libperf ? libperf : &pmk_perf_raw;
}

static void open_slot(struct pmk_counters *set, struct pmk_counter_slot *slot,
		      struct pmk_perf *leader)
{
	const struct pmk_event *e = slot->event;
	struct perf_event_attr attr = {
		.size = sizeof(attr),
		.type = e->type,
		.config = e->config,
		.config1 = e->config1,
		.config2 = e->config2,
		.read_format = PMK_PERF_FORMAT,
		.exclude_user = !e->user,
		.exclude_kernel = !e->kernel,
		/* Members are on, and wait for their leader. */
		.disabled = !leader,
	};

	slot->open_err = ENOENT;
	slot->perf = e->known ? set->backend->open(&attr, leader, &slot->open_err) : NULL;
	slot->leads = slot->perf && !leader;
	if (slot->perf)
		slot->open_err = 0;
	else if (leader && slot->open_err == EINVAL)
		open_slot(set, slot, NULL); /* no room beside the others */
}

void pmk_counters_open(struct pmk_counters *set, const struct pmk_perf_backend *backend,
		       const struct pmk_event *events, size_t n, bool grouped)
{
	struct pmk_perf *leaders[2] = { NULL, NULL };

	*set = (struct pmk_counters){ .backend = backend, .n = n };
	for (size_t i = 0; i < n; i++) {
		struct pmk_counter_slot *slot = &set->slots[i];
		bool hardware = pmk_event_is_hardware(&events[i]);

		slot->event = &events[i];
		/* Apart, because software events need no turn on the PMU. */
		open_slot(set, slot, grouped || !hardware ? leaders[hardware] : NULL);
		if (slot->leads && !leaders[hardware])
			leaders[hardware] = slot->perf;
	}
	pmk_counters_reset(set);
}

void pmk_counters_close(struct pmk_counters *set)
{
	for (int leads = 0; leads <= 1; leads++)
		for (size_t i = 0; i < set->n; i++) {
			struct pmk_counter_slot *slot = &set->slots[i];

			if (!slot->perf || slot->leads != leads)
				continue;
			set->backend->close(slot->perf);
			slot->perf = NULL;
		}
	set->n = 0;
}

size_t pmk_counters_active(const struct pmk_counters *set)
{
	size_t active = 0;

	for (size_t i = 0; i < set->n; i++)
		active += set->slots[i].perf != NULL;
	return active;
}

/* Hardware events start last and stop first, so that they see least of our own system calls. */
static void switch_leaders(struct pmk_counters *set, bool on)
{
	for (int turn = 0; turn <= 1; turn++)
		for (size_t i = 0; i < set->n; i++) {
			struct pmk_counter_slot *slot = &set->slots[i];
			bool hardware = pmk_event_is_hardware(slot->event);

			if (!slot->leads || hardware != (on ? turn == 1 : turn == 0))
				continue;
			set->backend->turn(slot->perf, on);
		}
}

void pmk_counters_start(struct pmk_counters *set)
{
	switch_leaders(set, true);
}

void pmk_counters_stop(struct pmk_counters *set)
{
	switch_leaders(set, false);
}

void pmk_counters_reset(struct pmk_counters *set)
{
	/* The kernel resets values, but never times: so we remember both. */
	for (size_t i = 0; i < set->n; i++) {
		struct pmk_counter_slot *slot = &set->slots[i];

		slot->before = (struct pmk_reading){ 0 };
		if (slot->perf)
			set->backend->read(slot->perf, &slot->before);
	}
}

struct pmk_count pmk_counters_read(const struct pmk_counters *set, size_t i)
{
	const struct pmk_counter_slot *slot = &set->slots[i];
	struct pmk_reading after;

	if (!slot->perf)
		return (struct pmk_count){ .state = pmk_counter_state_of_errno(slot->open_err) };
	if (set->backend->read(slot->perf, &after))
		return (struct pmk_count){ .state = PMK_COUNTER_NOT_COUNTED };
	return pmk_count_between(&slot->before, &after);
}

size_t pmk_counters_pass(struct pmk_event *events, size_t n, size_t first)
{
	size_t end = first, hardware = 0;

	for (size_t i = first; i < n; i++) {
		struct pmk_event e = events[i];

		if (pmk_event_is_hardware(&e) && ++hardware > PMK_PASS_HARDWARE)
			continue;
		memmove(&events[end + 1], &events[end], (i - end) * sizeof(e));
		events[end++] = e;
	}
	return end;
}

#define REMEDY_DENIED                                                                             \
	"as root: sysctl kernel.perf_event_paranoid=1, or run as root; with 2, user space alone " \
	"can be counted (cycles:u)"
#define REMEDY_NO_PMU                                                                           \
	"in a virtual machine, let its host pass the PMU on (QEMU with KVM: -cpu host,pmu=on; " \
	"a cloud: a metal instance); the guest arm64-6.1 counts cycles and instructions anywhere"
#define REMEDY_NO_TURN                                      \
	"free the PMU for us: end other uses of perf, and " \
	"as root: sysctl kernel.nmi_watchdog=0"

void pmk_counter_advice(enum pmk_counter_state state, const struct pmk_event *event, int open_err,
			struct pmk_why *advice)
{
	const char *paranoid = "/proc/sys/kernel/perf_event_paranoid", *remedy = "";
	char rights[sizeof(advice->remedy)];
	const size_t size = sizeof(advice->reason);

	advice->reason[0] = '\0';
	if (state == PMK_COUNTER_DENIED) {
		snprintf(advice->reason, size,
			 "the kernel refuses it to this user (kernel.perf_event_paranoid is %lld)",
			 pmk_sysfile_number("", paranoid, -2));
		/* To root that setting does not matter: something else refuses. */
		pmk_remedy_rights("", rights, sizeof(rights));
		remedy = geteuid() ? REMEDY_DENIED : rights;
	} else if (state == PMK_COUNTER_UNSUPPORTED && !event->known) {
		snprintf(advice->reason, size, "the name means nothing here%s",
			 pmk_event_names_available() ? ""
						     : ", where only the default events are known");
		remedy = "see 'pagemark doctor' for names that count here";
	} else if (state == PMK_COUNTER_UNSUPPORTED) {
		snprintf(advice->reason, size, "the kernel has no such event here: %s",
			 strerror(open_err));
		remedy = pmk_event_is_hardware(event) ? REMEDY_NO_PMU
						      : "a kernel with CONFIG_PERF_EVENTS";
	} else if (state == PMK_COUNTER_NOT_COUNTED) {
		snprintf(advice->reason, size, "%s",
			 open_err ? strerror(open_err)
				  : "the kernel took it, but never put it on the PMU");
		remedy = REMEDY_NO_TURN;
	}
	snprintf(advice->remedy, sizeof(advice->remedy), "%s", remedy);
}
