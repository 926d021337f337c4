// SPDX-License-Identifier: GPL-2.0-only
/* The plugin of QEMU: sees what a guest executes, from mark to mark. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "plugin_options.h"
#include "system/mark_codes.h"

#define BYTES_MAX (PMK_BLOCK_INSNS_MAX * 16)
#define PAGE_BITS 12

/* A mark in a block. */
struct mark {
	unsigned int code, index;
	bool user;
	const struct pmk_block *behind; /* the instructions behind it; NULL: none */
};

/**
 * struct plugin - all there is of it
 * @id: QEMU's number of it
 * @arch: of the guest
 * @out: where points go
 * @round: only of this one
 * @whole: QEMU was asked to call for all instructions; before, only marks are seen
 * @key: of the point, 0: none
 * @values: the last ones, the newest in the lowest bits of the second
 * @executed: instructions, counted by QEMU; 0 was never
 * @block_at: of these, when the block that is being executed began
 * @counted: of these, up to which the region knows
 * @read_at: of these, when the clock was last read
 * @ended_at: of these, when a timed part ended
 * @lead: instructions of reading the clock before what is timed
 * @clock_cost: what a case takes off the time of each of its parts
 * @taken_off: of the part that ended
 * @awaits: the clock that ended a part is not read yet
 * @access_at: of these, when the last access was made, by which instruction
 * @accesses: of that instruction
 * @device: one of them was a device's
 * @pending: the code of a mark that ended its block: what it begins begins with the next one
 * @blocks: all that were seen
 * @value_at: addresses behind VALUE marks
 * @region: what is profiled
 * @tally: what is counted of all rounds, whether one is profiled or not
 */
static struct plugin {
	qemu_plugin_id_t id;
	enum pmk_arch arch;
	FILE *out;
	unsigned int round;
	bool whole;
	uint64_t key;
	uint64_t values[2];
	uint64_t executed, block_at, counted, access_at;
	uint64_t read_at, ended_at, lead, clock_cost, taken_off;
	bool awaits;
	unsigned int accesses;
	bool device;
	unsigned int pending;
	struct pmk_table blocks;
	struct pmk_table value_at;
	struct pmk_region region;
	struct pmk_tally tally;
} plugin = { .executed = 1 };

int qemu_plugin_version = QEMU_PLUGIN_VERSION;

static void on_translate(qemu_plugin_id_t id, struct qemu_plugin_tb *tb);

static void on_reset(qemu_plugin_id_t id)
{
	qemu_plugin_register_vcpu_tb_trans_cb(id, on_translate);
}

/*
 * From now on all blocks are translated anew, with calls for all instructions. There is no way back
 * to marks only: QEMU before 8.0 keeps a pointer to the calls for the accesses of an instruction
 * that ended its block, such as a return, and uses it in the next helper function that accesses
 * memory, after the reset has freed it ("plugin: fix clearing of plugin_mem_cbs before TB exit").
 */
static void see_all(struct plugin *p)
{
	if (p->whole)
		return;
	p->whole = true;
	qemu_plugin_reset(p->id, on_reset);
}

static void fail(const char *what, int err)
{
	fprintf(stderr, "pagemark: the profile: %s: %s\n", what, strerror(err));
	exit(1);
}

/* Seven values came: a key of 48 bits, a round of 24, what reading the clock costs of 12. */
static void point(struct plugin *p)
{
	uint64_t key = p->values[0] << 12 | p->values[1] >> 36;
	unsigned int round = p->values[1] >> 12 & 0xffffff;
	int err = 0;

	key &= (1ull << 48) - 1;
	if (p->key && !key && !p->region.odd_batch)
		err = pmk_raw_write(p->out, &p->region, p->key, p->round);
	err = err ? err : pmk_tally_point(&p->tally, key, round);
	if (err)
		fail("its file cannot be written", -err);
	pmk_region_clear(&p->region);
	p->key = p->out && round == p->round ? key : 0;
	p->pending = 0;
	p->awaits = false;
	p->clock_cost = p->values[1] & (PMK_MARK_BASE_BYTES - 1);
	if (p->key)
		see_all(p);
}

static void begin(struct plugin *p, unsigned int code, const struct pmk_block *block)
{
	if (code == PMK_MARK_BEGIN)
		pmk_region_batch_begin(&p->region, block);
	else
		pmk_region_part_begin(&p->region, block);
}

/* What lies between a part and the two looks at the counter round it is in its time as well. */
static void on_clock(unsigned int cpu, void *index)
{
	struct plugin *p = &plugin;

	(void)cpu;
	p->read_at = p->block_at + (uintptr_t)index;
	if (p->awaits) {
		uint64_t insn = p->lead + p->read_at - p->ended_at;

		pmk_region_clock(&p->region, insn > p->taken_off ? insn - p->taken_off : 0);
	}
	p->awaits = false;
}

