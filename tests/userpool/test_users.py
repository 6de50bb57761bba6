"""Users: what app.yaml says of them, the pool that comes of it, and the tool that adds them and signs them in."""
import base64
import json
import re
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import boto3
import pytest
from moto import mock_aws

import delete_stack
import deploy_stack
import expand_template
import manage_users
import push_artifacts
import scan_infra
from aws import clients, contents, stacks
from deploy import changes
from kit import consent, settings
from kit.problems import Problems
from localcloud.moto import state
from localcloud.users import user_pools as mended
from recipes import user_pool
from tests.fixtures import one_key  # noqa: F401
from tests.fixtures.cloud import PATIENCE
from tests.fixtures.fake_cloudformation import change
from userpool import passwords, users
from website import page_config

ANN, GOOD, REGION = "ann@example.com", "Correct-Horse-9", "eu-west-1"
NOTHING = {"sign_up": False, "attributes": {}}
APP = {"name": "demo", "settings": {"region": REGION, "users": {**NOTHING, "attributes": {"plan": "string", "age": "number"}}},
       "lambdas": {"me": {"infra": {"endpoint": {"api": "private"}}}}}


# What app.yaml says

@pytest.mark.parametrize("said, users", [
    ("", NOTHING),
    ("\n  sign_up: true", {**NOTHING, "sign_up": True}),
    ("\n  attributes: {plan: string, age: number}", {**NOTHING, "attributes": {"plan": "string", "age": "number"}}),
    ("\n  invitation: {message: '{username}, your password is {####}'}",
     {**NOTHING, "invitation": {"message": "{username}, your password is {####}"}}),
    ("\n  verification: {subject: Code, message: '<style>p {color: red}</style>{####}'}",
     {**NOTHING, "verification": {"subject": "Code", "message": "<style>p {color: red}</style>{####}"}}),
])
def test_settings_of_users_are_filled(said, users):
    assert settings.settings("app.yaml", f"name: demo\nusers:{said}")["users"] == users


def test_an_app_that_says_nothing_of_users_has_no_such_settings():
    assert "users" not in settings.settings("app.yaml", "name: demo")


@pytest.mark.parametrize("said, told", [
    ("  signup: true", "app.yaml:3: users has no field 'signup'\n  hint: did you mean 'sign_up'?"),
    ("  attributes: {plan: text}", "app.yaml:3: users.attributes.plan must be one of string, number, not 'text'"),
    ("  attributes:\n    my-plan: string", "app.yaml:4: users.attributes.my-plan: not a valid name of an attribute\n"
                                           "  hint: a letter, then letters, digits and _, 20 at most"),
    ("  attributes: {email: string}", "app.yaml:3: users.attributes.email: this name is Cognito's own\n"
                                      "  hint: choose email_ or another name"),
    ("  verification:\n    message: Your code is {code}",
     "app.yaml:4: users.verification.message needs {####}\n  hint: it stands for the password, or the code\n"
     "app.yaml:4: users.verification.message: {code} has no meaning here\n  hint: it may hold {####}"),
    ("  invitation:\n    message: 'Welcome {user}: {####}'",
     "app.yaml:4: users.invitation.message needs {username}\n  hint: it stands for the address\n"
     "app.yaml:4: users.invitation.message: {user} has no meaning here\n  hint: did you mean '{username}'?"),
    ("  invitation: {text: hello}", "app.yaml:3: users.invitation has no field 'text'\n  hint: its fields: subject, message"),
])
def test_a_mistake_about_users_has_its_line(said, told):
    with pytest.raises(Problems) as raised:
        settings.settings("app.yaml", f"name: demo\nusers:\n{said}")
    assert str(raised.value) == told


def test_a_pool_takes_fifty_attributes():
    said = "name: demo\nusers:\n  attributes:\n" + "".join(f"    a{number}: string\n" for number in range(51))
    with pytest.raises(Problems, match="app.yaml:3: 51 attributes are more than a user pool can have\n  hint: 50 at most"):
        settings.settings("app.yaml", said)


# The pool

