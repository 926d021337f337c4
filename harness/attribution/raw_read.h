/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads what the profiling plugin wrote (raw.h), a point at a time. */
#ifndef PAGEMARK_ATTRIBUTION_RAW_READ_H
#define PAGEMARK_ATTRIBUTION_RAW_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "profile/raw.h"

/* The bits of classes, and the kinds of nodes: PMK_CLASS_locked, PMK_NODE_trap. */
#define PMK_CLASS_(name) PMK_CLASS_##name,
enum pmk_insn_class { PMK_RAW_CLASSES(PMK_CLASS_) PMK_CLASSES };
#define PMK_NODE_(name) PMK_NODE_##name,
enum pmk_node_kind { PMK_RAW_KINDS(PMK_NODE_) PMK_NODE_KINDS };

/* A line of its type, as raw.h says it; numbers of others are checked. */
struct pmk_raw_batch {
	uint64_t insn, clock;
	unsigned int parts;
};

struct pmk_raw_node {
	long parent; /* -1: a root */
	enum pmk_node_kind kind;
	uint64_t entry, site, calls;
};

/* @class_at: of an instruction by its index, where there are any: index * PMK_CLASSES + class */
struct pmk_raw_block {
	uint64_t pc;
	unsigned int bytes, insn;
	unsigned int *class_at;
	size_t n_classes;
};

struct pmk_raw_count {
	size_t node, block;
	unsigned int executed;
	uint64_t times;
};

struct pmk_raw_jump {
	size_t node, from, to;
	uint64_t times;
};

/* What a block of a node, a function or a whole point accessed. */
struct pmk_access_counts {
	uint64_t loads, load_bytes, stores, store_bytes, device_reads, device_writes;
};

struct pmk_raw_memory {
	size_t node, block;
	struct pmk_access_counts a;
};

struct pmk_raw_model {
	char name[32];
	uint64_t accesses, misses;
};

struct pmk_raw_device {
	char name[48];
	uint64_t times;
};

/**
 * struct pmk_raw_point - one point, and what it consists of
 * @key: of its name
 * @round: in which it was profiled
 * @batches: each of them
 * @n_batches: how many
 * @insn: of all of them
 * @nodes: of the call tree, each behind its parent
 * @blocks: of instructions
 * @counts: executions of a block in a node, sorted by node
 * @jumps: from block to block, sorted by node
 * @memory: accesses of a block in a node
 * @models: what each level of the modelled hierarchy counted
 * @devices: what an emulated device did
 * @n_nodes: how many
 * @n_blocks: how many
 * @n_counts: how many
 * @n_jumps: how many
 * @n_memory: how many
 * @n_models: how many
 * @n_devices: how many
 * @lines: distinct lines touched, by the kernel and by user space
 * @pages: pages
 */
struct pmk_raw_point {
	uint64_t key, round, insn;
	struct pmk_raw_batch *batches;
	size_t n_batches;
	struct pmk_raw_node *nodes;
	struct pmk_raw_block *blocks;
	struct pmk_raw_count *counts;
	struct pmk_raw_jump *jumps;
	struct pmk_raw_memory *memory;
	struct pmk_raw_model *models;
	struct pmk_raw_device *devices;
	size_t n_nodes, n_blocks, n_counts, n_jumps, n_memory, n_models, n_devices;
	uint64_t lines[2], pages[2];
};

/**
 * struct pmk_raw - a file that is being read
 * @file: of the plugin
 * @arch: QEMU's name of the guest's architecture
 * @round: that was asked for
 * @line: room for a line
 * @room: how much
 * @at: its number, from 1, for messages
 */
struct pmk_raw {
	FILE *file;
	char arch[16];
	uint64_t round;
	char *line;
	size_t room;
	unsigned long at;
};

/**
 * pmk_raw_open() - read the first line
 * @raw: out
 * @file: at its beginning
 *
 * Return: 0; -EINVAL if it is not the file of a plugin of this version, -ENODATA if it is empty.
 */
int pmk_raw_open(struct pmk_raw *raw, FILE *file);

/**
 * pmk_raw_skip() - pass a whole point without looking into it
 * @raw: opened
 * @key: out: the point's
 * @at: out: where pmk_raw_next() would begin to read it
 *
 * Return: 1 for a point; 0 at the end, which may lie in the middle of a point; -EINVAL where a
 * point has another end than its own.
 */
int pmk_raw_skip(struct pmk_raw *raw, uint64_t *key, off_t *at);

/**
 * pmk_raw_next() - read the next whole point
 * @raw: opened
 * @point: out, for pmk_raw_point_free() whatever is returned
 *
 * Return: 1 for a point; 0 at the end, which may lie in the middle of a point; -EINVAL for a line
 * that raw.h does not describe, or numbers that contradict each other: raw->at is its number;
 * -ENOMEM.
 */
int pmk_raw_next(struct pmk_raw *raw, struct pmk_raw_point *point);
void pmk_raw_point_free(struct pmk_raw_point *point);

void pmk_raw_close(struct pmk_raw *raw);

#endif
