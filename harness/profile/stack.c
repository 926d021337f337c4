// SPDX-License-Identifier: GPL-2.0-only
/* Follows calls, returns, interrupts and switches of tasks. Knows no QEMU and no symbols. */
#include "stack.h"

#define ARM64_VECTORS	  2048u
#define ARM_VECTORS	  0xffff0000u
#define ARM_VECTORS_BYTES 4096u

static struct pmk_node *node_of(struct pmk_shadow *s, struct pmk_node *parent,
				enum pmk_node_kind kind, uint64_t entry, uint64_t site)
{
	const uint64_t key[PMK_KEY_WORDS] = {
		(parent ? parent->item.number + 1ull : 0) << 8 | (uint64_t)kind, entry, site
	};
	struct pmk_node *node = pmk_table_get(&s->nodes, key, sizeof(*node));

	node->parent = parent;
	node->kind = kind;
	node->entry = entry;
	node->site = site;
	return node;
}

static struct pmk_frame *top(struct pmk_shadow *s)
{
	return &s->now.frames[s->now.n - 1];
}

static void root(struct pmk_shadow *s, enum pmk_node_kind kind, uint64_t pc)
{
	struct pmk_node *node = node_of(s, NULL, kind, pc, 0);

	node->calls++;
	s->now.n = 1;
	s->now.frames[0] = (struct pmk_frame){ .node = node };
}

struct pmk_node *pmk_shadow_begin(struct pmk_shadow *s, uint64_t pc)
{
	pmk_table_clear(&s->tasks);
	root(s, PMK_KIND_root, pc);
	return top(s)->node;
}

/* @f says how it is left. */
static void push(struct pmk_shadow *s, enum pmk_node_kind kind, uint64_t entry, uint64_t site,
		 struct pmk_frame f)
{
	if (s->now.n == PMK_FRAMES_MAX) {
		s->odd[PMK_ODD_deep]++;
		return;
	}
	f.node = node_of(s, top(s)->node, kind, entry, site);
	f.node->calls++;
	s->now.frames[s->now.n++] = f;
}

static void call(struct pmk_shadow *s, uint64_t entry, uint64_t site, uint64_t back)
{
	push(s, PMK_KIND_call, entry, site, (struct pmk_frame){ .back = back });
}

static bool known_entry(const struct pmk_shadow *s, const struct pmk_block *to)
{
	const uint64_t key[PMK_KEY_WORDS] = { s->arch == PMK_ARCH_ARM64
						      ? to->pc & ~(ARM64_VECTORS - 1ull)
						      : to->pc };

	if (!to->kernel)
		return false;
	if (s->arch == PMK_ARCH_ARM)
		return to->pc - ARM_VECTORS < ARM_VECTORS_BYTES;
	/* A vector of arm64 has 128 bytes. */
	if (s->arch == PMK_ARCH_ARM64 && to->pc & 127)
		return false;
	return to->entry || pmk_table_find(&s->entries, key);
}

/* An interrupt or an exception; @f says where it goes back to. */
static void trap(struct pmk_shadow *s, const struct pmk_block *to, uint64_t site,
		 struct pmk_frame f)
{
	const uint64_t key[PMK_KEY_WORDS] = { s->arch == PMK_ARCH_ARM64
						      ? to->pc & ~(ARM64_VECTORS - 1ull)
						      : to->pc };

	if (to->kernel)
		pmk_table_get(&s->entries, key, sizeof(struct pmk_item));
	push(s, PMK_KIND_trap, to->pc, site, f);
}

static void trap_at(struct pmk_shadow *s, const struct pmk_block *to, uint64_t back, uint64_t back2)
{
	trap(s, to, back, (struct pmk_frame){ .back = back, .back2 = back2 });
}

static bool is_call(const struct pmk_frame *f)
{
	return f->node->kind == PMK_KIND_call;
}