def test_only_administrators_add_users_unless_app_yaml_says_so():
    assert user_pool.pool(NOTHING)["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    assert user_pool.pool({**NOTHING, "sign_up": True})["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": False}


def test_a_user_reads_the_apps_attributes_and_does_not_write_them():
    client = user_pool.client({**NOTHING, "attributes": {"plan": "string"}})
    assert "custom:plan" in client["ReadAttributes"] and "custom:plan" not in client["WriteAttributes"]


def test_the_client_keeps_no_secret_and_no_way_in_that_nobody_uses():
    client = user_pool.client(NOTHING)
    assert client["GenerateSecret"] is False and not [flow for flow in client["ExplicitAuthFlows"] if "ADMIN" in flow]


@pytest.mark.parametrize("type_, action, grave", [
    ("AWS::Cognito::UserPool", "Remove", True), ("AWS::Cognito::UserPool", "Add", False),
    ("AWS::DynamoDB::Table", "Remove", True), ("AWS::Cognito::UserPoolClient", "Remove", False),
    ("AWS::ApiGateway::DomainName", "Remove", True), ("AWS::Route53::RecordSetGroup", "Add", False)])
def test_a_person_must_agree_before_users_or_state_or_a_name_are_lost(monkeypatch, type_, action, grave):
    plan = {"StackName": "demo-dev", "Changes": [change(action, "UserPool", type_, PhysicalResourceId="p1")]}
    assert bool(changes.consequential(plan["Changes"])) == grave
    dropped = []
    monkeypatch.setattr(deploy_stack.change_sets, "delete", lambda cfn, change_set: dropped.append(change_set))
    monkeypatch.setattr(contents, "amount", lambda app, stage, resource: "")
    if "Domain" not in type_:
        deploy_stack.agree(None, plan, SimpleNamespace(app={}, stage="local", yes=False))  # nothing is in it
    deploy_stack.agree(None, plan, SimpleNamespace(app={}, stage="dev", yes=True))
    assert dropped == []
    if grave:
        with pytest.raises(Problems, match="agree to change demo-dev:\n  WARNING: the (app loses the name|.*) UserPool( is REMOVED|:)"):
            deploy_stack.agree(None, plan, SimpleNamespace(app={}, stage="dev", yes=False))
        assert dropped == [plan]


# Passwords

@pytest.mark.parametrize("password, lacks", [
    (GOOD, []), ("correcthorse", ["an upper-case letter", "a digit"]), ("Aa1", ["12 characters"]),
    ("CORRECTHORSE9", ["a lower-case letter"])])
def test_what_a_password_lacks_is_said(password, lacks):
    assert passwords.weaknesses(password, user_pool.PASSWORD) == lacks


@pytest.mark.parametrize("policy", [user_pool.PASSWORD, {}, {"MinimumLength": 40, "RequireSymbols": True}])
def test_a_password_that_is_made_is_never_the_same_and_always_taken(policy):
    made = {passwords.generated(policy) for _time in range(50)}
    assert len(made) == 50 and not [one for one in made if passwords.weaknesses(one, policy)]


def test_a_person_types_a_password_twice_and_unseen(monkeypatch):
    monkeypatch.delenv("PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin", type("Terminal", (), {"isatty": lambda self: True})())
    typed = iter([GOOD, GOOD, GOOD, "other", ""])
    monkeypatch.setattr(passwords.getpass, "getpass", lambda asked: next(typed))
    assert passwords.chosen_or_generated(ANN, user_pool.PASSWORD) == (GOOD, False)
    with pytest.raises(Problems, match="the two passwords differ"):
        passwords.chosen_or_generated(ANN, user_pool.PASSWORD)
    made, is_made = passwords.chosen_or_generated(ANN, user_pool.PASSWORD)
    assert is_made and len(made) == 23


def test_whoever_types_nothing_at_all_has_said_no_password(monkeypatch):
    def end(_asked):
        raise EOFError
    monkeypatch.setattr(passwords.getpass, "getpass", end)
    with pytest.raises(Problems, match="no password was typed"):
        passwords.typed("The password: ")


# The tool

@pytest.fixture(scope="module")
def client():
    """A client of Cognito, made once: to make one costs more than to use it."""
    return boto3.client("cognito-idp", region_name=REGION)


@pytest.fixture
def cognito(tmp_path, monkeypatch, client):
    """moto's Cognito with the pool that the recipe makes, in a stage of AWS."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PASSWORD", raising=False)
    Path("app.json").write_text(json.dumps(APP))
    with mock_aws(config={"core": {"reset_boto3_session": False}}):
        pool_id = client.create_user_pool(PoolName="demo", **user_pool.pool(APP["settings"]["users"]))["UserPool"]["Id"]
        asked = {**user_pool.client(APP["settings"]["users"]), "UserPoolId": pool_id}
        client_id = client.create_user_pool_client(ClientName="demo", **asked)["UserPoolClient"]["ClientId"]
        outputs = [{"OutputKey": key, "OutputValue": value}
                   for key, value in (("UserPoolId", pool_id), ("UserPoolClientId", client_id))]
        monkeypatch.setattr(stacks, "described", lambda cfn, name: {"Outputs": outputs})
        monkeypatch.setattr(clients, "client", lambda service, stage, region, **_: client)
        client.pool_id = pool_id  # for the tests
        yield client


def run(*words, password=""):
    """Runs the tool in stage dev."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PASSWORD", password)
        manage_users.main(["app.json", "--stage", "dev", *words])


