// SPDX-License-Identifier: GPL-2.0-only
/* userfaultfd(2): page faults that a program answers. */
#include "uffd.h"
#include "../../capability.h"

static void waits(void)
{
	struct uffd_toucher t = { .at = claim_anonymous(1, MAP_PRIVATE) };
	int fd = uffd_watch((void *)t.at, 1, UFFDIO_REGISTER_MODE_MISSING);
	struct uffd_msg msg;

	uffd_toucher_start(&t);
	ck_assert(uffd_event(fd, &t, &msg));
	ck_assert_int_eq(msg.event, UFFD_EVENT_PAGEFAULT);
	ck_assert_uint_eq(msg.arg.pagefault.address & -(uint64_t)page_bytes(), (uintptr_t)t.at);
	ck_assert(!uffd_toucher_ended(&t, 5));
	ck_assert_int_eq(uffd_copy(fd, (void *)t.at, (int)pmk_claim_datum()), 0);
	ck_assert(uffd_toucher_ended(&t, UFFD_LIMIT_MS));
	ck_assert_uint_eq(t.loaded, 'u');
}

PMK_CLAIM(uffd_missing_waits_for_copy) = {
	.claim = "a load from a missing page that userfaultfd(2) watches waits until UFFDIO_COPY "
		 "brings the page, and gets its bytes",
	.source = "userfaultfd(2), Userfaultfd operation; ioctl_userfaultfd(2), UFFDIO_COPY",
	.datum = 'u',
	.config = { "CONFIG_USERFAULTFD" },
	.test = waits,
	.broken_datum = 'v',
};

static void present(void)
{
	volatile uint8_t *p = claim_pages(1);
	int fd = uffd_watch((void *)p, 1, UFFDIO_REGISTER_MODE_MISSING);

	if (pmk_claim_datum())
		pmk_claim_must(madvise((void *)p, page_bytes(), MADV_DONTNEED) == 0);
	claim_refused(uffd_copy(fd, (void *)p, 'u'), EEXIST);
	ck_assert_uint_eq(p[0], 1);
}

PMK_CLAIM(uffd_copy_onto_present_eexist) = {
	.claim = "UFFDIO_COPY onto a page that is present fails with EEXIST and changes nothing",
	.source = "mm/userfaultfd.c, mfill_atomic_install_pte(): -EEXIST; ioctl_userfaultfd(2), "
		  "UFFDIO_COPY: errors",
	.config = { "CONFIG_USERFAULTFD", "CONFIG_ADVISE_SYSCALLS" },
	.test = present,
	.broken_datum = true,
};

static void zeropage(void)
{
	volatile uint8_t *p = claim_anonymous(1, MAP_PRIVATE);
	int fd = uffd_watch((void *)p, 1, UFFDIO_REGISTER_MODE_MISSING);
	struct uffdio_zeropage zero = { .range = { (uintptr_t)p, page_bytes() } };

	if (pmk_claim_datum())
		pmk_claim_must(uffd_copy(fd, (void *)p, 1) == 0);
	else
		ck_assert_int_eq(ioctl(fd, UFFDIO_ZEROPAGE, &zero), 0);
	ck_assert_uint_eq(p[0], 0);
	ck_assert(!uffd_has_event(fd));
}

PMK_CLAIM(uffd_zeropage_reads_zero) = {
	.claim = "after UFFDIO_ZEROPAGE the page reads as zero, and no event comes",
	.source = "ioctl_userfaultfd(2), UFFDIO_ZEROPAGE",
	.config = { "CONFIG_USERFAULTFD" },
	.test = zeropage,
	.broken_datum = true,
};

static void protect(int fd, const volatile uint8_t *p, bool protected)
{
	struct uffdio_writeprotect ask = { .range = { (uintptr_t)p, page_bytes() },
					   .mode = protected ? UFFDIO_WRITEPROTECT_MODE_WP : 0 };

	pmk_claim_must(ioctl(fd, UFFDIO_WRITEPROTECT, &ask) == 0);
}

static void write_protected(void)
{
	struct uffd_toucher t = { .at = claim_pages(1), .store = true };
	int fd = uffd_watch((void *)t.at, 1, UFFDIO_REGISTER_MODE_WP);
	struct uffd_msg msg;

	protect(fd, t.at, !pmk_claim_datum());
	ck_assert_uint_eq(t.at[0], 1);
	ck_assert(!uffd_has_event(fd));
	uffd_toucher_start(&t);
	ck_assert(uffd_event(fd, &t, &msg));
	ck_assert(msg.arg.pagefault.flags & UFFD_PAGEFAULT_FLAG_WP);
	ck_assert_uint_eq(t.at[0], 1);
	protect(fd, t.at, false);
	ck_assert(uffd_toucher_ended(&t, UFFD_LIMIT_MS));
	ck_assert_uint_eq(t.at[0], 't');
	t.at[0] = 2;
	ck_assert(!uffd_has_event(fd));
}

PMK_CLAIM(uffd_write_protect_waits) = {
	.claim = "a store into a page that userfaultfd(2) write-protects waits with one event "
		 "until the protection is taken back; loads and later stores cause none",
	.source = "userfaultfd(2), Userfaultfd write-protect mode; ioctl_userfaultfd(2), "
		  "UFFDIO_WRITEPROTECT",
	.config = { "CONFIG_USERFAULTFD", "CONFIG_ADVISE_SYSCALLS" },
	.test = write_protected,
	.broken_datum = true,
};

static void unknown_api(void)
{
	struct uffdio_api api = { .api = pmk_claim_datum() };

	claim_refused(ioctl(uffd_new(), UFFDIO_API, &api), EINVAL);
}

PMK_CLAIM(uffd_unknown_api_refused) = {
	.claim = "UFFDIO_API with a version that the kernel does not know fails with EINVAL",
	.source = "ioctl_userfaultfd(2), UFFDIO_API: EINVAL",
	.datum = UFFD_API + 1,
	.config = { "CONFIG_USERFAULTFD" },
	.test = unknown_api,
	.broken_datum = UFFD_API,
};

static void privilege(void)
{
	FILE *f = fopen("/proc/sys/vm/unprivileged_userfaultfd", "re");
	int open_to_all = f ? fgetc(f) - '0' : 1;

	if (f)
		fclose(f);
	if (open_to_all)
		pmk_claim_skip("vm.unprivileged_userfaultfd lets everybody handle faults of the "
			       "kernel",
			       "sysctl vm.unprivileged_userfaultfd=0");
	capability_give_up(CAP_SYS_PTRACE);
	claim_refused(syscall(SYS_userfaultfd, O_CLOEXEC | (int)pmk_claim_datum()), EPERM);
	ck_assert_int_ge(syscall(SYS_userfaultfd, O_CLOEXEC | UFFD_USER_MODE_ONLY), 0);
}

PMK_CLAIM(uffd_kernel_faults_need_privilege) = {
	.claim = "with vm.unprivileged_userfaultfd 0 and without CAP_SYS_PTRACE userfaultfd(2) "
		 "fails with EPERM, unless it is asked for faults in user mode only",
	.source = "userfaultfd(2), UFFD_USER_MODE_ONLY and ERRORS, EPERM; "
		  "Documentation/admin-guide/sysctl/vm.rst, unprivileged_userfaultfd",
	.datum = 0,
	.config = { "CONFIG_USERFAULTFD" },
	.test = privilege,
	.broken_datum = UFFD_USER_MODE_ONLY,
};