/*
 * To the nearest call that returns there, but not beyond an interrupt or a system call. If there is
 * none, either an interrupt came before the first instruction behind the call, or somebody replaced
 * the return address.
 */
static bool returned(struct pmk_shadow *s, const struct pmk_block *to)
{
	struct pmk_frame left = { .anywhere = true };

	for (unsigned int i = s->now.n - 1; i > 0 && is_call(&s->now.frames[i]); i--)
		if (s->now.frames[i].back == to->pc) {
			s->now.n = i;
			return false;
		}
	if (is_call(top(s))) {
		left = (struct pmk_frame){ .back = top(s)->back };
		s->now.n--;
	}
	if (known_entry(s, to)) {
		trap(s, to, left.back, left);
		return false;
	}
	/* Below a root's first function there is always somebody. */
	s->odd[PMK_ODD_lost_return] += !left.anywhere;
	return true;
}

static bool goes_back(const struct pmk_frame *f, uint64_t to)
{
	return f->node->kind >= PMK_KIND_syscall && !f->anywhere &&
	       (f->back == to || f->back2 == to);
}

/* To the nearest trap or system call that goes back there; else to the nearest of all. */
static bool trap_returned(struct pmk_shadow *s, const struct pmk_step *step)
{
	uint64_t to = step->to->pc;
	unsigned int nearest = s->now.n - 1, exact;
	struct pmk_frame left;

	while (nearest && s->now.frames[nearest].node->kind < PMK_KIND_syscall)
		nearest--;
	for (exact = nearest; exact && !goes_back(&s->now.frames[exact], to);)
		exact--;
	left = s->now.frames[nearest];
	if (exact && !left.anywhere)
		left = s->now.frames[nearest = exact];
	/* Also a return to the next instruction, which only makes the processor wait. */
	if (!nearest || (!exact && to == pmk_block_at(step->from, step->from->n))) {
		/* A task may have been in one when the kernel switched to it. */
		s->odd[PMK_ODD_lost_trap_return] +=
			!nearest && s->now.frames[0].node->kind == PMK_KIND_root;
		return true;
	}
	s->odd[PMK_ODD_resumed_elsewhere] +=
		!exact && !left.anywhere && !(left.again && to == left.site);
	s->now.n = nearest;
	if (left.again && to == left.site && is_call(top(s))) {
		top(s)->node->calls--;
		s->now.n--;
	}
	if (left.calls)
		call(s, to, left.site, left.back);
	return false;
}

/* The last instruction goes to an address that only the processor knew. */
static bool went_anywhere(struct pmk_shadow *s, const struct pmk_step *step, uint64_t last,
			  uint64_t end)
{
	bool calls = step->from->last.flow == PMK_FLOW_CALL_ANY;

	if (step->from->last.conditional && step->to->pc == end)
		return false;
	if (known_entry(s, step->to)) {
		trap(s, step->to, last,
		     (struct pmk_frame){ .anywhere = true,
					 .calls = calls,
					 .site = last,
					 .back = calls ? end : 0 });
		return false;
	}
	if (calls)
		call(s, step->to->pc, last, end);
	return !calls;
}

/* The last instruction goes to @target, or may go to @end as well. */
static bool went_to(struct pmk_shadow *s, const struct pmk_step *step, uint64_t target,
		    uint64_t end)
{
	const struct pmk_insn *last = &step->from->last;
	bool calls = last->flow == PMK_FLOW_CALL && target != end;
	bool two = last->conditional || last->flow == PMK_FLOW_REPEAT;
	uint64_t at = pmk_block_at(step->from, step->from->n - 1);

	if (two && step->to->pc == end)
		return false;
	if (calls)
		call(s, target, at, end);
	if (step->to->pc == target)
		return !calls;
	trap(s, step->to, target,
	     (struct pmk_frame){
		     .back = target, .back2 = two ? end : 0, .again = calls, .site = at });
	return false;
}

