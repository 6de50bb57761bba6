"""alerts and alarm: what they add to a template, in one stack and in several, and to no app without them."""
import copy
import json
import re

import pytest

from deploy import deploy_policy, stage_policies
from recipes import alarm, nesting, template
from recipes.code import alerts
from tests.fixtures.cases import cases, results
from tests.fixtures.golden_apps import many
from tests.fixtures.recipe_apps import NAMES, app_of, lambda_
from tests.update_golden import golden_app, split

pytest_plugins = ["tests.fixtures.alerts_world"]


def test_every_function_has_one_filter_but_the_one_that_sends_and_a_silent_one():
    resources = template.template(golden_app("alerts"))["Resources"]
    filters = {one["Properties"]["FilterName"]: one["Properties"]["LogGroupName"]["Ref"]
               for one in resources.values() if one["Type"] == "AWS::Logs::SubscriptionFilter"}
    assert filters == {"nightly": "NightlyLogGroup", "orders": "OrdersLogGroup",
                       "shared-table-events": "SharedTableEventsLogGroup"}


def test_the_limit_of_a_lambda_is_in_the_code_of_the_function():
    code = template.template(golden_app("alerts"))["Resources"]["SharedAlertsFunction"]["Properties"]["Code"]["ZipFile"]
    assert code.endswith('\nLIMITS.update({"prod": {"nightly": [3, 5], "orders": [5, 10]}}.get(os.environ["STAGE"], {"orders": [5, 10]}))\n')
    app = app_of(lambda_("front", endpoint={"method": "GET", "path": "/", "api": "public"}), lambda_("orders", queue={}))
    app["package"], app["settings"] = "lambdas", {**app["settings"], "alerts": {"email": ["ann@example.com"], "url": [], "slack": None}}
    assert template.template(app)["Resources"]["SharedAlertsFunction"]["Properties"]["Code"]["ZipFile"].endswith(
        '\n\n\nANSWERED.update(["front"])\n')


def test_when_is_the_alarm_of_lambdas_without_one_of_their_own():
    app = copy.deepcopy(golden_app("alerts"))
    app["settings"]["alerts"]["when"] = alarm.normal({"errors": "7 in 5 minutes", "duration": False})
    del app["settings"]["stages"]
    orders, nightly = app["lambdas"]["orders"]["infra"]["alarm"], app["lambdas"]["nightly"]["infra"].pop("alarm", None)
    resources = template.template(app)["Resources"]
    code = resources["SharedAlertsFunction"]["Properties"]["Code"]["ZipFile"]
    assert code.endswith('\nLIMITS.update({"nightly": [7, 5], "orders": [5, 10]})\n') and orders and nightly is None
    assert "Duration" not in resources["NightlyLogAlerts"]["Properties"]["FilterPattern"]


def test_each_stage_has_its_own_when_and_none_has_a_filter_that_it_does_not_need():
    made = template.template(golden_app("alerts"))
    filters = {one["Properties"]["FilterName"]: one for one in made["Resources"].values() if one["Type"] == "AWS::Logs::SubscriptionFilter"}
    prod, = (name for name in made["Conditions"] if name.startswith("AlertsWhen"))
    assert made["Conditions"][prod] == {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}
    assert filters["nightly"]["Properties"]["FilterPattern"] == {"Fn::If": [
        prod, alarm.text_pattern(alarm.normal({"duration": False}), 60), alarm.text_pattern(alarm.DEFAULT, 60)]}
    assert {name: one["Condition"] for name, one in filters.items()} == {
        "nightly": "HasAlertsOfLogs", "orders": "HasAlerts", "shared-table-events": "HasAlerts"}
    assert made["Conditions"]["HasAlertsOfLogs"] == {"Fn::Not": [{"Fn::Or": [
        {"Fn::Equals": [{"Ref": "Stage"}, stage]} for stage in ("dev", "test")]}]}


@pytest.mark.parametrize("when, alarm_of_all", [({"errors": [5, 10], "duration": 90}, None), ({"errors": False, "duration": False}, {})])
def test_no_condition_is_declared_that_nothing_uses(when, alarm_of_all):
    app = copy.deepcopy(golden_app("alerts"))
    app["settings"]["stages"] = {"prod": {"alerts": {**app["settings"]["alerts"], "when": when}}}
    for fn in app["lambdas"].values() if alarm_of_all is not None else ():
        fn["infra"].setdefault("alarm", alarm.normal(alarm_of_all))
    assert "Conditions" not in template.template(app)


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
            assert "DependsOn" not in child  # which takes no resource that a condition leaves out
            assert child["Metadata"]["After"] == [{"Fn::If": ["HasAlerts", {"Ref": "SharedAlertsLogPermission"}, ""]}]
            assert child["Properties"]["Parameters"]["SharedAlertsFunctionArn"] == {
                "Fn::If": ["HasAlerts", {"Fn::GetAtt": ["SharedAlertsFunction", "Arn"]}, ""]}


