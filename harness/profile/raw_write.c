// SPDX-License-Identifier: GPL-2.0-only
/* Writes a point as raw.h says. */
#include <errno.h>
#include <inttypes.h>

#include "region.h"

#define NAME_(name) #name,
static const char *const kind_names[] = { PMK_RAW_KINDS(NAME_) };
static const char *const class_names[] = { PMK_RAW_CLASSES(NAME_) };
static const char *const odd_names[] = { PMK_ODD(NAME_) };

static void nodes(FILE *to, const struct pmk_table *all)
{
	for (uint32_t i = 0; i < all->n; i++) {
		const struct pmk_node *node = (const struct pmk_node *)all->list[i];

		fprintf(to, "node %" PRIu32 " %" PRId64 " %s %" PRIx64 " %" PRIx64 " %" PRIu64 "\n",
			i, node->parent ? (int64_t)node->parent->item.number : -1,
			kind_names[node->kind], node->entry, node->site, node->calls);
	}
}

struct numbered {
	struct pmk_item item; /* by the block's address here */
};

/* The number of a block in this point; it is written when it is new. */
static uint32_t block(FILE *to, struct pmk_table *numbers, const struct pmk_block *b)
{
	const uint64_t key[PMK_KEY_WORDS] = { (uintptr_t)b };
	uint32_t before = numbers->n;
	struct numbered *number = pmk_table_get(numbers, key, sizeof(*number));

	if (numbers->n == before)
		return number->item.number;
	fprintf(to, "block %" PRIu32 " %" PRIx64 " %u %u", number->item.number, b->pc, b->at[b->n],
		b->n);
	for (unsigned int i = 0; i < b->n_classes; i++)
		fprintf(to, " %u:%s", b->classes[i].index, class_names[b->classes[i].class]);
	fputc('\n', to);
	return number->item.number;
}

/* What was seen, and what instructions that lead elsewhere load from the stack and store there. */
static struct pmk_slot_accesses all_accesses(const struct pmk_slot *s, unsigned int word_bytes)
{
	const struct pmk_insn *last = &s->block->last;
	struct pmk_slot_accesses a = s->accesses;

	a.n[0] += s->whole * last->pops;
	a.bytes[0] += s->whole * last->pops * word_bytes;
	a.n[1] += s->whole * last->pushes;
	a.bytes[1] += s->whole * last->pushes * word_bytes;
	return a;
}

static void slot(FILE *to, struct pmk_table *numbers, const struct pmk_slot *s,
		 unsigned int word_bytes)
{
	const struct pmk_slot_accesses a = all_accesses(s, word_bytes);
	uint32_t node = s->node->item.number, from = block(to, numbers, s->block);

	if (s->whole)
		fprintf(to, "count %" PRIu32 " %" PRIu32 " %u %" PRIu64 "\n", node, from,
			s->block->n, s->whole);
	for (const struct pmk_partial *p = s->partials; p; p = p->next)
		fprintf(to, "count %" PRIu32 " %" PRIu32 " %u %" PRIu64 "\n", node, from,
			p->executed, p->times);
	for (const struct pmk_jump *j = s->jumps; j; j = j->next)
		fprintf(to, "jump %" PRIu32 " %" PRIu32 " %" PRIu32 " %" PRIu64 "\n", node, from,
			block(to, numbers, j->to->block), j->times);
	if (a.n[0] || a.n[1])
		fprintf(to,
			"memory %" PRIu32 " %" PRIu32 " %" PRIu64 " %" PRIu64 " %" PRIu64
			" %" PRIu64 " %" PRIu64 " %" PRIu64 "\n",
			node, from, a.n[0], a.bytes[0], a.n[1], a.bytes[1], a.device[0],
			a.device[1]);
}

static void touched(FILE *to, const struct pmk_region *r)
{
	uint64_t lines[2] = { 0 }, pages[2] = { 0 };

	for (uint32_t i = 0; i < r->touched.n; i++) {
		const struct pmk_touched *t = (const struct pmk_touched *)r->touched.list[i];

		lines[t->item.key[1]] += (uint64_t)__builtin_popcountll(t->lines);
		pages[t->item.key[1]]++;
	}
	for (int kernel = 1; kernel >= 0; kernel--)
		fprintf(to, "touched %s %" PRIu64 " %" PRIu64 "\n", kernel ? "kernel" : "user",
			lines[kernel], pages[kernel]);
}

static void models(FILE *to, const struct pmk_caches *caches)
{
	const struct pmk_caches_shape *shape = pmk_caches_shape(caches);

	for (unsigned int i = 0; i < shape->n_levels; i++) {
		const struct pmk_cache_counts *n = pmk_caches_counts(caches, i);

		fprintf(to, "model %s %" PRIu64 " %" PRIu64 "\n", shape->levels[i].name,
			n->accesses[0] + n->accesses[1], n->misses[0] + n->misses[1]);
	}
}

static void devices(FILE *to, const struct pmk_trace_log *log)
{
#define NAME(name) #name,
	static const char *const names[] = { PMK_TRACE_NAMES(NAME) };
#undef NAME

	for (int i = 0; i < PMK_TRACE_COUNTS; i++)
		fprintf(to, "device %s %" PRIu64 "\n", names[i], log->counts[i]);
}

int pmk_raw_write(FILE *to, const struct pmk_region *r, uint64_t key, unsigned int round)
{
	struct pmk_table numbers = { 0 };

	fprintf(to, "point %012" PRIx64 " %u\n", key, round);
	for (size_t i = 0; i < r->n_batches; i++)
		fprintf(to, "batch %" PRIu64 " %u %" PRIu64 "\n", r->batches[i].insn,
			r->batches[i].parts, r->batches[i].clock);
	nodes(to, &r->shadow.nodes);
	for (uint32_t i = 0; i < r->slots.n; i++)
		slot(to, &numbers, (const struct pmk_slot *)r->slots.list[i],
		     pmk_arch_word_bytes(r->shadow.arch));
	pmk_table_clear(&numbers);
	touched(to, r);
	if (r->caches)
		models(to, r->caches);
	if (r->trace)
		devices(to, r->trace);
	for (int i = 0; i < PMK_ODDS; i++)
		if (r->shadow.odd[i])
			fprintf(to, "odd %s %" PRIu64 "\n", odd_names[i], r->shadow.odd[i]);
	fprintf(to, "end %012" PRIx64 "\n", key);
	return fflush(to) || ferror(to) ? -EIO : 0;
}
