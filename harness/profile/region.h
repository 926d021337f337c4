/* SPDX-License-Identifier: GPL-2.0-only */
/* What is counted of one point: instructions and accesses by node and block, batch by batch. */
#ifndef PAGEMARK_PROFILE_REGION_H
#define PAGEMARK_PROFILE_REGION_H

#include <stdio.h>

#include "caches.h"
#include "stack.h"
#include "table.h"
#include "trace_log.h"

/* So many instructions of a block were executed, and the one behind them faulted. */
struct pmk_partial {
	unsigned int executed;
	uint64_t times;
	struct pmk_partial *next;
};

/* The block was followed by that of another slot of its node, by a jump. */
struct pmk_jump {
	struct pmk_slot *to;
	uint64_t times;
	struct pmk_jump *next;
};

/* Accesses, of devices too. */
struct pmk_slot_accesses {
	uint64_t n[2], bytes[2], device[2]; /* loads, stores */
};

/**
 * struct pmk_slot - a block in a node
 * @item: by both
 * @node: where
 * @block: what
 * @whole: how often all of it was executed
 * @partials: how often less of it
 * @jumps: to which slots of its node
 * @accesses: of its loads and stores
 * @next: what followed it last, not by a jump
 */
struct pmk_slot {
	struct pmk_item item;
	struct pmk_node *node;
	const struct pmk_block *block;
	uint64_t whole;
	struct pmk_partial *partials;
	struct pmk_jump *jumps;
	struct pmk_slot_accesses accesses;
	struct pmk_slot *next;
};

/* A page of 4096 bytes, by its number and who accessed it: 1 the kernel, 0 user space. */
struct pmk_touched {
	struct pmk_item item;
	uint64_t lines; /* of 64 bytes, a bit each */
};

/* @clock: instructions between what is timed and the counter's readings round it, not in @insn. */
struct pmk_batch {
	uint64_t insn, clock;
	unsigned int parts;
};

#define PMK_RECENT 256

/**
 * struct pmk_region - the timed part of a point
 * @shadow: where execution is
 * @slots: what was counted
 * @trace: the log of what devices did, or NULL
 * @caches: that are modelled; NULL without any
 * @touched: pages by address and mode, each with its 64 lines
 * @recent: some of them, by address and mode
 * @batches: totals
 * @n_batches: how many, the one that goes on included
 * @in_batch: it goes on
 * @now: what is being executed, NULL outside of timed parts
 * @switched: what is being executed switches tasks:
 * @leaves: what tells the one that it leaves,
 * @enters: and the other one
 * @odd_batch: some batches had parts and some had none
 */
struct pmk_region {
	struct pmk_shadow shadow;
	struct pmk_table slots;
	struct pmk_trace_log *trace;
	struct pmk_caches *caches;
	struct pmk_table touched;
	struct pmk_touched *recent[PMK_RECENT][2];
	struct pmk_batch *batches;
	size_t n_batches;
	bool in_batch;
	struct pmk_slot *now;
	bool switched;
	uint64_t leaves, enters;
	bool odd_batch;
};

/* A batch, or a part of one, begins or ends. */
void pmk_region_batch_begin(struct pmk_region *region, const struct pmk_block *block);
void pmk_region_batch_end(struct pmk_region *region, unsigned int executed);
void pmk_region_part_begin(struct pmk_region *region, const struct pmk_block *block);
void pmk_region_part_end(struct pmk_region *region, unsigned int executed);

/* So many instructions of the last batch's time were spent on reading the clock. */
void pmk_region_clock(struct pmk_region *region, uint64_t insn);

/* From what is being executed to the next block; step->from and step->finished are set here. */
void pmk_region_step(struct pmk_region *region, struct pmk_step *step);

/* One access of what is being executed; @physical is of no use where it is a device's. */
void pmk_region_access(struct pmk_region *region, uint64_t address, uint64_t physical,
		       unsigned int bytes, bool is_store, bool is_device);

/* Forgets what was counted. */
void pmk_region_clear(struct pmk_region *region);

/* raw_write.c: one point, as raw.h says. Returns 0 or -EIO. */
int pmk_raw_write(FILE *to, const struct pmk_region *region, uint64_t key, unsigned int round);

#endif