static void on_mark(unsigned int cpu, void *arg)
{
	struct plugin *p = &plugin;
	const struct mark *m = arg;
	uint64_t before = p->block_at + m->index;

	(void)cpu;
	if (m->code == PMK_MARK_POINT)
		point(p);
	else
		pmk_tally_mark(&p->tally, m->code);
	if (!p->key || !p->whole)
		return;
	if ((m->code == PMK_MARK_END || m->code == PMK_MARK_PART_END) && p->region.now) {
		p->awaits = true;
		p->ended_at = before;
		p->taken_off = m->code == PMK_MARK_PART_END && m->user ? p->clock_cost : 0;
	}
	switch (m->code) {
	case PMK_MARK_BEGIN:
	case PMK_MARK_PART_BEGIN:
		p->counted = before + 1;
		p->lead = p->read_at ? p->counted - p->read_at : 0;
		if (m->behind)
			begin(p, m->code, m->behind);
		else
			p->pending = m->code;
		break;
	case PMK_MARK_END:
		pmk_region_batch_end(&p->region, (unsigned int)(before - p->counted));
		break;
	case PMK_MARK_PART_END:
		pmk_region_part_end(&p->region, (unsigned int)(before - p->counted));
		break;
	default:
		break;
	}
}

static void on_value(unsigned int cpu, qemu_plugin_meminfo_t info, uint64_t address, void *arg)
{
	struct plugin *p = &plugin;

	(void)cpu;
	(void)info;
	(void)arg;
	p->values[0] = p->values[0] << PMK_MARK_VALUE_BITS | p->values[1] >> (48 - 12);
	p->values[1] = p->values[1] << PMK_MARK_VALUE_BITS | (address & (PMK_MARK_BASE_BYTES - 1));
	p->values[1] &= (1ull << 48) - 1;
}

static void on_block(unsigned int cpu, void *arg)
{
	struct plugin *p = &plugin;
	const struct pmk_block *block = arg;

	(void)cpu;
	p->block_at = p->executed;
	if (p->pending) {
		p->counted = p->executed;
		begin(p, p->pending, block);
		p->pending = 0;
	} else if (p->region.now) {
		bool accessed = p->access_at == p->executed;
		struct pmk_step step = {
			.executed = (unsigned int)(p->executed - p->counted),
			.accesses = accessed ? p->accesses : 0,
			.device = accessed && p->device,
			.to = block,
		};

		p->counted = p->executed;
		pmk_region_step(&p->region, &step);
	}
}

static void on_access(unsigned int cpu, qemu_plugin_meminfo_t info, uint64_t address, void *arg)
{
	struct plugin *p = &plugin;
	bool is_store = qemu_plugin_mem_is_store(info), device;
	unsigned int bytes = 1u << qemu_plugin_mem_size_shift(info);
	struct qemu_plugin_hwaddr *physical;

	(void)cpu;
	(void)arg;
	if (!p->region.now)
		return;
	if (p->access_at != p->executed) {
		p->access_at = p->executed;
		p->accesses = 0;
		p->device = false;
	}
	physical = qemu_plugin_get_hwaddr(info, address);
	device = physical && qemu_plugin_hwaddr_is_io(physical);
	p->accesses++;
	p->device |= device;
	/* Where QEMU does not tell it, the virtual one stands for it. */
	if (physical)
		pmk_region_access(&p->region, address, qemu_plugin_hwaddr_phys_addr(physical),
				  bytes, is_store, device);
	else
		pmk_region_access(&p->region, address, address, bytes, is_store, device);
}

/* Of a block's last instruction; @arg: the block. */
static void on_last_access(unsigned int cpu, qemu_plugin_meminfo_t info, uint64_t address,
			   void *arg)
{
	struct plugin *p = &plugin;
	struct pmk_block *block = arg;

	on_access(cpu, info, address, NULL);
	/* Those of a string instruction are known; one too many, and no element counts. */
	if (block->last.flow != PMK_FLOW_REPEAT && block->last_accesses < p->accesses)
		block->last_accesses = p->accesses;
}

static void on_leave(unsigned int cpu, qemu_plugin_meminfo_t info, uint64_t address, void *arg)
{
	struct pmk_region *r = &plugin.region;

	if (plugin.access_at != plugin.executed)
		r->leaves = address;
	on_access(cpu, info, address, arg);
}

static void on_enter(unsigned int cpu, qemu_plugin_meminfo_t info, uint64_t address, void *arg)
{
	struct pmk_region *r = &plugin.region;

	if (plugin.access_at != plugin.executed)
		r->enters = address;
	on_access(cpu, info, address, arg);
	r->switched = r->now;
}

static void see_mark(struct plugin *p, const struct pmk_code *code, unsigned int i,
		     struct qemu_plugin_insn *insn, unsigned int mark)
{
	const uint64_t key[PMK_KEY_WORDS] = { code->pc + code->at[i + 1] };
	struct mark *m;

	if (mark == PMK_MARK_VALUE) {
		pmk_table_get(&p->value_at, key, sizeof(struct pmk_item));
		return;
	}
	m = pmk_table_memory(NULL, 1, sizeof(*m));
	*m = (struct mark){ .code = mark, .index = i, .user = !pmk_arch_kernel(p->arch, code->pc) };
	if (p->whole)
		m->behind = pmk_block_behind(&p->blocks, code, i);
	qemu_plugin_register_vcpu_insn_exec_cb(insn, on_mark, QEMU_PLUGIN_CB_NO_REGS, m);
}

