"""Replacements of moto's functions of CloudWatch Logs; as those of hooks.py."""
from localcloud import log_feed
from localcloud.events import logs


def send_log_events(world, original, self, service, destination_arn, filter_name, log_events):
    """The replacement that filters log events for every destination, and invokes functions outside the request."""
    events = logs.matching(self, filter_name, log_events)
    if events and service == "lambda":
        body = logs.payload(self, filter_name, events)
        world.clock.soon(logs.deliver, world, self, destination_arn, body)
    elif events:
        original(self, service, destination_arn, filter_name, events)


def put_subscription_filter(_world, original, self, log_group_name, filter_name, filter_pattern, destination_arn,
                            role_arn):
    """The replacement of PutSubscriptionFilter: rejects a filter pattern that is invalid."""
    logs.check_pattern(filter_pattern)
    return original(self, log_group_name, filter_name, filter_pattern, destination_arn, role_arn)


def start_query(_world, original, self, log_group_names, start_time, end_time, query_string):
    """The replacement of StartQuery, which rejects queries that moto would answer as if they were others."""
    logs.check_query(query_string)
    return original(self, log_group_names, start_time, end_time, query_string)


def put_log_events(_world, original, self, log_events):
    """The replacement of a log stream's PutLogEvents, which also remembers the order of arrival of all events."""
    before = len(self.events)
    token = original(self, log_events)
    log_feed.record(self.log_group.name, self.events[before:])
    return token


def filter_log_events(_world, _original, self, _name, streams, start, end, limit, token, pattern, _interleaved):
    """The replacement of a log group's FilterLogEvents; returns what logs.filtered() does."""
    return logs.filtered(self, streams, start, end, limit, token, pattern)
