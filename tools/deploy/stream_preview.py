"""Changes of Kinesis streams, and of where lambdas begin in them, that the next deploy cannot make."""
from datetime import datetime, timezone

from kit import settings, stream_settings
from kit.problems import Problem
from recipes import kinesis

HALF_HINT = "Kinesis at most doubles or halves the shards in one deploy: write {}, deploy, then the next number"
START_HINT = "a function has one mapping of a stream: put {} back, or give the lambda another name (docs/streams.md)"


def facts(app):
    """{"shards": {stream: number}, "starts": {lambda: [stream, start]}}: what stack.json records of a deploy."""
    streams = app["state"].get("data_stream", {})
    shards = {name: entry.get("settings", {}).get("shards", 1) for name, entry in sorted(streams.items())}
    return {"shards": {name: number for name, number in shards.items() if number != stream_settings.ON_DEMAND},
            "starts": {name: [fn["infra"]["kinesis"]["stream"], fn["infra"]["kinesis"]["start"]]
                       for name, fn in sorted(app["lambdas"].items()) if "kinesis" in fn["infra"]}}


def problems(app, records):
    """[Problem] of shards and starts. records: {stage: stack.json}, see preview.records()"""
    present = facts(app)
    result = [start_problem(app, name, f"{start} is in the future, and Kinesis refuses such a start",
                            "a `start` that is over, or latest")
              for name, (_stream, start) in present["starts"].items() if is_future(start)]
    for stage, record in records.items():
        before = record.get("streams") or {"shards": {}, "starts": {}}
        for name, (stream, start) in present["starts"].items():
            earlier_stream, earlier = before["starts"].get(name, [stream, start])
            if earlier != start and earlier_stream == stream:
                result.append(start_problem(app, name, f"a deploy to {stage} would change `start` from {earlier} to "
                                            f"{start}, which AWS refuses", START_HINT.format(earlier)))
        for stream, shards in present["shards"].items():
            earlier = before["shards"].get(stream, shards)
            nearest = min(max(shards, -(-earlier // 2)), earlier * 2)
            if nearest != shards:
                line = app["state"]["data_stream"][stream].get("settings", {}).get("line", 0)
                result.append(Problem(settings.FILE, line, f"a deploy to {stage} would change the shards of {stream} "
                                      f"from {earlier} to {shards}", HALF_HINT.format(nearest)))
    return result


def is_future(start):
    """Whether a start is a time that is not yet over."""
    moment = kinesis.start_properties({"start": start}).get("StartingPositionTimestamp", 0)
    return moment > datetime.now(timezone.utc).timestamp()


def start_problem(app, name, message, hint):
    """The Problem at the line of the start of a lambda."""
    fn = app["lambdas"][name]
    return Problem(fn["path"], fn["lines"].get("kinesis.start", fn["lines"].get("kinesis", 0)), message, hint)
