// SPDX-License-Identifier: GPL-2.0-only
/* /dev/pagemark: opening, closing and the ioctls; the rest is in the families and the buffer. */
#include <linux/capability.h>
#include <linux/compat.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/uaccess.h>

#include "internal.h"

static int pmk_open(struct inode *inode, struct file *file)
{
	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	file->private_data = pmk_bytes_new();
	if (!file->private_data)
		return -ENOMEM;
	if (pmk_broken(PMK_BREAK_NO_REFERENCE))
		module_put(THIS_MODULE);
	return 0;
}

static int pmk_release(struct inode *inode, struct file *file)
{
	if (pmk_broken(PMK_BREAK_NO_REFERENCE))
		__module_get(THIS_MODULE);
	pmk_bytes_free(file->private_data);
	return 0;
}

static long ioctl_info(void __user *arg)
{
	struct pmk_info info;

	if (copy_from_user(&info, arg, sizeof(info)))
		return -EFAULT;
	if (info.reserved)
		return -EINVAL;
	info.ops = pmk_families_ops();
	return copy_to_user(arg, &info, sizeof(info)) ? -EFAULT : 0;
}

static long ioctl_run(void __user *arg)
{
	struct pmk_run req;
	int err;

	if (copy_from_user(&req, arg, sizeof(req)))
		return -EFAULT;
	err = pmk_run(&req);
	if (err)
		return err;
	return copy_to_user(arg, &req, sizeof(req)) ? -EFAULT : 0;
}

static long ioctl_buffer(struct file *file, void __user *arg)
{
	struct pmk_buffer req;

	if (copy_from_user(&req, arg, sizeof(req)))
		return -EFAULT;
	return pmk_bytes_set(file->private_data, &req);
}

static long pmk_ioctl(struct file *file, unsigned int cmd, unsigned long user)
{
	void __user *arg = (void __user *)user;
	u32 version;

	/* The version comes first, whatever the size: another one may have other structs. */
	if (_IOC_TYPE(cmd) != _IOC_TYPE(PMK_IOC_INFO))
		return -ENOTTY;
	if (get_user(version, (u32 __user *)arg))
		return -EFAULT;
	if (version != PMK_ABI_VERSION && !pmk_broken(PMK_BREAK_ANY_VERSION))
		return -EPROTO;
	switch (cmd) {
	case PMK_IOC_INFO:
		return ioctl_info(arg);
	case PMK_IOC_RUN:
		return ioctl_run(arg);
	case PMK_IOC_BUFFER:
		return ioctl_buffer(file, arg);
	default:
		return -ENOTTY;
	}
}

static const struct file_operations pmk_fops = {
	.owner = THIS_MODULE,
	.open = pmk_open,
	.release = pmk_release,
	.unlocked_ioctl = pmk_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
	.llseek = pmk_bytes_llseek,
	.read = pmk_bytes_read,
	.write = pmk_bytes_write,
	.mmap = pmk_bytes_mmap,
};

static struct miscdevice pmk_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "pagemark",
	.fops = &pmk_fops,
	.mode = 0600,
};

static int __init pmk_init(void)
{
	int err = pmk_families_init();

	if (err)
		return err;
	err = misc_register(&pmk_device);
	if (err)
		pmk_families_exit();
	return err;
}

static void __exit pmk_exit(void)
{
	misc_deregister(&pmk_device);
	pmk_families_exit();
}

module_init(pmk_init);
module_exit(pmk_exit);

MODULE_DESCRIPTION("Costs and correctness of moving bytes: the part that user space cannot reach");
MODULE_LICENSE("GPL");
