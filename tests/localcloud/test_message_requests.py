"""Messages that SQS rejects, and regions that do not exist."""
import pytest
from botocore.exceptions import ClientError


def error_code(call, **parameters):
    """The code of the error of a call, or "" if it succeeds."""
    try:
        call(**parameters)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return ""


@pytest.mark.parametrize("body, code", [
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


@pytest.mark.parametrize("service, operation", [
    ("sqs", "list_queues"), ("dynamodb", "list_tables"), ("s3", "list_buckets"), ("lambda", "list_functions"),
    ("cloudformation", "describe_stacks"), ("sns", "list_topics"), ("cognito-idp", "list_user_pools"),
])
def test_a_region_that_does_not_exist_is_named(local_cloud, service, operation):
    arguments = {"MaxResults": 1} if service == "cognito-idp" else {}
    with pytest.raises(ClientError) as raised:
        getattr(local_cloud.client(service, "mars-north-1"), operation)(**arguments)
    assert raised.value.response["Error"]["Message"] == "AWS has no region mars-north-1"
