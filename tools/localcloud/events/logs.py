"""Log events filtered: of subscriptions, packed as by CloudWatch Logs and sent to functions, and of FilterLogEvents.

The replacements of moto's functions have the form of those of hooks.py.
"""
import base64
import gzip
import json
import logging
import re

from moto.logs.exceptions import InvalidParameterException, LogsClientError, ResourceNotFoundException

from kit import log_settings
from localcloud import log_feed
from localcloud.events import log_pattern, targets
from localcloud.moto.state import ACCOUNT

QUERY = re.compile(r"fields @(timestamp|message|logStream|log)(\s*,\s*@(timestamp|message|logStream|log))*|"
                   r"sort @timestamp( asc| desc)?|limit \d+")
TOKEN = re.compile(r"[0-9]+/[0-9]+")  # of a page
MAX_PAGE = 10_000  # events of one answer of FilterLogEvents
log = logging.getLogger("localcloud.events")


def matching(stream, filter_name, events):
    """The log events that match the subscription's pattern. stream: moto's LogStream."""
    subscription = stream.log_group.subscription_filters.get(filter_name)
    pattern = (subscription.filter_pattern if subscription else "") or ""
    try:
        return [event for event in events if log_pattern.matches(pattern, event["message"])]
    except ValueError as error:
        log.error("subscription %s of %s gets nothing: %s", filter_name, stream.log_group.name, error)
        return []


def payload(stream, filter_name, events):
    """{"awslogs": {"data": ...}}: JSON, gzipped, base64."""
    data = {
        "messageType": "DATA_MESSAGE",
        "owner": ACCOUNT,
        "logGroup": stream.log_group.name,
        "logStream": stream.log_stream_name,
        "subscriptionFilters": [filter_name],
        "logEvents": [{"id": f"{int(event['id']):056d}", "timestamp": event["timestamp"],
                       "message": event["message"]} for event in events],
    }
    packed = gzip.compress(json.dumps(data, separators=(",", ":")).encode())
    return {"awslogs": {"data": base64.b64encode(packed).decode()}}


def deliver(world, stream, arn, body):
    """Invokes the function of a subscription. AWS accepts the service's name with and without the region."""
    group = f"arn:aws:logs:{stream.region}:{ACCOUNT}:log-group:{stream.log_group.name}:*"
    services = ["logs.amazonaws.com", f"logs.{stream.region}.amazonaws.com"]
    for service in services:
        try:
            targets.send(world, arn, json.dumps(body), {"service": service, "arn": group})
            return
        except targets.Undeliverable as error:
            if service == services[-1] or error.code != "NO_PERMISSIONS":
                log.error("subscription of %s: %s", stream.log_group.name, error)
                return


def is_match(pattern, message=""):
    """Whether a message matches a filter pattern, None for any. Raises CloudWatch's error if it is invalid."""
    try:
        return log_pattern.matches(pattern or "", message)
    except ValueError as error:
        raise InvalidParameterException(f"Invalid filter pattern: {error}") from None


def check_pattern(pattern):
    """Raises CloudWatch's error for an invalid filter pattern."""
    is_match(pattern)


def filtered(group, streams, start, end, limit, token, pattern):
    """(events, the token of the next page or None, []) of FilterLogEvents: of all streams together, in the order of
    time, and of their arrival. moto ignores most patterns, and the order. group: moto's LogGroup; streams: [] is all

    docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
    """
    check_pattern(pattern)
    if not set(streams or ()) <= group.streams.keys():
        raise ResourceNotFoundException("The specified log stream does not exist.")
    if token and not TOKEN.fullmatch(token):
        return [], None, []  # of a token that CloudWatch did not issue
    after = tuple(map(int, token.split("/"))) if token else (0, -1)
    selected = sorted(
        (event.timestamp, event.event_id, name, event) for name in (streams or group.streams)
        for event in group.streams[name].events
        if (event.timestamp, event.event_id) > after
        and event.timestamp >= (start or 0) and not (end and event.timestamp > end)
        and is_match(pattern, event.message))
    page = selected[:min(limit or MAX_PAGE, MAX_PAGE)]
    more = f"{page[-1][0]}/{page[-1][1]}" if len(selected) > len(page) else None
    return [{**event.to_filter_dict(), "logStreamName": name} for _time, _id, name, event in page], more, []


def check_query(text):
    """Raises CloudWatch's error for a query of Logs Insights that this cloud cannot run: it has fields, sort by
    @timestamp, and limit."""
    for command in filter(None, map(str.strip, text.split("|"))):
        if not QUERY.fullmatch(command):
            raise LogsClientError(
                "MalformedQueryException", f"the local cloud cannot run {command!r}: of Logs Insights it has fields "
                "(@timestamp, @message, @logStream, @log), sort @timestamp and limit")


def send_log_events(world, original, self, service, destination_arn, filter_name, log_events):
    """The replacement that filters log events for every destination, and invokes functions outside the request."""
    events = matching(self, filter_name, log_events)
    if events and service == "lambda":
        body = payload(self, filter_name, events)
        world.clock.soon(deliver, world, self, destination_arn, body)
    elif events:
        original(self, service, destination_arn, filter_name, events)


def put_subscription_filter(_world, original, self, log_group_name, filter_name, filter_pattern, destination_arn,
                            role_arn):
    """The replacement of PutSubscriptionFilter: rejects a filter pattern that is invalid."""
    check_pattern(filter_pattern)
    return original(self, log_group_name, filter_name, filter_pattern, destination_arn, role_arn)


def put_metric_filter(_world, original, self, filter_name, filter_pattern, *arguments):
    """The replacement of PutMetricFilter: rejects a filter pattern that is invalid."""
    check_pattern(filter_pattern)
    return original(self, filter_name, filter_pattern, *arguments)


def put_retention_policy(_world, original, self, log_group_name, retention_in_days):
    """The replacement of PutRetentionPolicy, which has a list of days."""
    if retention_in_days not in log_settings.DAYS:
        raise InvalidParameterException(f"Value {retention_in_days} at 'retentionInDays' failed to satisfy constraint: "
                                        f"Member must satisfy enum value set: {log_settings.DAYS}")
    return original(self, log_group_name, retention_in_days)


def described_group(_world, original, self):
    """The replacement of a log group's description, which adds its class."""
    return {**original(self), "logGroupClass": "STANDARD"}


def start_query(_world, original, self, log_group_names, start_time, end_time, query_string):
    """The replacement of StartQuery, which rejects queries that moto would answer as if they were others."""
    check_query(query_string)
    return original(self, log_group_names, start_time, end_time, query_string)


def put_log_events(_world, original, self, log_events):
    """The replacement of a log stream's PutLogEvents, which also remembers the order of arrival of all events."""
    before = len(self.events)
    token = original(self, log_events)
    log_feed.record(self.log_group.name, self.events[before:])
    return token


def filter_log_events(_world, _original, self, _log_group_name, log_stream_names, start_time, end_time, limit,
                      next_token, filter_pattern, _interleaved):
    """The replacement of a log group's FilterLogEvents; returns what filtered() does."""
    return filtered(self, log_stream_names, start_time, end_time, limit, next_token, filter_pattern)
