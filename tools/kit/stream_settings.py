"""`streams:` of app.yaml: Kinesis streams with more than one shard, or that keep records for more than a day.

    streams:
      demo-clicks: {shards: 4, keep: 7}
      demo-logs: {shards: on-demand}

docs.aws.amazon.com/streams/latest/dev/how-do-i-size-a-stream.html and kinesis-extended-retention.html
"""
from typing import TypedDict

ON_DEMAND = "on-demand"
NAMED = "stream", "clicks"  # what its variables name, and the end of a valid name
STREAM: dict = {
    "type": "object",
    "description": "a Kinesis stream",
    "examples": [{"shards": 4}],
    "properties": {
        "shards": {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "enum": [ON_DEMAND]}], "default": 1,
                   "description": "shards, each for 1 MB or 1,000 records in a second; or on-demand: Kinesis scales, "
                                  "at a higher price by the hour"},
        "keep": {"type": "integer", "minimum": 1, "maximum": 365, "default": 1,
                 "description": "days that a record stays in the stream"}},
    "additionalProperties": False,
}
SCHEMA: dict = {
    "type": "object",
    "additionalProperties": STREAM,
    "description": "Kinesis streams that need more than one shard, or keep records for more than a day "
                   "(docs/streams.md). The code names them as any other stream: `demo` is DEMO_STREAM",
    "examples": [{"demo-clicks": {"shards": 4, "keep": 7}}],
}


class StreamSettings(TypedDict):
    """A stream of app.yaml."""

    shards: int | str  # "on-demand"
    keep: int  # days
    line: int  # in app.yaml