/*
 * Whether QEMU can tell the accesses of a block's last instruction. Where the code that it makes of
 * one calls a helper and then leaves the block (which is how it jumps to another page), version 7.2
 * does not forget whom it has to tell: it goes on telling of accesses of its own, such as those of
 * an interrupt, and after a flush it aborts in qemu_plugin_vcpu_mem_cb(). So jumps, calls and
 * returns, which are known to push and pop, are left out, and what else may leave a block.
 */
static bool tells(const struct pmk_insn *last, uint64_t pc, uint64_t end)
{
	if (last->flow == PMK_FLOW_REPEAT)
		return pc >> PAGE_BITS == end >> PAGE_BITS && last->class == PMK_CLASS_string;
	return last->flow == PMK_FLOW_ON &&
	       (last->class < PMK_CLASS_cache || last->class == PMK_CLASS_string ||
		last->class == PMK_CLASS_NONE);
}

static void see_insn(struct plugin *p, struct qemu_plugin_insn *insn,
		     const struct pmk_insn *decoded, struct pmk_block *last_of)
{
	qemu_plugin_vcpu_mem_cb_t cb = decoded->leaves	 ? on_leave
				       : decoded->enters ? on_enter
				       : last_of	 ? on_last_access
							 : on_access;

	qemu_plugin_register_vcpu_insn_exec_inline(insn, QEMU_PLUGIN_INLINE_ADD_U64, &p->executed,
						   1);
	if (!last_of || tells(decoded, pmk_block_at(last_of, last_of->n - 1),
			      pmk_block_at(last_of, last_of->n)))
		qemu_plugin_register_vcpu_mem_cb(insn, cb, QEMU_PLUGIN_CB_NO_REGS,
						 QEMU_PLUGIN_MEM_RW, last_of);
}

static void see_tallies(struct pmk_tally *t, struct qemu_plugin_insn *insn, unsigned int tallies)
{
	for (int i = 0; t->to && i < PMK_TALLIES_N; i++)
		if (tallies >> i & 1)
			qemu_plugin_register_vcpu_insn_exec_inline(insn, QEMU_PLUGIN_INLINE_ADD_U64,
								   &t->seen[i], 1);
}

static void on_translate(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	static uint8_t bytes[BYTES_MAX];
	static uint16_t at[PMK_BLOCK_INSNS_MAX + 1];
	struct plugin *p = &plugin;
	struct pmk_code code = { .arch = p->arch, .pc = qemu_plugin_tb_vaddr(tb), .at = at };
	struct pmk_block *block;

	(void)id;
	code.bytes = bytes;
	code.n = (unsigned int)qemu_plugin_tb_n_insns(tb);
	for (unsigned int i = 0; i < code.n; i++) {
		struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
		size_t size = qemu_plugin_insn_size(insn);

		memcpy(bytes + at[i], qemu_plugin_insn_data(insn), size);
		at[i + 1] = (uint16_t)(at[i] + size);
	}
	block = p->whole ? pmk_block_of(&p->blocks, &code) : NULL;
	if (block)
		qemu_plugin_register_vcpu_tb_exec_cb(tb, on_block, QEMU_PLUGIN_CB_NO_REGS, block);
	for (unsigned int i = 0; i < code.n; i++) {
		struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
		struct pmk_insn decoded = pmk_code_insn(&code, i);
		const uint64_t key[PMK_KEY_WORDS] = { code.pc + at[i] };

		if (pmk_table_find(&p->value_at, key))
			qemu_plugin_register_vcpu_mem_cb(insn, on_value, QEMU_PLUGIN_CB_NO_REGS,
							 QEMU_PLUGIN_MEM_W, NULL);
		see_tallies(&p->tally, insn, decoded.tallies);
		if (decoded.mark)
			see_mark(p, &code, i, insn, decoded.mark);
		if (block && decoded.clock)
			qemu_plugin_register_vcpu_insn_exec_cb(
				insn, on_clock, QEMU_PLUGIN_CB_NO_REGS, (void *)(uintptr_t)i);
		if (block)
			see_insn(p, insn, &decoded, i + 1 == code.n ? block : NULL);
	}
}

int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int argc, char **argv)
{
	struct plugin *p = &plugin;
	struct pmk_plugin_options o = { 0 };
	const char *why = pmk_plugin_options(&o, argc, argv);

	if (!why)
		why = pmk_plugin_refuse(info, &o, &p->arch);
	if (!why)
		why = pmk_plugin_open(&o, &p->region, &p->tally, &p->out);
	if (why) {
		fprintf(stderr, "pagemark: no profile: %s\n", why);
		return 1;
	}
	p->round = o.round;
	p->id = id;
	p->region.shadow.arch = p->arch;
	if (p->out) {
		fprintf(p->out, "pagemark-profile %d %s %u\n", PMK_RAW_VERSION, o.arch, p->round);
		fflush(p->out);
	}
	qemu_plugin_register_vcpu_tb_trans_cb(id, on_translate);
	return 0;
}
