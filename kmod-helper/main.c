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
	file->private_data = NULL; /* misc_open() left its device there */
	if (pmk_broken("no_reference"))
		module_put(THIS_MODULE);
	return 0;
}

static int pmk_release(struct inode *inode, struct file *file)
{
	if (pmk_broken("no_reference"))
		__module_get(THIS_MODULE);
	pmk_bytes_free(file);
	return 0;
}

/* Every request has a struct of its own, which goes in and comes back whole. */
union request {
	struct pmk_info info;
	struct pmk_run run;
	struct pmk_buffer buffer;
	struct pmk_device device;
	struct pmk_ask ask;
};

static long serve(struct file *file, unsigned int cmd, union request *req)
{
	switch (cmd) {
	case PMK_IOC_INFO:
		pmk_info(&req->info);
		return 0;
	case PMK_IOC_RUN:
		return pmk_run(&req->run);
	case PMK_IOC_BUFFER:
		return pmk_bytes_set(file, &req->buffer);
	case PMK_IOC_DEVICE:
		return pmk_device_describe(&req->device);
	case PMK_IOC_ASK:
		return pmk_ask(&req->ask);
	default:
		return -ENOTTY;
	}
}

static long pmk_ioctl(struct file *file, unsigned int cmd, unsigned long user)
{
	void __user *arg = (void __user *)user;
	union request req;
	u32 version;
	long err;

	/* The version comes first, whatever the size: another one may have other structs. */
	if (_IOC_TYPE(cmd) != _IOC_TYPE(PMK_IOC_INFO))
		return -ENOTTY;
	if (get_user(version, (u32 __user *)arg))
		return -EFAULT;
	if (version != PMK_ABI_VERSION && !pmk_broken("any_version"))
		return -EPROTO;
	if (_IOC_SIZE(cmd) > sizeof(req))
		return -ENOTTY;
	if (copy_from_user(&req, arg, _IOC_SIZE(cmd)))
		return -EFAULT;
	err = serve(file, cmd, &req);
	if (!err && (_IOC_DIR(cmd) & _IOC_READ) && copy_to_user(arg, &req, _IOC_SIZE(cmd)))
		err = -EFAULT;
	return err;
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
	int err = pmk_devices_init();

	if (err)
		return err;
	err = misc_register(&pmk_device);
	if (err)
		pmk_devices_exit();
	return err;
}

static void __exit pmk_exit(void)
{
	misc_deregister(&pmk_device);
	pmk_devices_exit();
}

module_init(pmk_init);
module_exit(pmk_exit);

MODULE_DESCRIPTION("Costs and correctness of moving bytes: the part that user space cannot reach");
MODULE_LICENSE("GPL");
