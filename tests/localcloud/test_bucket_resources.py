"""Buckets as resources of a local stack, and their policies with conditions."""
import json

import pytest
from botocore.exceptions import ClientError
from moto.s3.models import s3_backends

from localcloud.moto import bucket_policy, state
from tests.fixtures import in_process
from tests.fixtures.cases import cases
from tests.fixtures.stacks import REGION, resource, service

BUCKET = resource(
    "AWS::S3::Bucket", VersioningConfiguration={"Status": "Enabled"}, Tags=[{"Key": "a", "Value": "1"}],
    NotificationConfiguration={"EventBridgeConfiguration": {"EventBridgeEnabled": "true"}},
    CorsConfiguration={"CorsRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"], "MaxAge": "60",
                                      "ExposedHeaders": ["ETag"]}]},
    LifecycleConfiguration={"Rules": [{"Id": "old", "Status": "Enabled", "ExpirationInDays": "30",
                                       "NoncurrentVersionExpiration": {"NoncurrentDays": 7},
                                       "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1}}]},
    BucketEncryption={"ServerSideEncryptionConfiguration": [
        {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]},
    PublicAccessBlockConfiguration={"BlockPublicAcls": "true", "BlockPublicPolicy": True,
                                    "IgnorePublicAcls": True, "RestrictPublicBuckets": True},
    OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
    WebsiteConfiguration={"IndexDocument": "index.html", "ErrorDocument": "404.html"})


def sends_to_eventbridge(name):
    """From moto's state: its GetBucketNotificationConfiguration leaves it out."""
    configuration = s3_backends[state.ACCOUNT]["aws"].buckets[name].notification_configuration
    return configuration is not None and configuration.event_bridge is not None


def test_a_bucket_has_every_property_and_loses_removed_ones(deploy_resources):
    policy = resource("AWS::S3::BucketPolicy", Bucket={"Ref": "Bucket"}, PolicyDocument={
        "Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*",
                                                "Resource": "*"}]})
    name = deploy_resources({"Bucket": BUCKET, "Policy": policy}).resources["Bucket"].ref
    s3 = service("s3")
    assert name == name.lower() and len(name) <= 63 and name.startswith("case-bucket-")
    assert s3.get_bucket_location(Bucket=name)["LocationConstraint"] == REGION
    assert sends_to_eventbridge(name)
    assert s3.get_bucket_cors(Bucket=name)["CORSRules"][0]["ExposeHeaders"] == ["ETag"]
    assert s3.get_bucket_versioning(Bucket=name)["Status"] == "Enabled"
    rule = s3.get_bucket_lifecycle_configuration(Bucket=name)["Rules"][0]
    assert (rule["ID"], rule["Expiration"]["Days"]) == ("old", 30)
    assert s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]["BlockPublicAcls"] is True
    assert s3.get_bucket_website(Bucket=name)["IndexDocument"] == {"Suffix": "index.html"}
    assert s3.get_bucket_encryption(Bucket=name)
    assert s3.get_bucket_ownership_controls(Bucket=name)
    assert s3.get_bucket_tagging(Bucket=name)["TagSet"] == [{"Key": "a", "Value": "1"}]
    assert "Deny" in s3.get_bucket_policy(Bucket=name)["Policy"]
    deploy_resources({"Bucket": resource("AWS::S3::Bucket")})
    assert not sends_to_eventbridge(name)
    assert s3.get_bucket_versioning(Bucket=name)["Status"] == "Suspended"
    for gone in ("get_bucket_cors", "get_bucket_policy", "get_bucket_website", "get_bucket_tagging"):
        with pytest.raises(s3.exceptions.ClientError):
            getattr(s3, gone)(Bucket=name)


def test_a_bucket_with_objects_is_not_deleted_unless_its_policy_retains_it(cloudformation, deploy_resources):
    name = deploy_resources({"Bucket": resource("AWS::S3::Bucket")}).resources["Bucket"].ref
    service("s3").put_object(Bucket=name, Key="a", Body=b"1")
    cloudformation.delete_stack(StackName="case")
    settled = in_process.settled(REGION, "case")
    assert settled.status == "DELETE_FAILED"
    assert settled.reason == "The following resource(s) failed to delete: [Bucket]."
    assert "BucketNotEmpty" in settled.records["Bucket"]["ResourceStatusReason"]
    service("s3").delete_object(Bucket=name, Key="a")


@pytest.fixture(scope="module", autouse=True)
def _installed():
    state.start()
    bucket_policy.install()


def statement(**more):
    """A statement that denies everybody to read the bucket's objects."""
    return {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::guarded/*", **more}


@cases("statements, readable", [
    ([statement(Condition={"Bool": {"aws:SecureTransport": "false"}})], True),
    ([statement(Condition={"Bool": {"aws:SecureTransport": "true"}})], False),
    ([statement()], False),
    ([statement(Action="s3:PutObject")], True),
    ([statement(Resource="arn:aws:s3:::guarded/secret*")], True),
    ([statement(), statement(Effect="Allow")], False),
])
def test_a_deny_holds_only_where_its_conditions_do(statements, readable):
    s3 = state.client("s3", "eu-west-1")
    s3.create_bucket(Bucket="guarded", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    try:
        s3.put_object(Bucket="guarded", Key="page", Body=b"x")
        s3.put_bucket_policy(Bucket="guarded", Policy=json.dumps({"Version": "2012-10-17", "Statement": statements}))
        if readable:
            assert s3.get_object(Bucket="guarded", Key="page")["Body"].read() == b"x"
        else:
            with pytest.raises(ClientError, match="Forbidden|AccessDenied"):
                s3.get_object(Bucket="guarded", Key="page")
    finally:
        s3.delete_bucket_policy(Bucket="guarded")
        s3.delete_object(Bucket="guarded", Key="page")
        s3.delete_bucket(Bucket="guarded")
