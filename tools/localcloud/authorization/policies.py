"""The statements of a role's policies and of a resource's own policy, as moto has them now."""
import functools
import json
import re
from typing import NamedTuple

from moto.awslambda.models import lambda_backends
from moto.iam.models import iam_backends
from moto.s3.models import s3_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from aws import arns
from aws.iam import evaluation
from localcloud.moto import managed_policies
from localcloud.moto.state import ACCOUNT


class Policies(NamedTuple):
    """The statements that decide what a role may do."""

    statements: list  # of its inline and its attached policies
    boundary: list | None  # of its permissions boundary; None without one, or if it does not exist here


PARTITION = re.compile('"arn:aws-[a-z-]+:')
NOTHING = Policies([], None)  # of a role that does not exist
_cache: dict = {}  # {ARN of a role: (moto's role, its documents, Policies)}


def of_role(role_arn):
    """The Policies of a role. They are parsed again only after a change."""
    role, documents, parsed = _cache.get(role_arn, (None, None, NOTHING))
    backend = iam_backends[ACCOUNT]["aws"]
    if role is None or backend.roles.get(role.id) is not role:
        role = _role(role_arn)
        if role is None:
            return NOTHING
    current = _documents(backend, role)
    if current != documents:
        texts, boundary = current
        parsed = Policies([statement for text in texts for statement in statements(text)],
                          None if boundary is None else statements(boundary))
        _cache[role_arn] = role, current, parsed
    return parsed


def trust(role_arn):
    """The statements of the policy of who may assume a role; None if there is no such role."""
    role = _role(role_arn)
    return role and statements(role.assume_role_policy_document or "{}")


def _role(role_arn):
    """moto's role with an ARN, or None."""
    roles = list(iam_backends[ACCOUNT]["aws"].roles.values())
    return next((role for role in roles if role.arn == role_arn), None)


def _documents(backend, role):
    """((document of a policy, ...), document of the boundary or None) of moto's role, as JSON."""
    texts = *list(role.policies.values()), *map(_document, list(role.managed_policies.values()))
    arn = role.permissions_boundary_arn
    if arn:
        managed_policies.add_aws_policy(backend, arn)
    boundary = backend.managed_policies.get(arn)
    return texts, boundary and _document(boundary)


def _document(policy):
    """The document of a managed policy's default version."""
    return next(version.document for version in policy.versions if version.version_id == policy.default_version_id)


@functools.lru_cache(maxsize=1024)
def statements(text):
    """The statements of a policy's JSON. An ARN that a person wrote has the partition of AWS: here all have `aws`."""
    return evaluation.listed(json.loads(PARTITION.sub('"arn:aws:', text)).get("Statement"))


def of_resource(arn):
    """The statements of the own policy of a queue, topic, bucket, object or function, or []."""
    service, region, name = arns.service(arn), arns.region(arn), arns.resource(arn)
    if service == "s3":
        bucket = s3_backends[ACCOUNT]["aws"].buckets.get(name.partition("/")[0])
        text = bucket.policy if bucket else None
        return statements(text if isinstance(text, str) else text.decode()) if text else []
    if service == "sqs":
        queue = sqs_backends[ACCOUNT][region].queues.get(name)
        return evaluation.listed(queue._policy_json.get("Statement")) if queue else []
    if service == "sns":
        topic = sns_backends[ACCOUNT][region].topics.get(arn)
        return evaluation.listed(topic._policy_json.get("Statement")) if topic else []
    if service == "lambda":
        return _of_function(region, name)
    return []


def _of_function(region, name):
    """The statements of a function's policy. name: "function:hello", perhaps with a version behind."""
    functions = lambda_backends[ACCOUNT][region]._lambdas._functions
    versions = functions.get(name.split(":")[1] if ":" in name else name) or {}
    latest = versions.get("latest")
    return list(latest.policy.statements) if latest and latest.policy else []
