"""The words that set a property of one function: what they accept, and what they add to the template."""
import json

import pytest

import recipes
from deploy import deploy_policy, failures, stage_policies
from kit import schema, settings
from recipes import layer, limits, template, vpc
from tests.fixtures.cases import cases, results
from tests.fixtures.paths import GOLDEN
from tests.fixtures.problems import problems_of
from tests.fixtures.recipe_apps import NAMES, VPC, app_of, block_problems, lambda_


def messages(block):
    """[message: hint] of an infra block."""
    faults = block_problems(block)
    return [f"{key}: {message}: {hint}" for key, message, hint in faults]


test_each_wrong_use_is_a_problem = results(messages, [
    ({"retries": 0}, []), ({"retries": 2, "topic": {}}, []), ({"retries": 1, "timer": {"rate": "1 hour"}}, []),
    ({"retries": True}, ["retries: retries must be a whole number, not true: How often Lambda repeats a failed "
       "invocation: 0, 1 or 2 times, by default 2; e.g. 0"]),
    ({"age": 60}, []), ({"age": 21600}, []),
    ({"queue": {}, "retries": 1}, ["retries: retries is only for asynchronous invocations, and queue invokes synchronously: "
                 "remove it: queue has its own `tries` and `keep`"]),
    ({"kinesis": {"stream": "a"}, "age": 90}, ["age: age is only for asynchronous invocations, and kinesis invokes synchronously: "
                 "remove it: kinesis has its own `tries` and `age`"]),
    ({"endpoint": {"method": "GET", "path": "/a", "api": "public"}, "retries": 1, "age": 90}, [
        f"{word}: {word} is only for asynchronous invocations, and endpoint invokes synchronously: "
        "remove it: the caller decides whether to try again" for word in ("retries", "age")]),
    ({"topic": {"fifo": True}, "retries": 1}, ["retries: retries is only for asynchronous invocations, and the queue of a "
                 "FIFO topic invokes synchronously: remove it: the queue delivers a message up to five times"]),
    ({"topic": {}, "retries": 1, "age": 90}, []),
    *[({"queue": {"visible": seconds, "window": 2}, "timeout": timeout}, [
        f"queue.visible: a message is delivered again after {seconds} s, and the lambda may have it for {least} s: its "
        f"timeout and the window: visible: {6 * least}, or remove it"] * (seconds < least))
      for timeout, least in (("default", 7), ("long", 32), (9, 11)) for seconds in (1, least - 1, least, 43200)],
    ({"queue": {"visible": 43201}}, ["queue.visible: queue.visible must be at most 43200, not 43201: seconds after which a "
        "received message that was not deleted is delivered again: at least the lambda's timeout and the window; without "
        "it six times the timeout, and the window; e.g. 300"]),
    ({"concurrency": {"reserved": 0}}, []), ({"concurrency": {"reserved": 900}}, []),
    ({"storage": 512}, []), ({"storage": 10240}, []), ({"tracing": True}, []), ({"tracing": False}, []), ({"tracing": "log"}, []),
    ({"debug": True}, []),
    ({"storage": 511}, ["storage: storage must be at least 512, not 511: The size of /tmp, in MB: 512 by default, 10240 "
                        "at most; e.g. 2048"]),
    ({"runtime": "python3.12", "architecture": "x86_64"}, []),
    ({"concurrency": {}}, ["concurrency: concurrency needs 'reserved' or 'provisioned': reserved: 5"]),
    ({"concurrency": {"provisioned": 2}}, []), ({"concurrency": {"reserved": 2, "provisioned": 2}}, []),
    ({"concurrency": {"reservd": 1, "reserved": 1}}, [
        "concurrency.reservd: concurrency has no field 'reservd': did you mean 'reserved'?"]),
])


@cases("block", [{"age": 59}, {"age": 21601}, {"age": "1 hour"}, {"age": None}, {"retries": None},
                 {"concurrency": 5}, {"storage": 10241}, {"storage": "2 GB"}, {"tracing": 1},
                 {"runtime": 3.12}, {"architecture": None}, {"vpc": ""},
                 {"vpc": ["main"]}])
def test_wrong_values_have_the_key_of_their_word(block):
    assert {key for key, _message, _hint in schema.problems(recipes.INFRA, recipes.block_without_nulls(block))} == {*block}


def properties(id_="HelloFunction", **infra):
    """The properties of a resource of an app with the lambda `hello`."""
    return template.template(app_of(lambda_("hello", **infra)))["Resources"][id_]["Properties"]


def test_retries_and_age_are_those_of_asynchronous_invocations():
    config = properties("HelloFailures", retries=0, age=600)
    assert (config["MaximumRetryAttempts"], config["MaximumEventAgeInSeconds"]) == (0, 600)
    config = properties("HelloFailures")
    assert (config["MaximumRetryAttempts"], "MaximumEventAgeInSeconds" in config) == (2, False)


