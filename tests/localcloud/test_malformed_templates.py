"""Templates that CloudFormation cannot read: each is an error in its words, before anything is created."""
import json

import pytest

from localcloud.cloudformation import template
from localcloud.cloudformation.errors import ApiError
from tests.fixtures.cases import cases
from tests.fixtures.stacks import QUEUE

FORMAT, ERROR = "Template format error: ", "Template error: "


def output(value):
    return {"Outputs": {"A": {"Value": value}}}


def queue(**attributes):
    return {"Resources": {"A": {**QUEUE, **attributes}}}


@cases("content, message", [
    ({"AWSTemplateFormatVersion": "2020-01-01"}, FORMAT + "unsupported value for AWSTemplateFormatVersion."),
    ({"Outputs": []}, FORMAT + "Outputs must be an object."),
    ({"Conditions": 5}, FORMAT + "Conditions must be an object."),
    ({"Resources": "x"}, FORMAT + "Resources must be an object."),
    ({"Outputs": {"A": "x"}}, FORMAT + "Any Outputs member must be an object."),
    ({"Parameters": {"A": []}}, FORMAT + "Any Parameters member must be an object."),
    ({"Conditions": {"A": "x"}}, FORMAT + "Any Conditions member must be an object."),
    ({"Mappings": {"A": 5}}, FORMAT + "Any Mappings member must be an object."),
    ({"Outputs": {"A": {}}}, FORMAT + "Every Outputs member must contain a Value object"),
    ({"Outputs": {"A": {"Value": "x", "Export": "x"}}}, FORMAT + "Every Export member must contain a Name object"),
    ({"Outputs": {"A": None}}, "[/Outputs/A] 'null' values are not allowed in templates"),
    (output(None), "[/Outputs/A/Value] 'null' values are not allowed in templates"),
    (queue(Properties=None), "[/Resources/A/Properties] 'null' values are not allowed in templates"),
    (queue(Properties={"Tags": [{"Key": None}]}),
     "[/Resources/A/Properties/Tags/0/Key] 'null' values are not allowed in templates"),
    (queue(Properties=[]), FORMAT + "[/Resources/A] Every Properties member must be an object."),
    (queue(DependsOn=5), FORMAT + "[/Resources/A] Every DependsOn value must be a string."),
    (queue(Type=5), FORMAT + "[/Resources/A] Every Resources object must contain a Type member."),
    ({"Parameters": {"A": {"Type": "String", "AllowedValues": 5}}},
     FORMAT + "Every AllowedValues member of a parameter must be a list."),
    (output({"Ref": 5}), ERROR + "every Ref object must have a single String value."),
    (output({"Fn::GetAtt": 5}), ERROR + "every Fn::GetAtt object requires two non-empty parameters, the resource name and "
                                        "the resource attribute"),
    (output({"Fn::GetAtt": ["Queue"]}), ERROR + "every Fn::GetAtt object requires two non-empty parameters, the resource "
                                                "name and the resource attribute"),
    (output({"Fn::Select": 5}), ERROR + "Fn::Select requires a list argument with two elements: an integer index and a list"),
    (output({"Fn::FindInMap": ["A"]}), ERROR + "every Fn::FindInMap object requires three parameters, the map name, map key "
                                               "and the attribute for return value"),
    (output({"Fn::If": ["A", 1]}), ERROR + "Fn::If requires a list argument with three elements"),
    (queue(Properties={"QueueName": {"Fn::Join": "x"}}),
     ERROR + "every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined "
             "or a function that returns a list of strings (such as Fn::GetAZs) to be joined."),
    (output({"Fn::Split": 5}), ERROR + "every Fn::Split object requires two parameters, (1) a string delimiter and (2) a "
                                       "string to be split or a function that returns a string to be split."),
    (output({"Fn::Sub": 5}), ERROR + "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a "
                                     "string as first argument, and an optional second argument to specify a mapping of "
                                     "values to replace in the string"),
    ({"Conditions": {"A": {"Fn::Equals": ["x"]}}},
     ERROR + "every Fn::Equals object requires a list of 2 string parameters."),
    ({"Conditions": {"A": {"Fn::Not": {"Condition": "A"}}}}, ERROR + "every Fn::Not object requires one boolean parameter."),
    ({"Conditions": {"A": {"Fn::Or": [{"Condition": "A"}]}}},
     ERROR + "every Fn::Or object requires a list of at least 2 and at most 10 boolean parameters."),
])
def test_a_malformed_template_is_an_error_that_names_its_fault(content, message):
    with pytest.raises(ApiError) as failure:
        template.parsed(json.dumps({"Resources": {"Queue": QUEUE}, **content}))
    assert str(failure.value) == message


def test_functions_may_be_the_arguments_of_functions():
    template.parsed(json.dumps({
        "Resources": {"Queue": QUEUE}, "Parameters": {"List": {"Type": "CommaDelimitedList"}},
        "Conditions": {"A": {"Fn::Equals": [{"Fn::Select": [0, {"Ref": "List"}]}, "x"]}},
        "Outputs": {"A": {"Value": {"Fn::Join": [",", {"Fn::Split": ["-", {"Ref": "AWS::StackName"}]}]}},
                    "B": {"Value": {"Fn::Sub": ["${x}", {"x": {"Fn::GetAtt": "Queue.Arn"}}]}},
                    "C": {"Value": {"Fn::If": ["A", {"Fn::GetAtt": ["Queue", "Arn"]}, {"Ref": "AWS::NoValue"}]}}}}))