def test_who_deploys_may_subscribe_to_logs():
    made = template.template(golden_app("alerts"))
    policies = deploy_policy.policies(made, stage_policies.schemas(made, "eu-west-1"), NAMES)
    text = json.dumps(policies)
    assert all(action in text for action in ("logs:PutSubscriptionFilter", "logs:DeleteSubscriptionFilter", "sns:Subscribe"))


@cases("first, last", [(4500, 4999), (900, 999), (13500, 14999), (9000, 899999), (990, 2999)])
def test_a_range_of_numbers_is_an_expression_without_groups(first, last):
    expression = re.compile("|".join(rf"\s{digits}\." for digits in alarm.ranges(first, last)))
    numbers = {*range(first - 3, first + 30), *range(last - 30, last + 3), *range(1, last * 11, 997)}
    assert not {number for number in numbers if bool(expression.search(f" {number}.5")) != (first <= number <= last)}


test_the_pattern_of_a_filter_has_what_the_word_leaves = results(lambda block: alarm.text_pattern(alarm.normal(block), 5), [
    ({}, r"%^\[ERROR\]\x20|Task\stimed\sout\safter|Runtime\sexited|^INIT_REPORT.*Status:\stimeout|\x09Duration:\s4[5-9]\d\d\.%"),
    ({"duration": False}, r"%^\[ERROR\]\x20|Task\stimed\sout\safter|Runtime\sexited|^INIT_REPORT.*Status:\stimeout%"),
    ({"errors": False, "duration": 80}, r"%\x09Duration:\s4\d\d\d\.%"),
    (False, ""),
])


def test_no_pattern_has_what_cloudwatch_refuses():
    longest = max(len(alarm.text_pattern({"errors": [1, 0], "duration": percent}, seconds))
                  for percent in (1, 33, 90, 99) for seconds in (1, 3, 7, 29, 899, 900))
    assert longest < 1024  # characters of a filter pattern
    assert not set("()! ") & set(alarm.text_pattern(alarm.DEFAULT, 5))


def test_an_alarm_is_beside_what_it_is_about_and_invokes_the_function():
    app = golden_app("alerts")
    owners = template.owners(app)
    alarms = {id_: one for id_, one in template.template(app)["Resources"].items() if one["Type"] == "AWS::CloudWatch::Alarm"}
    assert {id_: owners[id_] for id_ in alarms} == {
        "FailuresQueueAlarm": (None, "failures"), "OrdersQueueAgeAlarm": ("orders", "queue"), "OrdersQueueDlqAlarm": ("orders", "queue"),
        "SharedTableEventsAgeAlarm": (None, "table"), "ThrottleAlarm": (None, "alerts")}
    assert all(one["Properties"]["AlarmActions"] == [{"Fn::GetAtt": ["SharedAlertsFunction", "Arn"]}] for one in alarms.values())


def test_a_failed_build_of_the_app_or_of_its_build_server_invokes_the_function():
    rule = template.template(golden_app("alerts"))["Resources"]["BuildFailureRule"]["Properties"]
    assert rule["EventPattern"]["detail"] == {
        "build-status": ["FAILED", "FAULT", "TIMED_OUT"],
        "project-name": [{"Fn::Sub": "${AWS::StackName}"}, {"Fn::Sub": "${AWS::StackName}-ci"}]}
    assert [target["Arn"] for target in rule["Targets"]] == [{"Fn::GetAtt": ["SharedAlertsFunction", "Arn"]}]


@cases("case, ids", [
    ("endpoint", {"ApiServerErrorAlarm", "ApiClientErrorAlarm", "ApiLatencyAlarm"}),
    ("stream", {"CopyStreamMappingAgeAlarm"}),
    ("topic-settings", set()),
    ("bus-archive", set()),
])
def test_each_word_has_its_alarms(case, ids):
    app = golden_app(case)
    app["settings"]["alerts"] = {"email": ["ann@example.com"], "url": [], "slack": ""}
    made = {id_ for id_, one in template.template(app)["Resources"].items() if one["Type"] == "AWS::CloudWatch::Alarm"}
    assert made - {"FailuresQueueAlarm", "ThrottleAlarm", "SharedTableEventsAgeAlarm"} >= ids and (ids or len(made) < 12)


