"""Which objects of the artifacts bucket the stacks of an account use, or need for a rollback."""
import json
import re
from collections.abc import Iterator

from aws import buckets, stacks
from aws import cfn as cfn_parts
from deploy import code_records, earlier_stacks
from kit.problems import Problem, Problems

KEY = re.compile(r"\b(?:code|templates)/[0-9a-f]{64}\.(?:zip|json)|\bsha256:[0-9a-f]{64}")  # or the digest of an image
OWN = re.compile(r"(?:code|templates|layers)/[0-9a-f]{64}\.(?:zip|json)|deploys/[A-Za-z0-9-]+\.json")


def unused(cfn, s3, bucket: str, app: str, oldest_kept, images: list[dict]) -> tuple[list[dict], list[dict]]:
    """([object of S3's list], [image]) that no stack uses. Objects that Pareto does not write are not of them.

    app          its name: a stack of its images alone, or with another bucket, does not name this bucket
    images       of the app's repository, as ECR describes them
    oldest_kept  datetime: later objects may belong to a deploy that begins now; None: no object is too young
    Raises Problems if a stack that uses the bucket is being changed, if the target of its rollback is unknown, or if
    its record cannot be read.
    """
    users = [stack for page in cfn.get_paginator("describe_stacks").paginate() for stack in page["Stacks"]
             if bucket in json.dumps(stack.get("Parameters", []), default=str)
             or earlier_stacks.tags(stack).get("app") == app]
    problems = [Problem("", 0, f"{stack['StackName']} is {stack['StackStatus']}: what it needs is not known yet",
                        "first `make deploy`, which completes or repairs it") for stack in users
                if stacks.is_running(stack) or stack["StackStatus"].endswith("ROLLBACK_FAILED")]
    if problems:
        raise Problems(*problems)
    objects = [*buckets.objects(s3, bucket)]
    used = {key for stack in users for key in keys(cfn, stack)}
    records = {code_records.key(stack["StackName"]): code_records.Store(
        s3, bucket, stack["StackName"], earlier_stacks.tags(stack).get("stage", "")) for stack in users}
    for entry in objects:
        if store := records.get(entry["Key"]):
            data = s3.get_object(Bucket=bucket, Key=entry["Key"])["Body"].read()
            used |= {entry["Key"], *KEY.findall(json.dumps(code_records.parsed(store, data)))}
    return ([entry for entry in objects if OWN.fullmatch(entry["Key"]) and entry["Key"] not in used
             and (oldest_kept is None or entry["LastModified"] < oldest_kept)],
            [entry for entry in images if entry["imageDigest"] not in used
             and (oldest_kept is None or entry["imagePushedAt"] < oldest_kept)])


def keys(cfn, stack: dict) -> Iterator[str]:
    """The keys in the parameters and the template of a stack, of zips and of templates of nested stacks; and that of
    its own template, which is named by its content."""
    template = cfn.get_template(StackName=stack["StackId"])["TemplateBody"]
    if isinstance(template, dict):
        yield cfn_parts.key(template)
    yield from KEY.findall(json.dumps([stack.get("Parameters", []), template], default=str))
