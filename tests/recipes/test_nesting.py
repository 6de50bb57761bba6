"""An app of several stacks: which lambda is where, and the one template split into a root and what is nested in it."""
import copy
import functools

import pytest

import recipes
from aws import cfn, stages
from kit import files, names, schema
from recipes import limits, nesting, template
from tests import update_golden
from tests.fixtures.cases import cases
from tests.fixtures.golden_apps import CASES, every_golden_app, many, references
from tests.fixtures.paths import ROOT
from tests.update_golden import golden_app

KEY = f"code/{'1' * 64}.zip"


def spread(app, count):
    """The app, with its lambdas over so many stacks."""
    return {**app, "settings": {**app["settings"], "stacks": count}}


def split(app):
    """(the whole template, {"": root, "Lambdas1": child, ...})"""
    whole = template.template(app)
    codes = {names.code_parameter(name): KEY for name in app["lambdas"]}
    nested = nesting.children(app, whole, template.owners(app), codes)
    return whole, {"": nesting.root(whole, nested, {id_: f"https://x/{id_}.json" for id_ in nested}), **nested}


@functools.cache
def everything():
    """All golden apps as one of three stacks."""
    return spread(every_golden_app(), 3)


def test_the_golden_app_is_split_as_it_was():
    made = update_golden.split(golden_app("nested"))
    golden = ROOT / "tests" / "golden" / "nested"
    assert {name: files.json_bytes(one).decode() for name, one in made.items()} == {
        path.stem: path.read_text() for path in golden.iterdir()}


@cases("case", CASES)
def test_an_app_of_one_stack_is_its_template_itself(case):
    app = spread(golden_app(case), 1)
    whole, parts = split(app)
    assert parts == {"": whole} and parts[""] is whole


def test_every_resource_is_in_one_stack_and_no_other_is_there():
    whole, parts = split(everything())
    places_ = [id_ for one in parts.values() for id_ in one["Resources"]]
    assert sorted(places_) == sorted([*whole["Resources"], "Lambdas1", "Lambdas2", "Lambdas3"])


def test_the_parts_of_a_lambda_are_all_in_its_stack_but_what_others_send_to():
    owners, parts = template.owners(everything()), split(everything())[1]
    for name in everything()["lambdas"]:
        mine = {id_ for id_, (owner, word) in owners.items() if owner == name and word not in recipes.KINDS}
        there = parts[f"Lambdas{names.stack_number(everything(), name)}"]["Resources"]
        left = {parts[""]["Resources"][id_]["Type"] for id_ in mine - there.keys()}
        assert left <= {*nesting.ROOT_TYPES, *nesting.ATTACHED_TYPES}, name


def test_a_stack_refers_to_nothing_that_it_has_not():
    for name, one in split(everything())[1].items():
        known = one["Resources"].keys() | one["Parameters"].keys()
        said = references([one["Resources"], one["Outputs"] if not name else {}, one.get("Conditions", {})])
        assert {id_ for id_ in said if not id_.startswith("AWS::")} <= known, name
        named = {id_ for id_, _attribute in cfn.references([one["Resources"], one.get("Conditions")])}
        assert one["Parameters"].keys() <= named | {"Stage"}, name
        assert set(cfn.conditions(one)) == one.get("Conditions", {}).keys(), name


def test_the_root_needs_nothing_of_what_is_nested_but_that_routes_wait_for_it():
    root = split(everything())[1][""]
    nested = {"Lambdas1", "Lambdas2", "Lambdas3"}
    for id_, one in root["Resources"].items():
        assert references(one).isdisjoint(nested), id_
        assert set(one.get("DependsOn", [])) == (nested if one["Type"] == "AWS::ApiGateway::Deployment" else set()), id_


def test_what_is_given_to_a_stack_is_what_its_resources_named():
    parts = split(golden_app("nested"))[1]
    given = parts[""]["Resources"]["Lambdas2"]["Properties"]["Parameters"]
    assert given["OrdersRefundQueueArn"] == {"Fn::GetAtt": ["OrdersRefundQueue", "Arn"]}
    assert given["RootStack"] == {"Ref": "AWS::StackName"}
    assert given["EnvSlackUrl"] == {"Ref": "EnvSlackUrl"}
    assert given.keys() == parts["Lambdas2"]["Parameters"].keys()
    assert parts["Lambdas2"]["Parameters"]["EnvSlackUrl"] == parts[""]["Parameters"]["EnvSlackUrl"]
    assert parts["Lambdas2"]["Parameters"]["EnvSlackUrl"]["NoEcho"] is True