def refused(*words, password=""):
    """What the tool says of a mistake."""
    with pytest.raises(Problems) as raised:
        run(*words, password=password)
    return str(raised.value)


def claims(token):
    """What a token says, unverified."""
    middle = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))


def test_a_user_is_created_listed_signed_in_and_deleted(cognito, capsys):
    run("create", "--email", "Ann@Example.com", "--set", "plan=gold age=41")
    password, said = capsys.readouterr()
    assert re.fullmatch(r"(\w{5}-){3}\w{5}\n", password)
    assert said == "user ann@example.com created; the password, printed only now:\n"
    run("list")
    assert re.fullmatch(r"ann@example.com  CONFIRMED  \d{4}-\d\d-\d\d  enabled\n", capsys.readouterr().out)
    run("token", "--email", ANN, password=password.strip())
    out, err = capsys.readouterr()
    assert claims(out.strip())["token_use"] == "id" and err == ""
    assert "nobody is here to agree to delete the user ann@example.com" in refused("delete", "--email", ANN)
    run("delete", "--email", ANN, "--yes")
    run("list")
    assert capsys.readouterr() == ("", "user ann@example.com deleted\n"
                                       "no users yet: `make user do=create email=ann@example.com stage=dev`\n")


def test_a_password_that_was_given_is_never_printed(cognito, capsys):
    run("create", "--email", ANN, password=GOOD)
    run("password", "--email", ANN, password=GOOD + "!")
    assert capsys.readouterr() == ("", f"user {ANN} created\nuser {ANN} has a new password\n")
    run("token", "--email", ANN, password=GOOD + "!")


def test_a_user_who_is_there_is_left_alone(cognito):
    run("create", "--email", ANN, password=GOOD)
    assert refused("create", "--email", ANN, password=GOOD + "!") == (
        f"the user {ANN} exists already\n  hint: `make user do=password email={ANN} stage=dev` gives a new password")
    run("token", "--email", ANN, password=GOOD)


@pytest.mark.parametrize("words, password, said", [
    (["create", "--email", ANN], "hello", "the password is too weak: it lacks 12 characters, an upper-case letter, a digit\n"
     "  hint: it must have 12 characters, a lower-case letter, an upper-case letter, a digit"),
    (["create", "--email", "ann"], "", "'ann' is no e-mail address\n  hint: e.g. email=ann@example.com"),
    (["create"], "", "which user? say email=...\n  hint: `make user do=list` lists them"),
    (["create", "--email", ANN, "--set", "plam=gold"], "", "set: users have no 'plam'\n  hint: did you mean 'plan'?"),
    (["create", "--email", ANN, "--set", "age=old"], "", "set: age is a whole number, not 'old'\n  hint: e.g. set=age=41"),
    (["create", "--email", ANN, "--set", "gold"], "", "set: 'gold' is no name=value\n  hint: e.g. set=\"plan=gold age=41\""),
    (["token", "--email", "bob@example.co"], GOOD, "there is no user bob@example.co\n  hint: did you mean 'bob@example.com'?"),
    (["delete", "--email", ANN, "--yes"], "", f"there is no user {ANN}\n"
     f"  hint: `make user do=create email={ANN} stage=dev` adds one"),
    (["password", "--email", ANN], GOOD, f"there is no user {ANN}\n"
     f"  hint: `make user do=create email={ANN} stage=dev` adds one"),
    (["token", "--email", "bob@example.com"], "wrong", "bob@example.com: Incorrect username or password.\n"
     "  hint: `make user do=password email=bob@example.com stage=dev` gives a new one"),
    (["token", "--email", "bob@example.com"], "", "nobody is here to type the password of bob@example.com\n"
     "  hint: the variable PASSWORD says it"),
    (["set", "--email", "bob@example.com"], "", "which attributes? give set=...\n  hint: e.g. set=\"plan=gold age=41\""),
])
def test_a_mistake_is_told_and_changes_nothing(cognito, words, password, said):
    run("create", "--email", "bob@example.com", password=GOOD)
    assert refused(*words, password=password) == said
    assert len(cognito.list_users(UserPoolId=cognito.pool_id)["Users"]) == 1


