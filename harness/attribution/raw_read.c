// SPDX-License-Identifier: GPL-2.0-only
/* The reader of the profiling plugin's file: each line checked against the others. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "raw_read.h"
#include "text/array.h"

#define WORD(name) #name,
static const char *const class_names[] = { PMK_RAW_CLASSES(WORD) };
static const char *const kind_names[] = { PMK_RAW_KINDS(WORD) };

/* The place of a word in a list; -1 if it is not there. */
static int place(const char *word, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(word, list[i]))
			return (int)i;
	return -1;
}

/* The next line without its newline; false at the end, and for one that was cut off. */
static bool next_line(struct pmk_raw *raw)
{
	ssize_t length = getline(&raw->line, &raw->room, raw->file);

	if (length <= 0 || raw->line[length - 1] != '\n')
		return false;
	raw->line[length - 1] = '\0';
	raw->at++;
	return true;
}

int pmk_raw_open(struct pmk_raw *raw, FILE *file)
{
	unsigned int version;

	*raw = (struct pmk_raw){ .file = file };
	if (!next_line(raw))
		return -ENODATA;
	if (sscanf(raw->line, "pagemark-profile %u %15s %" SCNu64, &version, raw->arch,
		   &raw->round) != 3 ||
	    version != PMK_RAW_VERSION)
		return -EINVAL;
	return 0;
}

void pmk_raw_close(struct pmk_raw *raw)
{
	free(raw->line);
	raw->line = NULL;
}

static int read_batch(struct pmk_raw_point *p, const char *text)
{
	struct pmk_raw_batch *batch = pmk_array_grow(&p->batches, p->n_batches, sizeof(*batch));

	if (!batch)
		return -ENOMEM;
	if (sscanf(text, "%" SCNu64 " %u %" SCNu64, &batch->insn, &batch->parts, &batch->clock) !=
	    3)
		return -EINVAL;
	p->n_batches++;
	p->insn += batch->insn;
	return 0;
}

static int read_node(struct pmk_raw_point *p, const char *text)
{
	struct pmk_raw_node *node;
	size_t number;
	char kind[16];
	int found;

	node = pmk_array_grow(&p->nodes, p->n_nodes, sizeof(*node));
	if (!node)
		return -ENOMEM;
	if (sscanf(text, "%zu %ld %15s %" SCNx64 " %" SCNx64 " %" SCNu64, &number, &node->parent,
		   kind, &node->entry, &node->site, &node->calls) != 6)
		return -EINVAL;
	found = place(kind, kind_names, PMK_NODE_KINDS);
	if (number != p->n_nodes || node->parent < -1 || node->parent >= (long)number || found < 0)
		return -EINVAL;
	node->kind = (enum pmk_node_kind)found;
	p->n_nodes++;
	return 0;
}

/* "INDEX:CLASS INDEX:CLASS". */
static int read_classes(struct pmk_raw_block *block, const char *text)
{
	unsigned int index, *at;
	char name[16];
	int used, found;

	while (sscanf(text, " %u:%15[a-z_]%n", &index, name, &used) == 2) {
		found = place(name, class_names, PMK_CLASSES);
		if (found < 0 || index >= block->insn)
			return -EINVAL;
		at = pmk_array_grow(&block->class_at, block->n_classes, sizeof(*at));
		if (!at)
			return -ENOMEM;
		*at = index * PMK_CLASSES + (unsigned int)found;
		block->n_classes++;
		text += used;
	}
	return text[strspn(text, " ")] ? -EINVAL : 0;
}

static int read_block(struct pmk_raw_point *p, const char *text)
{
	struct pmk_raw_block *block = pmk_array_grow(&p->blocks, p->n_blocks, sizeof(*block));
	size_t number;
	int used;

	if (!block)
		return -ENOMEM;
	if (sscanf(text, "%zu %" SCNx64 " %u %u%n", &number, &block->pc, &block->bytes,
		   &block->insn, &used) != 4 ||
	    number != p->n_blocks)
		return -EINVAL;
	p->n_blocks++;
	return read_classes(block, text + used);
}

static int read_count(struct pmk_raw_point *p, const char *text)
{
	struct pmk_raw_count *count = pmk_array_grow(&p->counts, p->n_counts, sizeof(*count));

	if (!count)
		return -ENOMEM;
	if (sscanf(text, "%zu %zu %u %" SCNu64, &count->node, &count->block, &count->executed,
		   &count->times) != 4 ||
	    count->node >= p->n_nodes || count->block >= p->n_blocks ||
	    count->executed > p->blocks[count->block].insn)
		return -EINVAL;
	p->n_counts++;
	return 0;
}

static int read_jump(struct pmk_raw_point *p, const char *text)
{
	struct pmk_raw_jump *jump = pmk_array_grow(&p->jumps, p->n_jumps, sizeof(*jump));

	if (!jump)
		return -ENOMEM;
	if (sscanf(text, "%zu %zu %zu %" SCNu64, &jump->node, &jump->from, &jump->to,
		   &jump->times) != 4 ||
	    jump->node >= p->n_nodes || jump->from >= p->n_blocks || jump->to >= p->n_blocks)
		return -EINVAL;
	p->n_jumps++;
	return 0;
}

