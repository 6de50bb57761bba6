"""image: the function is a container image, built from the Dockerfile in the lambda's folder (push/images.py).

    infra:
      image: true

On AWS only: the local cloud and the test kit run the same files as a zip.
docs.aws.amazon.com/lambda/latest/dg/python-image.html
"""
from typing import Any

from aws.app import AppSettings, Lambda

DIGEST, FILE = "@sha256:", "Dockerfile"
TYPE = "AWS::Lambda::Function"


def has_image(fn: Lambda) -> bool:
    """Whether a lambda is an image."""
    return fn["infra"].get("image", False)


def is_uri(key: str) -> bool:
    """Whether the key of a lambda's code is the URI of an image, and not the key of a zip."""
    return DIGEST in key


def is_zip(key: str) -> bool:
    """Whether the key of a lambda's code is that of a zip."""
    return key.endswith(".zip")


def code(bucket: str, key: str) -> dict[str, str]:
    """The parameters of UpdateFunctionCode for a key: of a zip in the bucket, or of an image."""
    return {"ImageUri": key} if is_uri(key) else {"S3Bucket": bucket, "S3Key": key}


def with_image(resource: dict) -> dict:
    """A function with an image in place of its zip; the image has the runtime, so only the handler's name remains."""
    properties = {name: value for name, value in resource["Properties"].items() if name not in ("Handler", "Runtime")}
    return {**resource, "Properties": {
        **properties, "PackageType": "Image", "Code": {"ImageUri": properties["Code"]["S3Key"]},
        "ImageConfig": {"Command": [resource["Properties"]["Handler"]]}}}


def without_images(template: dict[str, Any], settings: AppSettings) -> dict[str, Any]:
    """A template for the local cloud and the test kit: the reverse of with_image() for all of its functions."""
    def with_zip(properties):
        unchanged = {name: value for name, value in properties.items() if name not in ("PackageType", "ImageConfig")}
        return {**unchanged, "Code": {"S3Bucket": {"Ref": "ArtifactsBucket"}, "S3Key": properties["Code"]["ImageUri"]},
                "Handler": properties["ImageConfig"]["Command"][0], "Runtime": settings["runtime"]}

    images = {id_: {**resource, "Properties": with_zip(resource["Properties"])}
              for id_, resource in template["Resources"].items() if is_image(resource)}
    return {**template, "Resources": {**template["Resources"], **images}}


def is_image(resource: dict) -> bool:
    """Whether a resource of a template is a function that is an image of push's, and not one of resources.yaml."""
    properties = resource.get("Properties", {})
    uri = properties.get("Code", {}).get("ImageUri") if resource.get("Type") == TYPE else None
    return isinstance(uri, dict) and uri.keys() == {"Ref"}