def test_reserved_concurrency_may_be_nothing():
    assert properties(concurrency={"reserved": 0})["ReservedConcurrentExecutions"] == 0
    assert "ReservedConcurrentExecutions" not in properties()


def test_more_than_an_account_has_is_noted():
    fns = [lambda_(name, concurrency={"reserved": 451}) for name in ("a", "b")]
    assert limits.at_once_notes({"": template.template(app_of(*fns))}) == [
        "902 concurrent invocations are reserved: an account has 1,000 and keeps 100 unreserved, unless AWS raised it "
        "(Service Quotas)"]
    assert limits.at_once_notes({"": template.template(app_of(*fns[:1]))}) == []


def test_storage_is_the_size_of_tmp():
    assert properties(storage=2048)["EphemeralStorage"] == {"Size": 2048}


@cases("of_app, of_lambda, is_traced", [
    ({}, {}, False), ({}, {"tracing": True}, True), ({}, {"tracing": "log"}, False), ({"tracing": True}, {}, True), ({"tracing": True}, {"tracing": False}, False)])
def test_a_lambda_is_traced_if_it_or_the_app_says_so(of_app, of_lambda, is_traced):
    app = app_of(lambda_("hello", **of_lambda))
    app["settings"] = {**app["settings"], **of_app}
    resources = template.template(app)["Resources"]
    statements = resources["HelloRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
    may = {"Effect": "Allow", "Action": ["xray:PutTelemetryRecords", "xray:PutTraceSegments"], "Resource": "*"}
    assert resources["HelloFunction"]["Properties"].get("TracingConfig") == ({"Mode": "Active"} if is_traced else None)
    assert (may in statements) == is_traced


@cases("of_app, of_lambda, lines", [({}, {}, ""), ({}, {"debug": True}, "event"), ({"debug": True}, {"tracing": "log"}, "event trace"), ({"tracing": True}, {}, "trace"),
                                                         ({"debug": True}, {"debug": False}, "")])
def test_a_lambda_logs_its_events_and_traces_if_it_or_the_app_says_so(of_app, of_lambda, lines):
    app = app_of(lambda_("hello", **of_lambda))
    app["settings"] = {**app["settings"], **of_app}
    function = template.template(app)["Resources"]["HelloFunction"]["Properties"]
    variables = {"Variables": {"PARETO_HANDLER": "lambdas.hello.index.handler", "PARETO_LINES": lines}}
    assert (function["Handler"], function.get("Environment")) == (
        ("pareto_invocation_lines.handler", variables) if lines else ("lambdas.hello.index.handler", None))


def test_a_lambda_has_its_own_python_and_processor_and_layers_of_both():
    function = properties(runtime="python3.12", architecture="x86_64", layers=["numpy"])
    assert (function["Runtime"], function["Architectures"]) == ("python3.12", ["x86_64"])
    assert function["Layers"] == [{"Ref": "NumpyPython312X8664Layer"}]
    assert properties(runtime="python3.13", architecture="arm64", layers=["numpy"])["Layers"] == [{"Ref": "NumpyLayer"}]
    six = properties(runtime="python3.12", layers=list("abcdef"))["Layers"]
    assert six == [{"Ref": f"Merged{layer.merged(list('abcdef')).partition('-')[2].capitalize()}Python312Arm64Layer"}]


def test_the_parameters_are_those_of_all_layers():
    app = app_of(lambda_("a", layers=["numpy"]), lambda_("b", layers=["numpy"], runtime="python3.12"))
    assert {"NumpyLayer", "NumpyPython312Arm64Layer"} <= template.template(app)["Parameters"].keys()
    assert layer.settings_by_layer(app)["numpy-python312-arm64"]["runtime"] == "python3.12"


def test_a_lambda_in_a_network_may_have_interfaces_there():
    made = template.template(app_of(lambda_("hello", vpc="main"), lambda_("other")))["Resources"]
    assert made["HelloFunction"]["Properties"]["VpcConfig"] == {
        "SubnetIds": VPC["subnets"], "SecurityGroupIds": VPC["security_groups"]}
    statements = made["HelloRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
    assert {"Effect": "Allow", "Action": vpc.ON_INTERFACES, "Resource": "*"} in statements
    assert "VpcConfig" not in made["OtherFunction"]["Properties"] and "ec2" not in str(made["OtherRole"])


def test_the_deploying_user_may_see_networks_if_a_lambda_is_in_one():
    names = {**NAMES, "region": "us-east-1"}
    for block, expected in (({"vpc": "main"}, True), ({}, False)):
        policies = deploy_policy.policies(template.template(app_of(lambda_("hello", **block))), {}, names)
        assert ("ec2:DescribeVpcs" in str(policies)) == expected


@pytest.mark.parametrize("text, key", [("{main: }", "vpcs.main"), ("{main: {dev: }}", "vpcs.main.dev")])
def test_a_blank_network_of_app_yaml_needs_its_fields(text, key):
    raised = problems_of(settings.settings, "app.yaml", f"name: demo\nvpcs: {text}\n")
    assert [problem.message for problem in raised.args] == [f"{key} needs 'subnets'", f"{key} needs 'security_groups'"]


@cases("text, message", [
    ("{}", None), ("{main: {subnets: [subnet-0a1b2c3d], security_groups: [sg-0a1b2c3d]}}", None),
    ("{main: {subnets: [subnet-0a1b2c3d]}}", "vpcs.main needs 'security_groups'"),
    ("{main: {subnets: [], security_groups: [sg-0a1b2c3d]}}", "vpcs.main.subnets must have at least 1 item, not []"),
    ("{main: {subnets: [vpc-0a1b2c3d], security_groups: [sg-0a1b2c3d]}}", "vpcs.main.subnets.0 cannot be 'vpc-0a1b2c3d'"),
    ("{main: {subnet: [a], subnets: [subnet-0a1b2c3d], security_groups: [sg-0a1b2c3d]}}",
     "vpcs.main has no field 'subnet'"),
    ("[main]", "vpcs must be a mapping, not [main]"), ("{main: x}", "vpcs.main must be a mapping, not 'x'"),
    ("{main: {dev: {subnets: [subnet-0a1b2c3d], security_groups: [sg-0a1b2c3d]}}}", None),
    ("{main: {dev: {subnets: [subnet-0a1b2c3d]}}}", "vpcs.main.dev needs 'security_groups'"),
    ("{main: {subnet: [a]}}", "vpcs.main.subnet must be a mapping, not [a]"),
    ("{main: {endpoints: []}}", None), ("{main: {endpoints: [sqs, cloudwatch]}}", None),
    ("{main: {endpoints: }}", "vpcs.main.endpoints must be a list, not nothing"),
    ("{main: {endpoints: [sqs, sqs]}}", "vpcs.main.endpoints: sqs is listed twice"),
    ("{main: {endpoints: [sqs], subnets: [subnet-0a1b2c3d]}}", "vpcs.main has no field 'subnets'"),
    ("{main: {dev: {endpoints: []}}}", "vpcs.main.dev: a network that the app creates is in all stages"),
    ("{main: {endpoint: [sqs]}}", "vpcs.main.endpoint must be a mapping, not [sqs]"),
])
def test_networks_of_app_yaml(text, message):
    problems = problems_of(settings.settings, "app.yaml", f"name: demo\nvpcs: {text}\n")
    assert [problem.message for problem in problems.args] == [message] * bool(message)


def test_a_network_may_differ_between_stages():
    other = {"subnets": ["subnet-1a1b2c3d"], "security_groups": ["sg-1a1b2c3d"]}
    app = app_of(lambda_("hello", vpc="main"))
    app["settings"] = {**app["settings"], "vpcs": {"main": {"dev": VPC, "prod": other}}}
    made = template.template(app)
    configs = [{"SubnetIds": network["subnets"], "SecurityGroupIds": network["security_groups"]}
               for network in (VPC, other)]
    assert made["Resources"]["HelloFunction"]["Properties"]["VpcConfig"] == {"Fn::If": [
        "IsStageDev", configs[0], {"Fn::If": ["IsStageProd", configs[1], {"Ref": "AWS::NoValue"}]}]}
    assert made["Conditions"] == {name: {"Fn::Equals": [{"Ref": "Stage"}, stage]}
                                  for name, stage in (("IsStageDev", "dev"), ("IsStageProd", "prod"))}
    assert vpc.stage_problems(app, "dev") == vpc.stage_problems(app, "local") == []
    assert [str(problem) for problem in vpc.stage_problems(app, "test")] == [
        "lambdas/hello/index.py: vpc main has no network in stage test\n"
        "  hint: write one in app.yaml: vpcs: {main: {test: ...}}"]


def test_who_deploys_may_reserve_concurrency():
    template = json.loads((GOLDEN / "template/settings/template.json").read_bytes())
    policies = deploy_policy.policies(template, stage_policies.schemas(template, "eu-west-1"), NAMES)
    allowed = {action for policy in policies for statement in policy["Statement"] if statement["Effect"] == "Allow"
               for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])}
    assert {"lambda:PutFunctionConcurrency", "lambda:DeleteFunctionConcurrency"} <= allowed


@cases("reason, hint", [
    ("Resource handler returned message: \"Specified ReservedConcurrentExecutions for function decreases account's "
     "UnreservedConcurrentExecution below its minimum value of [100].\"", "lower `concurrency`"),
    ("The provided execution role does not have permissions to call CreateNetworkInterface on EC2", "deploy again"),
    ("Error occurred while DescribeSubnets. EC2 Error Code: InvalidSubnetID.NotFound.", "`vpcs:` in app.yaml"),
    ("User: arn:aws:iam::1:user/u is not authorized to perform: lambda:GetLayerVersion on resource: "
     "arn:aws:lambda:eu-west-1:580247275435:layer:X:1 because no resource-based policy allows it", "the layer's ARN is wrong"),
])
def test_a_failure_of_such_a_setting_has_a_hint(reason, hint):
    assert hint in failures.hint(reason)
