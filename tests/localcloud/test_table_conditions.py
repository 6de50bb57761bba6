"""Expressions and transactions that DynamoDB refuses with the messages recorded by dynalite, and moto executes or fails on."""
import boto3
import pytest
from botocore.config import Config

from testkit.mock import mocked
from tests.fixtures.cases import cases
from tests.fixtures.client_errors import error

VALUES, NAMES = "ExpressionAttributeValues", "ExpressionAttributeNames"
KEY = {"pk": {"S": "a"}, "sk": {"S": "b"}}
ITEM = {**KEY, "t": {"S": "text"}, "n": {"N": "1"}, "b": {"B": b"bytes"}, "ss": {"SS": ["x"]}, "yes": {"BOOL": True},
        "m": {"M": {"x": {"NS": ["1"]}, "y": {"S": "z"}}}, "l": {"L": [{"N": "1"}, {"B": b"c"}, {"SS": ["q"]}]},
        "nothing": {"NULL": True}}
OVERLAP = "Invalid ProjectionExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; "
OPERATOR = "Invalid operator used in KeyConditionExpression: "
CONDITION = "Invalid condition in KeyConditionExpression: "
TYPE = "Invalid FilterExpression: Incorrect operand type for operator or function; operator or function: "


@pytest.fixture
def dynamodb():
    """A client of moto, with the tables t and u, and an item in t."""
    with mocked():
        client = boto3.client("dynamodb", region_name="eu-west-1", config=Config(parameter_validation=False))
        for table in ("t", "u"):
            client.create_table(
                TableName=table, BillingMode="PAY_PER_REQUEST",
                KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
                AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")])
        client.put_item(TableName="t", Item=ITEM)
        yield client


@cases("condition, message", [
    ("pk = :a AND sk <> :a", f"{OPERATOR}<>"), ("pk <> :a", f"{OPERATOR}<>"),
    ("pk = :a AND contains(sk, :a)", f"{OPERATOR}contains"),
    ("pk = :a AND attribute_exists(sk)", f"{OPERATOR}attribute_exists"),
    ("pk = :a AND size(sk) = :a", "KeyConditionExpressions cannot contain nested operations"),
    ("pk = :a AND begins_with(:a, sk)", f"{CONDITION}begins_with operator must have the key attribute as its first operand"),
    ("pk = :a AND m.sk > :a", "KeyConditionExpressions cannot have conditions on nested attributes"),
    ("pk[0] = :a", "KeyConditionExpressions cannot have conditions on nested attributes"),
    ("pk = :a AND", 'Invalid KeyConditionExpression: Syntax error; token: "<EOF>", near: "AND"'),
    ("pk = :a sk = :a", 'Invalid KeyConditionExpression: Syntax error; token: "sk", near: ":a sk ="'),
    ("pk = :a AND sk BETWEEN :a", 'Invalid KeyConditionExpression: Syntax error; token: "<EOF>", near: ":a"'),
    ("pk = :a AND begins_with sk, :a", 'Invalid KeyConditionExpression: Syntax error; token: "sk", near: "begins_with sk ,"'),
    ("pk = :a AND begins_with(sk, :a)", ""), ("(pk = :a) and (sk between :a AND :a)", ""), ("sk>=:a AND pk=:a", ""),
])
def test_a_key_condition(dynamodb, condition, message):
    assert error(dynamodb.query, TableName="t", KeyConditionExpression=condition, **{VALUES: {":a": {"S": "a"}}})[1] == message


@cases("condition, value, message", [
    ("begins_with(t, :v)", {"N": "1"}, f"{TYPE}begins_with, operand type: N"),
    ("begins_with(:v, t)", {"SS": ["1"]}, f"{TYPE}begins_with, operand type: SS"),
    ("attribute_type(t, :v)", {"N": "1"}, f"{TYPE}attribute_type, operand type: N"),
    ("size(:v) > n", {"BOOL": True}, f"{TYPE}size, operand type: BOOL"),
    ("t = :v AND", {"S": "a"}, 'Invalid FilterExpression: Syntax error; token: "<EOF>", near: "AND"'),
    ("t == :v", {"S": "a"}, 'Invalid FilterExpression: Syntax error; token: "=", near: "= = :v"'),
    ("t != :v", {"S": "a"}, 'Invalid FilterExpression: Syntax error; token: "!", near: "t ! ="'),
    ("", {"S": "a"}, "Invalid FilterExpression: The expression can not be empty;"),
])
def test_a_filter_that_dynamodb_refuses(dynamodb, condition, value, message):
    assert error(dynamodb.scan, TableName="t", FilterExpression=condition, **{VALUES: {":v": value}}) == (
        "ValidationException", message)


@cases("condition, value, holds", [
    ("size(absent) < :v", {"N": "9"}, False), ("NOT size(absent) < :v", {"N": "9"}, True),
    ("size(n) < :v", {"N": "9"}, False), ("size(t) > :v", {"S": "1"}, False), ("size(ss) = :v", {"N": "1"}, True),
    ("size(t) BETWEEN :v AND :v", {"N": "4"}, True), ("size(absent) IN (:v)", {"N": "9"}, False),
    ("n < :v", {"S": "9"}, False), ("n < :v", {"N": "9"}, True), ("yes < :v", {"N": "9"}, False),
    ("m >= :v", {"M": {}}, False), ("t > :v", {"SS": ["a"]}, False), ("b > :v", {"B": b"a"}, True),
    ("n BETWEEN :v AND :v", {"S": "1"}, False), ("b BETWEEN :v AND :v", {"B": b"bytes"}, True),
    (":v BETWEEN n AND t", {"N": "1"}, False), ("begins_with(b, :v)", {"B": b"by"}, True),
    ("contains(b, :v)", {"B": b"yte"}, True), ("begins_with(b, :v)", {"S": "by"}, False),
    ("contains(b, :v)", {"N": "98"}, False), ("contains(l, :v)", {"B": b"c"}, True), ("contains(ss, :v)", {"S": "x"}, True),
])
def test_a_comparison_of_two_types_is_false(dynamodb, condition, value, holds):
    page = dynamodb.scan(TableName="t", FilterExpression=condition, **{VALUES: {":v": value}})
    assert bool(page["Items"]) == holds


@cases("expression, result", [
    ("t, t.a", f"{OVERLAP}path one: [t], path two: [t, a]"), ("l[0].x, l", f"{OVERLAP}path one: [l, [0], x], path two: [l]"),
    ("#t, t", f"{OVERLAP}path one: [t], path two: [t]"),
    ("t,", 'Invalid ProjectionExpression: Syntax error; token: "<EOF>", near: ","'),
    ("t n", 'Invalid ProjectionExpression: Syntax error; token: "n", near: "t n"'),
    ("l[-1]", 'Invalid ProjectionExpression: Syntax error; token: "-", near: "[ - 1"'),
    ("l[2], l[0], m.x, m.z", {"l": {"L": [{"N": "1"}, {"SS": ["q"]}]}, "m": {"M": {"x": {"NS": ["1"]}}}}),
    ("l[0].x, t.x, nothing.x, ss[0], absent.x, m[0], l[9]", {}), ("l, nothing", {"l": ITEM["l"], "nothing": {"NULL": True}}),
    ("m.#t, b, pk", {"b": {"B": b"bytes"}, "pk": {"S": "a"}}),
])
def test_a_projection(dynamodb, expression, result):
    names = {NAMES: {"#t": "t"}} if "#t" in expression else {}
    try:
        actual = dynamodb.get_item(TableName="t", Key=KEY, ProjectionExpression=expression, **names)["Item"]
    except dynamodb.exceptions.ClientError as failure:
        actual = failure.response["Error"]["Message"]
    assert actual == result


@cases("expression", ["REMOVE t.x", "REMOVE l.x", "REMOVE n[0].x", "REMOVE ss.x"])
def test_nothing_is_removed_from_what_is_no_map(dynamodb, expression):
    assert error(dynamodb.update_item, TableName="t", Key=KEY, UpdateExpression=expression)[1] == (
        "The document path provided in the update expression is invalid for update")


@cases("condition, start, message", [
    ("pk = :a", {"S": "z"}, "The provided starting key is outside query boundaries based on provided conditions"),
    ("pk = :a AND sk > :a", {"S": "z"}, "The provided starting key is outside query boundaries based on provided conditions"),
    ("pk = :a", {"S": "a"}, ""), ("pk = :a AND sk >= :a", {"S": "a"}, ""),
])
def test_a_query_starts_in_its_own_partition(dynamodb, condition, start, message):
    assert error(dynamodb.query, TableName="t", KeyConditionExpression=condition, ExclusiveStartKey={**KEY, "pk": start},
                 **{VALUES: {":a": {"S": "a"}}})[1] == message


def puts(count, **attributes):
    return [{"PutRequest": {"Item": {**KEY, "sk": {"S": str(at)}, **attributes}}} for at in range(count)]


@cases("tables, message", [
    ({"t": puts(25)}, ""), ({"t": puts(13), "u": puts(13)}, "Too many items requested for the BatchWriteItem call"),
    ({"t": puts(26)}, "1 validation error detected: Value at 'requestItems' failed to satisfy constraint: Map value must "
                      "satisfy constraint: [Member must have length less than or equal to 25, Member must have length "
                      "greater than or equal to 1]"),
    ({"t": puts(12), "u": puts(13)}, ""),
])
def test_a_batch_writes_25_items(dynamodb, tables, message):
    assert error(dynamodb.batch_write_item, RequestItems=tables)[1] == message


def added(amount, token, table="t"):
    return {"ClientRequestToken": token, "TransactItems": [{"Update": {
        "TableName": table, "Key": KEY, "UpdateExpression": "ADD n :n", VALUES: {":n": {"N": amount}}}}]}


def test_a_token_repeats_no_transaction(dynamodb):
    for _time in range(2):
        dynamodb.transact_write_items(**added("5", "same"))
    assert error(dynamodb.transact_write_items, **added("6", "same"))[0] == "IdempotentParameterMismatchException"
    dynamodb.transact_write_items(**added("5", "another"))
    assert dynamodb.get_item(TableName="t", Key=KEY)["Item"]["n"] == {"N": "11"}


def test_a_token_of_a_cancelled_transaction_can_be_used_again(dynamodb):
    absent = {"Put": {"TableName": "t", "Item": KEY, "ConditionExpression": "attribute_not_exists(pk)"}}
    for _time in range(2):
        with pytest.raises(dynamodb.exceptions.TransactionCanceledException):
            dynamodb.transact_write_items(ClientRequestToken="same", TransactItems=[absent])
    dynamodb.delete_item(TableName="t", Key=KEY)
    dynamodb.transact_write_items(ClientRequestToken="same", TransactItems=[absent])
    assert "Item" in dynamodb.get_item(TableName="t", Key=KEY)


def test_a_transaction_has_4_mb(dynamodb):
    def write(count):
        return error(dynamodb.transact_write_items, TransactItems=[
            {"Put": {"TableName": "t", "Item": {**KEY, "sk": {"S": str(at)}, "text": {"S": "x" * 390_000}}}} for at in range(count)])

    assert (write(10), write(11)[0]) == (("", ""), "ValidationException")
    assert dynamodb.get_item(TableName="t", Key={**KEY, "sk": {"S": "10"}}).get("Item") is None
