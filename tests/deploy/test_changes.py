"""The summary of a change set, and its warnings about data."""
import pytest

from deploy import changes
from tests.fixtures.cases import results
from tests.fixtures.deploys import RULE
from tests.fixtures.fake_cloudformation import added, change

TABLE, API, URL = "AWS::DynamoDB::Table", "AWS::ApiGateway::RestApi", "AWS::Lambda::Url"

test_a_change_that_parts_people_from_their_data_warns_and_no_other = results(lambda plan: changes.warnings([plan]), [
    (change("Modify", "T", TABLE, Replacement="False", PhysicalResourceId="t1"), []),
    (change("Add", "T", TABLE), []),
    (change("Modify", "F", Replacement="True", PhysicalResourceId="f1"), []),
    (change("Modify", "T", TABLE, Replacement="True", PhysicalResourceId="t1", PolicyAction="ReplaceAndRetain"),
     ["  WARNING: the table T is REPLACED by an empty one: its items stay in t1, outside the stack"]),
    (change("Modify", "T", TABLE, Replacement="Conditional", PhysicalResourceId="t1", PolicyAction="ReplaceAndDelete"),
     ["  WARNING: the table T may be REPLACED by an empty one: its items are LOST: t1 is deleted"]),
    (change("Remove", "T", TABLE, PhysicalResourceId="t1", PolicyAction="Delete"),
     ["  WARNING: the table T is REMOVED: its items are LOST: t1 is deleted"]),
    (change("Remove", "T", TABLE, PhysicalResourceId="t1", PolicyAction="Retain"),
     ["  WARNING: the table T is REMOVED: its items stay in t1, outside the stack"]),
    (change("Remove", "T", TABLE, PhysicalResourceId=""), []),  # its creation failed
    (change("Remove", "Api", API, PhysicalResourceId="a1"), ["  WARNING: the app loses the API's address Api: a1"]),
    (change("Modify", "U", URL, Replacement="True", PhysicalResourceId="u1"),
     ["  WARNING: the app loses the function URL U: u1"]),
    # AWS says so of each resource that names a function whose settings change.
    (change("Modify", "U", URL, Replacement="Conditional", PhysicalResourceId="u1"), []),
])


@pytest.mark.parametrize("marker, lost", [
    # `alerts` and the timers below a minute are turned off
    (["SharedAlertsAlarmPermission", "SharedTickerFailures"], []),
    # a lambda shared-alerts and a lambda shared-ticker, each with a queue, and a table shared-alerts are removed
    (["SharedAlertsQueueDlq", "SharedTickerQueueDlq"], ["SharedAlertsQueue", "SharedAlertsTable", "SharedTickerQueue"]),
])
def test_no_person_agrees_to_the_loss_of_state_that_is_paretos_own(marker, lost):
    plan = [change("Remove", id_, type_, PhysicalResourceId=id_.lower()) for id_, type_ in (
        ("SharedAlertsTable", TABLE), ("SharedAlertsQueue", "AWS::SQS::Queue"), ("SharedTickerQueue", "AWS::SQS::Queue"),
        *((id_, "AWS::Lambda::Permission") for id_ in marker))]
    assert sorted(entry["LogicalResourceId"] for entry in changes.consequential(plan)) == lost
    assert len(changes.warnings(plan)) == len(lost)


def test_another_type_of_api_changes_its_address():
    plan = [change("Remove", "HttpApi", "AWS::ApiGatewayV2::Api", PhysicalResourceId="a1"), change("Add", "Api", API)]
    assert changes.warnings(plan) == ["  WARNING: the app loses the API's address HttpApi: a1; Api gets another one"]


def test_a_change_set_is_described_by_lambda_and_word():
    owners = {"OrdersFunction": ("orders", ""), "OrdersRole": ("orders", ""), "OrdersQueue": ("orders", "queue"),
              "Api": ("", "endpoint")}
    assert changes.description_lines("demo-dev", [
        added("OrdersFunction"), added("OrdersRole"), change("Modify", "OrdersQueue", Replacement="True"),
        change("Modify", "Api", Replacement="False"), change("Remove", "OldRule", RULE)], owners) == [
        "demo-dev: 2 added, 1 changed, 1 REPLACED, 1 removed",
        "  no longer in the app: removed Rule",
        "  orders: added function 2; REPLACED queue",
        "  shared: changed endpoint"]