def test_half_a_user_is_none(cognito, monkeypatch):
    def refuse(**_asked):
        raise cognito.exceptions.InvalidPasswordException(
            {"Error": {"Code": "InvalidPasswordException", "Message": "Password is known."}}, "AdminSetUserPassword")
    monkeypatch.setattr(cognito, "admin_set_user_password", refuse)
    assert refused("create", "--email", ANN, password=GOOD).startswith("Password is known.\n  hint: it must have 12 char")
    assert cognito.list_users(UserPoolId=cognito.pool_id)["Users"] == []


def test_attributes_are_set_and_stand_in_the_pool(cognito, capsys):
    run("create", "--email", ANN, password=GOOD)
    run("set", "--email", ANN, "--set", "plan=gold age=41")
    found = {each["Name"]: each["Value"]
             for each in cognito.admin_get_user(UserPoolId=cognito.pool_id, Username=ANN)["UserAttributes"]}
    assert (found["custom:plan"], found["custom:age"], found["email_verified"]) == ("gold", "41", "true")


def test_whoever_was_invited_must_choose_a_password_first(cognito, capsys):
    run("invite", "--email", ANN)
    assert capsys.readouterr().err == f"user {ANN} created, and invited\n"
    run("list")
    assert "FORCE_CHANGE_PASSWORD" in capsys.readouterr().out
    with pytest.raises(Problems, match="the local cloud sends no e-mail"):
        manage_users.main(["app.json", "invite", "--email", "bob@example.com"])


def test_a_first_password_is_not_enough_for_a_token(cognito):
    cognito.admin_create_user(UserPoolId=cognito.pool_id, Username=ANN, TemporaryPassword=GOOD, MessageAction="SUPPRESS")
    assert refused("token", "--email", ANN, password=GOOD) == (
        f"{ANN} must answer a challenge to sign in: NEW_PASSWORD_REQUIRED\n"
        f"  hint: `make user do=password email={ANN} stage=dev` gives a new one")


def test_an_app_without_private_endpoints_has_no_users(cognito):
    Path("app.json").write_text(json.dumps({**APP, "lambdas": {"a": {"env": [], "infra": {"endpoint": {"api": "public"}}},
                                                               "b": {"env": [], "infra": {"timer": {}}}}}))
    assert refused("list") == ("no endpoint is private, so there are no users\n"
                               "  hint: set `api: private` in a lambda's endpoint, then `make deploy`")


@pytest.mark.parametrize("stack", [None, {"Outputs": []}])
def test_users_come_with_a_deploy(cognito, monkeypatch, stack):
    monkeypatch.setattr(stacks, "described", lambda cfn, name: stack)
    assert refused("list") == "the user pool is not deployed in stage dev\n  hint: `make deploy stage=dev`"


def test_a_deletion_is_agreed_to_by_the_address(cognito, monkeypatch):
    asked = []
    run("create", "--email", ANN, password=GOOD)
    monkeypatch.setattr(consent, "ask", lambda *words: asked.append(words))
    run("delete", "--email", ANN)
    assert asked == [(f"delete the user {ANN}", ANN, False)]


# What pages know

API = {"ApiUrl": "https://a1.execute-api.eu-west-1.amazonaws.com/dev"}
POOL = {"UserPoolId": "eu-west-1_a", "UserPoolClientId": "c"}


@pytest.mark.parametrize("outputs, config", [
    ({}, None),
    (API, {"api": API["ApiUrl"], "region": REGION, "stage": "dev"}),
    ({**API, **POOL, "ApiDomainUrl": "https://api.example.com"},
     {"api": "https://api.example.com", "region": REGION, "stage": "dev", "userPoolId": "eu-west-1_a",
      "userPoolClientId": "c", "cognito": "https://cognito-idp.eu-west-1.amazonaws.com/"}),
])
def test_a_page_is_told_where_the_api_and_cognito_are(outputs, config):
    assert page_config.config(outputs, "dev", REGION) == config


