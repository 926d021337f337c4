// SPDX-License-Identifier: GPL-2.0-only
/* Compiles where vma->vm_flags may only be changed through vm_flags_set(), since 6.3. */
#include <linux/mm.h>

void probe(struct vm_area_struct *vma);

void probe(struct vm_area_struct *vma)
{
	vm_flags_set(vma, VM_DONTDUMP);
}
