"""Templates: their form, their parameters, their functions."""
import json

from localcloud import constraints
from localcloud.cloudformation import intrinsics, parameters, references, shapes, task, template
from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.stack import Resource
from tests.fixtures.cases import cases, results

QUEUE = {"Type": "AWS::SQS::Queue"}
FORMAT = "Template format error: "


def error_message(call, *arguments):
    """The message of the ApiError that a call raises, or None."""
    try:
        call(*arguments)
    except ApiError as error:
        return str(error)
    return None


def with_queue(**sections):
    return {"Resources": {"Queue": QUEUE}, **sections}


def only(resource):
    return {"Resources": {"One": resource}}


@cases("content, message", [
    (with_queue(), None),
    (with_queue(AWSTemplateFormatVersion="2010-09-09", Description="x", Metadata={}), None),
    ([], FORMAT + "unsupported structure."),
    ({}, FORMAT + "At least one Resources member must be defined."),
    (with_queue(Resource={}), "Invalid template property or properties [Resource]"),
    (with_queue(Transform="AWS::Serverless-2016-10-31"),
     "Template error: the local cloud does not support the transform AWS::Serverless-2016-10-31"),
    ({"Resources": {"a-b": QUEUE}}, FORMAT + "Resource name a-b is non alphanumeric."),
    (only({}), FORMAT + "[/Resources/One] Every Resources object must contain a Type member."),
    (only({**QUEUE, "Propertys": {}}), "Invalid template resource property 'Propertys'"),
    (only({**QUEUE, "UpdatePolicy": {}}), "Template error: the local cloud does not support UpdatePolicy of resource One"),
    (only({"Type": "AWS::SQS::Queues"}), FORMAT + "Unrecognized resource types: [AWS::SQS::Queues]"),
    (only({"Type": "AWS::Lambda::CodeSigningConfig"}),
     FORMAT + "Unrecognized resource types: [AWS::Lambda::CodeSigningConfig]"),
    (only({**QUEUE, "DependsOn": "Two"}),
     FORMAT + "Unresolved resource dependencies [Two] in the Resources block of the template"),
    (only({**QUEUE, "Properties": {"QueueName": {"Fn::Sub": "${Two.Arn}-${!Three}-${AWS::Region}"}}}),
     FORMAT + "Unresolved resource dependencies [Two] in the Resources block of the template"),
    (with_queue(Outputs={"A": {"Value": {"Ref": "Two"}}}),
     FORMAT + "Unresolved resource dependencies [Two] in the Outputs block of the template"),
    (with_queue(Outputs={"A": {"Value": {"Fn::GetAtt": "Queue.Arm"}}}),
     "Template error: resource Queue does not support attribute type Arm in Fn::GetAtt"),
    (only({**QUEUE, "Condition": "Never"}),
     FORMAT + "Unresolved condition dependency Never in the Resources block of the template"),
    (with_queue(Conditions={"A": {"Fn::Equals": [{"Ref": "Queue"}, "x"]}}),
     FORMAT + "Unresolved dependencies [Queue]. Cannot reference resources in the Conditions block of the "
     "template"),
    (only({**QUEUE, "Properties": {"QueueName": {"Fn::Other": ["10.0.0.0/16", 2, 8]}}}),
     "Template error: the local cloud does not support Fn::Other"),
    (only({**QUEUE, "Properties": {"QueueName": {"Fn::Transform": {}}}}),
     "Template error: the local cloud does not support Fn::Transform"),
    (with_queue(Mappings={"Sizes": {"Fn::Transform": {"Name": "AWS::Include"}}}),
     "Template error: the local cloud does not support Fn::Transform"),
    ({"Resources": {"A": {**QUEUE, "DependsOn": "B"}, "B": {**QUEUE, "DependsOn": ["A"]}}},
     "Circular dependency between resources: [A, B]"),
    ({"Resources": {f"Q{number}": QUEUE for number in range(501)}},
     FORMAT + "Number of resources, 501, is greater than maximum allowed, 500"),
    (with_queue(Outputs={f"O{number}": {"Value": "x"} for number in range(201)}),
     FORMAT + "Number of outputs, 201, is greater than maximum allowed, 200"),
])
def test_a_template_is_checked_before_any_resource_is_created(content, message):
    assert error_message(template.parsed, json.dumps(content)) == message


