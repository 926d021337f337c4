// SPDX-License-Identifier: GPL-2.0-only
/* Compiles where MODULE_IMPORT_NS() takes a word, before 6.13. */
#include <linux/module.h>

MODULE_IMPORT_NS(DMA_BUF);
