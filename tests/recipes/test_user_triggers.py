"""Triggers of the user pool: their word, the pool's LambdaConfig and the permission."""
import pytest

import recipes
from kit import schema
from kit.problems import Problems
from recipes import template, user_trigger
from scan.scanning import scan
from tests.fixtures.cases import cases
from tests.fixtures.recipe_apps import app_of, lambda_


@cases("block, message", [
    ("pre-sign-up", None), ("pre-signup", "users must be one of"), ({"trigger": "pre-sign-up"}, None),
    (None, "users must be"),
])
def test_the_word_names_a_trigger(block, message):
    faults = schema.problems(recipes.INFRA, {"users": block})
    assert [fault[1].startswith(message) for fault in faults] == ([True] if message else [])


def test_the_pool_names_the_lambdas_and_may_call_them():
    resources = template.template(app_of(lambda_("welcome", users="pre-sign-up"),
                                         lambda_("claims", users="pre-token-generation")))["Resources"]
    config = resources["UserPool"]["Properties"]["LambdaConfig"]
    assert config.keys() == {"PreSignUp", "PreTokenGeneration"}
    assert config["PreSignUp"]["Fn::Sub"].endswith(":function:${AWS::StackName}-welcome")
    permission = resources["WelcomeUsersPermission"]["Properties"]
    assert permission["Principal"] == "cognito-idp.amazonaws.com"
    assert permission["SourceArn"] == {"Fn::GetAtt": ["UserPool", "Arn"]}
    assert "WelcomeFailures" not in resources


@cases("word", user_trigger.KINDS)
def test_each_event_has_the_fields_of_its_shape(word):
    user = {"region": "eu-west-1", "pool": "eu-west-1_Ab3", "name": "ann", "client": "c"}
    event = user_trigger.event(word, user_trigger.KINDS[word].sources[0], user, {})
    shape = user_trigger.event_shape({"trigger": word})
    assert event.keys() == shape["fields"].keys()
    request = shape["fields"]["request"]
    assert event["request"].keys() == request["fields"].keys() - {"userAttributes"} - {"clientMetadata"}
    assert user_trigger.output_fault(word, event) == ""


@cases("word, output, fault", [
    ("pre-sign-up", None, "it returned nothing, not its event"), ("pre-sign-up", [], "it returned a list, not its event"),
    ("pre-sign-up", {}, "it returned no event"), ("pre-sign-up", {"response": None}, "it returned no event"),
    ("pre-sign-up", {"response": {"autoConfirmUser": "yes"}}, "autoConfirmUser of the response is a text, not true or false"),
    ("pre-sign-up", {"response": {}}, ""), ("post-confirmation", {"response": {"any": 1}}, ""),
    ("pre-token-generation", {"response": {"claimsOverrideDetails": {"claimsToAddOrOverride": {"n": 1}}}},
     "the claim n is a number, not a text"),
    ("pre-token-generation", {"response": {"claimsOverrideDetails": []}}, ""),
    ("pre-token-generation", {"response": {"claimsOverrideDetails": "x"}}, "claimsOverrideDetails is a text, not an object"),
])
def test_what_cognito_cannot_use(word, output, fault):
    assert user_trigger.output_fault(word, output) == fault


def test_a_trigger_has_one_lambda(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("a", "b"):
        (tmp_path / "lambdas" / name).mkdir(parents=True)
        (tmp_path / "lambdas" / name / "index.py").write_text(
            '"""x\n\ninfra:\n  users: pre-sign-up\n"""\n\n\ndef handler(event, context):\n    return event\n')
    (tmp_path / "app.yaml").write_text("name: demo\n")
    with pytest.raises(Problems) as raised:
        scan("lambdas", "app.yaml", {}, {})
    assert str(raised.value) == ("lambdas/b/index.py:4: the user pool has one lambda for pre-sign-up\n"
                                 "  hint: see lambdas/a/index.py:4")