test_a_text_that_cannot_be_parsed_is_an_error_with_its_position = results(lambda text: error_message(template.parsed, text), [
    ('{"Resources": ', FORMAT + "JSON not well-formed. (line 1, column 15)"),
    ("Resources: [", FORMAT + "YAML not well-formed. (line 1, column 13)"),
])


def test_yaml_has_short_functions_and_dates_that_stay_text():
    text = """
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub "${AWS::StackName}-x"
      RedrivePolicy: {Version: 2012-10-17, arn: !GetAtt Queue2.Arn, zones: !Split [",", "a,b"]}
  Queue2:
    Type: AWS::SQS::Queue
"""
    assert template.parsed(text)["Resources"]["Queue"]["Properties"] == {
        "QueueName": {"Fn::Sub": "${AWS::StackName}-x"},
        "RedrivePolicy": {"Version": "2012-10-17", "arn": {"Fn::GetAtt": "Queue2.Arn"},
                          "zones": {"Fn::Split": [",", "a,b"]}}}


@cases("rules, value, message", [
    ({"Type": "String"}, "", None),
    ({"Type": "String", "AllowedValues": ["a", 1]}, "1", None),
    ({"Type": "String", "AllowedValues": ["a", 1]}, "2", "Parameter 'P' must be one of AllowedValues"),
    ({"Type": "String", "AllowedPattern": "[a-z]+"}, "a1", "Parameter 'P' must match pattern [a-z]+"),
    ({"Type": "String", "AllowedPattern": "[a-z]+", "ConstraintDescription": "letters"}, "1",
     "Parameter P failed to satisfy constraint: letters"),
    ({"Type": "String", "AllowedPattern": r"\p{Lu}++"}, "\u00c9", None),
    ({"Type": "String", "AllowedPattern": "a$"}, "a\n", "Parameter 'P' must match pattern a$"),
    ({"Type": "String", "AllowedPattern": "("}, "a", FORMAT + "the AllowedPattern '(' of parameter P is not a regular "
     "expression: missing )"),
    ({"Type": "String", "MinLength": 2}, "a", "Parameter 'P' must contain at least 2 characters"),
    ({"Type": "String", "MaxLength": "2"}, "abc", "Parameter 'P' must contain at most 2 characters"),
    ({"Type": "Number"}, "1.5", None),
    ({"Type": "Number"}, "x", "Parameter 'P' must be a number"),
    ({"Type": "Number", "MinValue": 2}, "1", "Parameter 'P' must be a number not less than 2"),
    ({"Type": "List<Number>", "MaxValue": 2}, "1,3", "Parameter 'P' must be a number not greater than 2"),
    ({"Type": "Text"}, "x", FORMAT + "the local cloud does not support the type Text of parameter P"),
])
def test_a_parameter_satisfies_its_constraints(rules, value, message):
    entries = [{"ParameterKey": "P", "ParameterValue": value}]
    assert error_message(parameters.values, {"P": rules}, entries, {}) == message


DECLARED = {"A": {"Type": "String"}, "B": {"Type": "Number", "Default": 2}}


