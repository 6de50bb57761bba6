"""The permissions of a bucket's policy for the app's own account, with conditions, which moto ignores.

A policy that denies everything but TLS would deny all requests here. On loopback a connection
counts as secure, as it is between AWS and the lambda.
"""
import json

from moto.iam.access_control import PermissionResult
from moto.s3.models import FakeBucket

from aws.iam import evaluation
from localcloud.moto.replacing import replace

CONTEXT = {"aws:SecureTransport": "true"}


def install():
    """Let moto evaluate a bucket's policy with its conditions."""

    @replace(FakeBucket, "get_permission")
    def permission(_original, self, action, resource):
        if self.policy is None:
            return PermissionResult.NEUTRAL
        statements = evaluation.listed(json.loads(self.policy)["Statement"])
        effects = evaluation.effects(statements, None, action, resource, CONTEXT)
        if "Deny" in effects:
            return PermissionResult.DENIED
        return PermissionResult.PERMITTED if effects else PermissionResult.NEUTRAL
