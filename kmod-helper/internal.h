/* SPDX-License-Identifier: GPL-2.0-only */
/* What the module's files share: a family of ops and questions, a job, and the words they move. */
#ifndef PMK_INTERNAL_H
#define PMK_INTERNAL_H

#include <linux/fs.h>
#include <linux/gfp.h>
#include <linux/pci.h>
#include <linux/types.h>

#include "pagemark_abi.h"

/* A device behind mappings and registers, numbered as in struct pmk_device. */
struct pmk_dev {
	struct device *dev;	   /* what the DMA API takes */
	struct pci_dev *pci;	   /* NULL for the module's own */
	void __iomem *const *bars; /* its registers, by BAR; NULL where it has none */
	bool edu;		   /* QEMU's edu, whose DMA engine is driven here */
};

/* One PMK_IOC_RUN on its way through a family. */
struct pmk_job {
	const struct pmk_run *req; /* checked against the family's limits */
	struct pmk_dev *dev;	   /* the device it names, for ops that use one */
	u64 check;		   /* result, added up by the op */
	u32 facts;		   /* PMK_FACT_* seen */
	void *priv;		   /* the family's own, between prepare() and finish() */
};

/* Fields of the request that an op uses; the others must be zero. */
#define PMK_USES_BYTES	BIT(0)
#define PMK_USES_PAGES	BIT(1)
#define PMK_USES_EACH	BIT(2) /* each operation visits all pages */
#define PMK_USES_ADDR	BIT(3)
#define PMK_USES_SEED	BIT(4)
#define PMK_USES_DEVICE BIT(5) /* any that exists; else only number 0 */
#define PMK_USES_EDU	BIT(6) /* edu, wherever it is */
#define PMK_MAY_BYTES	BIT(7) /* uses them unless they are zero */
#define PMK_USES_ALONE	BIT(8) /* the device, and nobody else any device meanwhile */

struct pmk_operation {
	enum pmk_op op;
	int (*run)(struct pmk_job *job, unsigned int n); /* n times; an -errno voids the batch */
	u32 uses;					 /* PMK_USES_* */
};

/*
 * PMK_EACH(name) { ...; return 0; } makes the run() of an op from one operation, which sees the job
 * and the family's w and is inlined: around it is nothing but the loop.
 */
#define PMK_EACH(name)                                                               \
	static __always_inline int name##_once(struct pmk_job *job, struct work *w); \
	static int name(struct pmk_job *job, unsigned int n)                         \
	{                                                                            \
		int err = 0;                                                         \
                                                                                     \
		while (n-- && !err)                                                  \
			err = name##_once(job, job->priv);                           \
		return err;                                                          \
	}                                                                            \
	static __always_inline int name##_once(struct pmk_job *job, struct work *w)

struct pmk_question_entry {
	enum pmk_question question;
	u32 uses; /* PMK_USES_DEVICE, PMK_USES_ALONE, PMK_USES_EDU or 0 */
	int (*answer)(struct pmk_ask *req, struct pmk_dev *dev); /* looks; 0 or -errno */
};

/* Ops and questions that share their preparation and the limits of their arguments. */
struct pmk_family {
	const struct pmk_operation *ops;
	unsigned int n_ops;
	const struct pmk_question_entry *questions;
	unsigned int n_questions;
	u32 flags; /* PMK_RUN_* that the ops take */
	u32 kinds; /* pmk_run.kind is below it; 0: must be zero */
	u32 n_max; /* operations of one call */
	u32 bytes_max;
	u32 pages_max;
	int (*prepare)(struct pmk_job *job); /* untimed; 0 or -errno, having cleaned up; or NULL */
	void (*finish)(struct pmk_job *job); /* untimed, whatever run() returned: checks, frees */
};

/* A new family is a new file, its name here and its line in the table of run.c. */
extern const struct pmk_family pmk_family_empty, pmk_family_kmap, pmk_family_pin, pmk_family_dma,
	pmk_family_dma_ask, pmk_family_edu, pmk_family_dmabuf, pmk_family_mmio, pmk_family_alloc,
	pmk_family_address, pmk_family_buffer, pmk_family_isa, pmk_family_engine;

/* run.c: each fills in its request's outputs, and returns 0 or what pagemark_abi.h says. */
int pmk_run(struct pmk_run *req);
int pmk_ask(struct pmk_ask *req);
void pmk_info(struct pmk_info *info);

/* device.c */
int pmk_devices_init(void);
void pmk_devices_exit(void);
u32 pmk_devices_count(void);
/* That device, here until pmk_dev_put() of the same @alone; NULL if there is none. */
struct pmk_dev *pmk_dev_get(u32 index, bool alone);
struct pmk_dev *pmk_edu_get(void);
void pmk_dev_put(bool alone);
/* Number 0, which stays as long as the module does. */
struct device *pmk_own_device(void);
int pmk_device_describe(struct pmk_device *req);
void pmk_device_fill(struct pmk_device *req, struct device *dev);
/* op_engine.c: the one behind PMK_DEVICE_ENGINE */
int pmk_engine_describe(struct pmk_device *req);
/* Whether its DMA addresses are not physical ones. */
bool pmk_translated(struct device *dev);
/* Whether a mapping of that memory uses a bounce buffer: the address leads somewhere else. */
bool pmk_bounced(struct device *dev, dma_addr_t handle, phys_addr_t memory);

/* edu fetches one mapping and stores into another; sleeps some 200 ms; 0 or -ETIMEDOUT. */
int pmk_edu_round_trip(struct pmk_dev *edu, dma_addr_t from, dma_addr_t to, size_t bytes);

/* buffer.c: the open file's buffer, behind the file operations of the same names. */
int pmk_bytes_set(struct file *file, const struct pmk_buffer *req);
void pmk_bytes_free(struct file *file);
loff_t pmk_bytes_llseek(struct file *file, loff_t offset, int whence);
ssize_t pmk_bytes_read(struct file *file, char __user *to, size_t count, loff_t *pos);
ssize_t pmk_bytes_write(struct file *file, const char __user *from, size_t count, loff_t *pos);
int pmk_bytes_mmap(struct file *file, struct vm_area_struct *vma);

/*
 * memory.c: the one writer and the one reader of all methods, so that only the mapping differs.
 * Word i is first + i; bytes is a multiple of 8; the sum is modulo 2^64.
 */
void pmk_words_fill(u64 *words, size_t bytes, u64 first);
u64 pmk_words_sum(const u64 *words, size_t bytes);
bool pmk_words_match(const u64 *words, size_t bytes, u64 first);

/* The first word of any page; another one is stored there, unless that is 0. */
u64 pmk_page_word(struct page *page, u64 store);

/* Pages of which each one's first word is seed + its number; NULL without such memory. */
struct pmk_pages {
	unsigned int n;
	struct page *page[];
};

struct pmk_pages *pmk_pages_new(unsigned int n, gfp_t gfp, u64 seed);
void pmk_pages_free(struct pmk_pages *p);

/* break.c: whether this process asked for that broken promise; only in a build with PMK_BREAK. */
#ifdef PMK_BREAK
bool pmk_broken(const char *promise);
#else
static inline bool pmk_broken(const char *promise)
{
	return false;
}
#endif

#endif
