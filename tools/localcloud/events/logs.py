"""Subscriptions of log groups: log events filtered, packed as by CloudWatch Logs, and sent to functions."""
import base64
import gzip
import json
import logging

from localcloud.events import log_pattern, targets
from localcloud.moto.state import ACCOUNT

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
