"""vpc: the private network of app.yaml's `vpcs` in which the lambda runs: one that exists, or one of the app's own.

    infra:
      vpc: main

A network of the app's own has two subnets in two availability zones, and no way to the internet: neither an internet
gateway nor a NAT gateway. It reaches S3 and DynamoDB by gateway endpoints, other services by interface endpoints.
"""
from typing import Any

from aws import cfn
from aws.app import AppModel
from kit import names, vpc_settings
from kit.problems import Problem
from recipes import nothing, permission

BLOCK, SUBNET_BLOCKS = "10.0.0.0/16", {"A": "10.0.0.0/20", "B": "10.0.16.0/20"}  # addresses of the network, and in it
BY_GATEWAY = ("dynamodb", "s3")  # docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
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


def id_(name: str, *parts: str) -> str:
    """"MainVpcSubnetA": the logical id of a part of the app's own network "main"; without parts, of the network."""
    return names.logical_id(name, "vpc", *parts)


def with_ids(name: str, network: dict[str, Any]) -> dict[str, Any]:
    """A network of app.yaml as {"subnets": ids, "security_groups": ids}, or {stage: ...}; of an own one references."""
    if not vpc_settings.is_own(network):
        return network
    return {"subnets": [cfn.ref(id_(name, "subnet", part)) for part in SUBNET_BLOCKS],
            "security_groups": [cfn.attribute(id_(name, "security-group"), "GroupId")]}


def resources(app: AppModel) -> dict[str, dict]:
    """{logical id: resource} of the app's own networks that lambdas run in."""
    used = sorted({fn["infra"]["vpc"] for fn in app["lambdas"].values() if "vpc" in fn["infra"]})
    vpcs = app["settings"].get("vpcs", {})
    return cfn.merge(*[own_network(name, vpcs[name]["endpoints"]) for name in used if vpc_settings.is_own(vpcs[name])])


def own_network(name: str, clients: list[str]) -> dict[str, dict]:
    """{"MainVpc": ..., "MainVpcSubnetA": ..., "MainVpcSqsEndpoint": ...}. clients: `endpoints` of the network"""
    in_network = {"VpcId": cfn.ref(id_(name))}
    subnets = {id_(name, "subnet", part): cfn.resource("AWS::EC2::Subnet", {
        **in_network, "CidrBlock": block, "AvailabilityZone": {"Fn::Select": [at, {"Fn::GetAZs": ""}]}})
        for at, (part, block) in enumerate(SUBNET_BLOCKS.items())}
    routes = {f"{subnet}Routes": cfn.resource("AWS::EC2::SubnetRouteTableAssociation", {
        "RouteTableId": cfn.ref(id_(name, "routes")), "SubnetId": cfn.ref(subnet)}) for subnet in subnets}
    by_gateway: dict[str, Any] = {"VpcEndpointType": "Gateway", "RouteTableIds": [cfn.ref(id_(name, "routes"))]}
    by_interface: dict[str, Any] = {
        "VpcEndpointType": "Interface", "PrivateDnsEnabled": True, "SubnetIds": [*map(cfn.ref, subnets)],
        "SecurityGroupIds": [cfn.attribute(id_(name, "security-group"), "GroupId")]}
    services = {**dict.fromkeys(BY_GATEWAY, by_gateway),
                **{vpc_settings.endpoint(client)[0]: by_interface for client in clients}}
    return {
        id_(name): cfn.resource("AWS::EC2::VPC", {
            "CidrBlock": BLOCK, "EnableDnsHostnames": True, "EnableDnsSupport": True}),
        id_(name, "routes"): cfn.resource("AWS::EC2::RouteTable", in_network), **subnets, **routes,
        id_(name, "security-group"): cfn.resource("AWS::EC2::SecurityGroup", {
            **in_network, "GroupDescription": "lambdas of the network, and its endpoints",
            "SecurityGroupIngress": [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": BLOCK}]}),
        **{id_(name, service, "endpoint"): cfn.resource("AWS::EC2::VPCEndpoint", {
            **in_network, "ServiceName": cfn.sub(f"com.amazonaws.${{AWS::Region}}.{service}"), **kind})
           for service, kind in services.items()}}


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


problems, normal = nothing.no_problems, nothing.unchanged  # the scan reports a name that app.yaml does not have
