// SPDX-License-Identifier: GPL-2.0-only
/* Bytes between the kernel and a program's memory: copied at its address, or through its pages. */
#include "../user_pages.h"

#define SEED 0x0123456789abcdefull /* the first word; word i is this plus i */

/**
 * struct user_copy - the context
 * @op: one copy
 * @words: the program's memory
 * @to_user: the kernel stores into it, else it reads it
 */
struct user_copy {
	struct pmk_module_op op;
	uint64_t *words;
	bool to_user;
};

static void setup(struct pmk_case *c)
{
	uint64_t bytes = pmk_arg(c, "size"), pages = (bytes + page_bytes() - 1) / page_bytes();
	struct user_copy *x = pmk_priv(c);

	x->words = (uint64_t *)(void *)user_pages(c, pages);
	x->to_user = pmk_arg(c, "direction");
	for (uint64_t i = 0; !x->to_user && i < bytes / 8; i++)
		x->words[i] = SEED + i;
	pmk_module_setup(c, (struct pmk_run){ .op = (uint32_t)pmk_datum(c),
					      .flags = x->to_user ? PMK_RUN_WRITE : 0,
					      .bytes = bytes,
					      .seed = SEED,
					      .addr = (uintptr_t)x->words });
	pmk_set_bytes_per_op(c, bytes);
}

/* The kernel looks at what it read, and the program at what was stored. */
static void verify(struct pmk_case *c)
{
	const struct user_copy *x = pmk_priv(c);
	bool kept = x->op.req.op == PMK_OP_COPY_KEPT;

	pmk_promise(c, x->op.req.check == x->op.n);
	pmk_promise(c, x->op.req.facts & PMK_FACT_INTACT);
	pmk_promise(c, !(x->op.req.facts & PMK_FACT_PINNED) == !kept);
	for (uint64_t i = 0; i < x->op.req.bytes / 8; i++)
		pmk_promise(c, x->words[i] == SEED + i);
}

#define USER_COPY(name, op, text, ...)                                                    \
	PMK_CONTENDER(name) = { .what = text,                                             \
				.datum = op,                                              \
				.axes = { PMK_WORDS("direction", "from_user", "to_user"), \
					  PMK_SIZES(64, 1 * MiB) },                       \
				.needs = PMK_NEED_MODULE,                                 \
				.config = { "CONFIG_ADVISE_SYSCALLS" },                   \
				.setup = setup,                                           \
				.run = pmk_module_run,                                    \
				.verify = verify,                                         \
				__VA_ARGS__ }

/* The kernel copies at the program's address, whose page table the processor follows. */
USER_COPY(copy, PMK_OP_COPY_USER,
	  "copying: copy_from_user() or copy_to_user() at the program's address", .baseline = true);
/* The pages are pinned and unpinned each time, and mapped one by one. */
USER_COPY(pin_each, PMK_OP_COPY_PINNED,
	  "pinning each time: pin_user_pages_fast(), kmap_local_page() and memcpy() of each page, "
	  "unpin_user_pages()");
/* As the one before, by what a file system or a driver is handed (struct iov_iter). */
USER_COPY(extract, PMK_OP_COPY_EXTRACT,
	  "extracting each time: iov_iter_extract_pages() (Linux 6.3 and newer), kmap_local_page() "
	  "and memcpy() of each page, unpin_user_pages()");
/* The pages stay pinned, and are mapped one by one. */
USER_COPY(pin_kept, PMK_OP_COPY_KEPT,
	  "pages that stay pinned: kmap_local_page() and memcpy() of each page");
