// SPDX-License-Identifier: GPL-2.0-only
/* Only in a build with PMK_BREAK: a process asks for one broken promise through break_op. */
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "internal.h"

static char asked[32];
static pid_t asked_by;

/* Only for the process that wrote it: it ends with that process, and no other one sees it. */
bool pmk_broken(const char *promise)
{
	return READ_ONCE(asked_by) == task_tgid_nr(current) && sysfs_streq(asked, promise);
}

static int break_set(const char *text, const struct kernel_param *param)
{
	if (strscpy(asked, text, sizeof(asked)) < 0)
		return -EINVAL;
	WRITE_ONCE(asked_by, task_tgid_nr(current));
	return 0;
}

static const struct kernel_param_ops break_ops = {
	.set = break_set,
};

module_param_cb(break_op, &break_ops, NULL, 0200);
MODULE_PARM_DESC(break_op, "the promise to break for the process that writes its name");
