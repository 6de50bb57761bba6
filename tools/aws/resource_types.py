"""CloudFormation's resource types and their schemas, from cfn-lint's data: its import takes two seconds."""
import functools
from typing import Any

from kit.files import package_json

REGION = "us-east-1"  # stands in for a region that cfn-lint does not know


@functools.cache
def _data(path: str) -> Any:
    """The content of a JSON file of cfn-lint's data; {} without it."""
    return package_json("cfnlint", f"data/{path}")


def names(region: str) -> dict[str, str]:
    """{"AWS::ECS::Cluster": id of its schema} of all types of a region, of REGION if cfn-lint lacks the region; {}
    without cfn-lint."""
    return _data(f"schemas/providers/{region}.json") or _data(f"schemas/providers/{REGION}.json")


def schema(region: str, type_: str) -> dict:
    """CloudFormation's schema of a type in a region; {} of an unknown one."""
    return _data(f"schemas/resources/{names(region)[type_]}.json") if type_ in names(region) else {}


def holding_data() -> set[str]:
    """The types that hold data which somebody may want back: databases, buckets, disks, streams, keys.

    cfn-lint's list. It omits queues and log groups, as Pareto's own list of state does: messages and logs do not last.
    """
    types = _data("AdditionalSpecs/StatefulResources.json").get("ResourceTypes", {}).keys()
    return types - {"AWS::CloudFormation::Stack", "AWS::Logs::LogGroup", "AWS::SQS::Queue"}
