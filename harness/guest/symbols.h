/* SPDX-License-Identifier: GPL-2.0-only */
/* What the guest's kernel calls its code, told to a host that asks when the work is over. */
#ifndef PAGEMARK_GUEST_SYMBOLS_H
#define PAGEMARK_GUEST_SYMBOLS_H

/* A guest whose work is over sends an object of this type, and the host answers with one line. */
#define PMK_GUEST_DONE	      "guest_done"
#define PMK_GUEST_ASK_SYMBOLS "symbols\n"
#define PMK_GUEST_ASK_NOTHING "end\n"

/**
 * pmk_guest_symbols_offer() - in the guest: say that the work is over, and give what is asked for
 * @port: to the host
 *
 * On PMK_GUEST_ASK_SYMBOLS, the lines of /proc/kallsyms that name code ("ADDRESS TYPE NAME
 * [MODULE]"), then a line for each module of /proc/modules ("ADDRESS m BYTES [MODULE]"), for
 * kernels without kallsyms. A profile that is asked for costs the guest not one instruction before.
 */
void pmk_guest_symbols_offer(int port);

#endif
