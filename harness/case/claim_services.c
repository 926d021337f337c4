// SPDX-License-Identifier: GPL-2.0-only
/* The services that a claim may use while it runs. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "claim_state.h"
#include "machine/survey.h"
#include "module.h"
#include "needs.h"
#include "pagemark_claim.h"
#include "system/shortage.h"
#include "text/format.h"
#include "text/text.h"
#include "tmpfile.h"

struct pmk_claim_state *pmk_claim_state_;

_Noreturn static void end(enum pmk_status status, const char *detail, const char *remedy)
{
	struct pmk_claim_state *s = pmk_claim_state_;

	if (!s->decided) {
		s->status = status;
		pmk_text_copy(s->why.reason, sizeof(s->why.reason), detail);
		pmk_text_copy(s->why.remedy, sizeof(s->why.remedy), remedy ? remedy : "");
		s->decided = true;
	}
	_exit(0);
}

_Noreturn void pmk_claim_broken_(const char *file, int line, const char *what)
{
	char detail[sizeof(pmk_claim_state_->why.reason)];
	int err = errno;

	snprintf(detail, sizeof(detail), "%s:%d: a preparation failed: %s%s%s", file, line, what,
		 err ? ": " : "", err ? strerror(err) : "");
	end(PMK_BROKEN, detail, NULL);
}

_Noreturn void pmk_claim_skip(const char *reason, const char *remedy)
{
	end(PMK_SKIP, reason, remedy);
}

_Noreturn void pmk_claim_short_(const char *file, int line, const char *wanted)
{
	struct pmk_why s;

	if (pmk_shortage_explain(pmk_survey_root(), errno, wanted, &s))
		end(PMK_SKIP, s.reason, s.remedy);
	pmk_claim_broken_(file, line, wanted);
}

bool pmk_claim_configured(const char *option)
{
	return pmk_need_configured(option, false);
}

void *pmk_claim_alloc(size_t size_bytes)
{
	void *p = mmap(NULL, size_bytes, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	char wanted[96];

	snprintf(wanted, sizeof(wanted), "%s of memory", pmk_format_bytes((double)size_bytes).text);
	pmk_claim_need(p != MAP_FAILED, wanted);
	return p;
}

int pmk_claim_tmpfile(void)
{
	int fd = pmk_tmpfile_open(MiB);
	struct pmk_why s;

	if (fd >= 0)
		return fd;
	if (pmk_tmpfile_shortage(fd, MiB, &s))
		end(PMK_SKIP, s.reason, s.remedy);
	errno = -fd;
	pmk_claim_broken_(__FILE__, __LINE__, "a file for this claim");
}

uint64_t pmk_claim_datum(void)
{
	return pmk_claim_state_->datum;
}

void pmk_claim_break_module(const char *promise)
{
	int fd = open("/sys/module/pagemark/parameters/break_op", O_WRONLY | O_CLOEXEC);

	if (fd < 0 && errno == ENOENT)
		pmk_claim_skip(
			"the loaded pagemark.ko breaks no promise: it was built without PMK_BREAK",
			"load build/kmod/NAME-break/pagemark.ko instead");
	pmk_claim_need(fd >= 0, "the module's parameter break_op");
	pmk_claim_must(write(fd, promise, strlen(promise)) == (ssize_t)strlen(promise));
	close(fd);
}

/* The lock is let go of when this process and its children end. */
void pmk_claim_alone(void)
{
	static const char *const config[PMK_CONFIG_MAX] = { "CONFIG_FILE_LOCKING" };
	static int fd = -1;
	struct pmk_why why;

	if (fd >= 0)
		return;
	if (pmk_need_check(0, config, &why))
		end(PMK_SKIP, why.reason, why.remedy);
	fd = open("/dev/pagemark", O_RDWR | O_CLOEXEC);
	pmk_claim_need(fd >= 0, "/dev/pagemark");
	pmk_claim_must(flock(fd, LOCK_EX) == 0);
}

int pmk_claim_module(unsigned int op)
{
	int fd = open("/dev/pagemark", O_RDWR | O_CLOEXEC), err;
	char reason[96];

	pmk_claim_need(fd >= 0, "/dev/pagemark");
	err = pmk_module_has(fd, op);
	errno = -err;
	pmk_claim_must(!err || err == -EOPNOTSUPP);
	if (!err)
		return fd;
	snprintf(reason, sizeof(reason),
		 "this kernel's pagemark.ko cannot do op %u of pagemark_abi.h", op);
	pmk_claim_skip(reason,
		       "another guest, or a kernel whose configuration has what the op needs");
}

int pmk_claim_ask(struct pmk_run *ask)
{
	int fd = pmk_claim_module(ask->op), err;

	ask->abi_version = PMK_ABI_VERSION;
	ask->n = ask->n ? ask->n : 1;
	err = ioctl(fd, PMK_IOC_RUN, ask) ? -errno : 0;
	close(fd);
	errno = -err;
	return err;
}

void pmk_claim_device(int fd, struct pmk_device *d)
{
	if (pmk_device_pick(fd, d))
		return;
	if (pmk_device_coherent_only())
		pmk_claim_skip(PMK_COHERENT_ONLY, PMK_COHERENT_ONLY_REMEDY);
	end(PMK_BROKEN, PMK_NO_SUCH_DEVICE, PMK_NO_SUCH_DEVICE_REMEDY);
}

const char *pmk_claim_domain(const struct pmk_device *d)
{
	return pmk_device_domain(d);
}
