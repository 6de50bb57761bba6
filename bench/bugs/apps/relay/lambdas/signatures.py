"""Signatures of webhooks: HMAC-SHA256 of the body, in hex."""
import functools
import hashlib
import hmac
import os

import boto3

ssm = boto3.client("ssm")


@functools.cache
def secret():
    """What the senders know."""
    answer = ssm.get_parameter(Name=os.environ["SECRET_NAME"], WithDecryption=True)
    return answer["Parameter"]["Value"].encode()


def signature(body):
    """What the header of a good request holds."""
    return hmac.new(secret(), body.encode(), hashlib.sha256).hexdigest()


def is_signed(body, said):
    """Whether a request comes from who knows the secret."""
    return hmac.compare_digest(signature(body), said or "")
