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

A check of the syntax tree of a file alone is pitfalls_of("kind"): its module has besides

    PITFALLS = [(("sort(",), used_in_place)]    [(words, function)]; () of words: for each file

and used_in_place(tree) yields ["kind", line, message, hint] of a file whose text has one of the words.

A check reports only what is certain: one way in which the code fails for sure. Unknown values (plain values of
interpreter/plain.py: {"kind": ""}, "open": True, call["whole"] False) make it silent.

`bad` and `good` are short texts of an index.py: the infra block, a line `---`, and the code. Without `---` the block
is `infra: {}`. checks/example.py adds imports of json, os and boto3, `table`, and a handler where they are missing.

    check, subject, load, report, files, example     what a check is, gets and returns; see their docstrings
    python, format_fields, swapped_arguments, pitfalls, mixed_times, clock     Python: errors, pitfalls
    imports, named_modules, library_modules, python_versions    modules and names that the runtime does not have
    absent_values, zero_divisors, weak_conditions, none_results     absent values
    function_results                                 results that are None, functions that loops keep
    slips, uncalled_methods                          operators, indexes, groups and patterns; parentheses
    constant_operands, constant_calls                conditions, exceptions and loops; constants that Python refuses
    read_once, restarted_batches, open_files, mail_parts     iterators and files
    dropped_values, unformatted_texts, single_rounds     statements without an effect, texts, loops
    classes, library_names                           the app's classes, and names of Python's and boto3's modules
    type_checker, type_probes, type_casts, row_types, certain_types, type_sentences    ty, and what it gets and says
    value_types, type_faults, type_trials, type_samples      the types of values, and operations that Python tries
    closed_classes                                   the app's classes of which ty sees all
    app_functions                                    the functions that a file imports from the app
    logging_calls, powertools_calls, threads, unread_exceptions     logs, Powertools, threads
    decimals, json_decimals, conversions, local_times, schedule_times, time_formats, event_times     numbers, times
    cold_start, warm_state, machine                  what an environment keeps, and Lambda's machine
    parameters, model_limits, error_codes, error_fields, call_pitfalls, characters, topics, s3_requests     calls of AWS
    resource_names                                   names that lambdas give to resources
    python_types                                     the types of what code passes to them
    environment, unused_settings, networks     variables, settings, networks
    permissions, listed_permissions, doubts, own_names     roles, written names
    batches, batch_keys, empty_batches, pagination, page_loops, last_pages     requests of many items, pages
    dynamodb_calls                                   the calls of DynamoDB, and the members of transactions and batches
    dynamodb_keys, item_keys, dynamodb_expressions, dynamodb_values, dynamodb_requests, time_to_live     DynamoDB
    missing_items, indexes, tokens, expression_grammar        DynamoDB's expressions, items and indexes
    events_read, event_values, tested_keys, tested_values, object_keys     events
    outside_requests, bodies, responses, html_texts          requests and responses
    queues, lost_messages, batch_parts, stream_images, retried_requests, fifo, waits     batches
    upload_forms                                     forms, and the beginnings of a bucket's keys
    cross_origin, authorizers, resolvers, page_requests     who may read a response, who may call; routes
    owners, secrecy, certificates, open_signatures, user_triggers      whose items a request reads, secrets, users
    emitted, entries, source_events, rules, partial_match, patterns, unmatched_events      events and rules
    event_services                                   the AWS services whose events have a rule
    loops, repeated_calls                            lambdas that invoke themselves
    messages, message_fields, message_filters, sent_types, filter_values     what lambdas read, against what others send
    passed_fields, invoked_results                   attributes of messages, metadata, parts of bodies; results
    counted_attributes                               attributes that updates count with
    scheduled, refused_schedules                     what schedules send, and which ones EventBridge refuses
    rows, row_reads, attribute_uses, optional_attributes, unset_attributes      what a lambda reads of items
    key_reads, bucket_reads                          keys of items and objects
    notes                                            what `make check` says without a finding
    template, cfn_lint, physical_ids                 the CloudFormation template
"""
import importlib

# In the order of docs/checks.md.
MODULES = [importlib.import_module(f"checks.{name}") for name in """
    python swapped_arguments pitfalls classes library_names absent_values zero_divisors slips uncalled_methods
    function_results constant_operands constant_calls weak_conditions dropped_values unformatted_texts single_rounds
    none_results read_once restarted_batches open_files mail_parts logging_calls
    threads unread_exceptions decimals machine warm_state value_types mixed_times local_times schedule_times clock
    conversions time_formats event_times powertools_calls imports named_modules python_versions parameters error_codes
    error_fields call_pitfalls characters resource_names refused_schedules batches batch_keys empty_batches topics
    s3_requests dynamodb_keys item_keys indexes dynamodb_expressions dynamodb_values json_decimals dynamodb_requests
    pagination page_loops last_pages missing_items time_to_live events_read event_values tested_values object_keys
    outside_requests bodies responses html_texts cross_origin authorizers resolvers page_requests owners secrecy
    certificates open_signatures user_triggers queues lost_messages batch_parts stream_images retried_requests fifo
    waits environment permissions listed_permissions own_names doubts unmatched_events patterns event_services
    entries loops messages invoked_results scheduled message_fields passed_fields message_filters sent_types
    filter_values row_reads attribute_uses optional_attributes counted_attributes unset_attributes key_reads
    bucket_reads upload_forms unused_settings networks template""".split()]
CHECKS = {check.id: check for module in MODULES for check in module.CHECKS}
PITFALLS = [search for module in MODULES for search in getattr(module, "PITFALLS", ())]
