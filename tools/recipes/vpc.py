"""vpc: the private network of app.yaml's `vpcs` in which the lambda runs.

    infra:
      vpc: main
"""
from typing import Any

from aws import cfn
from aws.app import AppModel
from kit import names, vpc_settings
from kit.problems import KeyProblem, Problem
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
    "pattern": "^[A-Za-z0-9_-]+$",
    "examples": ["main"],
}


def problems(_block: str) -> list[KeyProblem]:
    """[]: the scan reports a name that app.yaml does not have."""
    return []


def normal(block: str) -> str:
    """The name."""
    return block


def properties(network: dict[str, Any]) -> dict:
    """The properties of a function in a network of app.yaml; none in a stage without a network."""
    if not vpc_settings.is_of_stages(network):
        return {"VpcConfig": config(network)}
    value: dict[str, Any] = cfn.ref("AWS::NoValue")
    for stage, of_stage in sorted(network.items(), reverse=True):
        value = {"Fn::If": [condition(stage), config(of_stage), value]}
    return {"VpcConfig": value}


def config(network: dict[str, list[str]]) -> dict[str, list[str]]:
    """A function's VpcConfig of {"subnets": [...], "security_groups": [...]}."""
    return {"SubnetIds": network["subnets"], "SecurityGroupIds": network["security_groups"]}


def condition(stage: str) -> str:
    """The name of the condition that the stack is of a stage: "dev" -> "IsStageDev"."""
    return names.logical_id("is-stage", stage)


def conditions(app: AppModel) -> dict[str, dict]:
    """{"IsStageDev": condition} of the stages that the lambdas' networks differ in."""
    networks = [app["settings"]["vpcs"][fn["infra"]["vpc"]] for fn in app["lambdas"].values() if "vpc" in fn["infra"]]
    return {condition(stage): {"Fn::Equals": [cfn.ref("Stage"), stage]}
            for network in networks if vpc_settings.is_of_stages(network) for stage in sorted(network)}


def stage_problems(app: AppModel, stage: str) -> list[Problem]:
    """[Problem] of lambdas whose network has no entry of a stage on AWS."""
    fns = [fn for _name, fn in sorted(app["lambdas"].items()) if "vpc" in fn["infra"] and stage != "local"]
    return [Problem(fn["path"], fn["lines"].get("vpc", 0), f"vpc {fn['infra']['vpc']} has no network in stage {stage}",
                    f"write one in app.yaml: vpcs: {{{fn['infra']['vpc']}: {{{stage}: ...}}}}")
            for fn in fns for network in [app["settings"]["vpcs"][fn["infra"]["vpc"]]]
            if vpc_settings.is_of_stages(network) and stage not in network]


def statements(_network: dict[str, Any]) -> list[dict]:
    """[statement] that allows Lambda to manage the function's network interfaces."""
    return [permission.allow(ON_INTERFACES, "*")]