@cases("entries, previous, chosen", [
    ([{"ParameterKey": "A", "ParameterValue": "x"}], {}, {"A": "x", "B": "2"}),
    ([{"ParameterKey": "A", "UsePreviousValue": True}], {"A": "y"}, {"A": "y", "B": "2"}),
    ([], {"A": "y"}, "Parameters: [A] must have values"),
    ([{"ParameterKey": "C", "ParameterValue": "x"}], {}, "Parameters: [C] do not exist in the template"),
    ([{"ParameterKey": "A", "UsePreviousValue": True}], {},
     "Invalid input for parameter key A. Cannot specify usePreviousValue as true for a parameter key not in "
     "the previous template"),
])
def test_values_come_from_the_request_then_the_default(entries, previous, chosen):
    if isinstance(chosen, str):
        assert error_message(parameters.values, DECLARED, entries, previous) == chosen
    else:
        assert parameters.values(DECLARED, entries, previous) == chosen


def test_a_secret_parameter_is_never_shown():
    declared = {"A": {"Type": "String", "NoEcho": "true"}, "B": {"Type": "String"}}
    assert parameters.shown(declared, {"A": "secret", "B": "open"}) == [
        {"ParameterKey": "A", "ParameterValue": "****"}, {"ParameterKey": "B", "ParameterValue": "open"}]


def scope():
    sections = {
        "Conditions": {"Live": {"Fn::Equals": [{"Ref": "Stage"}, "live"]},
                       "Local": {"Fn::Not": [{"Condition": "Live"}]},
                       "Both": {"Fn::And": [{"Condition": "Live"}, {"Condition": "Local"}]},
                       "Any": {"Fn::Or": [{"Condition": "Live"}, {"Condition": "Local"}]}},
        "Mappings": {"Sizes": {"live": {"memory": 1024}}},
    }
    resources = {"Queue": Resource("Queue", "AWS::SQS::Queue", {}, set(), ref="https://q", attributes={"Arn": "arn:q"})}
    values = {"Stage": "live", "List": ["a", "b"], "AWS::Region": "eu-west-1"}
    return intrinsics.Scope(sections, values, resources, lambda: {"other-url": "https://other"})


test_a_function_is_resolved = results(lambda expression: intrinsics.resolved(scope(), expression), [
    ({"Ref": "Queue"}, "https://q"),
    ({"Fn::GetAtt": ["Queue", "Arn"]}, "arn:q"),
    ({"Fn::GetAtt": "Queue.Arn"}, "arn:q"),
    ({"Fn::Sub": "${Stage}/${Queue.Arn}/${!Not}/${AWS::Region}"}, "live/arn:q/${Not}/eu-west-1"),
    ({"Fn::Sub": ["${x}-${Stage}", {"x": {"Ref": "Queue"}}]}, "https://q-live"),
    ({"Fn::Join": [",", ["a", 1, True, {"Ref": "Stage"}]]}, "a,1,true,live"),
    ({"Fn::Join": ["-", {"Ref": "List"}]}, "a-b"),
    ({"Fn::If": ["Live", {"Ref": "Stage"}, {"Ref": "Absent"}]}, "live"),
    ({"Fn::If": ["Both", 1, {"Fn::If": ["Any", 2, 3]}]}, 2),
    ({"Fn::Select": ["1", {"Fn::Split": ["|", "a|b"]}]}, "b"),
    ({"Fn::FindInMap": ["Sizes", {"Ref": "Stage"}, "memory"]}, 1024),
    ({"Fn::FindInMap": ["Sizes", "dev", "memory", {"DefaultValue": 1}]}, 1),
    ({"Fn::ImportValue": "other-url"}, "https://other"),
    ({"Fn::Base64": "hi"}, "aGk="),
    ({"Fn::ToJsonString": {"a": {"Ref": "Stage"}}}, '{"a":"live"}'),
    ({"Fn::Cidr": ["10.0.0.0/16", 2, "8"]}, ["10.0.0.0/24", "10.0.1.0/24"]),
    ({"Fn::Select": [1, {"Fn::Cidr": ["2001:db8::/56", 2, 64]}]}, "2001:db8:0:1::/64"),
    ({"Fn::GetAZs": ""}, ["eu-west-1a", "eu-west-1b", "eu-west-1c"]),
    ({"a": {"Ref": "AWS::NoValue"}, "b": [{"Ref": "AWS::NoValue"}, 1]}, {"b": [1]}),
    ({"Condition": {"StringEquals": {"a": "b"}}}, {"Condition": {"StringEquals": {"a": "b"}}}),
])


