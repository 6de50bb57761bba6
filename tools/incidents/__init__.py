"""What a person uses after a failure: the log events of a stage, its failures, its queues, and what can be replayed.

    functions, log_lines, following, insights    the functions of a stage, and their log events
    failures, failed, builds, executions, replay_test    failures: their events, tracebacks, logs, and tests of them
    requests, links, untraced        one request through the app: the invocations that it caused
    chosen_event, pings              the event that `event=` names, and what invokes a lambda
    queues, messages, deliveries, replaying, journal, stream_ranges    failed messages and records, sent again
"""
