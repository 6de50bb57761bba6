"""CloudFormation's functions in YAML: the short forms (!Ref Cluster), and values that refer to resources."""
import re
from typing import Any

from kit.problems import KeyProblem

# docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
FUNCTIONS = ("And", "Base64", "Cidr", "Condition", "Equals", "FindInMap", "GetAtt", "GetAZs", "If", "ImportValue",
             "Join", "Length", "Not", "Or", "Ref", "Select", "Split", "Sub", "ToJsonString")
LONG_NAMES = {f"!{name}": name if name in ("Ref", "Condition") else f"Fn::{name}" for name in FUNCTIONS}
OUTSIDE_HINT = ("functions of CloudFormation belong in resources.yaml, a reference under env: in app.yaml, and in "
                "permissions it is text: resource: ${Cluster.Arn}")
HINT = "`!Ref Cluster`, `!GetAtt Cluster.Arn`, or `!Sub https://${Cluster.Endpoint}`, of resources.yaml"
GROUP = re.compile(r"\$\{([^!{}][^{}]*)\}")  # ${Name} of Fn::Sub; ${!Name} is text


def argument(node: Any) -> Any:
    """A copy of the node of a short form without its tag: that of the function's argument."""
    tag = {"scalar": "str", "sequence": "seq", "mapping": "map"}[node.id]
    return type(node)(f"tag:yaml.org,2002:{tag}", node.value, node.start_mark, node.end_mark)


def is_function(value: Any) -> bool:
    """Whether a value is a call of a function: {"Ref": ...}, {"Fn::Sub": ...}."""
    return isinstance(value, dict) and any(key == "Ref" or str(key).startswith("Fn::") for key in value)


def attribute_parts(name: Any) -> list[str] | None:
    """The argument of GetAtt as [logical id, attribute]: of "Db.Endpoint.Port" or its list; None if it is invalid."""
    parts = name.split(".", 1) if isinstance(name, str) else name
    if not isinstance(parts, list) or len(parts) < 2 or not all(isinstance(part, str) and part for part in parts):
        return None
    return [parts[0], ".".join(parts[1:])]


def target(value: Any) -> str | None:
    """What a reference names: "Cluster" of {"Ref": "Cluster"}, "Cluster.Arn" of a GetAtt, the text of an Fn::Sub with
    more than one of them; None of anything else."""
    if not isinstance(value, dict) or len(value) != 1:
        return None
    if isinstance(text := value.get("Fn::Sub"), str):
        whole = GROUP.fullmatch(text)
        return whole[1].strip() if whole and ids(text) else text if is_text(text) else None
    if isinstance(value.get("Ref"), str):
        return value["Ref"] or None
    parts = attribute_parts(value.get("Fn::GetAtt"))
    return ".".join(parts) if parts else None


def is_text(target_: str) -> bool:
    """Whether the target of a reference is the text of an Fn::Sub."""
    return bool(GROUP.search(target_))


def ids(target_: str) -> list[str]:
    """[logical id] of the resources that the target of a reference names: ["Cluster"] of "Cluster.Arn", and of
    "https://${Cluster.Endpoint}/${Stage}"."""
    groups = map(str.strip, GROUP.findall(target_)) if is_text(target_) else [target_]
    names = [group.partition(".")[0] for group in groups]
    return list(dict.fromkeys(name for name in names if name != "Stage" and not name.startswith("AWS::")))


def problems(env: Any) -> list[KeyProblem]:
    """[problem] of the values of app.yaml's `env` that call functions, and are no reference."""
    return [(f"env.{name}", f"env.{name} cannot hold this function", HINT)
            for name, value in (env if isinstance(env, dict) else {}).items()
            if is_function(value) and not target(value)]


def references(env: dict, line_of) -> dict[str, dict]:
    """{"CLUSTER_ARN": {"target": "Cluster.Arn", "line": 7}} of the values of `env` that are references, see target().

    line_of  dotted key -> its line in app.yaml
    """
    return {name: {"target": target(value), "line": line_of(f"env.{name}")}
            for name, value in env.items() if target(value)}
