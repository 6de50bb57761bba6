"""Apps of any size for the benchmarks: the same number gives the same app, to the byte."""
from pathlib import Path

SHARED = 3
TRIGGERS = ("endpoint", "events", "queue", "topic", "timer", "table_events", "direct")

BLOCKS = {
    "endpoint": "  endpoint:\n    method: GET\n    path: /things-{n}/{{id}}\n    api: public\n    parameters: [day]\n",
    "events": "  events:\n    - name: told\n      topic: thing-{n}\n",
    "queue": "  queue:\n    batch: 10\n",
    "topic": "  topic: {{}}\n",
    "timer": "  timer:\n    rate: 1 day\n    body: {{say: hello}}\n",
    "table_events": "  events:\n    - name: stored\n      source: {{type: table, name: demo}}\n      topic: INSERT\n"
                    "      pattern: {{pk: [THING-{n}]}}\n",
    "direct": "",
}

INDEX = '''"""Keeps the things of number {n}, and tells who asks.

Made by bench/generated.py, about as long as a handler that a person writes.

infra:
{block}  size: medium
  timeout: default
"""
import json
import os
from datetime import datetime, timezone

import boto3

from lambdas.common.shared_{m} import plain, today

TABLE = "DEMO_TABLE"
table = boto3.resource("dynamodb").Table(os.environ[TABLE])
events = boto3.client("events")


def thing(event):
    """The thing of an event, whatever brought it."""
    detail = event.get("detail") or json.loads(event.get("body") or "{{}}")
    return {{"pk": "THING-{n}", "sk": today(), "at": datetime.now(timezone.utc).isoformat(), **detail}}


def handler(event, context):
    for record in event.get("Records", [event]):
        item = thing(record)
        table.put_item(Item=item)
        answer = events.put_events(Entries=[{{{allow}
            "EventBusName": os.environ["DEMO_BUS"],
            "Source": "thing-{n}",
            "DetailType": "thing-{n}",
            "Detail": json.dumps(plain(item)),
        }}])
        if answer["FailedEntryCount"]:
            raise RuntimeError(answer["Entries"][0]["ErrorMessage"])
    found = table.get_item(Key={{"pk": "THING-{n}", "sk": today()}}).get("Item")
    return {{"statusCode": 200, "body": json.dumps(plain(found))}}
'''

SHARED_MODULE = '''"""Shared by a third of the lambdas."""
from datetime import date
from decimal import Decimal


def today():
    """2026-11-22"""
    return date.today().isoformat()


def plain(value):
    """The value without Decimals, ready for JSON."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return float(value) if isinstance(value, Decimal) else value
'''

ALLOW = "  # pareto: allow P801, because only every seventh is heard"
# What each trigger calls its lambda with; the rest of the test is the same.
CALLS = {
    "endpoint": 'event.api(path={{"id": "7"}}, query={{"day": "2026-05-01"}})',
    "events": 'event.app({{"say": "hello"}})',
    "queue": 'event.queue([{{"say": "hello"}}])',
    "topic": 'event.topic({{"say": "hello"}})',
    "timer": "event.schedule()",
    "table_events": 'event.table(new={{"pk": "THING-{n}", "sk": "1"}})',
    "direct": '{{"detail": {{"say": "hello"}}}}',
}

TEST = '''def test_a_thing_is_kept_and_told(call, event, table, emitted):
    emitted.allow_unheard()
    call({call})
    [row] = table.rows()
    assert row["pk"] == "THING-{n}"
    assert [one["topic"] for one in emitted] == ["thing-{n}"]
'''

SETTINGS = "name: demo\nregion: eu-west-1\nruntime: python3.13\narchitecture: arm64\n"


def index(number):
    """The source of lambda `number`; the triggers take turns."""
    trigger = TRIGGERS[number % len(TRIGGERS)]
    return INDEX.format(n=number, m=number % SHARED, block=BLOCKS[trigger].format(n=number),
                        allow="" if trigger == "events" else ALLOW)


def test(number):
    """The test of lambda `number`."""
    call = CALLS[TRIGGERS[number % len(TRIGGERS)]].format(n=number)
    return TEST.format(n=number, call=call)


def write_app(folder, count, tests=False):
    """Write app.yaml and lambdas/ with `count` lambdas into the folder, with a test each if `tests`."""
    root = Path(folder)
    common = root / "lambdas" / "common"
    common.mkdir(parents=True)
    (root / "app.yaml").write_text(SETTINGS)
    for number in range(SHARED):
        (common / f"shared_{number}.py").write_text(SHARED_MODULE)
    for number in range(count):
        path = root / "lambdas" / f"thing-{number:04d}" / "index.py"
        path.parent.mkdir()
        path.write_text(index(number))
        if tests:
            path.with_name("test.py").write_text(test(number))
    return root
