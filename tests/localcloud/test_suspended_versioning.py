"""A bucket whose versioning is suspended: the versions that it has stay, as on AWS."""
import pytest

from tests.fixtures.cloud import REGION


class Client:
    """A client of S3 whose calls all have one bucket."""

    def __init__(self, client, bucket):
        self.client, self.bucket, self.exceptions = client, bucket, client.exceptions

    def __getattr__(self, name):
        return lambda **arguments: getattr(self.client, name)(Bucket=self.bucket, **arguments)


@pytest.fixture
def s3(local_cloud, request):
    """The client of a bucket with two versions of "k", whose versioning was then suspended."""
    client = Client(local_cloud.client("s3"), request.node.name.replace("_", "-")[:60])
    client.create_bucket(CreateBucketConfiguration={"LocationConstraint": REGION})
    client.put_bucket_versioning(VersioningConfiguration={"Status": "Enabled"})
    for body in (b"1", b"2"):
        client.put_object(Key="k", Body=body)
    client.put_bucket_versioning(VersioningConfiguration={"Status": "Suspended"})
    return client


def bodies(s3):
    """The bodies of the versions of k, the newest first."""
    versions = s3.list_object_versions().get("Versions", [])
    return [s3.get_object(Key="k", VersionId=version["VersionId"])["Body"].read().decode() for version in versions]


def test_a_write_replaces_the_version_null_only(s3):
    for body in (b"3", b"4"):
        s3.put_object(Key="k", Body=body)
    assert bodies(s3) == ["4", "2", "1"]
    assert s3.list_object_versions()["Versions"][0]["VersionId"] == "null"
    assert s3.get_object(Key="k")["Body"].read() == b"4"


def test_a_deletion_leaves_a_marker_and_the_earlier_versions(s3):
    s3.put_object(Key="k", Body=b"3")
    assert s3.delete_object(Key="k")["VersionId"] == "null"
    with pytest.raises(s3.exceptions.NoSuchKey):
        s3.get_object(Key="k")
    assert bodies(s3) == ["2", "1"]
    marker, = s3.list_object_versions()["DeleteMarkers"]
    assert marker["VersionId"] == "null"
    s3.delete_objects(Delete={"Objects": [{"Key": "k", "VersionId": "null"}]})
    assert s3.get_object(Key="k")["Body"].read() == b"2"


def test_a_version_is_deleted_by_its_id(s3):
    newest = s3.list_object_versions()["Versions"][0]["VersionId"]
    s3.delete_object(Key="k", VersionId=newest)
    assert bodies(s3) == ["1"]
    s3.put_object(Key="other", Body=b"")
    s3.delete_object(Key="other")
    assert "other" not in [entry["Key"] for entry in s3.list_objects_v2()["Contents"]]
