import json
from decimal import Decimal

import boto3
import pytest

from lambdas.weather import readings

from . import index


@pytest.fixture
def alarms(app):
    """Call it to hear what was published to the topic of `alarms`."""
    sns, queue = boto3.client("sns"), boto3.resource("sqs").create_queue(QueueName="ears")
    topic = sns.create_topic(Name="alarms")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue.attributes["QueueArn"])
    return lambda: [json.loads(json.loads(one.body)["Message"])
                    for one in queue.receive_messages(MaxNumberOfMessages=10)]


def event(*readings_, name="INSERT"):
    """A table event of oslo: event(("2026-05-01T12:00Z", 11.5)); None for a value is a deletion."""
    return {"detail": {"pk": "oslo", "sk": "reading", "eventName": name, "diffKeys": ["celsius"], "records": [
        {"pk": "oslo", "sk": f"reading#{time}", "newImage": celsius and {"celsius": celsius}}
        for time, celsius in readings_]}}


def days(app):
    return {row["sk"]: {name: row[name] for name in ("day", "count", "lowest", "mean", "highest")}
            for row in app.rows() if row["sk"].startswith("day#")}


def test_the_day_is_summed_up_and_its_page_wanted(app, alarms):
    readings.store("oslo", "2026-05-01T12:00Z", "11.5")
    readings.store("oslo", "2026-05-01T13:00Z", "-2")
    index.handler(event(("2026-05-01T12:00Z", 11.5), ("2026-05-01T13:00Z", -2)), None)
    assert days(app) == {"day#2026-05-01": {
        "day": "2026-05-01", "count": 2, "lowest": -2, "mean": Decimal("4.8"), "highest": Decimal("11.5")}}
    assert app.messages("pages") == ["oslo"]
    assert alarms() == []


def test_an_event_that_comes_twice_counts_nothing_twice(app):
    readings.store("oslo", "2026-05-01T12:00Z", "11.5")
    for _time in range(2):
        index.handler(event(("2026-05-01T12:00Z", 11.5)), None)
    assert days(app)["day#2026-05-01"]["count"] == 1


def test_a_day_without_readings_has_no_summary(app):
    readings.store("oslo", "2026-05-01T12:00Z", 11)
    index.handler(event(("2026-05-01T12:00Z", 11)), None)
    app.table.delete_item(Key=readings.key("oslo", "2026-05-01T12:00Z"))
    index.handler(event(("2026-05-01T12:00Z", None), name="REMOVE"), None)
    assert app.rows() == []


def test_a_summary_that_another_call_wrote_meanwhile_is_not_overwritten(app, monkeypatch):
    def slow_of_day(*args):
        found = of_day(*args)
        app.table.put_item(Item={"pk": "oslo", "sk": "day#2026-05-01", "revision": "theirs"})
        return found

    of_day = readings.of_day
    monkeypatch.setattr(readings, "of_day", slow_of_day)
    readings.store("oslo", "2026-05-01T12:00Z", 11)
    assert index.sum_up("oslo", "2026-05-01") is False
    assert app.rows()[0]["revision"] == "theirs"


def test_an_odd_reading_raises_an_alarm(app, alarms):
    index.handler(event(("2026-05-01T12:00Z", 41.5), ("2026-05-01T13:00Z", 40)), None)
    assert alarms() == [{"station": "oslo", "time": "2026-05-01T12:00Z", "celsius": 41.5}]
