"""Requests to DynamoDB that AWS rejects, with its messages, and numbers in the form in which it returns them."""
import boto3
import pytest
from botocore.config import Config

from localcloud.moto import table_requests, table_values
from testkit.mock import mocked
from tests.fixtures.cases import cases
from tests.fixtures.client_errors import error

VALUES, NAMES = "ExpressionAttributeValues", "ExpressionAttributeNames"
KEY = {"pk": {"S": "a"}, "sk": {"S": "b"}}
DUPLICATES = "Provided list of item keys contains duplicates"
TOO_LONG = "Expression size has exceeded the maximum allowed size;"


def nested(levels):
    """A value within maps."""
    return {"M": {"a": nested(levels - 1)}} if levels else {"N": "1"}


@pytest.fixture
def dynamodb():
    """A client of moto, with the table t, and its index by_g."""
    with mocked():
        client = boto3.client("dynamodb", region_name="eu-west-1", config=Config(parameter_validation=False))
        client.create_table(
            TableName="t", BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk", "g")],
            GlobalSecondaryIndexes=[{"IndexName": "by_g", "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
                                     "Projection": {"ProjectionType": "ALL"}}])
        yield client


@cases("operation, arguments, message", [
    ("update_item", {"UpdateExpression": "SET #a = :a", VALUES: {":a": {"S": "x"}}}, (
        "Invalid UpdateExpression: An expression attribute name used in the document path is not defined; "
        "attribute name: #a")),
    ("update_item", {"UpdateExpression": "SET a = :b", VALUES: {":a": {"S": "x"}}}, (
        "Invalid UpdateExpression: An expression attribute value used in expression is not defined; "
        "attribute value: :b")),
    ("update_item", {"UpdateExpression": "SET a = :a, a.b = :a", VALUES: {":a": {"S": "x"}}}, (
        "1 validation error detected: Invalid UpdateExpression: Two document paths overlap with each other; must remove or "
        "rewrite one of these paths; path one: [a], path two: [a, b]")),
    ("delete_item", {"ConditionExpression": "a = :a", VALUES: {":a": {"S": "x"}, ":b": {"S": "x"}}},
     "1 validation error detected: Value provided in ExpressionAttributeValues unused in expressions: keys: {:b}"),
    ("update_item", {"UpdateExpression": "SET b = :b ADD a :a", VALUES: {":a": {"S": "x"}, ":b": {"S": "x"}}}, (
        "Invalid UpdateExpression: Incorrect operand type for operator or function; operator: ADD, operand type: STRING, "
        "typeSet: ALLOWED_FOR_ADD_OPERAND")),
    ("delete_item", {"ConditionExpression": "begins_with(a)"}, (
        "Invalid ConditionExpression: Incorrect number of operands for operator or function; "
        "operator or function: begins_with, number of operands: 1")),
    ("delete_item", {"ConditionExpression": "exists(a)"},
     "Invalid ConditionExpression: Invalid function name; function: exists"),
    ("delete_item", {"ConditionExpression": "a = a"}, (
        "Invalid ConditionExpression: The first operand must be distinct from the remaining operands for this operator "
        "or function; operator: =, first operand: [a]")),
    ("delete_item", {"ConditionExpression": "a BETWEEN :a AND :b", VALUES: {":a": {"N": "10"}, ":b": {"N": "9"}}}, (
        "Invalid ConditionExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower "
        "bound; lower bound operand: AttributeValue: {N:10}, upper bound operand: AttributeValue: {N:9}")),
    ("delete_item", {VALUES: {":a": {"S": "x"}}}, f"{VALUES} can only be specified when using expressions"),
    ("get_item", {"Key": {**KEY, "pk": {"S": "a", "N": "1"}}},
     "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes"),
])
def test_a_request_about_an_item_has_the_error_of_dynamodb(dynamodb, operation, arguments, message):
    assert error(getattr(dynamodb, operation), **{"TableName": "t", "Key": KEY, **arguments}) == (
        "ValidationException", message)


