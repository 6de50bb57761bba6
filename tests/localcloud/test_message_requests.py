"""Messages that SQS rejects, regions that do not exist, and prefixes of names."""
import pytest
from botocore.exceptions import ClientError

from tests.fixtures.cases import cases
from tests.fixtures.client_errors import error_code


@cases("body, code", [
    ("", "MissingParameter"), ("a\0b", "InvalidMessageContents"), ("\x1b[0m", "InvalidMessageContents"),
    ("\uffff", "InvalidMessageContents"), ("\ufffe", "InvalidMessageContents"), ("\t\r\n é \ufffd \U0001f600", ""),
])
def test_a_body_has_the_characters_of_xml(local_cloud, body, code):
    sqs = local_cloud.client("sqs")
    url = sqs.create_queue(QueueName="characters")["QueueUrl"]
    assert error_code(sqs.send_message, QueueUrl=url, MessageBody=body).rpartition(".")[2] == code


def test_in_a_batch_only_the_entry_with_such_a_character_fails(local_cloud):
    sqs = local_cloud.client("sqs")
    url = sqs.create_queue(QueueName="characters-in-batch")["QueueUrl"]
    response = sqs.send_message_batch(QueueUrl=url, Entries=[
        {"Id": "good", "MessageBody": "x"}, {"Id": "bad", "MessageBody": "\x08"}])
    assert [entry["Id"] for entry in response["Successful"]] == ["good"]
    assert [(entry["Id"], entry["Code"], entry["SenderFault"]) for entry in response["Failed"]] == [
        ("bad", "InvalidMessageContents", True)]
    only = sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": "bad", "MessageBody": "\x08"}])
    assert len(only["Failed"]) == 1 and not only.get("Successful")
    assert error_code(sqs.send_message_batch, QueueUrl=url,
                      Entries=[{"Id": "empty", "MessageBody": ""}]).rpartition(".")[2] == "MissingParameter"


@cases("service, operation", [
    ("sqs", "list_queues"), ("dynamodb", "list_tables"), ("s3", "list_buckets"), ("lambda", "list_functions"),
    ("cloudformation", "describe_stacks"), ("sns", "list_topics"), ("cognito-idp", "list_user_pools"),
])
def test_a_region_that_does_not_exist_is_named(local_cloud, service, operation):
    arguments = {"MaxResults": 1} if service == "cognito-idp" else {}
    with pytest.raises(ClientError) as raised:
        getattr(local_cloud.client(service, "mars-north-1"), operation)(**arguments)
    assert raised.value.response["Error"]["Message"] == "AWS has no region mars-north-1"


def attribute(value="x", type_="String"):
    """The parameter MessageAttributes of a message with one attribute."""
    return {"a": {"DataType": type_, "StringValue": value}}


@cases("more, code", [
    ({"MessageAttributes": attribute("")}, "InvalidParameterValue"), ({"MessageAttributes": attribute("\0")}, "InvalidMessageContents"),
    ({"MessageAttributes": attribute("x", "Number")}, "InvalidParameterValue"), ({"MessageAttributes": attribute("1e3", "Number.int")}, ""),
    ({"MessageAttributes": {f"a{at}": attribute()["a"] for at in range(11)}}, "InvalidParameterValue"),
    ({"MessageAttributes": {f"a{at}": attribute()["a"] for at in range(10)}}, ""),
    *(({"MessageAttributes": {name: attribute()["a"]}}, "InvalidParameterValue") for name in ("AWS.x", "amazon.x", ".a", "a.", "a..b")),
    ({"MessageAttributes": {"AWSx": attribute()["a"]}}, ""), ({"DelaySeconds": -1}, "InvalidParameterValue"),
    ({"MessageDeduplicationId": "a"}, "InvalidParameterValue")])
def test_a_message_is_checked_as_sqs_checks_it(local_cloud, more, code):
    sqs = local_cloud.client("sqs")
    url = sqs.create_queue(QueueName="checked")["QueueUrl"]
    assert error_code(sqs.send_message, QueueUrl=url, MessageBody="x", **more).rpartition(".")[2] == code
    response = sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": "a", "MessageBody": "x", **more}])
    assert [entry["Code"] for entry in response.get("Failed", [])] == [code] * bool(code)