def test_the_zips_stand_in_the_stacks_and_are_no_parameters():
    for name, one in split(everything())[1].items():
        assert not [parameter for parameter in one["Parameters"] if parameter.endswith("Code")], name
        assert {function["Properties"]["Code"]["S3Key"] for function in one["Resources"].values()
                if "S3Key" in function["Properties"].get("Code", {})} <= {KEY}


def test_nothing_that_holds_data_is_nested():
    for name, one in split(everything())[1].items():
        kinds = {resource["Type"] for resource in one["Resources"].values()}
        retained = [resource for resource in one["Resources"].values() if "DeletionPolicy" in resource]
        assert not name or not retained and not kinds & {"AWS::SQS::Queue", "AWS::SNS::Topic", "AWS::DynamoDB::Table"}


def test_two_things_that_would_be_one_parameter_are_not_mistaken_for_each_other():
    with pytest.raises(ValueError, match="made twice: ATableArn"):
        resources = {"F": {"a": {"Ref": "ATableArn"}, "b": {"Fn::GetAtt": ["ATable", "Arn"]}}}
        nesting.child_template({"name": "demo"}, {"AWSTemplateFormatVersion": "", "Parameters": {},
                                                  "Resources": resources}, resources, {})


@cases("said, wanted", [
    ({"Ref": "A"}, {"Ref": "P"}),
    ({"Fn::GetAtt": ["A", "Arn"]}, {"Ref": "Q"}),
    ({"Fn::Sub": "${A}/${A.Arn}/${B}/${!A}/${AWS::Region}"}, {"Fn::Sub": "${P}/${Q}/${B}/${!A}/${AWS::Region}"}),
    ([{"x": {"Ref": "B"}}, "${A}"], [{"x": {"Ref": "B"}}, "${A}"]),
])
def test_only_what_is_elsewhere_gets_another_name(said, wanted):
    assert nesting.rewritten(said, {("A", None): {"Ref": "P"}, ("A", "Arn"): {"Ref": "Q"}}) == wanted


def test_the_place_of_a_lambda_depends_on_nothing_but_its_name():
    app, fewer = spread(many(200), 7), spread(many(3), 7)
    assert [names.stack_number(app, name) for name in fewer["lambdas"]] == [
        names.stack_number(fewer, name) for name in fewer["lambdas"]] == [5, 1, 5]
    assert {names.stack_number(app, name) for name in app["lambdas"]} == set(range(1, 8))
    assert {names.stack_number(spread(app, 1), name) for name in app["lambdas"]} == {0}


def test_one_stack_more_moves_lambdas_to_it_and_nowhere_else():
    names_ = [f"hello-{number}" for number in range(500)]
    moved = [name for name in names_ if names.stack_of_hash(name, 11) != names.stack_of_hash(name, 10)]
    assert {names.stack_of_hash(name, 11) for name in moved} == {11} and len(moved) < 500 / 11 * 1.5
    sizes = [len([name for name in names_ if names.stack_of_hash(name, 10) == number]) for number in range(1, 11)]
    assert min(sizes) > 25 and max(sizes) < 75


def test_a_lambda_that_moves_has_another_name_and_the_tools_know_it():
    app = spread(many(200), 7)
    assert stages.function(app, "dev", "hello-1") == "demo-dev-hello-1--1"
    assert stages.function(spread(app, 1), "dev", "hello-1") == "demo-dev-hello-1"
    function = split(app)[1]["Lambdas1"]["Resources"]["Hello1Function"]["Properties"]
    assert function["FunctionName"] == {"Fn::Sub": "${RootStack}-hello-1--1"}


def test_lambdas_call_each_other_by_the_names_that_they_have_there():
    whole, parts = split(golden_app("nested"))
    assert whole["Resources"]["TwoFunction"]["Properties"]["Environment"]["Variables"]["DEMO_FAST_FUNCTION"] == {
        "Fn::Sub": "${AWS::StackName}-fast--1"}
    assert parts["Lambdas2"]["Resources"]["TwoFunction"]["Properties"]["Environment"]["Variables"][
        "DEMO_FAST_FUNCTION"] == {"Fn::Sub": "${RootStack}-fast--1"}


