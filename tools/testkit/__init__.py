"""The test kit: pytest fixtures made from the app as it is deployed. docs/testing.md tells how to use it.

    plugin      the fixtures, and what pytest is told
    app         the scanned app and its template, once a run
    world       all that one test has: its lambdas, its state, and what they did
    state       tables, buckets, queues... of the template, in moto
    lambdas     one lambda: its process, its calls
    events      what calls it: made as AWS makes it, and refused as AWS refuses it
    examples    the event of each trigger, for `make invoke` without one
    recorder    every call that a handler makes through boto3, held against its role
    results     which tests passed, and need not run again

    answers           What a lambda answers, as its caller sees it:
    aws_events        Events of EventBridge:
    blame             How the kit fails a test:
    heard             Which rules of the app hear an event, and where the nearest one stops
    http              A request to a lambda's endpoint:
    layered_tests     A pytest plug-in:
    limits            A handler's time:
    makers            Events as AWS sends them to one lambda, and refused where AWS would not send them
    messages          Batches of a queue, messages of a topic, and what a timer calls with:
    mock              moto for one test at a time, without what takes it long and no test of a lambda sees
    names             What the template's resources are called in a test:
    output            What a handler prints and logs, line by line, while pytest still sees it
    strict            What AWS refuses and moto takes
    test_keys         What the tests of an app depend on:
    views             Short ways to fill and to look at the state of a test
    words             How the kit shows values in what it says
"""
