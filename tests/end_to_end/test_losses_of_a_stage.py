"""A deploy to a stage on AWS that would lose state stops, counts it, and goes on only by the names of what is lost."""
import json
import re
from pathlib import Path

import pytest

import delete_stack
from aws import stacks
from kit.problems import Problems
from tests.fixtures.aws_stages import reads

pytest_plugins = ["tests.fixtures.aws_stages"]
VARIABLES = ["HOARD_A_TABLE", "HOARD_BUCKET", "HOARD_REMIND_SCHEDULE"]
FULL = {"keep": reads(*VARIABLES, infra="{queue: {delay: 900}}"), "remind": reads()}
SETTINGS = "name: hoard\nbus: {archive: 30 days}\n"


@pytest.fixture
def hoard(stage_on_aws):
    """The outputs of an app with two items, an object, two messages and a schedule."""
    outputs = stage_on_aws.deploy(SETTINGS, FULL, "--empty")  # beside what the test before left
    client = stage_on_aws.cloud.client
    for key in ("a", "b"):
        client("dynamodb").put_item(TableName=outputs["HoardATableName"], Item={"pk": {"S": key}, "sk": {"S": key}})
    client("s3").put_object(Bucket=outputs["HoardBucketName"], Key="a", Body=b"a")
    client("sqs").send_message(QueueUrl=outputs["KeepQueueUrl"], MessageBody="a")
    client("sqs").send_message(QueueUrl=outputs["KeepQueueDlqUrl"], MessageBody="a")
    variables = client("lambda").get_function_configuration(FunctionName="hoard-dev-keep")["Environment"]["Variables"]
    schedule = json.loads(variables["HOARD_REMIND_SCHEDULE"])
    client("scheduler").create_schedule(Name="tea", ScheduleExpression="rate(30 days)", **schedule,
                                        FlexibleTimeWindow={"Mode": "OFF"})
    return outputs


def test_a_deletion_prints_what_it_keeps_and_loses_state_only_by_its_name(stage_on_aws, hoard):
    for words in ([], ["--yes"], ["--yes", "--lose", "KeepQueue"]):
        with pytest.raises(Problems) as refused:
            delete_stack.main(["build/app.json", "--stage", "dev", *words])
        text = re.sub(r"(::[A-Za-z]+) \S+:", r"\1 X:", str(refused.value))
        text = re.sub(r"\n  LOST: HoardBusArchive: .*", "", text).replace("HoardBusArchive,", "")  # counts after a while
        assert text == """\
nobody is here to agree to delete the stack hoard-dev; resources with data that stay: 2
  AWS::DynamoDB::Table X: 2 items
  AWS::S3::Bucket X: 1 object
  LOST: KeepQueue: AWS::SQS::Queue X: 1 message
  LOST: KeepQueueDlq: AWS::SQS::Queue X: 1 message
  LOST: RemindScheduleGroup: AWS::Scheduler::ScheduleGroup X: 1 schedule
  hint: `lose=KeepQueue,KeepQueueDlq,RemindScheduleGroup` agrees"""
    with pytest.raises(Problems, match="lose=HoardATable: nothing of that name would be lost"):
        delete_stack.main(["build/app.json", "--stage", "dev", "--lose", "HoardATable"])
    client = stage_on_aws.cloud.client("sqs")
    assert client.get_queue_attributes(QueueUrl=hoard["KeepQueueUrl"])
    delete_stack.main(["build/app.json", "--stage", "dev", "--lose",
                       "HoardBusArchive,KeepQueue,KeepQueueDlq,RemindScheduleGroup"])
    assert client.list_queues(QueueNamePrefix="hoard-dev").get("QueueUrls", []) == []


