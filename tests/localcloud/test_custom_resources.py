"""Custom resources: the requests to their functions, and what the responses change."""
import json
from urllib.parse import unquote, urlsplit

import pytest

from localcloud.cloudformation import absent_types, custom_responses
from localcloud.cloudformation.resources import TYPES, custom
from tests.fixtures.cases import cases
from tests.fixtures.stacks import BAD, QUEUE, resource


def respond(event, **fields):
    """Puts a response at the ResponseURL, as a function does."""
    body = json.dumps({"Status": "SUCCESS", "PhysicalResourceId": "one", **{name: event[name] for name in custom_responses.VERBATIM},
                       **fields}).encode()
    path = unquote(urlsplit(event["ResponseURL"]).path)
    return custom_responses.handle({"REQUEST_METHOD": "PUT", "PATH_INFO": path}, body)[0]


def own(token, **properties):
    return resource("Custom::Own", ServiceToken=token, **properties)


def kinds(cloud, name):
    """[(request type, physical id)] of the requests that a function got."""
    return [(event["RequestType"], event.get("PhysicalResourceId")) for event in cloud.calls(name)]


def reasons(stack, status):
    """[reason] of the events with a status, of resources."""
    return [event["ResourceStatusReason"] for event in stack.events
            if event["ResourceStatus"] == status and event["LogicalResourceId"] != stack.name]


def test_a_resource_is_created_updated_and_deleted_by_its_function(cloud, stacks):
    token = cloud.function("own", lambda event: respond(event, Data={"Key": event["ResourceProperties"].get("Size"), "In": {"A": "b"}}))
    outputs = {"Outputs": {"Id": {"Value": {"Ref": "Own"}}, "Key": {"Value": {"Fn::GetAtt": ["Own", "Key"]}},
                           "Inner": {"Value": {"Fn::Sub": "${Own.In.A}"}}}}
    stack = stacks.create({"Own": own(token, Size=5, Is=True, List=[1, {"a": False}])}, sections=outputs)
    values = {output["OutputKey"]: output["OutputValue"] for output in stack.outputs}
    assert (stack.status, values) == ("CREATE_COMPLETE", {"Id": "one", "Key": "5", "Inner": "b"})
    created = cloud.calls("own")[0]
    assert created == {
        "RequestType": "Create", "ServiceToken": token, "StackId": stack.id, "RequestId": created["RequestId"],
        "LogicalResourceId": "Own", "ResourceType": "Custom::Own", "ResponseURL": created["ResponseURL"],
        "ResourceProperties": {"ServiceToken": token, "Size": "5", "Is": "true", "List": ["1", {"a": "false"}]}}
    assert created["ResponseURL"].startswith("https://cloudformation-custom-resource-response-eunorth1.s3.amazonaws.com/arn%3Aaws")
    stacks.update({"Own": own(token, Size=6)}, sections=outputs)
    updated = cloud.calls("own")[1]
    assert updated["OldResourceProperties"] == created["ResourceProperties"]
    assert (updated["ResourceProperties"]["Size"], stack.outputs[1]["OutputValue"]) == ("6", "6")
    stacks.delete()
    assert kinds(cloud, "own") == [("Create", None), ("Update", "one"), ("Delete", "one")]
    assert respond(created) == 403  # nothing waits for it any more


def test_another_physical_id_is_a_replacement(cloud, stacks):
    token = cloud.function("replacing", lambda event: respond(event, PhysicalResourceId=f"id-{event['ResourceProperties']['N']}"))
    stacks.create({"Own": own(token, N=1)})
    stack = stacks.update({"Own": own(token, N=2)})
    assert stack.resources["Own"].ref == "id-2"
    stacks.update({"Own": own(token, N=3), "Queue": {**QUEUE, "DependsOn": "Own"}, "Bad": BAD})
    assert (stack.status, stack.resources["Own"].ref) == ("UPDATE_ROLLBACK_COMPLETE", "id-2")
    assert kinds(cloud, "replacing") == [("Create", None), ("Update", "id-1"), ("Delete", "id-1"), ("Update", "id-2"),
                                         ("Update", "id-3"), ("Delete", "id-3")]


