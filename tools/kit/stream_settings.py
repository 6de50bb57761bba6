"""`streams:` of app.yaml: Kinesis streams with more than one shard, or that keep records for more than a day.

    streams:
      demo-clicks: {shards: 4, keep: 7}
      demo-logs: {shards: on-demand}

docs.aws.amazon.com/streams/latest/dev/how-do-i-size-a-stream.html and kinesis-extended-retention.html
"""
from typing import Any, TypedDict

from kit import names, schema
from kit.problems import KeyProblem

ON_DEMAND = "on-demand"
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


def normal(streams: dict, lines: dict[str, int]) -> dict[str, StreamSettings]:
    """{stream: StreamSettings} of a valid `streams`. lines: {dotted key of app.yaml: line}"""
    return {name: {**schema.filled(STREAM, written), "line": schema.line_of(lines, f"streams.{name}")}  # type: ignore
            for name, written in streams.items()}


def problems(app: Any, streams: Any) -> list[KeyProblem]:
    """[(dotted key, message, hint)] of `streams`, a value of any type: names that no variable can have.

    app  the app's name, a prefix of the streams'
    """
    if schema.problems(SCHEMA, streams or {}):
        return []
    return names.state_problems(app, "streams", "stream", "clicks", streams or {})
