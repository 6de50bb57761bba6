"""The test kit: pytest fixtures from the app's model, template and zips, with localcloud/ for AWS. See docs/testing.md.

    plugin, world, app, lambdas, state     the fixtures, and what one test has: lambdas and the template's state in moto
    makers, messages, aws_events, examples, example_events, pool_events    the events that invoke lambdas
    http, http_api, authorizing, responses     requests to endpoints, and responses as their callers receive them
    recorder, effects, emails, alerts, output, views, matching    what handlers did, for assertions
    arguments, refusals, failure, unimported     requests that AWS refuses; how the kit fails a test, or a test file
    process, machine, handler_time, powertools, warm     the process of a lambda, its files, its time, and warm starts
    mock, names, user_pools          moto for one test at a time, physical ids, and the users of a pool
    results, test_keys, tracebacks, layered_tests    tests that passed, what they depend on, tracebacks, layers
"""
