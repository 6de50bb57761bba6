"""Rules on the bus of another app, or on any other event bus; retries and age of an event."""
import pytest

import recipes
from kit import schema
from kit.problems import Problems
from recipes import bus_source, event, template
from tests.fixtures.cases import cases
from tests.fixtures.recipe_apps import block_problems
from tests.fixtures.scans import index, scanned
from tests.update_golden import golden_app

pytest_plugins = ["tests.fixtures.scans"]
ARN = "arn:aws:events:eu-west-1:111122223333:event-bus/orders"


def messages(**fields):
    """The messages about one event with these fields, of the schema and of the recipe."""
    block = {"events": [{"name": "paid", "topic": "OrderPaid", **fields}]}
    faults = block_problems(block)
    return [message for _key, message, _hint in faults]


@cases("source", [
    {"type": "app", "name": "shop"}, {"type": "event-bus", "name": ARN}, {"type": "event-bus", "name": "orders_1.x"},
    {"type": "event-bus", "name": "default"}, {"type": "event-bus", "name": "aws.partner/example.com/1/orders"}])
def test_other_apps_and_buses_are_sources(source):
    assert messages(source=source) == []


@cases("source, message", [
    ({"type": "app", "name": ARN}, f"{ARN!r} cannot be the name of an app"),
    ({"type": "app", "name": "Shop"}, "'Shop' cannot be the name of an app"),
    ({"type": "event-bus", "name": "a/b"}, "'a/b' is neither the name nor the ARN of an event bus"),
    ({"type": "event-bus", "name": "arn:aws:sqs:eu-west-1:111122223333:orders"},
     "'arn:aws:sqs:eu-west-1:111122223333:orders' is neither the name nor the ARN of an event bus"),
    ({"type": "bucket", "name": "demo/x"}, "a bucket cannot be called 'demo/x'"),
])
def test_names_that_no_app_and_no_bus_has(source, message):
    assert messages(source=source) == [message]


@cases("fields, seconds", [
    ({"age": "1 hour"}, 3600), ({"age": "30 minutes"}, 1800), ({"age": 60}, 60), ({"age": "1 day"}, 86400)])
def test_an_age_is_in_seconds_or_in_words(fields, seconds):
    assert messages(**fields) == []
    assert event.normal([{"name": "a", **fields}]) == [{"name": "a", "age": seconds}]


@cases("fields", [
    {"age": "2 days"}, {"age": "1 hours"}, {"age": "soon"}, {"age": 59}, {"age": 86401}, {"retries": 186}, {"retries": -1},
    {"retries": "3"}, {"age": True}])
def test_what_eventbridge_refuses_of_retries_and_age(fields):
    assert len(messages(**fields)) == 1


@pytest.mark.parametrize("source, message", [
    ("{type: app, name: demo}", "lambdas/a/index.py:5: demo is this app"),
    (f"{{type: event-bus, name: '{ARN.replace('eu-west-1', 'us-east-1')}'}}",
     "lambdas/a/index.py:5: the bus is in us-east-1, and the app in eu-west-1: a rule is in the region of its bus")])
def test_the_app_itself_and_buses_of_other_regions_are_refused(app_folder, source, message):
    app_folder({"lambdas/a/index.py": index(f"  events:\n  - name: paid\n    source: {source}\n")})
    with pytest.raises(Problems) as raised:
        scanned()
    assert message in str(raised.value)


def test_many_rules_have_a_permission_for_each_bus():
    app = golden_app("events-other-bus")
    own = [{"name": f"e{number}", "topic": "Paid"} for number in range(20)]
    app["lambdas"]["watch"]["infra"]["events"] += own
    resources = template.template(app)["Resources"]
    permissions = sorted(id_ for id_, resource in resources.items() if resource["Type"] == "AWS::Lambda::Permission")
    assert permissions == ["WatchEventEverythingPermission", "WatchEventPaidPermission", "WatchEventShippedPermission",
                           "WatchEventsPermission"]


def test_a_queue_may_listen_to_another_app():
    block = {"queue": {"from": {"source": {"type": "app", "name": "shop"}, "topic": "OrderPaid", "age": "1 hour"}}}
    assert block_problems(block) == []
    assert bus_source.retry_policy(recipes.normal(schema.filled(recipes.INFRA, block))["queue"]["from"]) == {
        "RetryPolicy": {"MaximumEventAgeInSeconds": 3600}}
