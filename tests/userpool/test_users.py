"""`make user` on a stage of AWS."""
import json
import re
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import ClientError

import manage_users
from aws import clients, stacks
from kit import consent
from kit.problems import Problems
from recipes import user_pool
from testkit.mock import mocked
from tests.fixtures import one_key  # noqa: F401
from tests.fixtures.problems import problems_of
from tests.fixtures.user_settings import ANN, APP, GOOD, REGION
from tests.fixtures.users import claims


@pytest.fixture(scope="module")
def client():
    """A client of Cognito, made once: to make one costs more than to use it."""
    return boto3.client("cognito-idp", region_name=REGION)


@pytest.fixture
def cognito(own_folder, monkeypatch, client):
    """moto's Cognito with the pool that the recipe makes, in a stage of AWS."""
    monkeypatch.delenv("PASSWORD", raising=False)
    Path("app.json").write_text(json.dumps(APP))
    with mocked():
        pool_id = client.create_user_pool(PoolName="demo", **user_pool.properties(APP["settings"]["users"]))["UserPool"]["Id"]
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
    return str(problems_of(run, *words, password=password))


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


def test_a_password_is_never_printed(cognito, capsys):
    run("create", "--email", ANN, password=GOOD)
    run("password", "--email", ANN, password=GOOD + "!")
    assert capsys.readouterr() == ("", f"user {ANN} created\nuser {ANN} has a new password\n")
    run("token", "--email", ANN, password=GOOD + "!")


def test_an_existing_user_is_not_changed(cognito):
    run("create", "--email", ANN, password=GOOD)
    assert refused("create", "--email", ANN, password=GOOD + "!") == (
        f"the user {ANN} exists already\n  hint: `make user do=password email={ANN} stage=dev` gives a new password")
    run("token", "--email", ANN, password=GOOD)


@pytest.mark.parametrize("words, password, said", [
    (["create", "--email", ANN], "hello", "the password is too weak: it lacks 12 characters, an upper-case letter, a digit\n"
     "  hint: it must have 12 characters, a lower-case letter, an upper-case letter, a digit"),
    (["create", "--email", "ann"], "", "'ann' is no e-mail address\n  hint: e.g. email=ann@example.com"),
    (["create"], "", "which user? write email=...\n  hint: `make user do=list stage=dev` lists them"),
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
     "  hint: the variable PASSWORD passes it"),
    (["set", "--email", "bob@example.com"], "", "which attributes? write set=...\n  hint: e.g. set=\"plan=gold age=41\""),
])
def test_a_mistake_is_reported_and_changes_nothing(cognito, words, password, said):
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


def test_an_interrupted_creation_is_completed_by_the_next(cognito, monkeypatch, capsys):
    def expired(**_request):
        raise ClientError({"Error": {"Code": "ExpiredTokenException", "Message": "Old."}}, "AdminSetUserPassword")
    with monkeypatch.context() as patch:
        patch.setattr(cognito, "admin_set_user_password", expired)
        patch.setattr(cognito, "admin_delete_user", expired)
        assert "AdminSetUserPassword: ExpiredTokenException: Old.\n  hint: sign in again" in refused(
            "create", "--email", ANN, "--set", "age=40", password=GOOD)
    run("create", "--email", ANN, "--set", "age=41", password=GOOD)
    assert capsys.readouterr().err == f"user {ANN} existed, without a password of their own: completed\n"
    run("token", "--email", ANN, password=GOOD)
    assert claims(capsys.readouterr().out)["custom:age"] == "41"


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
