"""`vpcs: {main: {endpoints: [...]}}`: a network that the app creates, for the lambdas that run in it."""
import json

import pytest

from aws import cfn
from deploy import deploy_policy
from kit import settings
from recipes import nesting, template
from tests.fixtures.cases import cases
from tests.fixtures.problems import problems_of
from tests.fixtures.recipe_apps import NAMES, app_of, lambda_


def app(*fns, endpoints=("sqs",), **more):
    """An app of these lambdas with the network `main`, which it creates."""
    model = app_of(*fns)
    return {**model, "settings": {**model["settings"], "vpcs": {"main": {"endpoints": [*endpoints]}}, **more}}


def resources(model, type_):
    """{logical id: properties} of the resources of a type of EC2."""
    return {id_: resource["Properties"] for id_, resource in template.template(model)["Resources"].items()
            if resource["Type"] == f"AWS::EC2::{type_}"}


def test_a_lambda_runs_in_both_subnets_and_reaches_services_without_a_way_to_the_internet():
    model = app(lambda_("hello", vpc="main"), endpoints=["kinesis", "secretsmanager"])
    config = template.template(model)["Resources"]["HelloFunction"]["Properties"]["VpcConfig"]
    assert config == {"SubnetIds": [cfn.ref("MainVpcSubnetA"), cfn.ref("MainVpcSubnetB")],
                      "SecurityGroupIds": [cfn.attribute("MainVpcSecurityGroup", "GroupId")]}
    endpoints = resources(model, "VPCEndpoint").values()
    assert sorted((endpoint["VpcEndpointType"], endpoint["ServiceName"]["Fn::Sub"].rpartition(".")[2])
                  for endpoint in endpoints) == [
        ("Gateway", "dynamodb"), ("Gateway", "s3"), ("Interface", "kinesis-streams"), ("Interface", "secretsmanager")]
    types = {resource["Type"] for resource in template.template(model)["Resources"].values()}
    assert not types & {"AWS::EC2::InternetGateway", "AWS::EC2::NatGateway", "AWS::EC2::Route"}


def test_a_network_that_no_lambda_runs_in_is_not_created():
    assert resources(app(lambda_("hello")), "VPC") == {} != resources(app(lambda_("hello", vpc="main")), "VPC")


def test_lambdas_of_nested_stacks_run_in_the_network_of_the_root():
    model = app(*(lambda_(name, vpc="main") for name in "abc"), stacks=2)
    whole = template.template(model)
    children = nesting.children(model, whole, template.owners(model), {})
    assert len(children) == 2 and not any("AWS::EC2::" in json.dumps(child) for child in children.values())
    assert {"MainVpcSubnetA", "MainVpcSecurityGroupGroupId"} <= {*next(iter(children.values()))["Parameters"]}


@cases("block, expected", [({"vpc": "main"}, True), ({}, False)])
def test_the_deploying_user_may_create_it_through_cloudformation_only(block, expected):
    names = {**NAMES, "region": "us-east-1"}
    schemas = {"AWS::EC2::VPC": {"handlers": {"create": {"permissions": ["ec2:CreateVpc", "ec2:DescribeVpcs"]}}}}
    policies = deploy_policy.policies(template.template(app(lambda_("hello", **block))), schemas, names)
    statements = [statement for policy in policies for statement in policy["Statement"] if "ec2:CreateVpc" in statement["Action"]]
    assert [bool(statement["Condition"]) for statement in statements] == [True] * expected


@pytest.mark.parametrize("text, hint", [
    ("{main: {endpoints: [sqss]}}", "did you mean 'sqs'?"), ("{main: {endpoint: [sqs]}}", "did you mean 'endpoints'?"),
    ("{main: {dev: {endpoints: []}}}", "write vpcs: {main: {endpoints: []}}, without the stage")])
def test_hints_lead_to_the_network(text, hint):
    raised = problems_of(settings.settings, "app.yaml", f"name: demo\nvpcs: {text}\n")
    assert [problem.hint for problem in raised.args] == [hint]
