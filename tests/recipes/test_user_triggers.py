"""Triggers of the user pool: their word, the pool's LambdaConfig and the permission."""

import recipes
from kit import schema
from recipes import template, user_trigger
from scan.scanning import scan
from tests.fixtures.cases import cases, results
from tests.fixtures.problems import problems_of
from tests.fixtures.recipe_apps import app_of, lambda_


@cases("block, message", [
    ("pre-sign-up", None), ("pre-signup", "users must be one of"), ({"trigger": "pre-sign-up"}, None),
    (None, "users must be"), ({"trigger": "pre-token-generation", "version": 2}, None),
    ({"trigger": "pre-token-generation", "version": "V2_0"}, "users.version must be one of 1, 2, not 'V2_0'"),
    ({"trigger": "pre-token-generation", "version": 3}, "users.version must be one of 1, 2, not 3"),
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


def test_only_pre_token_generation_has_a_second_version():
    assert user_trigger.problems({"trigger": "pre-token-generation", "version": 2}) == []
    assert user_trigger.problems({"trigger": "pre-sign-up", "version": 1}) == [
        ("version", "pre-sign-up has one version", "remove version: only pre-token-generation has two")]
    assert user_trigger.normal({"trigger": "pre-token-generation", "version": 1}) == {
        "trigger": "pre-token-generation", "pool": ""}


def test_version_2_needs_the_feature_plan_that_has_it():
    second = {"trigger": "pre-token-generation", "pool": "", "version": 2}
    pool = template.template(app_of(lambda_("claims", users=second)))["Resources"]["UserPool"]["Properties"]
    config = pool["LambdaConfig"]["PreTokenGenerationConfig"]
    assert config.pop("LambdaArn")["Fn::Sub"].endswith(":function:${AWS::StackName}-claims")
    assert config == {"LambdaVersion": "V2_0"} and pool["UserPoolTier"] == "ESSENTIALS"
    assert pool["LambdaConfig"].keys() == {"PreTokenGenerationConfig"}


@cases("block", [*({"trigger": word} for word in user_trigger.KINDS), {"trigger": "pre-token-generation", "version": 2}])
def test_each_event_has_the_fields_of_its_shape(block):
    user = {"region": "eu-west-1", "pool": "eu-west-1_Ab3", "name": "ann", "client": "c"}
    trigger = user_trigger.of(block)
    event = user_trigger.event(trigger, trigger.sources[0], user, {})
    assert event["version"] == str(block.get("version", 1))
    shape = user_trigger.event_shape(block)
    assert event.keys() == shape["fields"].keys()
    request = shape["fields"]["request"]
    assert event["request"].keys() == request["fields"].keys() - {"userAttributes"} - {"clientMetadata"}
    assert user_trigger.output_fault(trigger, event) == ""


V2 = "claimsAndScopeOverrideDetails"


@cases("output, fault", [
    ({}, ""), (None, ""), ("x", f"{V2} is a text, not an object"), ({"accessTokenGeneration": None}, ""),
    ({"accessTokenGeneration": ["a"]}, "accessTokenGeneration is a list, not an object"),
    ({"idTokenGeneration": {"claimsToAddOrOverride": {"n": 1, "list": ["a", {"b": True}]}}}, ""),
    ({"accessTokenGeneration": {"scopesToAdd": ["orders/read"]}}, ""),
    ({"accessTokenGeneration": {"scopesToAdd": ["orders read"]}}, "the scope 'orders read' has a space"),
    ({"accessTokenGeneration": {"scopesToAdd": "orders"}}, "scopesToAdd is a text, not a list of texts"),
    ({"idTokenGeneration": {"claimsToSuppress": [1]}}, "claimsToSuppress is a list, not a list of texts"),
    ({"idTokenGeneration": {"claimsToAddOrOverride": ["n"]}}, "claimsToAddOrOverride is a list, not an object"),
])
def test_what_cognito_cannot_use_of_version_2(output, fault):
    second = user_trigger.of({"trigger": "pre-token-generation", "version": 2})
    assert user_trigger.output_fault(second, {"response": {V2: output}}) == fault


test_what_cognito_cannot_use = results(lambda word, output: user_trigger.output_fault(user_trigger.of({"trigger": word}), output), [
    ("pre-sign-up", None, "it returned nothing, not its event"), ("pre-sign-up", [], "it returned a list, not its event"),
    ("pre-sign-up", {}, "it returned no event"), ("pre-sign-up", {"response": None}, "it returned no event"),
    ("pre-sign-up", {"response": {"autoConfirmUser": "yes"}}, "autoConfirmUser of the response is a text, not true or false"),
    ("pre-sign-up", {"response": {}}, ""), ("post-confirmation", {"response": {"any": 1}}, ""),
    ("pre-token-generation", {"response": {"claimsOverrideDetails": {"claimsToAddOrOverride": {"n": 1}}}},
     "the claim n is a number, not a text"),
    ("pre-token-generation", {"response": {"claimsOverrideDetails": []}}, ""),
    ("pre-token-generation", {"response": {"claimsOverrideDetails": "x"}}, "claimsOverrideDetails is a text, not an object"),
])


def test_a_trigger_has_one_lambda(own_folder):
    for name in ("a", "b"):
        (own_folder / "lambdas" / name).mkdir(parents=True)
        (own_folder / "lambdas" / name / "index.py").write_text(
            '"""x\n\ninfra:\n  users: pre-sign-up\n"""\n\n\ndef handler(event, context):\n    return event\n')
    (own_folder / "app.yaml").write_text("name: demo\n")
    raised = problems_of(scan, "lambdas", "app.yaml", {}, {})
    assert str(raised) == ("lambdas/b/index.py:4: the user pool has one lambda for pre-sign-up\n"
                                 "  hint: see lambdas/a/index.py:4")