def problems(app):
    """What is too large in an app."""
    owners, whole = template.owners(app), template.template(app)
    return [str(one) for one in limits.size_problems(app, whole, limits.split(app, whole, owners))]


def test_the_hint_for_an_app_too_large_for_one_stack_is_the_number_of_stacks():
    hint = "\n  hint: write `stacks: 3` in app.yaml (docs/large-apps.md)"
    assert problems(many(199)) == [
        f"app.yaml: 798 resources: one stack may have at most 500{hint}",
        f"app.yaml: 201 parameters: one stack may have at most 200{hint}"]
    assert problems(spread(many(199), 3)) == []
    assert problems(many(124)) == [] and len(template.template(many(124))["Resources"]) == 498


def test_too_few_stacks_are_reported_with_each_stack_that_is_too_large():
    told = problems(spread(many(400), 3))
    assert [one.split(": one stack")[0] for one in told] == ["app.yaml: Lambdas1: 576 resources", "app.yaml: Lambdas3: 524 resources"]
    assert all(one.endswith("hint: write `stacks: 7` in app.yaml (docs/large-apps.md)") for one in told)


def test_the_hint_for_an_app_too_large_for_any_number_of_stacks_is_to_split_it():
    app = many(300, queue=recipes.normal(schema.filled(recipes.INFRA, {"queue": {}}))["queue"])
    hint = "hint: split demo into two apps, each with its own name and app.yaml"
    assert [one.splitlines() for one in problems(spread(app, 10))] == [
        ["app.yaml: 610 resources: one stack may have at most 500", f"  {hint}"]]
    huge = many(1, timer={"rate": "1 day", "body": {"text": "x" * 1_000_000}})
    assert problems(huge)[0].endswith(hint) and "a template of 1,00" in problems(huge)[0]


def test_five_hundred_endpoints_fit_with_their_one_api():
    app = golden_app("endpoint")
    fn = app["lambdas"]["root"]
    app["lambdas"] = {}
    for number in range(500):
        one = copy.deepcopy(fn)
        one["infra"]["endpoint"]["path"] = f"/things/{number}"
        app["lambdas"][f"things-{number}"] = {**one, "name": f"things-{number}"}
    assert problems(spread(app, 10)) == []
    whole = template.template(spread(app, 10))
    templates = limits.split(spread(app, 10), whole, template.owners(spread(app, 10)))
    assert limits.at_once_notes(templates) == [
        "502 path parts of its API: an account has 300, unless AWS raised it (Service Quotas)"]
    assert len(templates[""]["Resources"]) < 20 and len(templates[""]["Outputs"]) < 10


def test_an_app_that_aws_cannot_create_in_one_deploy_is_reported():
    made = {"Resources": dict.fromkeys(range(1251), {"Type": "AWS::SQS::Queue", "Properties": {}})}
    assert limits.at_once_notes({"": made}) == []
    assert limits.at_once_notes({"": made, "Lambdas1": made}) == [
        "2,502 resources: AWS creates, changes or deletes 2,500 in one deploy, so a new stage needs more than one "
        "(docs/large-apps.md)"]


def test_a_name_has_room_for_the_number_of_its_stack():
    app = many(0)
    fn = golden_app("direct")["lambdas"]["hello"]
    app["lambdas"] = {"a" * 50: {**fn, "name": "a" * 50}}
    assert [limits.function_problems(spread(app, count)) != [] for count in (1, 9, 10)] == [False, False, True]


def test_outputs_of_lambdas_do_not_keep_an_app_from_several_stacks():
    infra = golden_app("queue")["lambdas"]["orders-refund"]["infra"]
    app = many(101, queue=infra["queue"])
    whole = template.template(app)
    assert len(whole["Outputs"]) > limits.MOST["Outputs"]
    hints = {problem.hint for problem in limits.size_problems(app, whole, limits.split(app, whole, template.owners(app)))}
    assert hints == {"write `stacks: 2` in app.yaml (docs/large-apps.md)"}


def test_the_hint_splits_a_large_app_only_into_numbers_of_stacks_that_have_room_for_its_resources(monkeypatch):
    children, counts = nesting.children, []

    def counted(app, *arguments):
        counts.append(names.stack_count(app))
        return children(app, *arguments)
    monkeypatch.setattr(nesting, "children", counted)
    app = many(400)
    assert limits.stacks_hint(app, template.template(app)) == "write `stacks: 7` in app.yaml (docs/large-apps.md)"
    assert counts == [7]
