"""Requests that DynamoDB refuses and moto executes, comparisons with absent attributes, and what updates return."""
import boto3
import pytest
from botocore.exceptions import ClientError

from testkit.mock import mocked
from tests.fixtures.cases import cases

START = "The provided starting key is invalid"
WRITE = {"TransactItems": [{"Put": {"TableName": "t", "Item": {"pk": {"S": "z"}, "sk": {"S": "z"}}}}]}


@pytest.fixture
def dynamodb():
    """A client of moto, with the table t and an item."""
    keys = [("pk", "HASH"), ("sk", "RANGE")]
    with mocked():
        client = boto3.client("dynamodb", region_name="eu-west-1")
        client.create_table(
            TableName="t", BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in keys],
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk", "state")],
            GlobalSecondaryIndexes=[{"IndexName": "by_state", "Projection": {"ProjectionType": "ALL"},
                                     "KeySchema": [{"AttributeName": "state", "KeyType": "HASH"}]}])
        client.put_item(TableName="t", Item={**key("a", "b"), "state": {"S": "open"}, "n": {"N": "1"},
                                             "nothing": {"NULL": True}, "yes": {"BOOL": True}})
        yield client


def key(*texts):
    return {name: {"S": text} for name, text in zip(("pk", "sk", "state"), texts)}


def query(condition, **more):
    return {"TableName": "t", "KeyConditionExpression": condition, "ExpressionAttributeValues": {":a": {"S": "a"}}, **more}


def put(**attributes):
    return {"TableName": "t", "Item": {**key("c", "d"), **attributes}}


@cases("operation, parameters, message", [
    ("put_item", put(x={"SS": ["a"]}), None),
    ("put_item", put(x={"SS": []}), "An string set  may not be empty"),
    ("put_item", put(x={"BS": []}), "An binary set  may not be empty"),
    ("put_item", put(x={"L": [{"M": {"y": {"NS": []}}}]}), "An number set  may not be empty"),
    ("put_item", put(SS={"L": []}), None),
    ("put_item", put(x={"SS": ["a", "a"]}), "Input collection [a, a] contains duplicates"),
    ("update_item", {"TableName": "t", "Key": key("a", "b"), "UpdateExpression": "ADD tags :a",
                     "ExpressionAttributeValues": {":a": {"SS": []}}}, "An string set  may not be empty"),
    ("batch_write_item", {"RequestItems": {"t": [{"PutRequest": {"Item": put(x={"NS": []})["Item"]}}]}},
     "An number set  may not be empty"),
    ("transact_write_items", {**WRITE, "ClientRequestToken": "x" * 36}, None),
    ("transact_write_items", {**WRITE, "ClientRequestToken": "x" * 37}, "Member must have length less than or equal to 36"),
    ("query", query("state = :a", IndexName="by_state"), "Attribute name is a reserved keyword; reserved keyword: state"),
    ("query", query("#state = :a", IndexName="by_state", ExpressionAttributeNames={"#state": "state"}), None),
    ("query", query("pk = :a AND begins_with(sk, :a)"), None),
    ("query", query("pk = :a and sk between :a and :a"), None),
    ("query", query("pk = :a", ExclusiveStartKey=key("a", "b")), None),
    ("query", query("pk = :a", ExclusiveStartKey=key("a")), START),
    ("query", query("pk = :a", ExclusiveStartKey={"Items": {"L": []}, "Count": {"N": "0"}}), START),
    ("query", query("#s = :a", IndexName="by_state", ExpressionAttributeNames={"#s": "state"},
                    ExclusiveStartKey=key("a", "b")), START),
    ("query", query("#s = :a", IndexName="by_state", ExpressionAttributeNames={"#s": "state"},
                    ExclusiveStartKey=key("a", "b", "a")), None),
    ("scan", {"TableName": "t", "ExclusiveStartKey": {**key("a", "b"), "n": {"N": "1"}}}, START),
    ("scan", {"TableName": "t", "ExclusiveStartKey": key("a", "b")}, None),
])
def test_what_dynamodb_refuses_is_refused(dynamodb, operation, parameters, message):
    call = getattr(dynamodb, operation)
    if message is None:
        call(**parameters)
        return
    with pytest.raises(ClientError, match="ValidationException") as raised:
        call(**parameters)
    assert message in str(raised.value)


@cases("condition, value, is_true", [
    ("absent = :v", {"NULL": True}, False),
    ("absent <> :v", {"NULL": True}, True),
    ("absent IN (:v)", {"NULL": True}, False),
    ("nothing = :v", {"NULL": True}, True),
    ("n = :v", {"NULL": True}, False),
    ("n = :v", {"N": "1"}, True),
    ("yes = :v", {"N": "1"}, False),
    ("n <> :v", {"S": "1"}, True),
    ("size(pk) = :v", {"N": "1"}, True),
    ("NOT absent = :v", {"N": "1"}, True),
])
def test_an_absent_attribute_equals_nothing(dynamodb, condition, value, is_true):
    page = dynamodb.scan(TableName="t", FilterExpression=condition, ExpressionAttributeValues={":v": value})
    assert bool(page["Items"]) == is_true


@cases("kind, update, values, attributes", [
    ("UPDATED_NEW", "SET n = :n, x = :x", {":n": {"N": "1"}, ":x": {"S": "y"}}, {"n": {"N": "1"}, "x": {"S": "y"}}),
    ("UPDATED_OLD", "SET n = :n, x = :x", {":n": {"N": "1"}, ":x": {"S": "y"}}, {"n": {"N": "1"}}),
    ("UPDATED_NEW", "ADD n :n REMOVE yes", {":n": {"N": "0"}}, {"n": {"N": "1"}}),
    ("UPDATED_OLD", "REMOVE yes", {}, {"yes": {"BOOL": True}}),
    ("UPDATED_NEW", "REMOVE yes", {}, None),
])
def test_an_update_returns_all_attributes_that_it_names(kind, update, values, attributes, dynamodb):
    dynamodb.put_item(TableName="t", Item={**key("u", kind + update), "n": {"N": "1"}, "yes": {"BOOL": True}})
    response = dynamodb.update_item(
        TableName="t", Key=key("u", kind + update), UpdateExpression=update, ReturnValues=kind,
        **({"ExpressionAttributeValues": values} if values else {}))
    assert response.get("Attributes") == attributes
