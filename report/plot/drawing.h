/* SPDX-License-Identifier: GPL-2.0-only */
/* The machine of a target, drawn by lstopo from the topology in its record. */
#ifndef PAGEMARK_DRAWING_H
#define PAGEMARK_DRAWING_H

#include "record/record_read.h"

#define PMK_DRAWING_STEM_BYTES 32

/* "machine-01-02": of the second target of the first record, both counted from 0 here. */
const char *pmk_drawing_stem(char stem[PMK_DRAWING_STEM_BYTES], size_t rec, size_t target);

/**
 * pmk_drawing() - draw one target's machine
 * @target: of a record
 * @dir: an existing directory
 * @stem: file name without its ending; writes @stem.xml and @stem.svg
 *
 * Return: 0; -ENODATA where the record has no topology; -ENOENT without lstopo; -EIO if lstopo
 * failed (it has told stderr why); an errno of fopen(3) or posix_spawn(3), negative.
 */
int pmk_drawing(const struct pmk_rec_target *target, const char *dir, const char *stem);

#endif
