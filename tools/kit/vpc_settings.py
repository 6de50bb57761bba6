"""`vpcs` of app.yaml: private networks that exist, one for all stages, or one for each stage."""
from collections.abc import Iterator

from kit import schema
from kit.problems import KeyProblem

NETWORK: dict = {
    "title": "a network",
    "type": "object",
    "properties": {  # the most: docs.aws.amazon.com/lambda/latest/api/API_VpcConfig.html
        "subnets": {"type": "array", "minItems": 1, "maxItems": 16, "description": "ids of its private subnets",
                    "items": {"type": "string", "pattern": "^subnet-[0-9a-f]{8,17}$", "description": "a subnet's id",
                              "examples": ["subnet-0a1b2c3d4e5f60718"]}},
        "security_groups": {"type": "array", "minItems": 1, "maxItems": 5, "description": "ids of security groups",
                            "items": {"type": "string", "pattern": "^sg-[0-9a-f]{8,17}$",
                                      "description": "a security group's id", "examples": ["sg-0a1b2c3d4e5f60718"]}}},
    "required": ["subnets", "security_groups"],
    "additionalProperties": False,
}
FIELDS = NETWORK["properties"].keys()
SCHEMA = {
    "type": "object",
    "description": "private networks that lambdas run in, by names of yours for `vpc:`: one for all stages, or {dev: "
                   "a, prod: b} (docs/lambda-settings.md)",
    "additionalProperties": {"type": "object"},
    "examples": [{"main": {"subnets": ["subnet-0a1b2c3d4e5f60718", "subnet-18076f5e4d3c2b1a0"],
                           "security_groups": ["sg-0a1b2c3d4e5f60718"]}}],
}


def is_of_stages(network: dict) -> bool:
    """Whether a value of `vpcs` is {stage: network}, and not a network itself."""
    return bool(network) and not network.keys() & FIELDS


def problems(vpcs) -> Iterator[KeyProblem]:
    """(dotted key, message, hint) of values that SCHEMA accepts and that are still invalid."""
    for name, network in (vpcs.items() if isinstance(vpcs, dict) else ()):
        if isinstance(network, dict) and is_of_stages(network):
            for stage, of_stage in network.items():
                yield from schema.problems(NETWORK, {} if of_stage is None else of_stage, f"vpcs.{name}.{stage}")
        elif isinstance(network, dict) or network is None:  # a blank mapping of YAML
            yield from schema.problems(NETWORK, network or {}, f"vpcs.{name}")
