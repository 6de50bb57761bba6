"""Timestamps in the formats of AWS's events."""
from datetime import datetime, timezone


def seconds(epoch):
    """The time as EventBridge writes it: "2026-01-02T03:04:05Z"."""
    return datetime.fromtimestamp(epoch, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def milliseconds(epoch):
    """The time as Lambda's destinations, SNS and S3 write it: "2026-01-02T03:04:05.678Z"."""
    moment = datetime.fromtimestamp(epoch, timezone.utc)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def epoch(text):
    """Seconds since the epoch of the result of seconds()."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc).timestamp()
