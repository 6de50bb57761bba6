"""Groups of users: in app.yaml, in the template, and with `make user`."""
import json
from pathlib import Path

import boto3
import pytest

import manage_users
from aws import clients, stacks
from kit import settings
from kit.problems import Problems
from recipes import user_pool
from testkit.mock import mocked
from tests.fixtures.cases import cases
from tests.fixtures.problems import problems_of
from tests.fixtures.user_settings import ANN, APP, GOOD, NOTHING, REGION

GROUPS = {"admin": "May do everything", "staff": ""}


@pytest.mark.parametrize("text, groups", [
    ("[admin, staff]", {"admin": "", "staff": ""}),
    ("{admin: May do everything, staff: }", GROUPS),
    ("[]", {}),
])
def test_groups_are_names_or_have_descriptions(text, groups):
    assert settings.settings("app.yaml", f"name: demo\nusers:\n  groups: {text}")["users"] == {**NOTHING, "groups": groups}


@cases("text, message", [
    ("[my team]", "app.yaml:3: users.groups: 'my team' is not a valid name of a group\n"
                  "  hint: 1 to 128 characters, without spaces and commas"),
    ("['a,b']", "app.yaml:3: users.groups: 'a,b' is not a valid name of a group\n"
                "  hint: 1 to 128 characters, without spaces and commas"),
    (f"[{'a' * 129}]", f"app.yaml:3: users.groups: '{'a' * 129}' is not a valid name of a group\n"
                       "  hint: 1 to 128 characters, without spaces and commas"),
    ("[staff, staff]", "app.yaml:3: users.groups: staff is listed twice\n  hint: write it once"),
    ("[staff, Staff]", "app.yaml:3: users.groups: Staff and staff have the same name in the template\n"
                       "  hint: give it another name"),
    ("[a_b, a-b]", "app.yaml:3: users.groups: a-b and a_b have the same name in the template\n  hint: give it another name"),
])
def test_a_fault_of_a_group_has_its_line(text, message):
    assert str(problems_of(settings.settings, "app.yaml", f"name: demo\nusers:\n  groups: {text}")) == message


@cases("text", ["admin", "[1]", "{admin: 3}", "[[admin]]"])
def test_groups_of_another_type_are_a_fault(text):
    with pytest.raises(Problems, match=r"app.yaml:3: users.groups"):
        settings.settings("app.yaml", f"name: demo\nusers:\n  groups: {text}")


def test_names_that_differ_in_a_sign_are_different_resources():
    groups = settings.settings("app.yaml", "name: demo\nusers:\n  groups: ['a:b', a/b, AB, 2fa, équipe]")["users"]["groups"]
    names = {id_: resource["Properties"]["GroupName"] for pool in ("", "staff") for id_, resource in user_pool.resources(
        {**APP, "settings": {"users": {**NOTHING, "pools": {"staff": {**NOTHING, "groups": groups}}, "groups": groups}}}, pool, {}).items()
        if resource["Type"] == "AWS::Cognito::UserPoolGroup"}
    assert sorted(names.values()) == sorted(["a:b", "a/b", "AB", "2fa", "équipe"] * 2)
    assert all(id_.isascii() and id_.isalnum() for id_ in names)


def test_each_group_is_a_resource():
    resources = user_pool.resources({**APP, "settings": {"users": {**NOTHING, "groups": GROUPS}}}, "", {})
    groups = {id_: resource["Properties"] for id_, resource in resources.items() if id_.endswith("UserGroup")}
    pool = {"UserPoolId": {"Ref": "UserPool"}}
    assert groups == {"AdminUserGroup": {"GroupName": "admin", "Description": "May do everything", **pool},
                      "StaffUserGroup": {"GroupName": "staff", **pool}}


@pytest.fixture
def cognito(own_folder, monkeypatch):
    """moto's Cognito with the pool of the recipe, groups admin and staff, and the user ann, in a stage of AWS."""
    monkeypatch.setenv("PASSWORD", GOOD)
    Path("app.json").write_text(json.dumps(APP))
    with mocked():
        client = boto3.client("cognito-idp", region_name=REGION)
        pool_id = client.create_user_pool(PoolName="demo", **user_pool.properties(NOTHING))["UserPool"]["Id"]
        for name in GROUPS:
            client.create_group(UserPoolId=pool_id, GroupName=name)
        outputs = [{"OutputKey": key, "OutputValue": value}
                   for key, value in (("UserPoolId", pool_id), ("UserPoolClientId", "client"))]
        monkeypatch.setattr(stacks, "described", lambda cfn, name: {"Outputs": outputs})
        monkeypatch.setattr(clients, "client", lambda service, stage, region, **_: client)
        run("create", "--email", ANN)
        yield client


def run(*words):
    """Runs the tool in stage dev."""
    manage_users.main(["app.json", "--stage", "dev", *words])


def test_a_user_is_added_to_groups_and_removed(cognito, capsys):
    run("group", "--email", ANN, "--set", "staff admin")
    run("list", "--json")
    output = capsys.readouterr()
    assert output.err.endswith(f"user {ANN}: admin, staff\n")
    assert json.loads(output.out)[0]["groups"] == ["admin", "staff"]
    run("ungroup", "--email", ANN, "--set", "staff")
    run("list")
    output = capsys.readouterr()
    assert output.err == f"user {ANN}: admin\n" and output.out.endswith("  enabled  admin\n")
    run("ungroup", "--email", ANN, "--set", "admin")
    run("list")
    output = capsys.readouterr()
    assert output.err == f"user {ANN}: in no group\n" and output.out.endswith("  enabled  none\n")


@pytest.mark.parametrize("words, message", [
    (["group", "--email", ANN], "which groups? write set=...\n  hint: e.g. set=\"admin staff\""),
    (["group", "--email", ANN, "--set", "admn"], "set: the pool has no group 'admn'\n  hint: did you mean 'admin'?"),
    (["ungroup", "--email", ANN, "--set", "boss"],
     "set: the pool has no group 'boss'\n  hint: `users: {groups: [boss]}` in app.yaml, and deploy"),
    (["group", "--email", "ann@example.co", "--set", "admin"],
     f"there is no user ann@example.co\n  hint: did you mean '{ANN}'?"),
])
def test_a_wrong_group_or_user_changes_nothing(cognito, words, message):
    assert str(problems_of(run, *words)) == message
    run("list")
