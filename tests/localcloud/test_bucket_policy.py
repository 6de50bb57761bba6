"""A bucket's policy is read with its conditions: TLS-only shuts nobody out on loopback, a plain Deny does."""
import json

import pytest
from botocore.exceptions import ClientError

from localcloud.moto import bucket_policy, state


@pytest.fixture(scope="module", autouse=True)
def _installed():
    state.start()
    bucket_policy.install()


def statement(**more):
    """A statement that denies everybody to read the bucket's objects."""
    return {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::guarded/*", **more}


@pytest.mark.parametrize("statements, readable", [
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
