"""Resources that a person deleted by hand: the next deploy names them and creates them again."""
import json
import re
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

import deploy_stack
from aws import stacks
from deploy import state_deletion
from tests.fixtures.lambda_texts import lambda_text

WORK = '''"""Works through messages.

infra: {{queue: {{}}, timeout: {seconds}}}
"""
import os

import boto3


def handler(event, context):
    boto3.resource("dynamodb").Table(os.environ["HAND_TABLE"]).put_item(Item={{"pk": "1", "sk": "1"}})
    boto3.client("s3").put_object(Bucket=os.environ["HAND_BUCKET"], Key="1", Body=b"1")
    return {answer!r}
'''
CALL = lambda_text(
    "{endpoint: {api: public, method: GET, path: /call}}",
    'return boto3.client("lambda").invoke(FunctionName=os.environ["HAND_WORK_FUNCTION"])["Payload"].read().decode()',
    "os", "boto3")
LIVE = lambda_text(
    "{concurrency: {provisioned: 1}}",
    'boto3.client("sqs").get_queue_attributes(QueueUrl=os.environ["HAND_WORK_QUEUE"])\nreturn "live"', "os", "boto3")
SETTINGS = "name: hand\nstacks: {}\n"


@pytest.fixture
def deploy(deploy_app):
    def deploy(*words, stacks=1, seconds=5, answer="done"):
        texts = {"work": WORK.format(seconds=seconds, answer=answer), "call": CALL, "live": LIVE}
        return deploy_app(SETTINGS.format(stacks), texts, *words)
    return deploy


def resources(cloud):
    """{logical id: physical id} of the stack and its nested stacks."""
    return {entry["LogicalResourceId"]: entry.get("PhysicalResourceId")
            for entry in stacks.resources(cloud.client("cloudformation"), "hand-local")}


def role_deletion(iam, name):
    for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
        iam.delete_role_policy(RoleName=name, PolicyName=policy)
    iam.delete_role(RoleName=name)


# {end of a logical id: (service, deletion of a resource as a person does it, past CloudFormation)}
DELETIONS = {
    "Function": ("lambda", lambda client, id_: client.delete_function(FunctionName=id_)),
    "Role": ("iam", role_deletion),
    "LogGroup": ("logs", lambda client, id_: client.delete_log_group(logGroupName=id_)),
    "Mapping": ("lambda", lambda client, id_: client.delete_event_source_mapping(UUID=id_)),
    "Alias": ("lambda", lambda client, id_: client.delete_alias(
        FunctionName=id_.rpartition(":")[0], Name=id_.rpartition(":")[2])),
    "Table": ("dynamodb", lambda client, id_: client.delete_table(TableName=id_)),
    "Bucket": ("s3", state_deletion.delete_bucket),
    "Api": ("apigateway", lambda client, id_: client.delete_rest_api(restApiId=id_)),
    "Stage": ("apigateway", lambda client, id_: client.delete_stage(
        restApiId=client.get_rest_apis()["items"][-1]["id"], stageName=id_)),
    "Bus": ("events", lambda client, id_: client.delete_event_bus(Name=id_)),
    "Queue": ("sqs", lambda client, id_: client.delete_queue(QueueUrl=id_)),
}


def delete(cloud, *ids):
    """Delete resources. -> {logical id: physical id} of all that the stack has"""
    before = resources(cloud)
    for id_ in ids:
        service, deletion = next(value for end, value in DELETIONS.items() if id_.endswith(end))
        deletion(cloud.client(service), before[id_])
    return before


def answers(cloud):
    """What the lambdas answer: ("done", "done", "live"). call calls work."""
    names = resources(cloud)
    call = cloud.invoke(names["CallFunction"])
    return (cloud.invoke(names["WorkFunction"]), json.loads(call["body"] if isinstance(call, dict) else call),
            cloud.invoke(f"{names['LiveFunction']}:live"))


@pytest.fixture
def told(capsys):
    """told() -> the resources of which it was printed since the last call that they were deleted by hand, a
    deployment without its digest."""
    return lambda: sorted(re.sub("(?<=Deployment).*", "", id_) for id_ in re.findall(
        r"^  (\w+) \(.*was deleted by hand", capsys.readouterr().err, re.M))


