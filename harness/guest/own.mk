# SPDX-License-Identifier: GPL-2.0-only
# What the guest x86_64-own boots: the user's kernel, our module built for it, and our program. It is made in the folder where make runs:
#	KERNEL=BZIMAGE KDIR=BUILD_TREE PARTS=FOLDER make -f own.mk
# `pagemark run --kernel BZIMAGE --kdir BUILD_TREE` does that. PARTS has the static pagemark, kmod-helper (the module's source), and this file
# with the scripts beside it; no checkout is needed. Paths come in the environment and the shell alone expands them, so they may hold
# blanks. Why something cannot be made is said in a line that begins with "pagemark: ".
.DELETE_ON_ERROR:

all: vmlinux config busybox initramfs.cpio

# Facts for the record, once kernel and tree fit together; also `modules`, the folder of the kernel's modules.
kernel:
	@sh "$$PARTS/own.sh" >$@

vmlinux: kernel
	@ln -sf "$$KERNEL" $@

config: kernel
	@ln -sf "$$KDIR/.config" $@

# Where somebody wants a shell.
busybox:
	@[ ! -e "$$PARTS/busybox" ] || ln -sf "$$PARTS/busybox" $@

kmod/pagemark.ko: kernel
	@sh "$$PARTS/own_module.sh" $@

initramfs.cpio: kmod/pagemark.ko config
	@sh "$$PARTS/initramfs.sh" $@ "$$PARTS/pagemark" modules kmod/pagemark.ko config
