"""The checks of `make check`: what can be known of an app without running it. CHECKS is {id: check}.

To add one: write `found(subject)` in a module on its subject, put a Check into that module's CHECKS, and name
the module in MODULES below. tests/test_75_checks.py then runs the check on its own `bad` and `good`, and
`make docs` writes it into docs/checks.md.

    Check("P601", "title", "why: what AWS would do", bad="...", good="...", found=late_endpoints)

`found(subject)` gives Findings: Finding(path, line, what, hint="", said=""), `said` being AWS's own words. The
subject (checks/subject.py) holds

    model      build/app.json
    seen       {lambda: what its code was seen to do}: calls of AWS, notes, returns; see tools/interpreter
    files      {path: facts of a file}: what pyflakes says, imports, allowances; see checks/files.py
    settings   app.yaml, {"env": ..., "lines": {"env.A": 9}}; layers: {name: [requirement]}
    template() the CloudFormation template, made when first asked for

and gives calls(service=..., operation=...): (lambda, call) of every call, the same call of several lambdas once.

A check must be sure: it looks for one way in which the code fails for certain, and whatever is unknown (plain
values of interpreter/plain.py: {"kind": ""}, "open": True, call["whole"] False) makes it silent.

`bad` and `good` are an index.py, short: the infra block, a line `---`, and the code. Without `---` the block is
`infra: {}`. Imports of json, os and boto3, `table`, and a handler round the code are added where they are
missing: checks/example.py.
"""
from checks import (answers, bodies, dynamodb_expressions, dynamodb_keys, dynamodb_values, entries, environment,
                    events_read, heard, imports, indexes, loops, messages, parameters, patterns, permissions, python,
                    queues, row_reads, shape, slips, template, topics, waits)

MODULES = (python, slips, imports, parameters, topics, dynamodb_keys, indexes, dynamodb_expressions, dynamodb_values,
           events_read, bodies, answers, queues, shape, waits, environment, permissions, heard, patterns, entries,
           loops, messages, row_reads, template)
CHECKS = {check.id: check for module in MODULES for check in module.CHECKS}
