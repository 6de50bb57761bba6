"""EventBridge: patterns of rules, and schedules; SNS: filter policies.

    patterns, operators              whether a pattern matches an event, and the field that does not
    validation, grammar, complexity, filter_policies     patterns that EventBridge and SNS reject, and the field
    schedules                        the grammar of rate, cron and at
"""