def test_a_failed_creation_is_deleted_too(cloud, stacks):
    token = cloud.function("failing", lambda event: respond(
        event, Status="FAILED" if event["RequestType"] == "Create" else "SUCCESS", Reason="no room"))
    stack = stacks.create({"Own": own(token)})
    assert stack.status == "ROLLBACK_COMPLETE"
    request = cloud.calls("failing")[0]["RequestId"]
    assert reasons(stack, "CREATE_FAILED") == [
        f"Received response status [FAILED] from custom resource. Message returned: no room (RequestId: {request})"]
    assert kinds(cloud, "failing") == [("Create", None), ("Delete", "one")]


def test_a_failed_update_is_undone_by_another_update(cloud, stacks):
    token = cloud.function("picky", lambda event: respond(
        event, Status="FAILED" if event["ResourceProperties"]["N"] == "2" else "SUCCESS"))
    stacks.create({"Own": own(token, N=1)})
    stack = stacks.update({"Own": own(token, N=2)})
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert [event["ResourceProperties"]["N"] for event in cloud.calls("picky")] == ["1", "2", "1"]


def test_a_function_that_fails_without_a_response_fails_the_resource_at_once(cloud, stacks):
    def handler(event):
        if event["RequestType"] == "Create":
            raise KeyError("x")
        respond(event)
    stack = stacks.create({"Own": own(cloud.function("raising", handler))})
    (create, _), (delete, id_) = kinds(cloud, "raising")
    assert (stack.status, create, delete, id_[:8]) == ("ROLLBACK_COMPLETE", "Create", "Delete", "one-Own-")
    reason, = reasons(stack, "CREATE_FAILED")
    assert reason.startswith("CloudFormation did not receive a response from your Custom Resource.") and "KeyError" in reason


def test_the_time_of_a_response_is_limited(cloud, stacks, caplog):
    token = cloud.function("silent", lambda event: respond(event) if event["RequestType"] == "Delete" else None)
    stack = stacks.create({"Own": own(token, ServiceTimeout=2)})  # of the cloud's seconds
    request = cloud.calls("silent")[0]["RequestId"]
    assert reasons(stack, "CREATE_FAILED") == [
        f"CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [{request}]."]
    assert "Own: the function silent ended without a response to CloudFormation, which waits for one 2 seconds" in caplog.text


def test_a_response_may_come_after_the_end_of_the_function(cloud, stacks):
    def handler(event):
        cloud.client("sqs").send_message(QueueUrl=cloud.client("sqs").create_queue(QueueName="later")["QueueUrl"],
                                         MessageBody=json.dumps(event))
    queue = cloud.client("sqs").create_queue(QueueName="later")["QueueUrl"]
    cloud.function("answers-later", lambda event: [respond(json.loads(record["body"])) for record in event["Records"]])
    cloud.mapping("arn:aws:sqs:eu-west-1:123456789012:later", "answers-later")
    assert queue and stacks.create({"Own": own(cloud.function("asks", handler))}).status == "CREATE_COMPLETE"


def test_a_topic_may_get_the_request(cloud, stacks):
    function = cloud.function("of-topic", lambda event: respond(json.loads(event["Records"][0]["Sns"]["Message"])))
    sns = cloud.state.client("sns", "eu-north-1")
    topic = sns.create_topic(Name="requests")["TopicArn"]
    cloud.client("lambda").add_permission(FunctionName="of-topic", StatementId="sns", Action="lambda:InvokeFunction",
                                          Principal="sns.amazonaws.com", SourceArn=topic)
    sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=function)
    assert stacks.create({"Own": resource(custom.TYPE, ServiceToken=topic)}).status == "CREATE_COMPLETE"


@pytest.mark.parametrize("fields, reason", [
    ({"Status": "OK"}, "The response of the custom resource is no JSON object with the Status SUCCESS or FAILED"),
    ({"RequestId": "x"}, "The response of the custom resource does not repeat RequestId of its request"),
    ({"PhysicalResourceId": ""}, "Invalid PhysicalResourceId"), ({"Data": {"a": "x" * 4096}}, "Response object is too long.")])
