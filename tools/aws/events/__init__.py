"""EventBridge: patterns of rules, and schedules; SNS: filter policies."""
