// SPDX-License-Identifier: GPL-2.0-only
/* Counts what is executed and accessed while a point's batches are timed. */
#include <stdlib.h>
#include <string.h>

#include "region.h"

#define LINE_BITS 6
#define PAGE_BITS 12

static struct pmk_slot *slot_of(struct pmk_region *r, struct pmk_node *node,
				const struct pmk_block *block)
{
	const uint64_t key[PMK_KEY_WORDS] = { (uintptr_t)node, (uintptr_t)block };
	struct pmk_slot *slot = pmk_table_get(&r->slots, key, sizeof(*slot));

	slot->node = node;
	slot->block = block;
	return slot;
}

static void partial(struct pmk_slot *slot, unsigned int executed)
{
	struct pmk_partial *p = slot->partials;

	while (p && p->executed != executed)
		p = p->next;
	if (!p) {
		p = pmk_table_memory(NULL, 1, sizeof(*p));
		*p = (struct pmk_partial){ .executed = executed, .next = slot->partials };
		slot->partials = p;
	}
	p->times++;
}

/* The first instructions of what is being executed were. */
static void count(struct pmk_region *r, unsigned int executed)
{
	r->batches[r->n_batches - 1].insn += executed;
	if (executed == r->now->block->n)
		r->now->whole++;
	else
		partial(r->now, executed);
}

static void begin(struct pmk_region *r, const struct pmk_block *block)
{
	r->switched = false;
	if (r->trace)
		pmk_trace_log_begin(r->trace);
	r->now = slot_of(r, pmk_shadow_begin(&r->shadow, block->pc), block);
}

static void end(struct pmk_region *r, unsigned int executed)
{
	if (r->now)
		count(r, executed);
	if (r->now && r->trace)
		pmk_trace_log_end(r->trace);
	r->now = NULL;
}

/* After a batch with parts nothing is counted outside of parts. */
void pmk_region_batch_begin(struct pmk_region *r, const struct pmk_block *block)
{
	bool parts = r->n_batches && r->batches[0].parts;

	r->batches = pmk_table_memory(r->batches, r->n_batches + 1, sizeof(*r->batches));
	r->batches[r->n_batches++] = (struct pmk_batch){ 0 };
	r->in_batch = true;
	if (!parts)
		begin(r, block);
}

void pmk_region_batch_end(struct pmk_region *r, unsigned int executed)
{
	end(r, executed);
	r->in_batch = false;
	r->odd_batch |= r->n_batches && !r->batches[r->n_batches - 1].parts != !r->batches[0].parts;
}

static void forget(struct pmk_region *r)
{
	for (uint32_t i = 0; i < r->slots.n; i++) {
		struct pmk_slot *slot = (struct pmk_slot *)r->slots.list[i];

		for (struct pmk_partial *p = slot->partials, *next; p; p = next) {
			next = p->next;
			free(p);
		}
		for (struct pmk_jump *j = slot->jumps, *next; j; j = next) {
			next = j->next;
			free(j);
		}
	}
	pmk_table_clear(&r->slots);
	pmk_table_clear(&r->touched);
	memset(r->recent, 0, sizeof(r->recent));
	if (r->caches)
		pmk_caches_reset(r->caches);
	if (r->trace)
		pmk_trace_log_reset(r->trace);
	pmk_shadow_clear(&r->shadow);
	r->now = NULL;
}

/* The first part of a point shows that what came before it is not timed. */
void pmk_region_part_begin(struct pmk_region *r, const struct pmk_block *block)
{
	struct pmk_batch *batch = r->in_batch ? &r->batches[r->n_batches - 1] : NULL;

	if (!batch)
		return;
	if (!batch->parts++ && r->n_batches == 1) {
		forget(r);
		batch->insn = batch->clock = 0;
	}
	begin(r, block);
}

void pmk_region_part_end(struct pmk_region *r, unsigned int executed)
{
	if (r->in_batch)
		end(r, executed);
}

void pmk_region_clock(struct pmk_region *r, uint64_t insn)
{
	if (r->n_batches)
		r->batches[r->n_batches - 1].clock += insn;
}