def test_a_full_deploy_creates_again_what_was_deleted_by_hand(deploy, local_cloud, told):
    deploy()
    for ids, more, kept in ((["ApiStage", "CallLogGroup", "CallRole", "FailuresQueue", "HandBucket", "HandBus",
                              "HandTableMapping", "LiveLiveAlias", "WorkQueue"], ["HandBucketPolicy"],
                             {"Api", "CallFunction", "LiveFunction"}),
                            (["Api", "CallFunction", "HandTable", "LiveFunction", "WorkFunction", "WorkQueue", "WorkRole"],
                             ["ApiDeployment", "ApiStage", "CallEndpointPermission", "LiveFailures", "LiveLiveAlias",
                              "LiveLiveVersion"], {"CallRole", "LiveRole", "HandBus"})):
        before = delete(local_cloud, *ids)
        deploy("--full")
        after = resources(local_cloud)
        assert told() == sorted(ids + more) and after.keys() == before.keys()
        assert {name for name in before if before[name] == after[name]} > kept
        assert answers(local_cloud) == ("done", "done", "live")
    deploy("--full")
    assert told() == []


def interrupt(*_arguments):
    raise KeyboardInterrupt


def test_a_deploy_that_meets_what_was_deleted_creates_it_again(deploy, local_cloud, told, monkeypatch):
    deploy()
    delete(local_cloud, "WorkFunction")
    deploy(answer="code")  # code alone: Lambda does not know the function
    assert (told(), answers(local_cloud)) == (["WorkFunction"], ("code", "code", "live"))
    delete(local_cloud, "WorkFunction")
    deploy(answer="code", seconds=6)  # CloudFormation cannot update it
    assert (told(), answers(local_cloud)) == (["WorkFunction"], ("code", "code", "live"))
    delete(local_cloud, "WorkRole")
    with pytest.raises(ClientError, match="The role defined for the function cannot be assumed by Lambda."):
        local_cloud.invoke("hand-local-work")
    deploy(answer="code", seconds=7)
    assert told() == ["WorkRole"]
    delete(local_cloud, "WorkFunction", "HandTable")
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(deploy_stack, "deploy_once", interrupt)
        deploy("--full", answer="code", seconds=7)
    deploy(answer="code", seconds=7)  # the killed deploy took them out of the stack
    assert answers(local_cloud) == ("code", "code", "live")


def test_what_is_deleted_from_nested_stacks_is_created_again(deploy, local_cloud, told):
    deploy(stacks=2)
    before = delete(local_cloud, "WorkFunction", "CallRole", "HandTable", "WorkQueue")
    deploy("--full", stacks=2)
    assert {"WorkFunction", "CallRole", "HandTable", "WorkQueue"} <= {*told()}
    assert resources(local_cloud).keys() == before.keys() and answers(local_cloud) == ("done", "done", "live")
    cloudformation = local_cloud.client("cloudformation")
    cloudformation.delete_stack(StackName=before["Lambdas1"])
    while cloudformation.describe_stacks(StackName=before["Lambdas1"])["Stacks"][0]["StackStatus"] != "DELETE_COMPLETE":
        pass
    deploy(stacks=2, seconds=9)
    assert told() == ["Lambdas1"]
    assert resources(local_cloud).keys() == before.keys() and answers(local_cloud) == ("done", "done", "live")


INNER = """
Resources:
  Policy:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref News]
      PolicyDocument: {Version: 2012-10-17, Statement: [
        {Effect: Allow, Principal: "*", Action: "sns:Publish", Resource: !GetAtt News.TopicArn}]}
  News: {Type: AWS::SNS::Topic}
  Kept: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Sub "of ${News.TopicName}"}}
"""


def test_what_is_deleted_from_a_nested_stack_in_yaml_is_created_again(deploy, local_cloud, told):
    local_cloud.client("s3").create_bucket(
        Bucket="yaml-stacks", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    local_cloud.client("s3").put_object(Bucket="yaml-stacks", Key="inner.yaml", Body=INNER)
    Path("resources.yaml").write_text("""Resources:
  Inner:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: "https://yaml-stacks.s3.eu-west-1.amazonaws.com/inner.yaml"}
""")
    deploy()
    before = resources(local_cloud)
    local_cloud.client("sns").delete_topic(TopicArn=before["News"])
    deploy("--full")
    after = resources(local_cloud)
    assert told() == ["News"] and after.keys() == before.keys() and after["Kept"] == before["Kept"]
    assert after["News"] in [topic["TopicArn"] for topic in local_cloud.client("sns").list_topics()["Topics"]]
