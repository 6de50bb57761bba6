"""alerts and alarm: what they add to a template, in one stack and in several, and to no app without them."""
import copy
import json
import re

import pytest

import print_policy
from checks.template import EXCEPTIONS
from deploy import deploy_policy
from kit import files
from recipes import alarm, nesting, template
from tests.recipes.test_options_in_regions import NAMES, REGIONS
from tests.update_golden import golden_app, split


def test_cfn_lint_finds_nothing_in_any_region():
    from cfnlint.api import ManualArgs, lint
    text = files.json_bytes(template.template(golden_app("alerts"))).decode()
    matches = lint(text, config=ManualArgs(regions=REGIONS, ignore_checks=list(EXCEPTIONS)))
    assert [str(match) for match in matches] == []


def test_every_function_has_one_filter_but_the_one_that_sends_and_a_silent_one():
    resources = template.template(golden_app("alerts"))["Resources"]
    filters = {one["Properties"]["FilterName"]: one["Properties"]["LogGroupName"]["Ref"]
               for one in resources.values() if one["Type"] == "AWS::Logs::SubscriptionFilter"}
    assert filters == {"nightly": "NightlyLogGroup", "orders": "OrdersLogGroup",
                       "shared-table-events": "SharedTableEventsLogGroup"}


def test_the_limit_of_a_lambda_is_in_the_code_of_the_function():
    code = template.template(golden_app("alerts"))["Resources"]["SharedAlertsFunction"]["Properties"]["Code"]["ZipFile"]
    assert code.endswith('\nLIMITS.update({"orders": [5, 10]})\n')


def test_a_stage_without_alerts_has_none_of_their_resources():
    made = template.template(golden_app("alerts"))
    assert made["Conditions"]["HasAlerts"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "Stage"}, "dev"]}]}
    without = {id_ for id_, one in made["Resources"].items() if "lerts" in id_ and "Condition" not in one}
    assert without == set()


def test_in_nested_stacks_a_child_waits_for_the_permission_and_gets_nothing_where_there_is_none():
    app = copy.deepcopy(golden_app("alerts"))
    app["settings"]["stacks"] = 2
    parts = split(app)
    children = {id_: one for id_, one in parts["root"]["Resources"].items() if one["Type"] == nesting.TYPE}
    filters = [one for id_ in children for one in parts[id_]["Resources"].values() if one["Type"] == "AWS::Logs::SubscriptionFilter"]
    assert len(filters) == 2 and not any("DependsOn" in one for one in filters)
    for id_, child in children.items():
        if any(one["Type"] == "AWS::Logs::SubscriptionFilter" for one in parts[id_]["Resources"].values()):
            assert child["DependsOn"] == ["SharedAlertsLogPermission"]
            assert child["Properties"]["Parameters"]["SharedAlertsFunctionArn"] == {
                "Fn::If": ["HasAlerts", {"Fn::GetAtt": ["SharedAlertsFunction", "Arn"]}, ""]}


def test_who_deploys_may_subscribe_to_logs():
    made = template.template(golden_app("alerts"))
    policies = deploy_policy.policies(made, print_policy.schemas(made, "eu-west-1"), NAMES)
    text = json.dumps(policies)
    assert all(action in text for action in ("logs:PutSubscriptionFilter", "logs:DeleteSubscriptionFilter", "sns:Subscribe"))


@pytest.mark.parametrize("first, last", [(4500, 4999), (900, 999), (13500, 14999), (9000, 899999), (990, 2999)])
def test_a_range_of_numbers_is_an_expression_without_groups(first, last):
    expression = re.compile("|".join(rf"\s{digits}\." for digits in alarm.ranges(first, last)))
    numbers = {*range(first - 3, first + 30), *range(last - 30, last + 3), *range(1, last * 11, 997)}
    assert not {number for number in numbers if bool(expression.search(f" {number}.5")) != (first <= number <= last)}


@pytest.mark.parametrize("block, pattern", [
    ({}, r"%^\[ERROR\]\x20|Task\stimed\sout\safter|Runtime\sexited|^INIT_REPORT.*Status:\stimeout|\x09Duration:\s4[5-9]\d\d\.%"),
    ({"duration": False}, r"%^\[ERROR\]\x20|Task\stimed\sout\safter|Runtime\sexited|^INIT_REPORT.*Status:\stimeout%"),
    ({"errors": False, "duration": 80}, r"%\x09Duration:\s4\d\d\d\.%"),
    (False, ""),
])
def test_the_pattern_of_a_filter_has_what_the_word_leaves(block, pattern):
    assert alarm.text_pattern(alarm.normal(block), 5) == pattern


def test_no_pattern_has_what_cloudwatch_refuses():
    longest = max(len(alarm.text_pattern({"errors": [1, 0], "duration": percent}, seconds))
                  for percent in (1, 33, 90, 99) for seconds in (1, 3, 7, 29, 899, 900))
    assert longest < 1024  # characters of a filter pattern
    assert not set("()! ") & set(alarm.text_pattern(alarm.DEFAULT, 5))
