"""`buckets:` of app.yaml on the local cloud: what S3 keeps of it, and that changes of it lose no object."""
import pytest

from tests.fixtures.lambda_texts import lambda_text

INDEX = lambda_text("{}", "return BUCKET", "os", before='BUCKET = os.environ["DROP_BUCKET"]')
SETTINGS = """name: drop
buckets:
  drop:
    expire: {after: 1 day, prefix: tmp/}
    archive: {after: 90 days, to: glacier}
    incomplete_uploads: {after: 2 days}
    cors: [https://app.example]
"""


@pytest.fixture
def deploy(deploy_app):
    """deploy("name: drop...") -> the name of the app's bucket."""
    return lambda settings: deploy_app(settings, {"keep": INDEX})["DropBucketName"]


def test_a_bucket_has_its_settings_and_changes_keep_its_objects(deploy, local_cloud):
    s3, name = local_cloud.client("s3"), deploy("name: drop\n")
    s3.put_object(Bucket=name, Key="tmp/a", Body=b"1")
    s3.put_object(Bucket=name, Key="tmp/a", Body=b"2")
    assert deploy(SETTINGS) == name
    rules = {rule["ID"]: rule for rule in s3.get_bucket_lifecycle_configuration(Bucket=name)["Rules"]}
    assert rules["old"]["Transitions"] == [{"Days": 90, "StorageClass": "GLACIER"}]
    assert rules["old"]["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 2}
    assert rules["prefix tmp/"]["Filter"] == {"Prefix": "tmp/"} and rules["prefix tmp/"]["Expiration"]["Days"] == 1
    rule, = s3.get_bucket_cors(Bucket=name)["CORSRules"]
    assert (rule["AllowedOrigins"], rule["AllowedMethods"]) == (["https://app.example"], ["GET", "HEAD", "POST", "PUT"])
    assert s3.get_bucket_versioning(Bucket=name)["Status"] == "Enabled"

    assert deploy("name: drop\nbuckets:\n  drop: {versioning: false}\n") == name
    assert s3.get_bucket_versioning(Bucket=name)["Status"] == "Suspended"
    assert [rule["ID"] for rule in s3.get_bucket_lifecycle_configuration(Bucket=name)["Rules"]] == ["old"]
    with pytest.raises(s3.exceptions.ClientError, match="NoSuchCORSConfiguration"):
        s3.get_bucket_cors(Bucket=name)
    assert len(s3.list_object_versions(Bucket=name)["Versions"]) == 2
    s3.put_object(Bucket=name, Key="tmp/a", Body=b"3")
    assert deploy("name: drop\n") == name and s3.get_bucket_versioning(Bucket=name)["Status"] == "Enabled"
    assert s3.get_object(Bucket=name, Key="tmp/a")["Body"].read() == b"3"
    assert len(s3.list_object_versions(Bucket=name)["Versions"]) == 3