@cases("body, more, code", [
    ("\u00e9" * 512, {}, ""), ("\u00e9" * 512 + "x", {}, "InvalidParameterValue"),
    ("x" * 1016, {"MessageAttributes": attribute("y")}, ""), ("x" * 1017, {"MessageAttributes": attribute("y")}, "InvalidParameterValue"),
    ("x" * 1014, {"MessageAttributes": {"a": {"DataType": "Binary", "BinaryValue": b"abc"}}}, ""),
    ("x" * 1014, {"MessageAttributes": {"a": {"DataType": "Binary", "BinaryValue": "abc"}}}, ""),
    ("x" * 1015, {"MessageAttributes": {"a": {"DataType": "Binary", "BinaryValue": b"abc"}}}, "InvalidParameterValue"),
])
def test_the_size_of_a_message_is_its_bytes_with_those_of_its_attributes(local_cloud, body, more, code):
    sqs = local_cloud.client("sqs")
    url = sqs.create_queue(QueueName="sizes", Attributes={"MaximumMessageSize": "1024"})["QueueUrl"]
    assert error_code(sqs.send_message, QueueUrl=url, MessageBody=body, **more) == code
    response = sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": "a", "MessageBody": body, **more}])
    assert [entry["Code"] for entry in response.get("Failed", [])] == [code] * bool(code)


def test_the_size_of_a_batch_is_its_bytes(local_cloud):
    sqs = local_cloud.client("sqs")
    url = sqs.create_queue(QueueName="batch-sizes")["QueueUrl"]
    entries = [{"Id": id_, "MessageBody": "\u00e9" * (1 << 18)} for id_ in "ab"]
    assert error_code(sqs.send_message_batch, QueueUrl=url, Entries=entries) == ""
    entries[0]["MessageBody"] += "x"
    assert error_code(sqs.send_message_batch, QueueUrl=url, Entries=entries) == "AWS.SimpleQueueService.BatchRequestTooLong"


@cases("group, id_, code", [
    ("g", "d", ""), ("g h", "d", "InvalidParameterValue"), ("g" * 129, "d", "InvalidParameterValue"), ("g", "\u00e9", "InvalidParameterValue")])
def test_the_ids_of_a_fifo_message_are_printable(local_cloud, group, id_, code):
    sqs = local_cloud.client("sqs")
    url = sqs.create_queue(QueueName="checked.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
    assert error_code(sqs.send_message, QueueUrl=url, MessageBody="x", MessageGroupId=group,
                      MessageDeduplicationId=id_).rpartition(".")[2] == code


@cases("service, operation, name, code", [
    *(("sqs", "create_queue", name, "InvalidParameterValue") for name in ("named.fifo", "named\n", "na.med", "n" * 81)),
    *(("s3", "create_bucket", name, "InvalidBucketName") for name in (
        "named_here", "named..here", "-named", "named-", "1.2.3.4", "xn--named", "named-s3alias", "Named", "ab")),
    ("sqs", "create_queue", "named-Here_1", ""), ("s3", "create_bucket", "named.here-1", ""),
    ("dynamodb", "create_table", "named here", "ValidationException"), ("dynamodb", "create_table", "named-\u00e9", "ValidationException"),
    ("dynamodb", "create_table", "Named.here_1-", "")])
def test_a_name_is_checked_as_its_service_checks_it(local_cloud, service, operation, name, code):
    arguments = {"sqs": {"QueueName": name},
                 "s3": {"Bucket": name, "CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}},
                 "dynamodb": {"TableName": name, "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}],
                              "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}],
                              "BillingMode": "PAY_PER_REQUEST"}}[service]
    assert error_code(getattr(local_cloud.client(service), operation), **arguments).rpartition(".")[2] == code


@cases("prefix, names", [
    ("(a+)+$", []), ("(", []), ("prefix.", []), ("prefix-a", ["prefix-a" + "a" * 40]), (None, ["prefix-a" + "a" * 40])])
def test_a_list_has_the_names_that_begin_with_a_prefix(local_cloud, prefix, names):
    sqs, events, name = local_cloud.client("sqs"), local_cloud.client("events"), "prefix-a" + "a" * 40
    sqs.create_queue(QueueName=name)
    events.put_rule(Name=name, ScheduleExpression="rate(1 day)")
    urls = sqs.list_queues(**{"QueueNamePrefix": prefix} if prefix else {}).get("QueueUrls", [])
    assert [url.rpartition("/")[2] for url in urls if "prefix-" in url] == names
    if prefix in ("(a+)+$", "("):
        assert error_code(events.list_rules, NamePrefix=prefix) == "ValidationException"
        return
    rules = events.list_rules(**{"NamePrefix": prefix} if prefix else {})["Rules"]
    assert [rule["Name"] for rule in rules if "prefix-" in rule["Name"]] == names
