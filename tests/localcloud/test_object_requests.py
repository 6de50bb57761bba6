"""What a new bucket has on AWS, and requests to S3 that AWS rejects."""
import json

import pytest

from tests.fixtures.cases import cases
from tests.fixtures.client_errors import error, error_code

REGION, CONSTRAINT = "eu-west-1", {"LocationConstraint": "eu-west-1"}


@pytest.fixture(scope="module")
def s3(local_cloud):
    """A client of S3, with the bucket "judged" and its object "a"."""
    client = local_cloud.client("s3", validates=False)
    client.create_bucket(Bucket="judged", CreateBucketConfiguration=CONSTRAINT)
    client.put_object(Bucket="judged", Key="a", Body=b"hello")
    return client


def public(bucket, **more):
    """The text of a policy that lets everybody read the objects of a bucket."""
    return json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*", **more}]})


def test_a_new_bucket_has_the_defaults_of_s3(s3):
    s3.create_bucket(Bucket="of-defaults", CreateBucketConfiguration=CONSTRAINT)
    for _again in range(2):
        rule, = s3.get_bucket_encryption(Bucket="of-defaults")["ServerSideEncryptionConfiguration"]["Rules"]
        assert rule["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
        s3.delete_bucket_encryption(Bucket="of-defaults")
    assert set(s3.get_public_access_block(Bucket="of-defaults")["PublicAccessBlockConfiguration"].values()) == {True}
    controls = s3.get_bucket_ownership_controls(Bucket="of-defaults")["OwnershipControls"]
    assert controls["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    assert s3.put_object(Bucket="of-defaults", Key="a", Body=b"")["ServerSideEncryption"] == "AES256"
    assert error_code(s3.put_bucket_policy, Bucket="of-defaults", Policy=public("of-defaults")) == "AccessDenied"
    condition = {"Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}}}
    s3.put_bucket_policy(Bucket="of-defaults", Policy=public("of-defaults", **condition))
    s3.delete_public_access_block(Bucket="of-defaults")
    s3.put_bucket_policy(Bucket="of-defaults", Policy=public("of-defaults"))
    s3.put_bucket_ownership_controls(Bucket="of-defaults", OwnershipControls={"Rules": [{"ObjectOwnership": "ObjectWriter"}]})
    s3.put_object(Bucket="of-defaults", Key="a", Body=b"", ACL="public-read")


@cases("operation, arguments, expected", [
    ("put_object", {"ACL": "public-read"}, ("AccessControlListNotSupported", "The bucket does not allow ACLs")),
    ("put_object", {"ACL": "private"}, ("", "")),
    ("copy_object", {"CopySource": "judged/a", "MetadataDirective": "REPLACE"}, ("", "")),
    ("copy_object", {"CopySource": "judged/a"}, ("InvalidRequest", (
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's "
        "metadata, storage class, website redirect location or encryption attributes."))),
    ("put_object_acl", {"ACL": "public-read"}, ("AccessControlListNotSupported", "The bucket does not allow ACLs")),
    ("put_object", {"Key": "k" * 1025}, ("KeyTooLongError", "Your key is too long")),
    ("put_object", {"Metadata": {"k": "v" * 2048}},
     ("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size")),
    ("put_object", {"ContentMD5": "AAAAAAAAAAAAAAAAAAAAAA=="},
     ("BadDigest", "The Content-MD5 you specified did not match what we received.")),
    ("put_object_tagging", {"Tagging": {"TagSet": [{"Key": "k", "Value": "v"}] * 2}},
     ("InvalidTag", "Cannot provide multiple Tags with the same key")),
    ("put_object_tagging", {"Tagging": {"TagSet": []}}, ("", "")),
    ("upload_part", {"UploadId": "none", "PartNumber": 1, "Body": b""}, ("NoSuchUpload", (
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or "
        "completed."))),
])
def test_s3_rejects_requests_about_an_object(s3, operation, arguments, expected):
    assert error(getattr(s3, operation), **{"Bucket": "judged", "Key": "a", **arguments}) == expected


@cases("operation, arguments, code", [
    ("delete_objects", {"Delete": {"Objects": [{"Key": str(number)} for number in range(1001)]}}, "MalformedXML"),
    ("put_bucket_policy", {"Policy": "{a"}, "MalformedPolicy"),
    ("put_bucket_policy", {"Policy": "{}"}, "MalformedPolicy"),
    ("create_bucket", {"Bucket": "of-a-list", "ACL": "public-read", "CreateBucketConfiguration": CONSTRAINT},
     "InvalidBucketAclWithObjectOwnership"),
    ("head_bucket", {"Bucket": "of-a-list"}, "404"),
])
def test_s3_rejects_requests_about_a_bucket(s3, operation, arguments, code):
    assert error_code(getattr(s3, operation), **{"Bucket": "judged", **arguments}) == code


def test_the_parts_of_an_upload_are_in_order(s3):
    upload = s3.create_multipart_upload(Bucket="judged", Key="b")["UploadId"]
    parts = [{"PartNumber": number, "ETag": s3.upload_part(
        Bucket="judged", Key="b", UploadId=upload, PartNumber=number, Body=b"x")["ETag"]} for number in (2, 1)]
    assert error_code(s3.complete_multipart_upload, Bucket="judged", Key="b", UploadId=upload,
                      MultipartUpload={"Parts": parts}) == "InvalidPartOrder"


@pytest.mark.parametrize("name, policy, reason", [
    ("notified", True, ""), ("silent", False, "InvalidArgument"), ("none", None, "InvalidArgument"),
    ("ordered.fifo", True, "InvalidArgument")])
def test_s3_can_send_to_each_destination(local_cloud, s3, name, policy, reason):
    sqs, arn = local_cloud.client("sqs"), f"arn:aws:sqs:{REGION}:123456789012:{name}"
    if policy is not None:
        url = sqs.create_queue(QueueName=name, Attributes={"FifoQueue": "true"} if "." in name else {})["QueueUrl"]
    if policy:
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": public("x", Action="sqs:SendMessage", Resource=arn)})
    bucket = f"sends-to-{name}"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=CONSTRAINT)
    configuration = {"QueueConfigurations": [{"QueueArn": arn, "Events": ["s3:ObjectCreated:*"]}]}
    arguments = {"Bucket": bucket, "NotificationConfiguration": configuration}
    assert error_code(s3.put_bucket_notification_configuration, **arguments) == reason
    if not reason:
        event = json.loads(sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"])
        assert sorted(event) == ["Bucket", "Event", "HostId", "RequestId", "Service", "Time"]
    s3.put_bucket_notification_configuration(**arguments, SkipDestinationValidation=True)
    configuration["QueueConfigurations"][0]["QueueArn"] = "no-arn"
    assert error(s3.put_bucket_notification_configuration, **arguments) == (
        "InvalidArgument", "The ARN could not be parsed")
