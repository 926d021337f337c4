// SPDX-License-Identifier: GPL-2.0-only
/* A module that loses memory while it loads. */
#include <linux/module.h>
#include <linux/slab.h>

/* Several: what a register or a dead stack frame still points to is not called lost. */
#define OBJECTS 16

static noinline void leaky_lose(void)
{
	void *object = kmalloc(64, GFP_KERNEL);

	OPTIMIZER_HIDE_VAR(object);
}

static int __init leaky_init(void)
{
	for (int i = 0; i < OBJECTS; i++)
		leaky_lose();
	return 0;
}
module_init(leaky_init);

static void __exit leaky_exit(void)
{
}
module_exit(leaky_exit);

MODULE_DESCRIPTION("a mistake on purpose: memory that nothing points to");
MODULE_LICENSE("GPL");
