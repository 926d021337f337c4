/* SPDX-License-Identifier: GPL-2.0-only */
/* What the module's files share: a family of ops and questions, a job, and the words they move. */
#ifndef PMK_INTERNAL_H
#define PMK_INTERNAL_H

#include <linux/highmem.h>
#include <linux/pci.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#include "older.h"
#include "pagemark_abi.h"

/* A device behind mappings and registers, numbered as in struct pmk_device. */
struct pmk_dev {
	struct device *dev;   /* what the DMA API takes */
	struct pci_dev *pci;  /* NULL for the module's own */
	bool edu;	      /* QEMU's: bus master while user space may drive it */
	bool gone;	      /* it is unbound: who uses it ends soon */
	atomic_t users;	      /* requests that use it; -1: one, which is alone with it */
	unsigned int masters; /* requests for which it is bus master */
};

/* What the kernel has little of, and its other users need; how much, main.c says. */
enum pmk_share {
	PMK_SHARE_NONE,
	PMK_SHARE_PKMAP,   /* slots of kmap(): who waits for one may hold another */
	PMK_SHARE_VMALLOC, /* addresses of vmap() and vmalloc() */
	PMK_SHARE_ZONE,	   /* ZONE_DMA */
	PMK_SHARE_CMA,	   /* coherent memory that outlasts an operation */
	PMK_SHARE_BOUNCE,  /* bounce buffers */
	PMK_SHARES
};

/* What somebody holds of it. */
struct pmk_shared {
	enum pmk_share of;
	long bytes;
};

struct work; /* a job's own: each family's file has another one */

/* One PMK_IOC_RUN on its way through a family. */
struct pmk_job {
	const struct pmk_run *req;			 /* checked against the family's limits */
	int (*run)(struct pmk_job *job, unsigned int n); /* of the op; prepare() may change it */
	/* Instead, for PMK_RUN_EMPTY: the loop, and what prepare() says is around the op. */
	int (*empty)(struct pmk_job *job, unsigned int n);
	struct work *work;	  /* zeroed before prepare() */
	struct pmk_dev *dev;	  /* the device it names, for ops that use one */
	u64 check;		  /* result, added up by the op */
	u32 facts;		  /* PMK_FACT_* seen */
	u32 channel;		  /* of a DMA engine, as pmk_run.device says */
	u64 *answers;		  /* of a question; zeroed */
	struct pmk_shared shared; /* gone back at its end */
};

/* Fields of the request that an op uses; the others must be zero. */
#define PMK_USES_BYTES	BIT(0)
#define PMK_MAY_BYTES	BIT(1) /* uses them unless they are zero */
#define PMK_USES_PAGES	BIT(2)
#define PMK_USES_EACH	BIT(3) /* each operation visits all pages */
#define PMK_USES_ADDR	BIT(4)
#define PMK_USES_SEED	BIT(5)
#define PMK_USES_DEVICE BIT(6) /* any that exists */
#define PMK_USES_OWN	BIT(7) /* number 0 */
#define PMK_USES_ALONE	BIT(8) /* the device, and no other request uses it meanwhile */
#define PMK_QUESTION	BIT(9) /* args, and n is 1 */
/* No field: the check is n, and not added up by the op. */
#define PMK_COUNTED BIT(10)

/* The op's number, or none: what the kernel lacks, PMK_HAVE_* says. */
#define PMK_WHERE(have, op) (IS_ENABLED(have) ? (op) : PMK_OP_LIMIT)

struct pmk_operation {
	u32 op;						 /* enum pmk_op, or enum pmk_ask */
	u32 uses;					 /* PMK_USES_* and so on */
	int (*run)(struct pmk_job *job, unsigned int n); /* n times; an -errno voids the batch */
};

/*
 * PMK_EACH(name) { ...; return 0; } makes the run() of an op from one operation, which sees the job
 * and its w and is inlined: around it is nothing but the loop. PMK_ONCE() has what it returns,
 * PMK_DO() what it does where it cannot fail.
 */
#define PMK_EACH(name)                                                               \
	static __always_inline int name##_once(struct pmk_job *job, struct work *w); \
	static int name(struct pmk_job *job, unsigned int n)                         \
	{                                                                            \
		int err = 0;                                                         \
		while (n-- && !err)                                                  \
			err = name##_once(job, job->work);                           \
		return err;                                                          \
	}                                                                            \
	static __always_inline int name##_once(struct pmk_job *job, struct work *w)
#define PMK_ONCE(name, operation)   \
	PMK_EACH(name)              \
	{                           \
		return (operation); \
	}
#define PMK_DO(name, statement) \
	PMK_EACH(name)          \
	{                       \
		statement;      \
		return 0;       \
	}

/* Ops and questions that share their preparation and the limits of their arguments. */
struct pmk_family {
	const struct pmk_operation *ops;
	unsigned int n_ops;
	size_t work_bytes; /* of a struct work */
	/* Untimed, or NULL. The second, which checks and frees, whatever was returned before. */
	int (*prepare)(struct pmk_job *job, struct work *w);
	void (*finish)(struct pmk_job *job, struct work *w);
	u32 flags; /* PMK_RUN_* that the ops take */
	u32 kinds; /* pmk_run.kind is below it; 0: must be zero */
	u32 bytes_max, pages_max;
};

/* Of the ops, struct work, prepare() and finish() of this file; and the limits. */
#define PMK_FAMILY(name, ...)                                                           \
	const struct pmk_family pmk_family_##name = {                                   \
		ops, ARRAY_SIZE(ops), sizeof(struct work), prepare, finish, __VA_ARGS__ \
	}

/* A new family is a new file and its name here. */
#define PMK_FAMILIES(f)                                                                   \
	f(empty) f(kmap) f(pin) f(dma) f(dma_hold) f(dma_list) f(dmabuf) f(mmio) f(alloc) \
		f(address) f(buffer) f(isa) f(engine) f(complete) f(follow)
#define PMK_FAMILY_DECLARED(name) extern const struct pmk_family pmk_family_##name;
PMK_FAMILIES(PMK_FAMILY_DECLARED)

/* main.c */
long pmk_ioctl(struct file *file, unsigned int cmd, unsigned long user);
/* Says 1 there and waits until user space has said something else, 10 s at most. */
void pmk_await(struct pmk_job *job, u32 __user *step);
/* 0, or why a job that takes long has to end now: it is killed, or its device goes. */
int pmk_job_ends(const struct pmk_job *job);
/* Once for each @s; -EBUSY: all together would have more than half of what there is. */
int pmk_share(struct pmk_shared *s, enum pmk_share of, long bytes);
void pmk_share_end(struct pmk_shared *s);

/*
 * device.c: *@d stays until pmk_dev_put(). -ENODEV: there is none, -EBUSY: others use it all the
 * time, -EINTR: killed meanwhile.
 */
int pmk_dev_get(u32 index, bool alone, struct pmk_dev **d);
void pmk_dev_put(struct pmk_dev *d);
/* Bus master from the first one's on to the last one's off; edu only. */
void pmk_dev_master(struct pmk_dev *d, bool on);
/* Number 0 stays as long as the module does. */
extern struct pmk_dev pmk_devices[PMK_DEVICES_MAX];
int pmk_device_describe(struct pmk_device *req);

/* buffer.c */
int pmk_buffer_set(struct file *file, const struct pmk_buffer *req);
extern const struct file_operations pmk_fops;

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

/* tests/kmod/break: whether this process asked for that broken promise. */
#ifdef PMK_BREAK
bool pmk_broken(const char *promise);
#else
#define pmk_broken(promise) false
#endif

#endif
