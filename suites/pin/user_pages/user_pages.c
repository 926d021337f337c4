// SPDX-License-Identifier: GPL-2.0-only
/* Take hold of present user pages, in each way that the kernel has, and let go of them. */
#include "../user_pages.h"

#define USER_PAGES(name, op, text, ...)                                       \
	PMK_CONTENDER(name) = { .what = text,                                 \
				.axes = { PMK_LIST("pages", 1, 8, 64, 512) }, \
				.datum = op,                                  \
				.needs = PMK_NEED_MODULE,                     \
				.config = { "CONFIG_ADVISE_SYSCALLS" },       \
				.setup = user_pages_setup,                    \
				.run = pmk_module_run,                        \
				.verify = user_pages_verify,                  \
				__VA_ARGS__ }

USER_PAGES(gup_fast, PMK_OP_GUP_FAST,
	   "get_user_pages_fast(): of present base pages for writing, put_page() of each",
	   .baseline = true);
USER_PAGES(gup, PMK_OP_GUP,
	   "get_user_pages(): of present base pages for writing under the mmap lock, "
	   "put_page() of each");
USER_PAGES(pin_fast, PMK_OP_PIN_FAST,
	   "pin_user_pages_fast(): of present base pages for writing, unpin_user_pages()");
USER_PAGES(pin, PMK_OP_PIN,
	   "pin_user_pages(): of present base pages for writing under the mmap lock, "
	   "unpin_user_pages()");
USER_PAGES(pin_longterm, PMK_OP_PIN_LONGTERM,
	   "pin_user_pages_fast() with FOLL_LONGTERM: of base pages, unpin_user_pages()");
/* As those of another process. */
USER_PAGES(pin_remote, PMK_OP_PIN_REMOTE,
	   "pin_user_pages_remote(): of the caller's own present base pages for writing "
	   "under the mmap lock, unpin_user_pages()");
