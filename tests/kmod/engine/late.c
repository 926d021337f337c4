// SPDX-License-Identifier: GPL-2.0-only
/* The same engine, but it says that a copy failed, cannot be stopped, and copies afterwards. */
#define ENDS_LATE 1
#include "engine.c"
