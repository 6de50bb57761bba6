"""Events of other apps and buses in the test kit and in the checks, and events that go to a wrong bus."""
import pytest

from testkit import example_events
from tests.fixtures.tested_lambdas import problem_lines

pytest_plugins = ["tests.fixtures.checks"]
BLOCK = """
events:
- name: paid
  source: {type: app, name: shop}
  topic: OrderPaid
  pattern: {total: [{numeric: [">", 5]}]}
- name: shipped
  source: {type: event-bus, name: shipping}
- name: closed
  topic: DayClosed
"""
CODE = "def handler(event, context):\n    return event['detail-type']\n"


def test_an_event_of_another_app_reaches_the_rule_on_its_bus(written):
    world = written(watch=(BLOCK, CODE))
    event = world.this.event
    assert world.this.call(event.app({"total": 9}, bus="shop")) == "OrderPaid"
    assert world.this.call(event.app({}, "Shipped", source="ship", bus="shipping")) == "Shipped"
    assert world.this.call(event.app({})) == "DayClosed"
    event.app({"total": 1}, bus="shop", refused=True)
    event.app({"total": 9}, "OrderPaid", refused=True)  # the app's own bus
    with pytest.raises(pytest.fail.Exception, match="watch has no rule for the bus of 'other'"):
        event.app({}, "OrderPaid", bus="other")


def test_make_invoke_has_an_example_of_an_event_of_another_bus(written):
    event = example_events.of_events(written(watch=(BLOCK, CODE)), "watch")
    assert event["detail-type"] == "OrderPaid" and event["detail"]["total"] > 5


def test_events_of_others_are_no_events_of_the_app(finding_ids):
    block = "".join(f"  {line}\n" for line in BLOCK.strip().splitlines())
    watch = f"infra:\n{block}---\nreturn event['detail-type']"
    emit = """import json
import os

import boto3


def handler(event, context):
    response = boto3.client("events").put_events(Entries=[{
        "EventBusName": os.environ["DEMO_BUS"], "Source": "demo", "DetailType": "%s", "Detail": json.dumps({"a": 1})}])
    if response["FailedEntryCount"]:
        raise RuntimeError(response)
"""
    assert finding_ids({"watch": watch, "emit": emit % "DayClosed"}) == []
    assert "P801" in finding_ids({"watch": watch, "emit": emit % "OrderPaid"})


PUT = 'def handler(event, context):\n    return boto3.client("events").put_events(Entries=[event])["FailedEntryCount"]\n'
RULE = ("events:\n- name: paid\n  topic: Paid\n  pattern: {total: [{exists: true}]}", "def handler(event, context):\n    pass\n")
ALLOWED = "permissions: ['events:PutEvents']"


def entry(**changes):
    """An entry without the name of a bus."""
    return {"Source": "demo.a", "DetailType": "Paid", "Detail": '{"total": 5}', **changes}


@pytest.mark.parametrize("changes, bus", [({}, "default"), ({"EventBusName": "default"}, "default")])
def test_an_event_on_another_bus_that_a_rule_of_the_app_expects(written, changes, bus):
    world = written(hello=(ALLOWED, PUT), hears=RULE)
    assert problem_lines(world.this.call, entry(**changes)) == [
        f"handlers/hello/index.py:11: the event 'Paid' goes to the bus '{bus}', and the rule paid of hears is on the "
        "app's bus", '  hint: EventBusName=os.environ["..._BUS"]; if it is for another app: emitted.allow_unheard()']
    world.effects.emitted.allow_unheard()
    assert world.this.call(entry(**changes)) == 0


@pytest.mark.parametrize("changes", [{"DetailType": "Due"}, {"Detail": '{"id": 1}'}])
def test_an_event_on_another_bus_that_no_rule_expects(written, changes):
    assert written(hello=(ALLOWED, PUT), hears=RULE).this.call(entry(**changes)) == 0
