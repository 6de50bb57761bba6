"""The word `url`: its block, its resources, and the regions that have none."""
import pytest

import recipes
from recipes import template, url
from tests.fixtures.cases import cases
from tests.fixtures.recipe_apps import app_of, block_problems, lambda_


@cases("block, expected", [
    ({"api": "public"}, []), ({"api": "iam", "stream": False}, []),
    ({}, [("url", "url needs 'api'")]), (True, [("url", "url must be a mapping, not true")]),
    ({"api": "private"}, [("url.api", "url.api must be one of iam, public, not 'private'")]),
    ({"api": "public", "stream": 1}, [("url.stream", "url.stream must be true or false, not 1")]),
    ({"api": "public", "stream": True}, [("url.stream", "Lambda's own Python runtime cannot stream a response")]),
])
def test_a_url_is_what_lambda_takes(block, expected):
    faults = block_problems({"url": block})
    assert [(key, message) for key, message, _hint in faults] == expected


def test_a_lambda_of_a_network_cannot_stream():
    block = {"url": {"api": "iam", "stream": True}, "image": True, "vpc": "main"}
    assert [(key, message) for key, message, _hint in recipes.problems(block)] == [
        ("url.stream", "a function URL cannot stream the responses of a lambda in a vpc")]
    assert recipes.problems({**block, "url": {"api": "iam"}}) == []


def test_an_image_may_stream():
    assert recipes.problems({"url": {"api": "iam", "stream": True}, "image": True}) == []
    assert url.normal({"api": "iam", "stream": False}) == {"api": "iam"}
    app = app_of(lambda_("hello", url={"api": "iam", "stream": True}, image=True))
    assert template.template(app)["Resources"]["HelloUrl"]["Properties"] == {
        "AuthType": "AWS_IAM", "InvokeMode": "RESPONSE_STREAM", "TargetFunctionArn": {"Ref": "HelloFunction"}}


def resources(api, **settings):
    """The resources of a lambda with a URL, by the ends of their ids."""
    app = app_of(lambda_("hello", url={"api": api}))
    app = {**app, "settings": {**app["settings"], **settings}}
    made = template.template(app)["Resources"]
    return {id_.removeprefix("Hello"): resource["Properties"] for id_, resource in made.items() if "HelloUrl" in id_}


def test_everybody_may_call_a_public_url_by_both_actions_and_only_by_it():
    public = resources("public")
    assert public["Url"] == {"AuthType": "NONE", "TargetFunctionArn": {"Ref": "HelloFunction"}}
    everybody = {"FunctionName": {"Ref": "HelloFunction"}, "Principal": "*"}
    assert public["UrlPermission"] == {**everybody, "Action": "lambda:InvokeFunctionUrl", "FunctionUrlAuthType": "NONE"}
    assert public["UrlInvoke"] == {**everybody, "Action": "lambda:InvokeFunction", "InvokedViaFunctionUrl": True}
    assert resources("iam") == {"Url": {"AuthType": "AWS_IAM", "TargetFunctionArn": {"Ref": "HelloFunction"}}}


def test_its_cors_is_that_of_app_yaml():
    cors = {"origins": ["https://a.example"], "credentials": True, "headers": ["X-A"], "exposed": ["X-B"], "age": 60}
    settings = resources("public", cors=cors)["Url"]["Cors"]
    assert settings.pop("AllowHeaders")[-1] == "X-A"
    assert settings == {"AllowOrigins": ["https://a.example"], "AllowMethods": ["*"], "AllowCredentials": True,
                        "ExposeHeaders": ["X-B"], "MaxAge": 60}


@pytest.mark.parametrize("region, is_refused", [("eu-west-1", False), ("us-gov-west-1", True), ("eu-central-2", True)])
def test_some_regions_have_no_function_urls(region, is_refused):
    assert bool(url.region_problem(region)) is is_refused