@cases("arguments, message", [
    ({"KeyConditionExpression": "pk = :a OR sk = :a"}, "Invalid operator used in KeyConditionExpression: OR"),
    ({"KeyConditionExpression": "pk = :a AND sk > :a AND sk < :a"},
     "KeyConditionExpressions must only contain one condition per key"),
    ({"KeyConditionExpression": "pk = :a", "FilterExpression": "contains(sk, :a)"},
     "Filter Expression can only contain non-primary key attributes: Primary key attribute: sk"),
    ({"KeyConditionExpression": "g = :a", "FilterExpression": "g <> :a", "IndexName": "by_g"},
     "Filter Expression can only contain non-primary key attributes: Primary key attribute: g"),
    ({"KeyConditionExpression": "g = :a", "FilterExpression": "pk <> :a", "IndexName": "by_g"}, ""),
    ({"KeyConditionExpression": "pk = :a AND sk BETWEEN :a AND :a", "FilterExpression": "#g <> :a AND NOT contains(b.pk, :a)",
      NAMES: {"#g": "g"}}, ""),
    ({"KeyConditionExpression": "(pk = :a) and begins_with(sk, :a)",
      "FilterExpression": "size(a) >= :a or (a.b = a.c and attribute_not_exists(d)) or e IN (:a, :a)"}, ""),
])
def test_a_query_has_the_error_of_dynamodb(dynamodb, arguments, message):
    assert error(dynamodb.query, TableName="t", **arguments, **{VALUES: {":a": {"S": "x"}}})[1] == message


def test_a_query_has_a_condition(dynamodb):
    assert error(dynamodb.query, TableName="t")[1] == table_requests.NO_CONDITION


@cases("value, message", [
    ({"N": "1" * 39}, "Attempting to store more than 38 significant digits in a Number"),
    ({"NS": ["1", "1" * 39]}, "Attempting to store more than 38 significant digits in a Number"),
    ({"N": "1" * 38 + "0" * 60}, ""), ({"NULL": True}, ""), ({"L": []}, ""), ({"M": {}}, ""), ({"B": b"a"}, ""),
    ({"N": "1E126"}, "Number overflow. Attempting to store a number with magnitude larger than supported range"),
    ({"N": "-1E-131"}, "Number underflow. Attempting to store a number with magnitude smaller than supported range"),
    ({"SS": ["a", "b", "a"]}, "One or more parameter values were invalid: Input collection [a, b, a] contains duplicates."),
    (nested(32), ""), (nested(33), table_values.TOO_DEEP),
    ({"L": [{"M": {"a": {"N": "1E126"}}}]},
     "Number overflow. Attempting to store a number with magnitude larger than supported range"),
])
def test_a_value_that_dynamodb_does_not_store(dynamodb, value, message):
    item = {**KEY, "a": value}
    assert error(dynamodb.put_item, TableName="t", Item=item)[1] == message
    assert error(dynamodb.batch_write_item, RequestItems={"t": [{"PutRequest": {"Item": item}}]})[1] == message
    assert error(dynamodb.transact_write_items, TransactItems=[{"Put": {"TableName": "t", "Item": item}}])[1] == message


@cases("text, stored", [
    ("1.50", "1.5"), ("1E2", "100"), ("1e-5", "0.00001"), ("-01", "-1"), ("0.00", "0"), ("-0", "0"), ("1" * 38, "1" * 38)])
def test_a_number_is_returned_in_one_form(dynamodb, text, stored):
    dynamodb.put_item(TableName="t", Item={**KEY, "a": {"L": [{"N": text}, {"NS": [text]}]}})
    item = dynamodb.get_item(TableName="t", Key=KEY)["Item"]
    assert item["a"] == {"L": [{"N": stored}, {"NS": [stored]}]}


@cases("operation, name, message", [
    ("update_item", "UpdateExpression", f"1 validation error detected: Invalid UpdateExpression: {TOO_LONG}"),
    ("get_item", "ProjectionExpression", f"Invalid ProjectionExpression: {TOO_LONG}"),
    ("scan", "FilterExpression", f"Invalid FilterExpression: {TOO_LONG} expression size: 4097"),
    ("scan", "ProjectionExpression", f"Invalid ProjectionExpression: {TOO_LONG}")])
def test_an_expression_has_4096_bytes(dynamodb, operation, name, message):
    key = {} if operation == "scan" else {"Key": KEY}
    assert error(getattr(dynamodb, operation), TableName="t", **key, **{name: "a" * 4097})[1] == message