static void jump(struct pmk_slot *from, struct pmk_slot *to)
{
	struct pmk_jump *j = from->jumps;

	while (j && j->to != to)
		j = j->next;
	if (!j) {
		j = pmk_table_memory(NULL, 1, sizeof(*j));
		*j = (struct pmk_jump){ .to = to, .next = from->jumps };
		from->jumps = j;
	}
	j->times++;
}

/* The slot of @block in @node: often the one that followed the last time, too. */
static struct pmk_slot *follow(struct pmk_region *r, struct pmk_slot *from, struct pmk_node *node,
			       const struct pmk_block *block)
{
	struct pmk_slot *to = from->next;

	if (!to || to->node != node || to->block != block)
		from->next = to = slot_of(r, node, block);
	return to;
}

/* What most blocks do needs no stack: a jump or none, as far as it goes. */
static bool stays(const struct pmk_step *step)
{
	const struct pmk_block *from = step->from;

	if (step->executed != from->n || !step->finished)
		return false;
	if (step->to->pc == pmk_block_at(from, from->n))
		return from->last.flow == PMK_FLOW_ON ||
		       (from->last.flow == PMK_FLOW_JUMP && from->last.conditional);
	return from->last.flow == PMK_FLOW_JUMP && step->to->pc == from->last.target;
}

/* Whether it goes on behind @from without a jump. */
static bool falls(const struct pmk_block *from, const struct pmk_block *to)
{
	bool may = from->last.conditional || from->last.flow == PMK_FLOW_ON ||
		   from->last.flow == PMK_FLOW_REPEAT;

	return may && to->pc == pmk_block_at(from, from->n);
}

void pmk_region_step(struct pmk_region *r, struct pmk_step *step)
{
	struct pmk_slot *from = r->now;
	struct pmk_node *node = from->node;
	bool jumped;

	step->from = from->block;
	step->finished = pmk_step_finished(step);
	if (r->switched)
		pmk_shadow_switch(&r->shadow, r->leaves, r->enters, step->to->pc);
	if (!r->switched && stays(step))
		jumped = true;
	else
		node = pmk_shadow_step(&r->shadow, step, &jumped);
	r->switched = false;
	count(r, step->executed - (step->finished ? 0 : 1));
	r->now = follow(r, from, node, step->to);
	if (!jumped || falls(from->block, step->to))
		return;
	/* A retpoline jumps from the node of its own call, which is over, in its caller's. */
	jump(node == from->node ? from : slot_of(r, node, from->block), r->now);
}

static struct pmk_touched *page_of(struct pmk_region *r, uint64_t number, bool kernel)
{
	/* Pages that were touched of late are found without a search. */
	struct pmk_touched **recent = &r->recent[number % PMK_RECENT][kernel];
	const uint64_t key[PMK_KEY_WORDS] = { number, kernel };

	if (!*recent || (*recent)->item.key[0] != number)
		*recent = pmk_table_get(&r->touched, key, sizeof(**recent));
	return *recent;
}

static void touch(struct pmk_region *r, uint64_t address, unsigned int bytes)
{
	uint64_t last = address + bytes - 1;
	bool kernel = r->now->block->kernel;

	for (uint64_t line = address >> LINE_BITS; line <= last >> LINE_BITS; line++)
		page_of(r, line >> (PAGE_BITS - LINE_BITS), kernel)->lines |= 1ull << (line & 63);
}

void pmk_region_access(struct pmk_region *r, uint64_t address, uint64_t physical,
		       unsigned int bytes, bool is_store, bool is_device)
{
	struct pmk_slot_accesses *a = &r->now->accesses;

	a->n[is_store]++;
	a->bytes[is_store] += bytes;
	a->device[is_store] += is_device;
	touch(r, address, bytes);
	if (r->caches && !is_device)
		pmk_caches_access(r->caches, address, physical, bytes, is_store);
}

void pmk_region_clear(struct pmk_region *r)
{
	forget(r);
	if (r->trace)
		pmk_trace_log_empty(r->trace);
	free(r->batches);
	r->batches = NULL;
	r->n_batches = 0;
	r->in_batch = false;
	r->odd_batch = false;
}
