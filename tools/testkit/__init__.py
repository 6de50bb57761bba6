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
"""
