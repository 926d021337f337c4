// SPDX-License-Identifier: GPL-2.0-only
/* The same engine, but it loses the middle word of each copy. */
#define LOSES_A_WORD
#include "engine.c"