def test_here_both_are_the_local_cloud(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(clients, "endpoint", lambda: "http://127.0.0.1:9")
    found = page_config.published(APP, {**API, **POOL}, "local")
    said = json.loads(Path("build/local/config.json").read_text())
    assert (said["api"], said["cognito"]) == ("http://127.0.0.1:9/_aws/execute-api/a1/dev", "http://127.0.0.1:9/")
    assert found == {"config.json": {"path": "build/local/config.json", "size": Path("build/local/config.json").stat().st_size,
                                     "md5": found["config.json"]["md5"]}}


# The local cloud

@pytest.fixture
def pool():
    """(client of Cognito's API, pool's id, client's id) in the mended moto."""
    state.start()
    mended.install()
    client = state.client("cognito-idp", REGION)
    pool_id = client.create_user_pool(PoolName="own", **user_pool.pool(NOTHING))["UserPool"]["Id"]
    asked = {**user_pool.client(NOTHING), "UserPoolId": pool_id}
    return client, pool_id, client.create_user_pool_client(ClientName="a", **asked)["UserPoolClient"]["ClientId"]


def test_nobody_signs_up_where_only_administrators_add_users(pool):
    cognito, _pool_id, client_id = pool
    with pytest.raises(cognito.exceptions.NotAuthorizedException, match="SignUp is not permitted for this user pool"):
        cognito.sign_up(ClientId=client_id, Username=ANN, Password=GOOD)


def test_users_cannot_choose_their_own_plan(pool):
    cognito, pool_id, client_id = pool
    cognito.admin_create_user(UserPoolId=pool_id, Username=ANN, MessageAction="SUPPRESS")
    cognito.admin_set_user_password(UserPoolId=pool_id, Username=ANN, Password=GOOD, Permanent=True)
    token = cognito.initiate_auth(ClientId=client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={
        "USERNAME": ANN, "PASSWORD": GOOD})["AuthenticationResult"]["AccessToken"]
    cognito.update_user_attributes(AccessToken=token, UserAttributes=[{"Name": "name", "Value": "Ann"}])
    with pytest.raises(cognito.exceptions.NotAuthorizedException, match="attempted to write unauthorized attribute"):
        cognito.update_user_attributes(AccessToken=token, UserAttributes=[{"Name": "custom:plan", "Value": "gold"}])


INDEX = '''"""Says who calls.

infra:
  endpoint: {api: private, method: GET, path: /me}
"""
import json


def handler(event, context):
    return {"statusCode": 200, "body": json.dumps(event["requestContext"]["authorizer"]["claims"])}
'''


def deploy(attributes):
    """What `make deploy` does, with these attributes in app.yaml."""
    Path("app.yaml").write_text(f"name: the-users\nusers:\n  attributes: {{{attributes}}}\n")
    scan_infra.main(["lambdas", "-o", "build/app.json"])
    expand_template.main(["build/app.json", "-o", "build/template.json"])
    push_artifacts.main(["build/app.json", "build/template.json", "-o", "build/local/artifacts.json"])
    deploy_stack.main(["build/app.json", "build/local/artifacts.json", "-o", "build/local/stack.json"])


def test_a_handler_hears_who_calls_and_what_the_app_knows_of_them(tmp_path, monkeypatch, local_cloud, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PASSWORD", GOOD)
    Path("build/local").mkdir(parents=True)
    Path("build/local/cloud.json").write_text(json.dumps({"endpoint": local_cloud.endpoint, "pid": 0, "log": ""}))
    Path("lambdas/me").mkdir(parents=True)
    Path("lambdas/me/index.py").write_text(INDEX)
    deploy("plan: string")
    deploy("plan: string, age: number")  # more may be added
    manage_users.main(["build/app.json", "create", "--email", ANN, "--set", "plan=gold age=41"])
    capsys.readouterr()
    manage_users.main(["build/app.json", "token", "--email", ANN])
    url = clients.reachable(json.loads(Path("build/local/stack.json").read_text())["outputs"]["ApiUrl"], "local")
    asked = urllib.request.Request(f"{url}/me", headers={"Authorization": capsys.readouterr().out.strip()})
    with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
        found = json.load(answer)
    assert (found["email"], found["custom:plan"], found["custom:age"]) == (ANN, "gold", "41")

    with pytest.raises(Problems) as raised:
        deploy("age: number")
    assert "Existing schema attributes cannot be modified or deleted." in str(raised.value)
    assert "hint: an attribute of `users:` in app.yaml can be neither changed nor removed: put it back" in str(raised.value)
    assert "it is as before the deploy" in str(raised.value)
    assert users.pool(json.loads(Path("build/app.json").read_text()), "local").policy()["MinimumLength"] == 12
    delete_stack.main(["build/app.json", "--yes"])
