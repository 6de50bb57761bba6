"""The test kit: pytest fixtures made from the app as it is deployed. docs/testing.md documents its use.

    plugin      the fixtures, and the options of pytest
    app         the scanned app and its template, once a run
    world       all that one test has: its lambdas, its state, and their effects
    state       tables, buckets, queues... of the template, in moto
    lambdas     one lambda: its process, its invocations
    makers      the fixture `event`: events as AWS sends them to one lambda
    examples    an event of each trigger, for `make invoke` without one
    recorder    every call that a handler makes through boto3, checked against its role
    results     which tests passed, and need not run again

    aws_events        Events of EventBridge:
    effects           What the lambdas of a test did to others:
    example_events    An example of a request to an endpoint, and of an event that a rule matches
    failure           How the kit fails a test:
    http              A request to a lambda's endpoint:
    layered_tests     A pytest plug-in:
    limits            A handler's time:
    machine           The files of Lambda's machine:
    matching          Which rules of the app match an event, and the first field that the nearest rule does not match
    messages          The events of queues, topics and timers, as Lambda passes them to a function
    mock              moto for one test at a time, without slow parts that no test of a lambda needs
    names             The physical ids of the template's resources in a test:
    output            The lines that a handler prints and logs; pytest captures them too
    process           What a lambda's process would have of its own:
    refusals          Requests that AWS refuses and moto accepts
    responses         The response of a lambda, as its caller receives it:
    test_keys         What the tests of an app depend on:
    views             Short methods to fill and to read the state of a test
    warm              Tests that run twice:
"""
