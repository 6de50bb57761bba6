"""Layers in the cloud: a version is published only of content that the cloud does not have.

What is there is asked of the cloud: the description of each version holds the digest of its content. Old
versions stay, as functions that were not deployed since, and rollbacks, still name them.
"""
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from botocore.exceptions import ClientError

from aws import buckets, stages
from kit import cli, names
from kit.problems import Problem
from push import zips

THREADS = 8


def layer_name(app, name):
    """A layer's name in the cloud, the same in all stages, so that they share it: "demo-pyyaml"."""
    return f"{app['name']}-{name}"


def versions(client, layer):
    """The versions of a layer that the cloud has, newest first; [] if there is no such layer."""
    try:
        for page in client.get_paginator("list_layer_versions").paginate(LayerName=layer):
            yield from page["LayerVersions"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise


def description(app, record):
    """What a version is known by: "sha256 1f2e..., python3.13 arm64"."""
    return f"sha256 {record['digest']}, {app['settings']['runtime']} {app['settings']['architecture']}"


def published(app, stage, records, present=None):
    """The versions of layers in a stage's cloud, those that it lacked published. -> {name: ARN}

    records  {name: record of layer_builds}
    present  the keys in the artifacts bucket, if at hand
    """
    client = stages.client("lambda", app, stage)
    s3, bucket = stages.client("s3", app, stage), stages.bucket(app)

    def one(name):
        layer, record = layer_name(app, name), records[name]
        known = next((each["LayerVersionArn"] for each in versions(client, layer)
                      if each.get("Description") == description(app, record)), None)
        if known:
            return name, known
        key = f"layers/{record['digest']}.zip"
        if key not in (present or ()):
            s3.put_object(Bucket=bucket, Key=key, Body=Path(record["zip"]).read_bytes(),
                          ContentType="application/zip")
        made = client.publish_layer_version(
            LayerName=layer, Description=description(app, record), Content={"S3Bucket": bucket, "S3Key": key},
            CompatibleRuntimes=[app["settings"]["runtime"]],
            CompatibleArchitectures=[app["settings"]["architecture"]])
        cli.say(f"layer {name} {megabytes(record['zipped'])} published as version {made['Version']}")
        return name, made["LayerVersionArn"]

    with ThreadPoolExecutor(THREADS) as pool:
        return dict(pool.map(one, sorted(records)))


def outputs(arns):
    """{"pyyaml": {"parameters": {"PyyamlLayer": ARN}}} of {name: ARN}: what deploy is given."""
    return {name: {"parameters": {names.layer_parameter(name): arn}} for name, arn in arns.items()}


def stored(app, stage):
    """Makes the artifacts bucket if there is none. -> its name"""
    bucket, s3 = stages.bucket(app), stages.client("s3", app, stage)
    account = stages.client("sts", app, stage).get_caller_identity()["Account"]
    if not buckets.exists(s3, bucket, account):
        buckets.create(s3, bucket, app["settings"]["region"])
        cli.say(f"bucket {bucket} created")
    return bucket


def size_complaints(lambda_, code, records, laid):
    """[Problem] of a lambda that with its layers is more than Lambda takes.

    code     bytes of its own files
    records  {name: record} of layers, of which it is given `laid`
    """
    size = code + sum(records[name]["unzipped"] for name in laid)
    if size <= zips.UNZIPPED_LIMIT or not laid:
        return []
    said = ", ".join(f"{name} {megabytes(records[name]['unzipped'])}" for name in laid)
    return [Problem(lambda_["path"], lambda_.get("lines", {}).get("layers", 0),
                    f"{lambda_['name']} with its layers has {megabytes(size)} unzipped, and Lambda takes "
                    f"250 MB: code {megabytes(code)}, {said}",
                    "fewer or smaller packages; or two lambdas, each with its own")]


def megabytes(size):
    """"0.4 MB"; 250 MB are Lambda's limit."""
    return f"{size / 1024 / 1024:.1f} MB"