def test_a_response_that_cloudformation_cannot_read_fails_the_resource(cloud, stacks, fields, reason):
    token = cloud.function(f"unreadable-{len(str(fields))}-{[*fields][0]}", lambda event: respond(
        event, **(fields if event["RequestType"] == "Create" else {})))
    assert reasons(stacks.create({"Own": own(token)}), "CREATE_FAILED") == [reason]


def test_a_function_that_does_not_exist_gets_no_deletion(stacks):
    token = "arn:aws:lambda:eu-west-1:123456789012:function:absent"
    stack = stacks.create({"Own": own(token)})
    assert (stack.status, reasons(stack, "CREATE_FAILED")) == ("ROLLBACK_COMPLETE", [f"Function not found: {token}"])


def test_the_function_of_a_resource_cannot_change(cloud, stacks):
    stacks.create({"Own": own(cloud.function("first", respond))})
    stack = stacks.update({"Own": own(cloud.function("second", respond))})
    assert (stack.status, reasons(stack, "UPDATE_FAILED"), cloud.calls("second")) == (
        "UPDATE_ROLLBACK_COMPLETE", ["Modifying service token is not allowed."], [])


def test_an_attribute_that_the_response_lacks_is_named(cloud, stacks):
    stack = stacks.create({"Own": own(cloud.function("plain", respond)), "Queue": {
        "Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Fn::GetAtt": ["Own", "Nmae"]}}}})
    assert reasons(stack, "CREATE_FAILED") == [
        "CustomResource attribute error: Vendor response doesn't contain Nmae key in object Own"]


@cases("token, is_omitted", [
    ({"Fn::GetAtt": ["SeedFunction", "Arn"]}, False), ({"Ref": "Topic"}, False),
    ({"Fn::Sub": "arn:aws:lambda:eu-west-1:1:function:${AWS::StackName}-seed"}, False),
    ("arn:aws:lambda:eu-west-1:123456789012:function:of-others", True), ({"Fn::ImportValue": "of-others"}, True),
    ({"Fn::Sub": "arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:of-others"}, True)])
def test_a_deploy_omits_a_resource_that_another_app_makes(token, is_omitted):
    reason = "its ServiceToken is no function or topic of the app"
    assert absent_types.lack(own(token)) == (reason if is_omitted else "")


def test_only_custom_types_are_any():
    assert "Custom::Any" in TYPES and TYPES["Custom::Any"] is TYPES[custom.TYPE]
    assert "AWS::Any::Type" not in TYPES
    with pytest.raises(KeyError):
        TYPES["AWS::Any::Type"]


# The ways in which AWS's modules put a response: cfn-response (urllib3) and crhelper (http.client with TLS)
BY_MODULES = """
import http.client, json, ssl, urllib.parse
import urllib3
def handler(event, context):
    body = json.dumps({**{name: event[name] for name in ("StackId", "RequestId", "LogicalResourceId")}, "Status": "SUCCESS",
                       "PhysicalResourceId": "own"})
    url = event["ResponseURL"]
    if event["RequestType"] == "Create":
        urllib3.PoolManager().request("PUT", url, headers={"content-type": "", "content-length": str(len(body))}, body=body)
    else:
        parts = urllib.parse.urlsplit(url)
        connection = http.client.HTTPSConnection(parts.netloc, context=ssl.create_default_context())
        connection.request("PUT", urllib.parse.urlunsplit(("", "", *parts[2:])), body, {"content-type": ""})
        assert connection.getresponse().status == 200
"""


def test_the_modules_of_aws_reach_the_response_url(local_cloud):
    arn = local_cloud.function("custom-by-modules", BY_MODULES)
    client = local_cloud.client("cloudformation")
    client.create_stack(StackName="by-modules", TemplateBody=json.dumps({"Resources": {"Own": own(arn)}}))
    client.get_waiter("stack_create_complete").wait(StackName="by-modules", WaiterConfig={"Delay": 1, "MaxAttempts": 600})
    assert client.describe_stack_resource(StackName="by-modules", LogicalResourceId="Own")[
        "StackResourceDetail"]["PhysicalResourceId"] == "own"
    client.delete_stack(StackName="by-modules")
    client.get_waiter("stack_delete_complete").wait(StackName="by-modules", WaiterConfig={"Delay": 1, "MaxAttempts": 600})