@cases("first, expression, second, result", [
    ("9E125", "SET n = n + :n", "9E125", "Number overflow. Attempting to store a number with magnitude larger than supported range"),
    ("9E125", "ADD n :n", "9E125", "Number overflow. Attempting to store a number with magnitude larger than supported range"),
    ("1", "SET n = n + :n", "0.1234567890123456789012345678901234567", "1.1234567890123456789012345678901234567"),
    ("1", "SET n = n - :n", "1E-30", "0.999999999999999999999999999999"), ("1", "ADD n :n", "-1.0", "0")])
def test_a_sum_has_38_digits(dynamodb, first, expression, second, result):
    dynamodb.put_item(TableName="t", Item={**KEY, "n": {"N": first}})
    failure = error(dynamodb.update_item, TableName="t", Key=KEY, UpdateExpression=expression, **{VALUES: {":n": {"N": second}}})
    assert (failure[1] or dynamodb.get_item(TableName="t", Key=KEY)["Item"]["n"]["N"]) == result


@cases("operation, arguments", [
    ("delete_item", lambda key: {"TableName": "t", "Key": key}),
    ("batch_get_item", lambda key: {"RequestItems": {"t": {"Keys": [KEY, key]}}}),
    ("batch_write_item", lambda key: {"RequestItems": {"t": [{"DeleteRequest": {"Key": key}}]}}),
    ("transact_write_items", lambda key: {"TransactItems": [{"Delete": {"TableName": "t", "Key": key}}]})])
def test_a_key_is_not_empty(dynamodb, operation, arguments):
    for value, kind in ({"S": ""}, "string"), ({"B": b""}, "binary"):
        assert error(getattr(dynamodb, operation), **arguments({**KEY, "sk": value})) == (
            "ValidationException", table_values.EMPTY_KEY.format(kind, "sk"))


OTHER = {**KEY, "pk": {"S": "c"}}


@cases("writes, message", [
    ([("Put", KEY), ("Delete", KEY)], DUPLICATES), ([("Delete", KEY), ("Put", KEY)], DUPLICATES),
    ([("Put", {**KEY, "a": {"N": "1"}}), ("Put", {**KEY, "a": {"N": "2"}})], DUPLICATES),
    ([("Delete", KEY), ("Delete", KEY)], DUPLICATES), ([("Put", KEY), ("Delete", OTHER), ("Put", {**KEY, "sk": {"S": "c"}})], "")])
def test_a_batch_writes_each_key_once(dynamodb, writes, message):
    requests = [{f"{kind}Request": {"Item" if kind == "Put" else "Key": item}} for kind, item in writes]
    assert error(dynamodb.batch_write_item, RequestItems={"t": requests})[1] == message


def test_two_keys_are_equal_as_numbers_and_those_of_two_tables_are_not(dynamodb):
    for table in "nm":
        dynamodb.create_table(TableName=table, BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "n", "KeyType": "HASH"}],
                              AttributeDefinitions=[{"AttributeName": "n", "AttributeType": "N"}])
    one, same = ({"DeleteRequest": {"Key": {"n": {"N": text}}}} for text in ("1", "1.0"))
    assert error(dynamodb.batch_write_item, RequestItems={"n": [one, same]})[1] == DUPLICATES
    assert error(dynamodb.batch_write_item, RequestItems={"n": [one], "m": [one]})[1] == ""
    assert error(dynamodb.batch_get_item, RequestItems={"t": {"Keys": [KEY, KEY]}})[1] == DUPLICATES


def test_a_response_has_the_capacity_only_if_the_request_wants_it(dynamodb):
    asked = {"ReturnConsumedCapacity": "TOTAL"}
    for more, names in ({}, set()), (asked, {"ConsumedCapacity"}):
        answers = [dynamodb.update_item(TableName="t", Key=KEY, UpdateExpression="SET a = :a", **{VALUES: {":a": {"N": "1"}}}, **more),
                   dynamodb.batch_get_item(RequestItems={"t": {"Keys": [KEY]}}, **more), dynamodb.scan(TableName="t", **more)]
        assert [answer.keys() & {"ConsumedCapacity"} for answer in answers] == [names] * 3


def test_an_empty_key_and_a_deleted_table_have_the_texts_of_dynamodb(dynamodb):
    assert error(dynamodb.put_item, TableName="t", Item={**KEY, "pk": {"S": ""}})[1] == (
        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string "
        "value. Key: pk")
    assert dynamodb.delete_table(TableName="t")["TableDescription"]["TableStatus"] == "DELETING"
    assert error(dynamodb.delete_table, TableName="t")[1] == "Requested resource not found: Table: t not found"
