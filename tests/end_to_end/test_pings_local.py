"""`make ping`, `make match` and `make bucket do=download` on the local cloud: each lambda runs by what it hears."""
import contextlib
import json
from pathlib import Path

import pytest

import manage_bucket
import match_event
import ping_lambda
from kit.problems import Problems

SETTINGS = "name: bell\ntables:\n  bell-order: {key: {id: string, at: number}}\n  bell-hash: {key: {hash: binary}}\n  bell-code: {key: {id: string}, ttl: expires}\n"
LAMBDA = '''"""{name} of the bell.

infra:
  {trigger}
"""


def handler(event, context):
    print("{name} rings")
    assert "{name}" != "broken"
'''
# Of one lambda alone: an example of an event begins with all state that the lambda's variables name.
NAMES = """
import os

NAMES = os.environ["BELL_TABLE"], os.environ["BELL_ORDER_TABLE"], os.environ["BELL_BUCKET"], os.environ["BELL_BUS"]
"""
TRIGGERS = {
    "row": "events: [{name: row, source: {type: table, name: bell}, topic: MODIFY, pattern: {sk: [note]}}]",
    "gone": "events: [{name: gone, source: {type: table, name: bell-order}, topic: REMOVE}]",
    "expired": "events: [{name: expired, source: {type: table, name: bell-code}, pattern: {ttl: [true]}}]",
    "dropped": "stream: {table: bell-code, filter: {userIdentity: {principalId: [dynamodb.amazonaws.com]}}}",
    "object": "events: [{name: csv, source: {type: bucket, name: bell}, pattern: {object: {key: [{prefix: in/}]}}}]",
    "photo": "events: [{name: photo, source: {type: bucket, name: bell, form: notification}, prefix: photo/}]",
    "added": "stream: {table: bell-order, filter: {eventName: [INSERT]}}",
    "chosen": "events: [{name: chosen, source: {type: table, name: bell-order}, topic: MODIFY, pattern: {id: [a]}}]",
    "bytes": "events: [{name: bytes, source: {type: table, name: bell-hash}, topic: INSERT}]",
    "hashed": "stream: {table: bell-hash, filter: {eventName: [REMOVE]}}",
    "event": "events: [{name: paid, topic: Paid, pattern: {sum: [{numeric: ['>', 5]}]}}]",
    "message": "queue: {filter: {status: [paid]}}",
    "ordered": "queue: {fifo: true}",
    "buffered": "queue: {from: {topic: Late}}",
    "topic": "topic: {filter: {attributes: {kind: [order]}}}",
    "ordered-topic": "topic: {fifo: true, filter: {attributes: {kind: [order]}}}",
    "records": "stream: {table: bell, filter: {eventName: [INSERT]}}",
    "clicks": "kinesis: {stream: bell-clicks, filter: {kind: [buy]}}",
    "broken": "queue: {}",
    "clock": "timer: {rate: 1 day}",
}


def run(capsys, tool, *words):
    capsys.readouterr()
    tool.main(["build/app.json", *words])
    return capsys.readouterr().out


def test_each_lambda_is_invoked_by_its_ping(deploy_app, local_cloud, capsys, monkeypatch):
    monkeypatch.setattr(ping_lambda, "QUIET", {"local": 0})
    texts = {name: LAMBDA.format(name=name, trigger=trigger) for name, trigger in TRIGGERS.items()}
    deploy_app(SETTINGS, {**texts, "clock": texts["clock"] + NAMES})
    for name in [*TRIGGERS][:-2]:
        for _ in range(2):  # the second does not find what the first wrote
            assert f"{name}  {name} rings\n" in run(capsys, ping_lambda, "--name", name), name
    with pytest.raises(Problems, match="lambdas/broken/index.py: broken failed\n  hint: `make errors name=broken`"):
        run(capsys, ping_lambda, "--name", "broken")
    with pytest.raises(Problems, match="the lambda received$"):
        run(capsys, ping_lambda, "--name", "broken")
    for name in ("row", "gone", "object", "photo", "added", "event", "message", "topic", "ordered-topic", "clicks"):
        assert f"{name}  {name} rings\n" in run(capsys, ping_lambda, "--name", name, "--event", "last"), name
    event = {"detail": {"records": [{"newImage": {"pk": "a", "sk": "note#b", "sum": 1.5}, "oldImage": {"pk": "a", "sk": "note#b"}}]}}
    for content, message in ((event, ""), ({}, "row gets no event of this form"), ([1], "row gets no event of this form")):
        Path("row.json").write_text(json.dumps(content))
        with pytest.raises(Problems, match=message) if message else contextlib.nullcontext():
            assert "row  row rings\n" in run(capsys, ping_lambda, "--name", "row", "--event", "row.json")
    [table] = [name for name in local_cloud.client("dynamodb").list_tables()["TableNames"] if "BellTable" in name]
    rows = local_cloud.client("dynamodb").query(TableName=table, KeyConditionExpression="pk = :a", ExpressionAttributeValues={":a": {"S": "a"}})["Items"]
    assert [(row["sk"]["S"][:7], row["sum"]) for row in rows] == [("note#b-", {"N": "1.5"})]
    with pytest.raises(Problems, match="no row, object, message, record or event invokes clock\n  hint: `make invoke name=clock`"):
        run(capsys, ping_lambda, "--name", "clock")

    Path("paid.json").write_text(json.dumps({"source": "bell", "detail-type": "Paid", "detail": {"sum": 3}}))
    lines = run(capsys, match_event, "--event", "paid.json").splitlines()
    assert len(lines) == 9 and 'not: rule paid of event matches detail.sum {"numeric": [">", 5]}, and it is 3' in lines
    Path("paid.json").write_text(json.dumps({"source": "bell", "detail-type": "Paid", "detail": {"sum": None}}))
    assert ", and it is null\n" in run(capsys, match_event, "--event", "paid.json")
    Path("paid.json").write_text(json.dumps({"source": "bell", "detail-type": "Paid", "detail": {"sum": 6}}))
    assert run(capsys, match_event, "--event", "paid.json").splitlines()[0] == "matches: rule paid of event"
    rows = json.loads(run(capsys, match_event, "--event", "paid.json", "--name", "event", "--json"))
    assert rows == [{"lambda": "event", "rule": "paid", "matches": True, "why": None}]
    Path("no.json").write_text('{"source": "a"}')
    Path("null.json").write_text('{"source": null, "detail-type": "Paid", "detail": {}}')
    Path("list.json").write_text('{"source": "a", "detail-type": "Paid", "detail": [1]}')
    for words, message in ((["--event", "no.json"], "no.json: no event of EventBridge: it has no 'detail-type'"),
                           (["--event", "null.json"], "null.json: no event of EventBridge: 'source' is not a text"),
                           (["--event", "list.json"], "list.json: no event of EventBridge: 'detail' is not an object"),
                           (["--event", "paid.json", "--name", "clock"], "clock has no rule"), ([], "which event\\?")):
        with pytest.raises(Problems, match=message):
            run(capsys, match_event, *words)

    run(capsys, manage_bucket, "download")
    assert Path("build/local/running/row/lambdas/row/index.py").read_text() == Path("lambdas/row/index.py").read_text()
    assert json.loads(Path("build/local/running/template.json").read_text())["Resources"]["RowFunction"]

    deploy_app(SETTINGS, {"clock": f"{texts['clock']}{NAMES}# changed\n"})  # code alone
    run(capsys, manage_bucket, "download")
    assert Path("build/local/running/clock/lambdas/clock/index.py").read_text().endswith("# changed\n")