def test_a_table_with_capacity_and_a_lambda_with_throttles_have_one_more():
    app = golden_app("tables")
    app["settings"]["alerts"] = {"email": ["ann@example.com"], "url": [], "slack": ""}
    fn = next(iter(app["lambdas"].values()))
    fn["infra"]["alarm"] = alarm.normal({"throttles": "7 in 10 minutes"})
    made = {id_: one["Properties"] for id_, one in template.template(app)["Resources"].items()
            if one["Type"] == "AWS::CloudWatch::Alarm" and id_.endswith("ThrottleAlarm") and id_ != "ThrottleAlarm"}
    by_kind = {"Metrics" in properties: properties for properties in made.values()}
    assert by_kind[True]["Metrics"][-1]["Expression"] == "FILL(read, 0) + FILL(write, 0)"
    assert (by_kind[False]["Threshold"], by_kind[False]["Period"]) == (6, 600)


@cases("settings, has", [
    ({}, False), ({"dashboard": True}, True), ({"alerts": {"email": ["a@b.org"], "url": [], "slack": ""}}, True),
    ({"alerts": {"email": ["a@b.org"], "url": [], "slack": ""}, "dashboard": False}, False)])
def test_a_dashboard_comes_with_alerts_or_alone(settings, has):
    app = golden_app("queue")
    app["settings"].update(settings)
    assert ("Dashboard" in template.template(app)["Resources"]) == has


@pytest.mark.parametrize("count", [3, 1000])
def test_a_dashboard_keeps_cloudwatchs_limits_for_any_number_of_lambdas(count):
    app = many(count)
    app["settings"]["dashboard"] = True
    argument = template.template(app)["Resources"]["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
    body = json.loads(argument[0] if isinstance(argument, list) else argument)
    metrics = [len(widget["properties"]["metrics"]) for widget in body["widgets"]]
    assert all(isinstance(metric, list) for widget in body["widgets"] for metric in widget["properties"]["metrics"])
    assert len(body["widgets"]) <= 500 and max(metrics) <= 500 and sum(metrics) <= 2500
    shown = json.dumps(body)
    assert ("hello-2" in shown) == (count == 3) and ("SEARCH(" in shown) == (count == 1000)


def test_a_dashboard_names_its_rules_so_that_it_shows_none_of_another_stage():
    app = golden_app("events")
    app["settings"]["dashboard"] = True
    whole = template.template(app)["Resources"]
    body, variables = whole["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
    rules = {id_: "EventBusName" in resource["Properties"] for id_, resource in whole.items()
             if resource["Type"] == "AWS::Events::Rule"}
    assert {*rules.values()} == {True, False} and "SEARCH(" not in body
    names = {id_: {variables[f"{id_}Name"]["Fn::Select"][0], *(variables.get(f"{id_}Bus", {}).get("Fn::Select", ()))[:1]}
             for id_ in rules}
    assert names == {id_: {"1", "2"} if has_bus else {"1"} for id_, has_bus in rules.items()}
    matched = next(widget for widget in json.loads(body)["widgets"] if "matched" in widget["properties"]["title"])
    assert len(matched["properties"]["metrics"]) == len(rules)


BUILD = {"id": "e1", "time": "2023-11-14T22:13:20Z", "detail-type": "CodeBuild Build State Change", "detail": {
    "build-status": "FAILED", "project-name": "demo-prod", "build-id": "arn:aws:codebuild:eu-west-1:1:build/demo-prod:7f",
    "additional-information": {"logs": {"deep-link": "https://console.aws.amazon.com/logs"}, "phases": [
        {"phase-type": "INSTALL", "phase-status": "SUCCEEDED", "phase-context": [": "]},
        {"phase-type": "BUILD", "phase-status": "FAILED", "phase-context": ["COMMAND_EXECUTION_ERROR: exit status 1"]},
        {"phase-type": "COMPLETED"}]}}}


def test_a_failed_build_is_one_message_with_its_phase_and_its_log(world):
    for identity in ("e1", "e2"):
        alerts.handler({**BUILD, "id": identity}, None)
    world.after_ten_minutes()
    assert world.messages[0].splitlines() == [
        "demo prod: build of demo-prod failed", "FAILED: COMMAND_EXECUTION_ERROR: exit status 1", "phase BUILD",
        "1 time in the last 10 minutes", "build demo-prod:7f", "https://console.aws.amazon.com/logs", "",
        "make errors stage=prod id=demo-prod:7f"]
    assert world.counts() == ["1 time in the last 10 minutes", "1 more time in the last 10 minutes"]
    other = json.loads(json.dumps(BUILD).replace("demo-prod", "demo-prod-ci"))
    other["detail"].update({"build-status": "TIMED_OUT", "additional-information": {}})
    alerts.handler(other, None)
    assert world.messages[2].splitlines() == [
        "demo prod: build of demo-prod-ci failed", "TIMED_OUT", "1 time in the last 10 minutes", "build demo-prod-ci:7f", "",
        "make errors stage=prod id=demo-prod-ci:7f"]
