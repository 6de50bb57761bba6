"""EventBridge: patterns of rules, and schedules.

    grammar           conditions that EventBridge's compiler rejects
    patterns          whether a pattern matches an event, and the field that does not
    operators         conditions on one value: prefix, numeric, anything-but
    schedules         the grammar of rate, cron and at
"""
