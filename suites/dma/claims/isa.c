// SPDX-License-Identifier: GPL-2.0-only
/* ISA channels: one owner at a time, whom /proc/dma names, and counts that the controller keeps. */
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/wait.h>

#include "ask.h"

#define CHANNEL 5
#define CASCADE 4 /* joins the two controllers */
#define LOOKS	200
#define LET_US	1000 /* that the owner may run, between two looks */

static struct pmk_run transfer(uint32_t channel, uint64_t n, uint64_t bytes)
{
	return (struct pmk_run){ .abi_version = PMK_ABI_VERSION,
				 .op = PMK_OP_ISA_KEPT,
				 .kind = channel,
				 .n = n,
				 .bytes = bytes };
}

/* Return: 0 or errno; the residue is what the run's check then holds. */
static int program(int fd, struct pmk_run *run)
{
	int ret;

	pmk_claim_alone();
	ret = ioctl(fd, PMK_IOC_RUN, run) ? errno : 0;
	if (!ret && !run->check)
		pmk_claim_skip("this machine has no ISA DMA controller", "--target x86_64-6.1");
	return ret;
}

static void residue(void)
{
	static const uint32_t channels[] = { 1, 3, 5, 6, 7 };
	static const uint64_t sizes[] = { 8, 1000, 4096, PMK_ISA_BYTES_MAX };
	int fd = pmk_claim_module(PMK_OP_ISA_KEPT), looked = 0;

	for (size_t i = 0; i < 5; i++)
		for (size_t k = 0; k < 4; k++) {
			struct pmk_run run = transfer(channels[i], 1, sizes[k]);

			if (program(fd, &run) == EBUSY)
				break;
			ck_assert_uint_eq(run.check, sizes[k]);
			looked++;
		}
	if (!looked)
		pmk_claim_skip("drivers have all ISA channels", "unload one that /proc/dma names");
}

PMK_CLAIM(isa_residue_as_programmed) = {
	.claim = "before a transfer get_dma_residue() of a channel is what set_dma_count() said, "
		 "of channels that move bytes and of those that move pairs",
	.source = "arch/x86/include/asm/dma.h, Get DMA residue count; Linux Device Drivers 3, "
		  "chapter 15, Talking to the DMA controller",
	.needs = PMK_NEED_MODULE,
	.config = { "CONFIG_ISA_DMA_API" },
	.test = residue,
	.broken_module = "isa_shorter",
};

/* A process that has the channel most of the time. */
static pid_t owner(int fd, uint32_t channel)
{
	struct pmk_run run = transfer(channel, 1, 4096);
	pid_t pid;

	errno = program(fd, &run);
	if (errno == EBUSY)
		pmk_claim_skip("another driver has an ISA channel that this claim is about",
			       "unload the one that /proc/dma names");
	pmk_claim_must(errno == 0);
	pid = fork();
	pmk_claim_need(pid >= 0, "one more process");
	while (!pid) {
		run.n = PMK_RUN_BYTES_MAX / run.bytes;
		if (ioctl(fd, PMK_IOC_RUN, &run))
			_exit(1);
	}
	return pid;
}

static void disown(pid_t pid)
{
	pmk_claim_must(kill(pid, SIGKILL) == 0);
	pmk_claim_must(waitpid(pid, NULL, 0) == pid);
}

static void second_owner(void)
{
	int fd = pmk_claim_module(PMK_OP_ISA_KEPT), ret = 0;
	pid_t pid = owner(fd, (uint32_t)pmk_claim_datum());

	for (int i = 0; !ret && i < LOOKS; i++) {
		struct pmk_run run = transfer(CHANNEL, 1, 8);

		usleep(LET_US);
		ret = program(fd, &run);
	}
	disown(pid);
	ck_assert_int_eq(ret, EBUSY);
}

PMK_CLAIM(isa_channel_one_owner) = {
	.claim = "request_dma() of a channel that is taken is -EBUSY",
	.source = "kernel/dma.c, request_dma(); Linux Device Drivers 3, chapter 15, Registering "
		  "DMA usage",
	.needs = PMK_NEED_MODULE,
	.datum = CHANNEL, /* the owner's */
	.config = { "CONFIG_ISA_DMA_API" },
	.test = second_owner,
	.broken_datum = CHANNEL + 1,
};

/* Whether /proc/dma says that this driver has the channel. */
static bool named(uint32_t channel, const char *owner_name)
{
	FILE *f = fopen("/proc/dma", "re");
	char line[128], name[64];
	unsigned int number;
	bool found = false;

	pmk_claim_need(f, "/proc/dma");
	while (!found && fgets(line, sizeof(line), f))
		found = sscanf(line, "%u: %63s", &number, name) == 2 && number == channel &&
			!strcmp(name, owner_name);
	fclose(f);
	return found;
}

static void in_proc_dma(void)
{
	pid_t pid = owner(pmk_claim_module(PMK_OP_ISA_KEPT), (uint32_t)pmk_claim_datum());
	bool found = false;

	for (int i = 0; !found && i < LOOKS; i++) {
		usleep(LET_US);
		found = named(CHANNEL, "pagemark");
	}
	disown(pid);
	ck_assert(found);
	ck_assert(!named(CHANNEL, "pagemark"));
}

PMK_CLAIM(isa_owner_in_proc_dma) = {
	.claim = "/proc/dma names who requested a channel, until it is freed",
	.source = "proc(5), /proc/dma; kernel/dma.c, proc_dma_show()",
	.needs = PMK_NEED_MODULE,
	.datum = CHANNEL,
	.config = { "CONFIG_ISA_DMA_API" },
	.test = in_proc_dma,
	.broken_datum = CHANNEL + 1,
};

static void cascade(void)
{
	struct pmk_run run = transfer((uint32_t)pmk_claim_datum(), 1, 8);

	ck_assert_int_eq(program(pmk_claim_module(PMK_OP_ISA_KEPT), &run), EBUSY);
	ck_assert(named(CASCADE, "cascade"));
}

PMK_CLAIM(isa_cascade_taken) = {
	.claim = "channel 4, which joins the two controllers, is nobody's to request: it is taken, "
		 "and /proc/dma says by the cascade",
	.source = "kernel/dma.c, dma_chan_busy[]; Linux Device Drivers 3, chapter 15, DMA for ISA "
		  "devices",
	.needs = PMK_NEED_MODULE,
	.datum = CASCADE,
	.config = { "CONFIG_ISA_DMA_API" },
	.test = cascade,
	.broken_datum = CHANNEL,
};
