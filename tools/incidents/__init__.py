"""What a person uses after a failure: the log events of a stage, its failures, its queues, and what can be replayed.

    functions     the functions of a stage, and their log groups
    log_lines     the facts about an invocation in one log event
    failures      failures of invocations, read from log events
    builds        failed builds of CodeBuild, as failures
    executions    failed executions of state machines, as failures
    failed        one failure: its event, its traceback, its log lines
    replay_test   a test that replays a failure's event
    following     new log events as they arrive
    requests      one request through the app: the invocations of its trace
    links         which invocations the writes of a request caused
    untraced      the lambdas that a request may have invoked, without proof in the logs
    insights      queries of CloudWatch Logs Insights
    chosen_event  the event that `event=` names
    pings         the row, object, message, record or event that invokes a lambda
    queues        the queues of a stage, and reading them without losing a message
    messages      messages of queues as data, and as a line for a person
    deliveries    where a failed message is sent again
    replaying     sends failed messages again
    journal       the messages that replays have sent, or were sending when they were killed
    stream_ranges the records of a table's stream that failed, read and sent again
"""
