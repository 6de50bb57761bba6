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

    answers           What a handler answers with:
    bodies            What a handler reads of a request's body, against what the endpoint's schema makes callers send
    dynamodb_expressions DynamoDB's expressions written as texts:
    dynamodb_keys     The keys of tables and indexes:
    dynamodb_values   What DynamoDB takes for a value:
    emitted           What the app's lambdas put on buses:
    entries           The entries of put_events by themselves, and what AWS says of a batch that it took only in part
    environment       The variables of the environment:
    events_read       What a handler reads of its event, against what calls it:
    gather            Reading what the checks look at:
    heard             Events that nobody hears, and rules for events that nobody tells:
    indexes           The attributes that indexes are of, as lambdas write and query them
    loops             Loops:
    messages          Messages between lambdas:
    parameters        Calls of AWS that botocore itself would refuse, or that the service has no such thing for:
    patterns          Patterns that no event of their source can match, by what tables, S3 and CodeBuild tell
    permissions       Calls of AWS that the lambda's role does not allow:
    physical          A template's values worked out with made-up names, so that what a role allows can be set against
    python            Slips of Python that fail only when the line is run:
    queues            Queues:
    report            From checks to Problems:
    row_reads         Attributes of rows that a lambda reads, against those that the app's lambdas write
    rows              The rows that the app writes to its tables:
    rules             The rules of the app, and whose events they are:
    shape             The infra block against what surrounds it:
    slips             Slips that Python allows:
    sources           What tables, S3 and CodeBuild tell, in plain form (interpreter/plain.py):
    tokens            DynamoDB's expressions in pieces:
    topics            Topics:
    verdicts          Whether a pattern lets an event through of which not all is known:
    waits             How long a lambda waits for others, against the time it has itself
"""
from checks import (
                    answers,
                    bodies,
                    dynamodb_expressions,
                    dynamodb_keys,
                    dynamodb_values,
                    entries,
                    environment,
                    events_read,
                    heard,
                    imports,
                    indexes,
                    loops,
                    messages,
                    parameters,
                    patterns,
                    permissions,
                    python,
                    queues,
                    row_reads,
                    shape,
                    slips,
                    template,
                    topics,
                    waits,
)

MODULES = (python, slips, imports, parameters, topics, dynamodb_keys, indexes, dynamodb_expressions, dynamodb_values,
           events_read, bodies, answers, queues, shape, waits, environment, permissions, heard, patterns, entries,
           loops, messages, row_reads, template)
CHECKS = {check.id: check for module in MODULES for check in module.CHECKS}
