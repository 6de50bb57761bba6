"""The alias of a lambda with provisioned concurrency or snapstart: when its version is another one."""
from types import SimpleNamespace

from localcloud.functions import versions
from recipes import live, template
from tests.fixtures.cases import cases
from tests.fixtures.recipe_apps import app_of, lambda_, statements

HELLO = {"snapstart": True, "timer": {"rate": "1 day"}}
APP = app_of(lambda_("hello", **HELLO), lambda_("other"))
VALUES = {"Stage": "dev", "HelloCode": "code/1.zip", "OtherCode": "code/2.zip", "EnvMode": "a"}


@cases("changes, is_new", [
    ({}, False), ({"OtherCode": "code/3.zip"}, False), ({"HelloCode": "code/3.zip"}, True), ({"EnvMode": "b"}, True)])
def test_a_deploy_publishes_a_version_for_other_code_and_values(changes, is_new):
    before, after = (live.parameter_values(APP, values) for values in (VALUES, {**VALUES, **changes}))
    assert before.keys() == {"HelloLiveValues"} and (before != after) is is_new


def description(*fns):
    """The description of the version of lambda "hello"."""
    resources = template.template(app_of(*fns))["Resources"]
    assert resources["HelloLiveVersion"]["Properties"]["Description"] == \
        resources["HelloFunction"]["Properties"]["Description"]
    return resources["HelloLiveVersion"]["Properties"]["Description"]


def test_a_deploy_publishes_a_version_for_another_configuration():
    same = description(lambda_("hello", **HELLO), lambda_("other"))
    assert same == description(lambda_("hello", **HELLO), lambda_("other", size=1024))
    assert same != description(lambda_("hello", **HELLO, size=1024), lambda_("other"))


def test_who_names_the_lambda_gets_the_alias():
    app = app_of(lambda_("hello", **HELLO), lambda_("other", (("DEMO_HELLO_FUNCTION", "function", "hello"),)))
    resources = template.template(app)["Resources"]
    assert resources["OtherFunction"]["Properties"]["Environment"]["Variables"] == {
        "DEMO_HELLO_FUNCTION": {"Fn::Sub": "${AWS::StackName}-hello:live"}}
    assert [arn for arn in statements(app, "Other") if arn.endswith("function:${AWS::StackName}-hello:live")]
    assert resources["HelloFunction"]["Properties"]["FunctionName"] == {"Fn::Sub": "${AWS::StackName}-hello"}


def test_a_lambda_without_the_words_has_no_alias():
    resources = template.template(APP)["Resources"]
    assert [id_ for id_ in resources if "Live" in id_] == ["HelloLiveVersion", "HelloLiveAlias"]
    assert "Description" not in resources["OtherFunction"]["Properties"]


@cases("invoked, sids", [
    ("arn:aws:lambda:eu-west-1:123456789012:function:a", ["own"]), ("a", ["own"]), ("a:$LATEST", ["own"]),
    ("arn:aws:lambda:eu-west-1:123456789012:function:a:live", ["alias"]), ("a:7", [])])
def test_a_permission_is_of_the_function_or_of_its_alias(invoked, sids):
    arn = "arn:aws:lambda:eu-west-1:123456789012:function:a"
    policy = SimpleNamespace(statements=[{"Sid": "own", "Resource": arn}, {"Sid": "alias", "Resource": f"{arn}:live"}])
    assert [entry["Sid"] for entry in versions.statements(SimpleNamespace(policy=policy), invoked)] == sids
