"""All types of resources of the local cloud: their declarations, and every golden template."""
import json

import pytest

from localcloud.cloudformation import in_process
from localcloud.cloudformation.resources import TYPES
from tests.fixtures import one_key  # noqa: F401
from tests.fixtures.paths import ROOT
from tests.fixtures.stacks import REGION, pushed_parameters, service

pytest_plugins = ["tests.fixtures.stacks"]


def test_the_replacing_properties_of_every_type_are_supported():
    for type_, kind in TYPES.items():
        supported = set(kind.properties.split())
        assert kind.name in supported | {""}, type_
        assert kind.replacing == "*" or set(kind.replacing.split()) <= supported, type_
        assert not supported & set(kind.ignored.split()), type_


# Not `resources`: its resources.yaml has a type that the local cloud has not, which a push leaves out.
GOLDEN = sorted(path for path in (ROOT / "tests" / "golden").glob("*/*/template.json") if path.parent.name != "resources")


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.parent.name)
def test_every_golden_template_can_be_created_and_deleted(cloudformation, path):
    """Code and layers are one empty zip: the test is that no resource of the template is rejected."""
    template, name = json.loads(path.read_bytes()), f"golden-{path.parent.name}"
    request = {"StackName": name, "Parameters": pushed_parameters(template, name), "Capabilities": ["CAPABILITY_IAM"],
               "TemplateURL": f"https://{name}.s3.{REGION}.amazonaws.com/template.json"}
    service("s3").put_object(Bucket=name, Key="template.json", Body=json.dumps(template))
    id_ = cloudformation.create_stack(**request)["StackId"]
    stack = in_process.settled(REGION, id_)
    failed = [event["ResourceStatusReason"] for event in stack.events if "FAILED" in event["ResourceStatus"]]
    assert (stack.status, failed) == ("CREATE_COMPLETE", [])
    cloudformation.create_change_set(ChangeSetName="again", **request)
    assert cloudformation.describe_change_set(StackName=name, ChangeSetName="again")["Changes"] == []
    cloudformation.delete_stack(StackName=name)
    assert in_process.settled(REGION, id_).status == "DELETE_COMPLETE"
