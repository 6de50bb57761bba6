"""A variable without the app's name, which has no value: the hint names the app's own variable that may be meant."""
import pytest

from deploy import parameters
from scan import variables
from tests.fixtures.cases import cases

APP = {"name": "demo", "lambdas": {name: {"name": name, "infra": {word: {}}} for name, word in (
    ("orders", "queue"), ("news", "topic"), ("pay", "endpoint"), ("nightly", "timer"))}}


@cases("name, own", [
    ("ORDERS_TABLE", "DEMO_ORDERS_TABLE"), ("APP_TABLE", ": DEMO_TABLE"), ("APP_STAGE", ": DEMO_STAGE"), ("APP_ORDERS_QUEUE", ": DEMO_ORDERS_QUEUE"),
    ("TABLE", "DEMO_TABLE"), ("TABLE_NAME", "DEMO_TABLE"), ("UPLOAD_BUCKET", "DEMO_UPLOAD_BUCKET"),
    ("BUCKET_NAME", "DEMO_BUCKET"), ("SITE_WEBSITE", "DEMO_SITE_WEBSITE"), ("CLICKS_STREAM", "DEMO_CLICKS_STREAM"), ("STREAM_NAME", "DEMO_STREAM"),
    ("ORDERS_QUEUE", "DEMO_ORDERS_QUEUE"), ("ORDERS_QUEUE_URL", "DEMO_ORDERS_QUEUE"), ("QUEUE_URL", "DEMO_<LAMBDA>_QUEUE"), ("PAY_QUEUE", "DEMO_<LAMBDA>_QUEUE"),
    ("NEWS_TOPIC_ARN", "DEMO_NEWS_TOPIC"), ("TOPIC_ARN", "DEMO_<LAMBDA>_TOPIC"), ("PAY_FUNCTION_NAME", "DEMO_PAY_FUNCTION"), ("NIGHTLY_SCHEDULE", "DEMO_NIGHTLY_SCHEDULE"),
    ("BUS", "DEMO_BUS"), ("EVENT_BUS_NAME", "DEMO_BUS"), ("BUILDER", "DEMO_BUILDER"), ("SITE_BUILDER", "DEMO_BUILDER"), ("STAGE", "DEMO_STAGE"), ("API_URL", "DEMO_API_URL"),
    ("USER_POOL_ID", "DEMO_USER_POOL"), ("STRIPE_SECRET", "DEMO_STRIPE_SECRET"), ("STRIPE_SECRET_ARN", "DEMO_STRIPE_SECRET"), ("WEBSITE_URL", "DEMO_WEBSITE_URL")])
def test_the_hint_names_the_apps_own_variable(name, own):
    assert own in parameters.value_hint(APP, name)
    assert ("make secret" if name.startswith("STRIPE") else f"export {name}=...") in parameters.value_hint(APP, name)


@pytest.mark.parametrize("name", ["SLACK_URL", "LOG_LEVEL", "COLOUR"])
def test_the_hint_for_any_other_variable_names_none_of_the_app(name):
    assert parameters.value_hint(APP, name) == f"`export {name}=...`, or set it under `env:` in app.yaml"


def test_the_suffixes_of_the_hint_are_all_those_of_variables():
    assert {*variables.STATE, *variables.OF_LAMBDA} == {
        "TABLE", "BUCKET", "WEBSITE", "SECRET", "STREAM", "QUEUE", "TOPIC", "FUNCTION", "SCHEDULE"}
