"""Keys of another type than the table's or the index's: rejected as on AWS, where moto finds nothing or stores them."""
import boto3
import pytest
from botocore.exceptions import ClientError

from testkit.mock import mocked
from tests.fixtures.cases import cases

TYPES = {"c": "S", "p": "N", "e": "S", "t": "N"}
KEY = {"c": {"S": "a"}, "p": {"N": "1"}}
NO_KEY = "The provided key element does not match the schema"
CONDITION = "Condition parameter type does not match schema type"


@pytest.fixture
def dynamodb():
    """A client of moto, with the table t."""
    def schema(*names):
        return [{"AttributeName": name, "KeyType": kind} for name, kind in zip(names, ("HASH", "RANGE"))]
    with mocked():
        client = boto3.client("dynamodb", region_name="eu-west-1")
        client.create_table(
            TableName="t", BillingMode="PAY_PER_REQUEST", KeySchema=schema("c", "p"),
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": type_} for name, type_ in TYPES.items()],
            GlobalSecondaryIndexes=[{"IndexName": "by_e", "KeySchema": schema("e"),
                                     "Projection": {"ProjectionType": "KEYS_ONLY"}}],
            LocalSecondaryIndexes=[{"IndexName": "by_t", "KeySchema": schema("c", "t"),
                                    "Projection": {"ProjectionType": "ALL"}}])
        yield client


def query(condition, values, **more):
    return {"KeyConditionExpression": condition,
            "ExpressionAttributeValues": {f":{name}": value for name, value in values.items()}, **more}


@cases("operation, parameters, message", [
    ("put_item", {"Item": {**KEY, "e": {"S": "x"}, "t": {"N": "5"}, "other": {"NULL": True}}}, None),
    ("put_item", {"Item": {**KEY, "t": {"S": "5"}}}, "Type mismatch for Index Key t Expected: N Actual: S IndexName: by_t"),
    ("put_item", {"Item": {**KEY, "e": {"N": "5"}}}, "Type mismatch for Index Key e Expected: S Actual: N IndexName: by_e"),
    ("get_item", {"Key": KEY}, None),
    ("get_item", {"Key": {**KEY, "p": {"S": "1"}}}, NO_KEY),
    ("get_item", {"Key": {"c": {"S": "a"}}}, NO_KEY),
    ("delete_item", {"Key": {**KEY, "p": {"S": "1"}}}, NO_KEY),
    ("update_item", {"Key": {**KEY, "p": {"S": "1"}}, "UpdateExpression": "SET x = :x",
                     "ExpressionAttributeValues": {":x": {"S": "1"}}}, ""),
    ("query", query("c = :c AND p > :p", {"c": {"S": "a"}, "p": {"N": "0"}}), None),
    ("query", query("c = :c AND p > :p", {"c": {"S": "a"}, "p": {"S": "0"}}), CONDITION),
    ("query", query("c = :c", {"c": {"N": "1"}}), CONDITION),
    ("query", query("e = :e", {"e": {"S": "x"}}, IndexName="by_e"), None),
    ("query", query("e = :e", {"e": {"N": "1"}}, IndexName="by_e"), CONDITION),
    ("query", query("c = :c AND t BETWEEN :a AND :b", {"c": {"S": "a"}, "a": {"N": "1"}, "b": {"S": "2"}},
                    IndexName="by_t"), CONDITION),
    ("query", query("e = :e", {"e": {"S": "x"}}, IndexName="by_x"), "does not have the specified index: by_x"),
])
def test_a_key_of_another_type_is_rejected(dynamodb, operation, parameters, message):
    call = getattr(dynamodb, operation)
    if message is None:
        call(TableName="t", **parameters)
        return
    with pytest.raises(ClientError, match="ValidationException") as raised:
        call(TableName="t", **parameters)
    assert message in str(raised.value)
