"""The checks of `make check`: bugs of an app that can be found without running it. CHECKS is {id: check}.

To add a check: write a function `findings(subject)` in the module of its topic, put a Check into that module's CHECKS,
and list a new module in MODULES below. tests/checks/test_checks.py then runs the check on its own `bad` and `good`, and
`make docs` writes it into docs/checks.md.

    Check("P601", "title", "why: what AWS does with such code", "https://docs.aws.amazon.com/...",
          bad="...", good="...", findings=late_endpoints)

`findings(subject)` yields Findings: see checks/check.py. The subject (checks/subject.py) has

    model         build/app.json
    observations  {lambda: calls of AWS, notes, return values of its code}: see tools/interpreter
    files         {path: facts of a file}: messages of pyflakes, imports, allowances; see checks/files.py
    settings      app.yaml, {"env": ..., "lines": {"env.A": 9}}; layers: {name: [requirement]}
    template()    the CloudFormation template, computed at the first call

and calls(service=..., operations=...): (lambda, call) of every call; a call that several lambdas reach counts once.

A check reports only what is certain: one way in which the code fails for sure. Unknown values (plain values of
interpreter/plain.py: {"kind": ""}, "open": True, call["whole"] False) make it silent.

`bad` and `good` are short texts of an index.py: the infra block, a line `---`, and the code. Without `---` the block
is `infra: {}`. checks/example.py adds imports of json, os and boto3, `table`, and a handler where they are missing.
"""
import importlib

# In the order of docs/checks.md.
MODULES = [importlib.import_module(f"checks.{name}") for name in """
    python pitfalls threads decimals machine warm_state mixed_times clock conversions imports python_versions
    parameters error_codes error_fields call_pitfalls characters batches batch_keys topics object_acls dynamodb_keys
    indexes dynamodb_expressions dynamodb_values operators pagination page_loops last_pages missing_items
    time_to_live events_read outside bodies responses html_texts cross_origin authorizers resolvers owners secrecy
    user_triggers queues batch_parts fifo waits environment permissions own_names doubts unmatched_events patterns
    entries loops messages message_fields message_filters constants row_reads attribute_uses key_reads bucket_reads
    upload_forms unused_settings networks template""".split()]
CHECKS = {check.id: check for module in MODULES for check in module.CHECKS}
