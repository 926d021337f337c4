# SPDX-License-Identifier: GPL-2.0-only
# the document that programs get, for jq and for programs of your own
.
