"""`make check` reports what Kinesis refuses of shards and starts, at the line, before a deploy."""
import json
from pathlib import Path

import pytest

import check_app
import scan_infra
from deploy import preview
from kit import files
from kit.problems import Problems
from tests.fixtures.cases import cases

INDEX = '"""Counts.\n\ninfra:\n  kinesis:\n    stream: demo-clicks\n    start: "%s"\n"""\n\n\ndef handler(event, context):\n    print(event)\n'
PAST, FUTURE = "2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z"
AT_START, AT_SHARDS = "lambdas/count/index.py:6: ", "app.yaml:3: "


def written(shards, start):
    """The app model of an app with one stream and one lambda that reads it."""
    Path("lambdas/count").mkdir(parents=True, exist_ok=True)
    Path("lambdas/count/index.py").write_text(INDEX % start)
    Path("app.yaml").write_text(f"name: demo\nstreams:\n  demo-clicks: {{shards: {shards}}}\n")
    scan_infra.main(["-o", "build/app.json"])
    return files.read_json("build/app.json")


@cases("before, after, expected", [
    ((2, "latest"), (4, "latest"), ""), ((4, "latest"), (2, "latest"), ""), ((3, "latest"), (2, "latest"), ""), ((1, "latest"), (1, "latest"), ""),
    ((2, "latest"), (5, "latest"), f"{AT_SHARDS}a deploy to dev would change the shards of demo-clicks from 2 to 5\n  hint: Kinesis at most doubles or halves the shards in one deploy: write 4, "),
    ((9, "latest"), (4, "latest"), f"{AT_SHARDS}a deploy to dev would change the shards of demo-clicks from 9 to 4\n  hint: Kinesis at most doubles or halves the shards in one deploy: write 5, "),
    (("on-demand", "latest"), (9, "latest"), ""), ((9, "latest"), ("on-demand", "latest"), ""),
    ((1, "latest"), (1, "trim_horizon"), f"{AT_START}a deploy to dev would change `start` from latest to trim_horizon, which AWS refuses\n  hint: a function has one mapping of a stream: put latest back"),
    ((1, PAST), (1, "latest"), f"{AT_START}a deploy to dev would change `start` from {PAST} to latest"),
    (None, (9, PAST), ""), (None, (1, FUTURE), f"{AT_START}{FUTURE} is in the future, and Kinesis refuses such a start")])
def test_what_kinesis_refuses_is_told_at_its_line(before, after, expected, own_folder):
    record = Path("build/dev/stack.json")
    record.unlink(missing_ok=True)
    if before:
        files.write_json(str(record), preview.record(written(*before), {"StackName": "demo-dev", "StackStatus": "UPDATE_COMPLETE"}, {}, None))
    written(*after)
    if not expected:
        return check_app.main(["build/app.json"])
    with pytest.raises(Problems) as raised:
        check_app.main(["build/app.json"])
    assert str(raised.value).startswith(expected) and len(raised.value.args) == 1


def test_an_app_without_streams_records_none(own_folder):
    app = {"name": "demo", "state": {}, "lambdas": {}, "settings": {}}
    assert json.loads(json.dumps(preview.record(app, {"StackName": "a", "StackStatus": "b"}, {}, None))) == {"stack": "a", "status": "b", "outputs": {}}
