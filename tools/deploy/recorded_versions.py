"""What a stack records: its template, parameters and tags, and the templates of its nested stacks."""
import json
from urllib.parse import urlsplit

import orjson
from botocore.exceptions import ClientError

from aws import stacks
from deploy import code_changes
from deploy.code_changes import Version
from deploy.code_records import Store


def present_version(cfn, store: Store, stack: dict, after: dict | None) -> Version | None:
    """What the stack records, with the nested stacks that differ from the template `after`; None if it is not known.

    stack  described()
    after  None: with all nested stacks
    """
    template = cfn.get_template(StackName=stack["StackId"], TemplateStage="Original")["TemplateBody"]
    if not isinstance(template, dict):
        return None
    children = {}
    for id_, url in code_changes.changed_children(template, after).items():
        # Our templates are named by their content: the nested stack still has the one that this object is.
        try:
            key = urlsplit(url).path.partition(f"{store.bucket}/")[2]
            child = store.s3.get_object(Bucket=store.bucket, Key=key)["Body"].read()
            children[id_] = orjson.loads(child) if child.startswith(b"{") else ""
        except ClientError as error:
            if error.response["Error"]["Code"] not in ("NoSuchKey", "NoSuchBucket"):
                raise
            nested = stacks.physical_id(cfn, stack["StackId"], id_)
            children[id_] = nested and cfn.get_template(StackName=nested, TemplateStage="Original")["TemplateBody"]
            if children[id_] is None:
                return None
    # A template in YAML is of a stack of resources.yaml, which has no lambda of the app.
    return version(template, stack, {id_: child for id_, child in children.items() if isinstance(child, dict)})


def version(template: dict, stack: dict, children: dict) -> Version:
    """The Version with the Parameters and Tags of a stack's description, or of a request of CreateChangeSet, which may
    leave out parameters with a default; a description has all."""
    defaults = {name: default if isinstance(default, str) else json.dumps(default)
                for name, parameter in template.get("Parameters", {}).items()
                if (default := parameter.get("Default")) is not None}
    values = {item["ParameterKey"]: item["ParameterValue"] for item in stack.get("Parameters", [])}
    return Version(template, {**defaults, **values}, children,
                   {tag["Key"]: tag["Value"] for tag in stack.get("Tags", [])})
