"""The test kit: pytest fixtures from the app's model, template and zips, with localcloud/ for AWS. See docs/testing.md.

    plugin      the fixtures, and the options of pytest
    app         the scanned app and its template, once a run
    world       all that one test has: its lambdas, its state, and their effects
    state       tables, buckets, queues... of the template, in moto
    lambdas     one lambda: its process, its invocations
    makers      the fixture `event`: events as AWS sends them to one lambda
    examples    an event of each trigger, for `make invoke` without one
    recorder    every call that a handler makes through boto3, checked against its role
    results     which tests passed, and need not run again

    alerts            the failures that would send a message
    arguments         arguments that AWS refuses, of messages that a test sends and of a lambda's calls
    aws_events        events of EventBridge: of tables, buckets and the app
    effects           what the lambdas of a test did to others, for assertions
    authorizing       what API Gateway sends to an authorizer, and the policy that it returns
    emails            the e-mails that handlers sent, as plain data
    example_events    an example of a request to an endpoint, and of an event that a rule matches
    failure           fails a test with Problems
    http              requests to a lambda's endpoint, checked as the deployed API checks them
    http_api          requests to an HTTP API, and what it sends to an authorizer
    layered_tests     a pytest plug-in: tests import the packages of their lambda's layers
    handler_time      measures the time of a handler: CPU seconds and seconds of sleep
    machine           the files that a handler can read and write: those of its zip, and /tmp
    matching          which rules of the app match an event, and the first field that the nearest rule does not match
    messages          the events of queues, topics and timers, as Lambda passes them to a function
    mock              moto for one test at a time, without slow parts that no test of a lambda needs
    names             the physical ids of the template's resources in a test
    output            the lines that a handler prints and logs; pytest captures them too
    pool_events       what the user pool sends to its triggers, and what they return
    powertools        what Powertools keeps in an environment: cold starts, cached parameters, metrics
    process           the environment, modules, logging and time zone of a lambda's process
    refusals          requests that AWS refuses and moto accepts
    responses         the response of a lambda, checked as its caller receives it
    test_keys         a digest of all that the tests of a file depend on
    tracebacks        tracebacks of failed tests with the lines of the app alone
    user_pools        the user pools of a test and their users, with the ids that the variables name
    views             short methods to fill and to read the state of a test
    warm              tests marked `warm`, which run twice in one environment
"""
