#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Checks each line of records against results/record.schema.json; says which line is wrong and why."""
import json
import os
import sys

import jsonschema

HERE = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(HERE, "../../results/record.schema.json"), encoding="utf-8") as schema:
    SCHEMA = json.load(schema)
jsonschema.Draft202012Validator.check_schema(SCHEMA)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
WRONG = 0
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as record:
        for number, line in enumerate(record, 1):
            for error in VALIDATOR.iter_errors(json.loads(line)):
                print("%s:%d: %s: %s" % (path, number, error.json_path, error.message[:200]))
                WRONG = 1
sys.exit(WRONG)
