/* SPDX-License-Identifier: GPL-2.0-only */
/* Every format of `pagemark export`, a line each; included more than once. */
FORMAT(gbench)
FORMAT(csv)
FORMAT(ktap)
FORMAT(tap13)
FORMAT(junit)
FORMAT(github_action_benchmark)
FORMAT(bmf)
FORMAT(kcidb)
FORMAT(lava)
FORMAT(otava)
FORMAT(openmetrics)