def test_state_is_lost_only_by_its_name(stage_on_aws, hoard):
    renamed = {"kept": reads("HOARD_B_TABLE", infra="{queue: {delay: 900}}"), "remind": reads()}
    with pytest.raises(Problems) as refused:
        stage_on_aws.deploy("name: hoard\n", renamed, "--yes")
    text = re.sub(r"(in|LOST:) \S+(,| is)", r"\1 X\2", str(refused.value))
    assert re.sub(r"its \d+ events? (is|are)", "its N events are", text) == """\
nobody is here to agree to change hoard-dev:
  WARNING: the archive HoardBusArchive is REMOVED: its N events are LOST: X is deleted
  WARNING: the bucket HoardBucket is REMOVED: its 1 object stays in X, outside the stack
  WARNING: the queue KeepQueue is REMOVED: its 1 message is LOST: X is deleted
  WARNING: the queue KeepQueueDlq is REMOVED: its 1 message is LOST: X is deleted
  WARNING: the schedule group RemindScheduleGroup is REMOVED: its 1 schedule is LOST: X is deleted
  WARNING: the table HoardATable is REMOVED: its 2 items stay in X, outside the stack
  hint: `lose=HoardATable,HoardBucket,HoardBusArchive,KeepQueue,KeepQueueDlq,RemindScheduleGroup` agrees"""
    names = "HoardATable,HoardBucket,HoardBusArchive,KeepQueue,RemindScheduleGroup"
    with pytest.raises(Problems, match="KeepQueueDlq is REMOVED.*\n  hint: `lose=Hoard.*,KeepQueue,KeepQueueDlq,.*` agrees"):
        stage_on_aws.deploy("name: hoard\n", renamed, "--lose", names)
    change_sets = stage_on_aws.cloud.client("cloudformation").list_change_sets(StackName="hoard-dev")["Summaries"]
    assert "AVAILABLE" not in {change_set["ExecutionStatus"] for change_set in change_sets}
    assert "HoardBTableName" in stage_on_aws.deploy("name: hoard\n", renamed, "--lose", f"{names},KeepQueueDlq")
    assert len(stage_on_aws.cloud.client("dynamodb").scan(TableName=hoard["HoardATableName"])["Items"]) == 2


def test_a_bucket_whose_loss_was_agreed_is_deleted_with_its_objects(stage_on_aws, capsys):
    client, policies = stage_on_aws.cloud.client, "DeletionPolicy: Delete, UpdateReplacePolicy: Delete"
    Path("resources.yaml").write_text(f"Resources:\n  Attic: {{Type: AWS::S3::Bucket, {policies}}}\n")
    stage_on_aws.deploy("name: hoard\n", {"remind": reads()})
    name = client("cloudformation").describe_stack_resource(
        StackName="hoard-dev", LogicalResourceId="Attic")["StackResourceDetail"]["PhysicalResourceId"]
    client("s3").put_object(Bucket=name, Key="a", Body=b"a")
    Path("resources.yaml").unlink()
    with pytest.raises(Problems, match="the bucket Attic is REMOVED: its 1 object is LOST"):
        stage_on_aws.deploy("name: hoard\n", {"remind": reads()}, "--yes")
    assert client("s3").list_objects_v2(Bucket=name)["KeyCount"] == 1
    stage_on_aws.deploy("name: hoard\n", {"remind": reads()}, "--lose", "Attic")
    assert f"  {name} deleted with its objects\n" in capsys.readouterr().err
    assert name not in {bucket["Name"] for bucket in client("s3").list_buckets()["Buckets"]}


INNER = """Resources:
  Loft: {Type: AWS::S3::Bucket, DeletionPolicy: Retain, UpdateReplacePolicy: Retain}
  Post: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub "${AWS::StackName}-post"}}
"""
NESTING = """Resources:
  Inner:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: "https://yaml-hoards.s3.eu-west-1.amazonaws.com/inner.yaml"}
"""


def test_state_of_a_nested_stack_in_yaml_is_kept_or_lost_as_its_own_template_declares(stage_on_aws, capsys):
    client = stage_on_aws.cloud.client
    client("s3").create_bucket(Bucket="yaml-hoards", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    client("s3").put_object(Bucket="yaml-hoards", Key="inner.yaml", Body=INNER.encode())
    Path("resources.yaml").write_text(NESTING)
    stage_on_aws.deploy("name: nest\n", {"remind": reads()})
    inner = {resource["LogicalResourceId"]: resource["PhysicalResourceId"]
             for resource in stacks.resources(client("cloudformation"), "nest-dev")}
    client("s3").put_object(Bucket=inner["Loft"], Key="a", Body=b"a")
    client("sqs").send_message(QueueUrl=inner["Post"], MessageBody="a")
    Path("resources.yaml").unlink()
    with pytest.raises(Problems, match="the queue Post is REMOVED: its 1 message is LOST") as refused:
        stage_on_aws.deploy("name: nest\n", {"remind": reads()})
    assert f"the bucket Loft is REMOVED: its 1 object stays in {inner['Loft']}, outside the stack" in str(refused.value)
    with pytest.raises(Problems, match="\n  LOST: Post: AWS::SQS::Queue .*: 1 message\n  hint: `lose=Post` agrees") as refused:
        delete_stack.main(["build/app.json", "--stage", "dev", "--yes"])
    assert f"that stay: 1\n  AWS::S3::Bucket {inner['Loft']}: 1 object\n" in str(refused.value)
    delete_stack.main(["build/app.json", "--stage", "dev", "--lose", "Post"])
    assert f"nest-dev deleted\n  remains: AWS::S3::Bucket {inner['Loft']}: 1 object\n" in capsys.readouterr().err
    assert client("s3").list_objects_v2(Bucket=inner["Loft"])["KeyCount"] == 1
