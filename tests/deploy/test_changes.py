"""The summary of a change set, and its warnings about data."""
import pytest

from deploy import changes
from tests.fixtures.deploys import RULE
from tests.fixtures.fake_cloudformation import added, change

pytest_plugins = ["tests.fixtures.deploys"]


TABLE = "AWS::DynamoDB::Table"


@pytest.mark.parametrize("plan, warned", [
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
])
def test_a_change_that_parts_people_from_their_data_warns_and_no_other(plan, warned):
    assert changes.warnings([plan]) == warned


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
