"""`users.sign_in`: Cognito's pages, Google and other providers; and the triggers of an app's own challenges."""
import json

import boto3
import pytest
from botocore.exceptions import ClientError

from deploy import deploy_policy
from kit import settings
from kit.problems import Problems
from recipes import sign_in, template, user_trigger
from tests.fixtures.cases import cases
from tests.fixtures.problems import problems_of
from tests.fixtures.recipe_apps import NAMES, app_of, lambda_
from tests.update_golden import golden_app

pytest_plugins = ["tests.fixtures.small_apps"]
PAGE = "callbacks: ['https://a.example/']"
GOOGLE = "google: {client: c, secret: s}"


@cases("text, message", [
    (f"{{{PAGE}}}", None), (f"{{{PAGE}, providers: {{{GOOGLE}}}}}", None),
    ("{callbacks: ['http://localhost:3000/', 'myapp://in'], "
     "providers: {okta: {client: c, secret: s, issuer: 'https://o.example'}}}", None),
    ("{}", "users.sign_in needs 'callbacks'"),
    ("{callbacks: [a.example]}", "users.sign_in.callbacks: 'a.example' is no address of a page"),
    ("{callbacks: ['http://a.example/']}", "users.sign_in.callbacks: 'http://a.example/' is no address of a page"),
    ("{callbacks: ['https://a.example/#x']}", "users.sign_in.callbacks: 'https://a.example/#x' is no address of a page"),
    (f"{{{PAGE}, providers: {{google: {{client: c, secret: s, issuer: 'https://g.example'}}}}}}",
     "users.sign_in.providers.google: google has no issuer here"),
    (f"{{{PAGE}, providers: {{okta: {{client: c, secret: s}}}}}}", "users.sign_in.providers.okta needs 'issuer'"),
    (f"{{{PAGE}, providers: {{okta: {{client: c, secret: s, issuer: 'http://o.example'}}}}}}",
     "users.sign_in.providers.okta: 'http://o.example' is no address of an issuer"),
    (f"{{{PAGE}, providers: {{facebook: {{client: c, secret: s}}}}}}",
     "users.sign_in.providers.facebook: only google and providers of OpenID Connect are known here"),
    (f"{{{PAGE}, providers: {{Okta: {{client: c, secret: s, issuer: 'https://o.example'}}}}}}",
     "users.sign_in.providers.Okta: not a valid name of a provider"),
    (f"{{{PAGE}, providers: {{google: {{client: c}}}}}}", "users.sign_in.providers.google needs 'secret'"),
    (f"{{{PAGE}, providers: {{google: {{client: c, secret: 'a b'}}}}}}",
     "users.sign_in.providers.google.secret cannot be 'a b'")])
def test_what_cognito_refuses_is_a_problem(text, message):
    problems = problems_of(settings.settings, "app.yaml", f"name: shop\nusers: {{sign_up: true, sign_in: {text}}}\n")
    assert [problem.message for problem in problems.args] == [message] * bool(message)


def test_the_address_of_the_pages_cannot_have_a_name_of_amazon():
    with pytest.raises(Problems, match="Cognito permits no address with 'aws'"):
        settings.settings("app.yaml", f"name: my-aws\nusers: {{sign_in: {{{PAGE}}}}}\n")


@cases("users, triggers, is_refused", [
    ({}, {}, True), ({"sign_up": True}, {}, False), ({}, {"users": {"trigger": "pre-sign-up", "pool": ""}}, False),
    ({}, {"users": {"trigger": "pre-token-generation", "pool": ""}}, True),
    ({}, {"users": {"trigger": "pre-sign-up", "pool": "staff"}}, True)])
def test_somebody_decides_who_becomes_a_user_through_google(users, triggers, is_refused):
    users = {**users, "sign_in": {"providers": {"google": {}}, "line": 7}}
    assert [problem.line for problem in sign_in.problems(users, {"a": {"infra": triggers}})] == [7] * is_refused


def test_a_deploy_may_read_the_providers_secrets_through_cloudformation_only():
    made = template.template(golden_app("sign-in"))
    names = {**NAMES, "account": "111122223333"}
    statement = next(statement for policy in deploy_policy.policies(made, {}, names) for statement in policy["Statement"]
                     if statement["Action"] == "secretsmanager:GetSecretValue")
    assert statement["Resource"] == [f"arn:aws:secretsmanager:eu-west-1:111122223333:secret:{name}-??????"
                                     for name in ("demo-google", "demo/company")]
    assert statement["Condition"] and "demo-google" in json.dumps(made)


def test_only_challenges_of_the_app_need_their_flow():
    flows = [template.template(app_of(lambda_("a", users=trigger)))["Resources"]["UserPoolClient"]["Properties"][
        "ExplicitAuthFlows"] for trigger in ("define-auth-challenge", "pre-sign-up")]
    assert ["ALLOW_CUSTOM_AUTH" in entry for entry in flows] == [True, False]


@pytest.mark.parametrize("word, field", [("define-auth-challenge", "session"), ("create-auth-challenge", "challengeName"),
                                         ("verify-auth-challenge-response", "challengeAnswer")])
def test_a_challenge_has_its_own_request(word, field):
    assert field in user_trigger.event_shape({"trigger": word})["fields"]["request"]["fields"]


INDEX = '"""x\n\ninfra:\n  %s\n"""\n\n\ndef handler(event, context):\n    return event\n'


def test_the_local_cloud_has_no_pages_and_names_an_absent_lambda_of_a_challenge(deploy_app, local_cloud):
    outputs = deploy_app(f"name: shop\nusers: {{sign_up: true, sign_in: {{{PAGE}, providers: {{{GOOGLE}}}}}}}\n", {
        "me": INDEX % "endpoint: {api: private, method: GET, path: /me}", "ask": INDEX.replace("return event", "event['response']['challengeName'] = 'CUSTOM_CHALLENGE'; return event")
        % "users: define-auth-challenge"})
    assert "UserPoolSignInUrl" not in outputs
    client = boto3.client("cognito-idp", endpoint_url=local_cloud.endpoint, region_name="eu-west-1")
    with pytest.raises(ClientError, match="not configured for the user pool: CreateAuthChallenge"):
        client.initiate_auth(ClientId=outputs["UserPoolClientId"], AuthFlow="CUSTOM_AUTH", AuthParameters={"USERNAME": "a"})
