"""The pieces of a large template have the findings of the whole one."""
import pytest

from checks import cfn_lint
from checks.template import EXCEPTIONS
from recipes import template
from tests.fixtures.golden_apps import many
from tests.update_golden import golden_app

LOGS = {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "orders"}}


@pytest.fixture
def faulty(monkeypatch):
    """(app, template): each resource has a property that AWS does not know, and resources.yaml has faults that only two
    resources together have."""
    monkeypatch.setattr(cfn_lint, "LARGE", 0)
    monkeypatch.setattr(cfn_lint, "LAMBDAS", 1)
    app = golden_app("resources")
    app["lambdas"].update(many(2)["lambdas"])
    sections = app["resources"]["sections"]
    circle = {"Type": "AWS::SNS::Topic", "DependsOn": "Back"}
    sections["Resources"].update(Logs=LOGS, Circle=circle, Back={**circle, "DependsOn": "Circle"})
    sections["Conditions"]["Unused"] = sections["Conditions"]["OnAws"]
    whole = template.template(app)
    whole["Resources"]["Hello0LogGroup"] = LOGS
    for resource in whole["Resources"].values():
        resource["Properties"] = {**resource.get("Properties", {}), "Unknown": 1}
    return app, whole


def test_pieces_have_the_findings_of_the_whole(faulty):
    app, whole = faulty
    pieces = cfn_lint.pieces(app, whole, template.owners(app))
    expected = cfn_lint.matches(whole, EXCEPTIONS, ["eu-west-1"])
    actual = [match for part, stubs in pieces for match in cfn_lint.matches(part, EXCEPTIONS, ["eu-west-1"])
              if not stubs.intersection(match[1][1:2])]
    assert len(pieces) > 2 and all(len(part["Resources"]) < len(whole["Resources"]) for part, _stubs in pieces)
    assert {rule for rule, _path, _message in expected} == {"E3002", "E3004", "E3019", "W8001"}
    assert sorted(map(repr, expected)) == sorted({*map(repr, actual)})


def test_a_change_of_one_lambda_changes_one_piece(faulty):
    app, whole = faulty
    before = [part for part, _stubs in cfn_lint.pieces(app, whole, template.owners(app))]
    changed = {**whole["Resources"], "Hello0Role": {**whole["Resources"]["Hello0Role"], "DeletionPolicy": "Delete"}}
    after = [part for part, _stubs in cfn_lint.pieces(app, {**whole, "Resources": changed}, template.owners(app))]
    assert [part == other for part, other in zip(before, after)].count(False) == 1
