"""Layers in the cloud: a version is published only of content that the cloud does not have.

No other record is needed: the description of each version has the digest of its content. Old versions are kept,
because rollbacks, and functions that were not deployed since, still use them.
"""
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from aws import buckets, errors, stages
from aws.app import Lambda
from kit import cli, names
from kit.problems import Problem
from push import zips

THREADS = 8


def layer_name(app: Mapping[str, Any], name: str) -> str:
    """A layer's name in the cloud, the same in all stages, so that they share it: "demo-pyyaml"."""
    return f"{app['name']}-{name}"


def versions(client, layer: str) -> Iterator[dict]:
    """The versions of a layer that the cloud has, newest first; [] if there is no such layer."""
    with errors.ignored("ResourceNotFoundException"):
        for page in client.get_paginator("list_layer_versions").paginate(LayerName=layer):
            yield from page["LayerVersions"]


def description(settings: Mapping[str, Any], record: dict) -> str:
    """The description that identifies a version's content: "sha256 1f2e..., python3.13 arm64"."""
    return f"sha256 {record['digest']}, {settings['runtime']} {settings['architecture']}"


def published(client, layer: str, settings: Mapping[str, Any], record: dict) -> str | None:
    """The ARN of a layer's version with this content, None if the cloud has none. record: of builds"""
    return next((version["LayerVersionArn"] for version in versions(client, layer)
                 if version.get("Description") == description(settings, record)), None)


def planned(app: Mapping[str, Any], stage: str, records: dict[str, dict],
            settings_by_layer: Mapping[str, Mapping]) -> dict[str, str]:
    """{name: ARN} that publish() would return; "demo-web:new" of a version that is to be published."""
    client = stages.client("lambda", app, stage) if records else None
    return {name: published(client, layer_name(app, name), settings_by_layer.get(name, app["settings"]), record)
            or f"{layer_name(app, name)}:new" for name, record in records.items()}


def publish(app: Mapping[str, Any], stage: str, records: dict[str, dict], present=None,
            settings_by_layer: Mapping[str, Mapping] | None = None) -> dict[str, str]:
    """Publishes the layers whose content a stage's cloud does not have. -> {name: ARN} of all

    records  {name: record of builds}
    present  the keys in the artifacts bucket, if the caller has listed them
    settings_by_layer  {name: settings} whose runtime and architecture are not the app's
    """
    client = stages.client("lambda", app, stage)
    s3, bucket = stages.client("s3", app, stage), stages.bucket(app)

    def publish_layer(name):
        layer, record = layer_name(app, name), records[name]
        settings = (settings_by_layer or {}).get(name, app["settings"])
        if arn := published(client, layer, settings, record):
            return name, arn
        key = f"layers/{record['digest']}.zip"
        if key not in (present or ()):
            s3.put_object(Bucket=bucket, Key=key, Body=Path(record["zip"]).read_bytes(), ContentType="application/zip")
        response = client.publish_layer_version(
            LayerName=layer, Description=description(settings, record), Content={"S3Bucket": bucket, "S3Key": key},
            CompatibleRuntimes=[settings["runtime"]], CompatibleArchitectures=[settings["architecture"]])
        cli.say(f"layer {name} {megabytes(record['zipped'])} published as version {response['Version']}")
        return name, response["LayerVersionArn"]

    with ThreadPoolExecutor(THREADS) as pool:
        return dict(pool.map(publish_layer, sorted(records)))


def outputs(arns: dict[str, str]) -> dict[str, dict]:
    """{"pyyaml": {"parameters": {"PyyamlLayer": ARN}}} of {name: ARN}: what deploy reads."""
    return {name: {"parameters": {names.layer_parameter(name): arn}} for name, arn in arns.items()}


def ensure_bucket(app: Mapping[str, Any], stage: str) -> str:
    """Makes the artifacts bucket if there is none. -> its name"""
    bucket, s3 = stages.bucket(app), stages.client("s3", app, stage)
    if not buckets.exists(s3, bucket, stages.account(app, stage)):
        buckets.create(s3, bucket, app["settings"]["region"])
        cli.say(f"bucket {bucket} created")
    return bucket


def size_problems(fn: Lambda, code: int, records: dict[str, dict], layers: list[str]) -> list[Problem]:
    """[Problem] of a lambda that with its layers is larger than Lambda's limit.

    code     bytes of its own files
    records  {name: record} of all layers; `layers` are the function's
    """
    size = code + sum(records[name]["unzipped"] for name in layers)
    if size <= zips.UNZIPPED_LIMIT or not layers:
        return []
    sizes = ", ".join(f"{name} {megabytes(records[name]['unzipped'])}" for name in layers)
    return [Problem(fn["path"], fn.get("lines", {}).get("layers", 0),
                    f"{fn['name']} with its layers has {megabytes(size)} unzipped, and Lambda takes "
                    f"250 MB: code {megabytes(code)}, {sizes}",
                    "fewer or smaller packages; two lambdas, each with its own; or `image: true` (docs/images.md)")]


def megabytes(size: int) -> str:
    """"0.4 MB"; 250 MB are Lambda's limit."""
    return f"{size / 1024 / 1024:.1f} MB"
