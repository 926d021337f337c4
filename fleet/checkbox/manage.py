#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The provider of Checkbox for pagemark: ./manage.py validate, ./manage.py develop."""
from plainbox.provider_manager import setup

setup(
    name="checkbox-provider-pagemark",
    namespace="org.example.pagemark",
    version="0.1.0",
    description="pagemark: memory, I/O and DMA paths",
)
