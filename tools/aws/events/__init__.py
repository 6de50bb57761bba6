"""EventBridge: patterns of rules.

    grammar           what EventBridge's compiler refuses of a pattern
    patterns          whether a pattern matches an event, and where it does not
    operators         the operators of a pattern: prefix, numeric, anything-but
"""