/* All of it was executed. */
static bool went_on(struct pmk_shadow *s, const struct pmk_step *step)
{
	const struct pmk_block *from = step->from, *to = step->to;
	uint64_t last = pmk_block_at(from, from->n - 1), end = pmk_block_at(from, from->n);

	switch (from->last.flow) {
	case PMK_FLOW_ON:
		return went_to(s, step, end, end);
	case PMK_FLOW_JUMP:
	case PMK_FLOW_CALL:
		return went_to(s, step, from->last.target, end);
	case PMK_FLOW_REPEAT:
		return went_to(s, step, last, end);
	case PMK_FLOW_RETPOLINE:
		if (is_call(top(s)) && top(s)->node->entry == from->pc)
			s->now.n--;
		return went_anywhere(s, step, last, end);
	case PMK_FLOW_JUMP_ANY:
	case PMK_FLOW_CALL_ANY:
		return went_anywhere(s, step, last, end);
	case PMK_FLOW_RETURN:
		if (from->last.conditional && to->pc == end)
			return false;
		return returned(s, to);
	case PMK_FLOW_SYSCALL:
		push(s, PMK_KIND_syscall, to->pc, last, (struct pmk_frame){ .back = end });
		return false;
	case PMK_FLOW_TRAP_RETURN:
		if (from->last.conditional && to->pc == end)
			return false;
		return trap_returned(s, step);
	case PMK_FLOW_FAULT:
		break;
	}
	trap_at(s, to, last, end);
	return false;
}

/* Whether it leads there, as far as it is known where it leads. */
static bool leads_to(const struct pmk_block *from, uint64_t to)
{
	uint64_t end = pmk_block_at(from, from->n);

	switch (from->last.flow) {
	case PMK_FLOW_ON:
		return to == end;
	case PMK_FLOW_JUMP:
	case PMK_FLOW_CALL:
		return to == from->last.target || (from->last.conditional && to == end);
	case PMK_FLOW_REPEAT:
		return to == end;
	case PMK_FLOW_FAULT:
	case PMK_FLOW_SYSCALL:
	case PMK_FLOW_TRAP_RETURN:
		return true;
	default:
		return from->last.conditional && to == end;
	}
}

bool pmk_step_finished(const struct pmk_step *step)
{
	const struct pmk_block *from = step->from;

	if (step->executed < from->n)
		return step->to->pc == pmk_block_at(from, step->executed) || step->device;
	return leads_to(from, step->to->pc) || step->accesses >= from->last_accesses;
}

struct pmk_node *pmk_shadow_step(struct pmk_shadow *s, const struct pmk_step *step, bool *jumped)
{
	const struct pmk_block *from = step->from;
	uint64_t resumed = pmk_block_at(from, step->executed - (step->finished ? 0 : 1));

	*jumped = false;
	if (step->executed == from->n && step->finished)
		*jumped = went_on(s, step);
	else if (step->to->pc != resumed)
		trap_at(s, step->to, resumed, 0);
	return top(s)->node;
}

void pmk_shadow_switch(struct pmk_shadow *s, uint64_t from, uint64_t to, uint64_t pc)
{
	const uint64_t from_key[PMK_KEY_WORDS] = { from }, to_key[PMK_KEY_WORDS] = { to };
	struct pmk_stack *left = pmk_table_get(&s->tasks, from_key, sizeof(*left)), *now;
	struct pmk_item item = left->item;

	*left = s->now;
	left->item = item;
	now = pmk_table_find(&s->tasks, to_key);
	if (now)
		s->now = *now;
	else
		root(s, PMK_KIND_task, pc);
}

void pmk_shadow_clear(struct pmk_shadow *s)
{
	pmk_table_clear(&s->nodes);
	pmk_table_clear(&s->tasks);
	for (int i = 0; i < PMK_ODDS; i++)
		s->odd[i] = 0;
	s->now.n = 0;
}
