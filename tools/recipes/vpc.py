"""vpc: the private network of app.yaml's `vpcs` in which the lambda runs.

    infra:
      vpc: main
"""
from typing import Any

from kit.problems import KeyProblem
from recipes import permission

# docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaVPCAccessExecutionRole.html: with these Lambda makes
# the function's network interfaces; not all of them accept a narrower resource:
# docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
ON_INTERFACES = [f"ec2:{action}" for action in (
    "AssignPrivateIpAddresses", "CreateNetworkInterface", "DeleteNetworkInterface", "DescribeNetworkInterfaces",
    "DescribeSubnets", "UnassignPrivateIpAddresses")]
SCHEMA = {
    "title": "vpc",
    "description": "The name of a network in `vpcs` of app.yaml: the lambda reaches what is in it, such as a database, "
                   "and the internet only through a NAT gateway of that network.",
    "type": "string",
    "minLength": 1,
    "examples": ["main"],
}


def problems(_block: str) -> list[KeyProblem]:
    """[]: the scan reports a name that app.yaml does not have."""
    return []


def normal(block: str) -> str:
    """The name."""
    return block


def properties(network: dict[str, Any]) -> dict:
    """What a function's properties have of a network, {"subnets": [...], "security_groups": [...]}."""
    return {"VpcConfig": {"SubnetIds": network["subnets"], "SecurityGroupIds": network["security_groups"]}}


def statements(_network: dict[str, Any]) -> list[dict]:
    """[statement] that allows Lambda to manage the function's network interfaces."""
    return [permission.allow(ON_INTERFACES, "*")]