@cases("expression, message", [
    ({"Fn::Select": [2, ["a"]]}, "Template error: Fn::Select cannot select nonexistent value at index 2"),
    ({"Fn::FindInMap": ["Sizes", "dev", "memory"]}, "Template error: Unable to get mapping for Sizes::dev::memory"),
    ({"Fn::ImportValue": "absent"}, "No export named absent found."),
    ({"Fn::If": ["Absent", 1, 2]}, "Template error: unresolved condition dependency Absent in Fn::If"),
    ({"Fn::Cidr": [1]}, "Template error: every Fn::Cidr object requires three parameters: ipBlock, count and cidrBits"),
    ({"Fn::Cidr": ["10.0.0.0/28", 2, 8]}, "Template error: every Fn::Cidr object requires a valid block of addresses: "
     "new prefix must be longer"),
    ({"Fn::Other": [1]}, "Template error: the local cloud does not support Fn::Other"),
])
def test_a_function_that_cannot_be_resolved_is_an_error(expression, message):
    assert error_message(intrinsics.resolved, scope(), expression) == message


def test_a_resource_depends_only_on_the_branch_taken():
    definition = {"Properties": {"A": {"Fn::If": ["Live", {"Ref": "Yes"}, {"Fn::GetAtt": ["No", "Arn"]}]}}}
    ids = {"Yes", "No", "Other"}
    assert references.needs(definition, ids, {"Live": True}) == {"Yes"}
    assert references.needs(definition, ids, {"Live": False}) == {"No"}
    assert references.needs({**definition, "DependsOn": "Other"}, ids) == {"Yes", "No", "Other"}
    assert references.needs({"Metadata": {"After": [{"Ref": "Other"}]}}, ids) == {"Other"}


@cases("logical, longest, lower", [
    ("OrdersTable", 255, False), ("A" * 100, 64, False), ("OrdersBucket", 63, True), ("Q", 30, False)])
def test_a_generated_name_fits_the_limits_of_the_service_and_is_unique(logical, longest, lower):
    names = {task.generated_name("a-rather-long-stack-name-local", logical, longest, lower) for _ in range(50)}
    assert len(names) == 50
    assert all(len(name) <= longest for name in names)
    assert all((name == name.lower()) == lower for name in names)
    assert not any(name.startswith("-") or "--" in name for name in names)


def test_values_are_coerced_to_the_parameters_of_the_operation():
    client, shape = task.client_and_shape("sqs", "eu-west-1", "create_queue")
    assert shapes.coerced({"QueueName": "q", "Attributes": {"VisibilityTimeout": 30, "RedrivePolicy": {"a": 1}},
                           "tags": [{"Key": "k", "Value": "v"}]}, shape) == {
        "QueueName": "q", "Attributes": {"VisibilityTimeout": "30", "RedrivePolicy": '{"a": 1}'},
        "tags": {"k": "v"}}
    client, shape = task.client_and_shape("apigateway", "eu-west-1", "create_usage_plan")
    assert shapes.coerced({"name": "p", "Throttle": {"RateLimit": "1.5", "BurstLimit": "2"}}, shape) == {
        "name": "p", "throttle": {"rateLimit": 1.5, "burstLimit": 2}}
    assert shapes.coerced({"Throttle": {"Rate": "x"}}, shape) == {"throttle": {"Rate": "x"}}


def test_python_can_compile_every_pattern_of_the_model():
    from moto.core.utils import get_service_model

    from localcloud.cloudformation.wire import OPERATIONS
    for action in OPERATIONS:
        shape = get_service_model("cloudformation").operation_model(action).input_shape
        list(constraints.validation_errors({name: "x" for name, member in shape.members.items()
                                            if member.type_name == "string"}, shape, ""))
