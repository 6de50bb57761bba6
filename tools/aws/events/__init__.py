"""EventBridge: patterns of rules, and schedules; SNS: filter policies.

    validation        patterns that EventBridge rejects, and the field
    grammar           conditions of a field that EventBridge rejects
    complexity        the complexity of wildcards
    filter_policies   filter policies of subscriptions that SNS rejects, and the field
    patterns          whether a pattern matches an event, and the field that does not
    operators         conditions on one value: prefix, numeric, anything-but
    schedules         the grammar of rate, cron and at
"""
