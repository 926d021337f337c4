/* SPDX-License-Identifier: GPL-2.0-only */
/* What the module's files share: a family of ops, a job, and the words they move. */
#ifndef PMK_INTERNAL_H
#define PMK_INTERNAL_H

#include <linux/fs.h>
#include <linux/types.h>

#include "pagemark_abi.h"

/**
 * struct pmk_job - one PMK_IOC_RUN on its way through a family
 * @req: the request, checked against the family's limits
 * @check: result, added up by the op
 * @facts: PMK_FACT_* seen
 * @priv: the family's own, between prepare() and finish()
 */
struct pmk_job {
	const struct pmk_run *req;
	u64 check;
	u32 facts;
	void *priv;
};

/**
 * struct pmk_operation - one op of a family
 * @op: its number
 * @run: does it n times, timed as a whole; 0 or -errno, which voids the batch
 */
struct pmk_operation {
	enum pmk_op op;
	int (*run)(struct pmk_job *job, unsigned int n);
};

/**
 * struct pmk_family - ops that share their preparation and the limits of their arguments
 * @ops: the ops
 * @n_ops: their number
 * @flags: PMK_RUN_* that they take
 * @n_max: operations of one call
 * @bytes_max: largest pmk_run.bytes, 0: must be zero
 * @pages_max: largest pmk_run.pages, 0: must be zero
 * @takes_addr: needs pmk_run.addr, and each operation visits all pages
 * @takes_seed: pmk_run.seed may be set
 * @init: at load; NULL or 0 or -errno
 * @exit: at unload, if init() succeeded; or NULL
 * @present: whether its device is there; NULL: always
 * @prepare: untimed, before the first run(); 0 or -errno, having cleaned up
 * @finish: untimed, after the last run(), whatever that returned: checks, then frees
 */
struct pmk_family {
	const struct pmk_operation *ops;
	unsigned int n_ops;
	u32 flags;
	u32 n_max;
	u32 bytes_max;
	u32 pages_max;
	bool takes_addr;
	bool takes_seed;
	int (*init)(void);
	void (*exit)(void);
	bool (*present)(void);
	int (*prepare)(struct pmk_job *job);
	void (*finish)(struct pmk_job *job);
};

/* A new family is a new file, its name here and its line in the table of run.c. */
extern const struct pmk_family pmk_family_empty, pmk_family_kmap, pmk_family_pin, pmk_family_dma,
	pmk_family_edu;

/* run.c: the families' table and the timed loop. */

/**
 * pmk_families_init() - start every family
 *
 * Return: 0, or the -errno of the first that failed, with the ones before it ended again.
 */
int pmk_families_init(void);

/* Ends every family, in reverse. */
void pmk_families_exit(void);

/* Bit per enum pmk_op that can run now. */
u64 pmk_families_ops(void);

/**
 * pmk_run() - check a request, do it, fill in its outputs
 * @req: copied from the user, its version checked
 *
 * Context: process context of the caller, may sleep.
 * Return: 0 or what struct pmk_run says, with the outputs untouched.
 */
int pmk_run(struct pmk_run *req);

/* buffer.c: the file's own buffer. An open file carries a struct pmk_bytes as its private data. */

struct pmk_bytes;

/* An open file's state, without a buffer yet; NULL without memory. */
struct pmk_bytes *pmk_bytes_new(void);
/* Releases it and the buffer; nothing maps it any more, since a mapping holds the file. */
void pmk_bytes_free(struct pmk_bytes *b);

/**
 * pmk_bytes_set() - allocate the buffer and fill it with words
 * @b: the open file's state
 * @req: copied from the user, its version checked
 *
 * Return: 0, -EINVAL (size, reserved), -EBUSY (has one already), -ENOMEM.
 */
int pmk_bytes_set(struct pmk_bytes *b, const struct pmk_buffer *req);

/* The file operations of the same names; -ENXIO without a buffer. */
loff_t pmk_bytes_llseek(struct file *file, loff_t offset, int whence);
ssize_t pmk_bytes_read(struct file *file, char __user *to, size_t count, loff_t *pos);
ssize_t pmk_bytes_write(struct file *file, const char __user *from, size_t count, loff_t *pos);
int pmk_bytes_mmap(struct file *file, struct vm_area_struct *vma);

/* words.c: the one writer and the one reader of all methods, so that only the mapping differs. */

/* Word i = first + i; bytes is a multiple of 8. */
void pmk_words_fill(u64 *words, size_t bytes, u64 first);
/* Sum modulo 2^64. */
u64 pmk_words_sum(const u64 *words, size_t bytes);
/* Whether they are what pmk_words_fill(…, first) leaves. */
bool pmk_words_match(const u64 *words, size_t bytes, u64 first);

/* edu.c: the device behind the edu family. */

int pmk_edu_init(void);
void pmk_edu_exit(void);
bool pmk_edu_present(void);
/* Takes the device, for DMA mappings: NULL if there is none, else until pmk_edu_put(). */
struct device *pmk_edu_get(void);
void pmk_edu_put(void);

/**
 * pmk_edu_round_trip() - the device fetches a buffer and stores it into another
 * @from: mapped for DMA_TO_DEVICE
 * @to: mapped for DMA_FROM_DEVICE
 * @bytes: 1 .. PMK_EDU_BYTES_MAX
 *
 * Context: sleeps some 200 ms; the device is taken.
 * Return: 0, or -ETIMEDOUT, after which it cannot reach memory any more.
 */
int pmk_edu_round_trip(dma_addr_t from, dma_addr_t to, size_t bytes);

/* Promises that a build with PMK_BREAK can break, to show that their claims notice. */
enum pmk_break {
	PMK_BREAK_NONE,
	PMK_BREAK_ANY_VERSION,	  /* a foreign ABI version is accepted */
	PMK_BREAK_NO_REFERENCE,	  /* an open file does not hold the module */
	PMK_BREAK_FIRST_PAGE,	  /* the fault handler maps page 0, whatever was asked */
	PMK_BREAK_NO_END,	  /* both mmaps go on beyond the end of the buffer */
	PMK_BREAK_PIN_LEAK,	  /* the first page of an operation stays pinned */
	PMK_BREAK_PIN_SHORT,	  /* fewer pages than asked count as success */
	PMK_BREAK_KMAP_ELSEWHERE, /* a mapping of a page of low memory is a new one */
	PMK_BREAK_EDU_LOST,	  /* the device's store is left out */
	PMK_BREAK_LIMIT,
};

#ifdef PMK_BREAK
/* break.c: whether this process asked for that break. */
bool pmk_broken(enum pmk_break which);
#else
static inline bool pmk_broken(enum pmk_break which)
{
	return false;
}
#endif

#endif
