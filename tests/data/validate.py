#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Checks each line of records against results/record/record.schema.json; says which line is wrong and why.

validate.py --schema SCHEMA FILE... checks files of one JSON document each against that schema.
"""
import json
import os
import sys

import jsonschema

HERE = os.path.dirname(os.path.abspath(__file__))
LINES = sys.argv[1:2] != ["--schema"]
with open(os.path.join(HERE, "../../results/record/record.schema.json") if LINES else sys.argv[2], encoding="utf-8") as schema:
    SCHEMA = json.load(schema)
jsonschema.Draft202012Validator.check_schema(SCHEMA)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
WRONG = 0
for path in sys.argv[1:] if LINES else sys.argv[3:]:
    with open(path, encoding="utf-8") as file:
        for number, text in enumerate(file if LINES else [file.read()], 1):
            for error in VALIDATOR.iter_errors(json.loads(text)):
                print("%s:%d: %s: %s" % (path, number, error.json_path, error.message[:200]))
                WRONG = 1
sys.exit(WRONG)
