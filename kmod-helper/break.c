// SPDX-License-Identifier: GPL-2.0-only
/* Only in a build with PMK_BREAK: a process asks for one broken promise through break_op. */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "internal.h"

static const char *const names[PMK_BREAK_LIMIT] = {
	[PMK_BREAK_NONE] = "none",
	[PMK_BREAK_ANY_VERSION] = "any_version",
	[PMK_BREAK_NO_REFERENCE] = "no_reference",
	[PMK_BREAK_FIRST_PAGE] = "first_page",
	[PMK_BREAK_NO_END] = "no_end",
	[PMK_BREAK_PIN_LEAK] = "pin_leak",
	[PMK_BREAK_PIN_SHORT] = "pin_short",
	[PMK_BREAK_KMAP_ELSEWHERE] = "kmap_elsewhere",
	[PMK_BREAK_EDU_LOST] = "edu_lost",
};

static enum pmk_break asked;
static pid_t asked_by;

/* Only for the process that wrote it: it ends with that process, and no other one sees it. */
bool pmk_broken(enum pmk_break which)
{
	return READ_ONCE(asked) == which && READ_ONCE(asked_by) == task_tgid_nr(current);
}

static int break_set(const char *text, const struct kernel_param *param)
{
	int which = sysfs_match_string(names, text);

	if (which < 0)
		return which;
	WRITE_ONCE(asked_by, task_tgid_nr(current));
	WRITE_ONCE(asked, which);
	return 0;
}

static int break_get(char *text, const struct kernel_param *param)
{
	return sysfs_emit(text, "%s\n", names[READ_ONCE(asked)]);
}

static const struct kernel_param_ops break_ops = {
	.set = break_set,
	.get = break_get,
};

module_param_cb(break_op, &break_ops, NULL, 0600);
MODULE_PARM_DESC(break_op, "the promise to break for the process that writes its name");