static int read_memory(struct pmk_raw_point *p, const char *text)
{
	struct pmk_raw_memory *m = pmk_array_grow(&p->memory, p->n_memory, sizeof(*m));

	if (!m)
		return -ENOMEM;
	if (sscanf(text,
		   "%zu %zu %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64,
		   &m->node, &m->block, &m->a.loads, &m->a.load_bytes, &m->a.stores,
		   &m->a.store_bytes, &m->a.device_reads, &m->a.device_writes) != 8 ||
	    m->node >= p->n_nodes || m->block >= p->n_blocks)
		return -EINVAL;
	p->n_memory++;
	return 0;
}

static int read_touched(struct pmk_raw_point *p, const char *text)
{
	uint64_t lines, pages;
	char mode[8];
	bool user;

	if (sscanf(text, "%7s %" SCNu64 " %" SCNu64, mode, &lines, &pages) != 3)
		return -EINVAL;
	user = !strcmp(mode, "user");
	if (!user && strcmp(mode, "kernel") != 0)
		return -EINVAL;
	p->lines[user] = lines;
	p->pages[user] = pages;
	return 0;
}

static int read_model(struct pmk_raw_point *p, const char *text)
{
	struct pmk_raw_model *model = pmk_array_grow(&p->models, p->n_models, sizeof(*model));

	if (!model)
		return -ENOMEM;
	if (sscanf(text, "%31s %" SCNu64 " %" SCNu64, model->name, &model->accesses,
		   &model->misses) != 3)
		return -EINVAL;
	p->n_models++;
	return 0;
}

static int read_device(struct pmk_raw_point *p, const char *text)
{
	struct pmk_raw_device *device = pmk_array_grow(&p->devices, p->n_devices, sizeof(*device));

	if (!device)
		return -ENOMEM;
	if (sscanf(text, "%47s %" SCNu64, device->name, &device->times) != 2)
		return -EINVAL;
	p->n_devices++;
	return 0;
}

/* What the shadow stack could not tell is for who works on it. */
static int read_odd(struct pmk_raw_point *p, const char *text)
{
	(void)p;
	return *text ? 0 : -EINVAL;
}

static int read_line(struct pmk_raw_point *p, const char *line)
{
	static const struct {
		const char *type;
		int (*read)(struct pmk_raw_point *p, const char *text);
	} types[] = { { "batch ", read_batch },	    { "node ", read_node },
		      { "block ", read_block },	    { "count ", read_count },
		      { "jump ", read_jump },	    { "memory ", read_memory },
		      { "touched ", read_touched }, { "model ", read_model },
		      { "odd ", read_odd },	    { "device ", read_device } };

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		size_t length = strlen(types[i].type);

		if (!strncmp(line, types[i].type, length))
			return types[i].read(p, line + length);
	}
	return -EINVAL;
}

static int count_by_node(const void *a, const void *b)
{
	const struct pmk_raw_count *x = a, *y = b;

	return x->node < y->node ? -1 : x->node > y->node;
}

static int jump_by_node(const void *a, const void *b)
{
	const struct pmk_raw_jump *x = a, *y = b;

	return x->node < y->node ? -1 : x->node > y->node;
}

static int sum_up(struct pmk_raw_point *p)
{
	uint64_t insn = 0;

	for (size_t i = 0; i < p->n_counts; i++)
		insn += p->counts[i].executed * p->counts[i].times;
	if (insn != p->insn)
		return -EINVAL;
	if (p->n_counts)
		qsort(p->counts, p->n_counts, sizeof(*p->counts), count_by_node);
	if (p->n_jumps)
		qsort(p->jumps, p->n_jumps, sizeof(*p->jumps), jump_by_node);
	return 1;
}

int pmk_raw_skip(struct pmk_raw *raw, uint64_t *key, off_t *at)
{
	uint64_t ended;

	*at = ftello(raw->file);
	if (!next_line(raw))
		return 0;
	if (sscanf(raw->line, "point %" SCNx64, key) != 1)
		return -EINVAL;
	while (next_line(raw))
		if (sscanf(raw->line, "end %" SCNx64, &ended) == 1)
			return ended == *key ? 1 : -EINVAL;
	return 0;
}

int pmk_raw_next(struct pmk_raw *raw, struct pmk_raw_point *point)
{
	uint64_t key;
	int err = 0;

	*point = (struct pmk_raw_point){ 0 };
	if (!next_line(raw))
		return 0;
	if (sscanf(raw->line, "point %" SCNx64 " %" SCNu64, &point->key, &point->round) != 2)
		return -EINVAL;
	while (!err && next_line(raw)) {
		if (sscanf(raw->line, "end %" SCNx64, &key) == 1)
			return key == point->key ? sum_up(point) : -EINVAL;
		err = read_line(point, raw->line);
	}
	return err;
}

void pmk_raw_point_free(struct pmk_raw_point *point)
{
	for (size_t i = 0; i < point->n_blocks; i++)
		free(point->blocks[i].class_at);
	free(point->batches);
	free(point->nodes);
	free(point->blocks);
	free(point->counts);
	free(point->jumps);
	free(point->memory);
	free(point->models);
	free(point->devices);
	*point = (struct pmk_raw_point){ 0 };
}
