"""Import of existing resources into a stack of the local cloud, by AWS's rules."""
import pytest

from tests.fixtures import in_process
from tests.fixtures.stacks import QUEUE, REGION, service

KEPT = {"Type": "AWS::S3::Bucket", "DeletionPolicy": "Retain"}


def entry(name="old-bucket", id_="Bucket", type_="AWS::S3::Bucket", identifier="BucketName"):
    return {"ResourceType": type_, "LogicalResourceId": id_, "ResourceIdentifier": {identifier: name}}


@pytest.fixture(scope="module")
def bucket(cloudformation):
    """A bucket with one object."""
    s3 = service("s3")
    s3.create_bucket(Bucket="old-bucket", CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_object(Bucket="old-bucket", Key="a", Body=b"a")
    return s3


def import_(stacks, resources, entries, **sections):
    stacks.client.create_change_set(StackName="one", ChangeSetName="c1", ChangeSetType="IMPORT", ResourcesToImport=entries,
                                    TemplateBody=stacks.body(resources, **sections))
    changes = stacks.client.describe_change_set(StackName="one", ChangeSetName="c1")["Changes"]
    stacks.client.execute_change_set(StackName="one", ChangeSetName="c1")
    return in_process.settled(REGION, "one"), [change["ResourceChange"]["Action"] for change in changes]


@pytest.mark.parametrize("exists", [False, True])
def test_a_resource_becomes_one_of_a_stack_and_is_then_updated(stacks, bucket, exists):
    others = {"Queue": QUEUE} if exists else {}
    if exists:
        stacks.create(others)
    stack, actions = import_(stacks, {**others, "Bucket": KEPT}, [entry()])
    assert (stack.status, actions, stack.resources["Bucket"].ref) == ("IMPORT_COMPLETE", ["Import"], "old-bucket")
    versioned = {**KEPT, "Properties": {"VersioningConfiguration": {"Status": "Enabled"}}}
    outputs = {"Arn": {"Value": {"Fn::GetAtt": ["Bucket", "Arn"]}}}
    assert stacks.update({**others, "Bucket": versioned}, sections={"Outputs": outputs}).outputs[0]["OutputValue"] == (
        "arn:aws:s3:::old-bucket")
    assert bucket.get_bucket_versioning(Bucket="old-bucket")["Status"] == "Enabled"
    assert bucket.list_objects_v2(Bucket="old-bucket")["KeyCount"] == 1
    stacks.update({**others, "Other": QUEUE})  # the bucket is retained


@pytest.mark.parametrize("resources, entries, message", [
    ({"Bucket": KEPT}, [], "ResourcesToImport must be specified"),
    ({"Bucket": {"Type": KEPT["Type"]}}, [entry()], "must have DeletionPolicy attribute specified"),
    ({"Bucket": KEPT}, [entry("absent-bucket")], "with identifier 'absent-bucket' was not found"),
    ({"Bucket": KEPT}, [entry(identifier="Name")], "must be BucketName, not Name"),
    ({"Bucket": KEPT}, [entry(type_="AWS::SQS::Queue")], "is not in the template"),
    ({"Bucket": KEPT, "Queue": QUEUE}, [entry()], "Resources [Queue] is missing from ResourceToImport list"),
    ({"Bucket": KEPT, "Again": KEPT}, [entry(), entry(id_="Again")], "more than once"),
    ({"Q": {**QUEUE, "DeletionPolicy": "Retain"}}, [entry(id_="Q", type_="AWS::SQS::Queue")], "are not supported for Import"),
])
def test_an_import_that_aws_refuses_is_refused(stacks, bucket, resources, entries, message):
    code, text = stacks.error("create_change_set", StackName="one", ChangeSetName="c1", ChangeSetType="IMPORT",
                              TemplateBody=stacks.body(resources), ResourcesToImport=entries)
    assert code == "ValidationError" and message in text
    assert stacks.client.describe_stacks()["Stacks"] == []


def test_an_import_may_change_only_the_imported_resources(stacks, bucket):
    stacks.create({"Queue": QUEUE})
    for resources, sections, message in [
            ({"Bucket": KEPT}, {}, "Only resources in ResourcesToImport may change"),
            ({"Queue": QUEUE, "Bucket": KEPT}, {"Outputs": {"A": {"Value": "a"}}}, "you cannot modify or add [Outputs]")]:
        assert message in stacks.error("create_change_set", StackName="one", ChangeSetName="c1", ChangeSetType="IMPORT",
                                       TemplateBody=stacks.body(resources, **sections), ResourcesToImport=[entry()])[1]


def test_a_resource_of_another_stack_is_refused(stacks, bucket):
    import_(stacks, {"Bucket": KEPT}, [entry()])
    assert "already exists in stack" in stacks.error(
        "create_change_set", StackName="two", ChangeSetName="c1", ChangeSetType="IMPORT",
        TemplateBody=stacks.body({"Bucket": KEPT}), ResourcesToImport=[entry()])[1]
    stacks.update({"Other": QUEUE})


@pytest.mark.parametrize("stage, is_kept", [("dev", True), ("local", False)])
def test_a_stage_of_aws_keeps_what_its_policies_retain_when_it_is_deleted(stacks, stage, is_kept):
    stack = stacks.create({"Bucket": KEPT}, sections={"Parameters": {"Stage": {"Type": "String"}}},
                          Parameters=[{"ParameterKey": "Stage", "ParameterValue": stage}])
    name = stack.resources["Bucket"].ref
    assert stacks.delete().status == "DELETE_COMPLETE"
    kept = [entry["PhysicalResourceId"] for entry in stacks.client.list_stack_resources(
        StackName=stack.id)["StackResourceSummaries"] if entry["ResourceStatus"] == "DELETE_SKIPPED"]
    assert kept == [name] * is_kept
    assert (name in [entry["Name"] for entry in service("s3").list_buckets()["Buckets"]]) == is_kept
    service("s3").delete_bucket(Bucket=name) if is_kept else None
