import hashlib
import hmac

import boto3
import pytest


@pytest.fixture(autouse=True)
def secret(app):
    """The secret of the parameter store."""
    boto3.client("ssm", region_name="us-east-1").put_parameter(
        Name="/relay/secret", Value="s3cret", Type="SecureString")


def signed(text):
    return hmac.new(b"s3cret", text.encode(), hashlib.sha256).hexdigest()


def test_a_signed_request_goes_to_the_queue(call, event, sent):
    asked = event.api({"source": "shop"}, body='{"a": 1}', headers={"X-Signature": signed('{"a": 1}')})
    assert call(asked).status == 202
    [message] = sent["deliver"]
    assert (message["source"], message["payload"]) == ("shop", '{"a": 1}')
    assert message["id"]


def test_a_bad_signature_is_refused(call, event, sent):
    assert call(event.api({"source": "shop"}, body="x", headers={"X-Signature": signed("y")})).status == 401
    assert call(event.api({"source": "shop"}, body="x")).status == 401
    assert sent["deliver"] == []
