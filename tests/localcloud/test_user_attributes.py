"""Attributes of users on the local cloud: who may write them, and what a handler receives of them."""
import json
import urllib.request
from pathlib import Path

import pytest

import delete_stack
import manage_users
from aws import clients
from localcloud.moto import state
from localcloud.users import user_pools as mended
from recipes import user_pool
from tests.fixtures import one_key  # noqa: F401
from tests.fixtures.chain import make_deploy
from tests.fixtures.cloud import PATIENCE
from tests.fixtures.lambda_texts import lambda_text
from tests.fixtures.problems import problems_of
from tests.fixtures.user_settings import ANN, GOOD, NOTHING, REGION
from tests.fixtures.written_files import write_files
from userpool import users

pytest_plugins = ["tests.fixtures.small_apps"]


@pytest.fixture
def pool():
    """(client of Cognito's API, pool's id, client's id) in the mended moto."""
    state.start()
    mended.install()
    client = state.client("cognito-idp", REGION)
    pool_id = client.create_user_pool(PoolName="own", **user_pool.properties(NOTHING))["UserPool"]["Id"]
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


def test_a_user_has_no_attribute_that_the_pool_does_not_have(pool):
    cognito, pool_id, _client_id = pool
    user, unknown = {"UserPoolId": pool_id, "Username": ANN}, {"Name": "custom:plan", "Value": "gold"}
    text = "custom:plan: Attribute does not exist in the schema."
    with pytest.raises(cognito.exceptions.InvalidParameterException, match=f"did not conform to the schema: {text}"):
        cognito.admin_create_user(UserAttributes=[{"Name": "name", "Value": "Ann"}, unknown], **user)
    cognito.admin_create_user(UserAttributes=[{"Name": "name", "Value": "Ann"}], **user)
    with pytest.raises(cognito.exceptions.InvalidParameterException, match=f": user.{text}"):
        cognito.admin_update_user_attributes(UserAttributes=[unknown], **user)
    cognito.add_custom_attributes(UserPoolId=pool_id, CustomAttributes=[{"Name": "plan", "AttributeDataType": "String"}])
    cognito.admin_update_user_attributes(UserAttributes=[unknown, {"Name": "locale", "Value": "no"}], **user)


INDEX = lambda_text(
    "endpoint: {api: private, method: GET, path: /me}",
    'return {"statusCode": 200, "body": json.dumps(event["requestContext"]["authorizer"]["claims"])}', "json")


def deploy(attributes):
    """What `make deploy` does, with these attributes in app.yaml."""
    Path("app.yaml").write_text(f"name: the-users\nusers:\n  attributes: {{{attributes}}}\n")
    make_deploy()


def test_a_handler_gets_the_caller_and_the_attributes_of_the_app(cloud_folder, monkeypatch, local_cloud, capsys):
    monkeypatch.setenv("PASSWORD", GOOD)
    write_files({"lambdas/me/index.py": INDEX})
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

    raised = problems_of(deploy, "age: number")
    assert "Existing schema attributes cannot be modified or deleted." in str(raised)
    assert "hint: an attribute of `users:` in app.yaml can be neither changed nor removed: restore it" in str(raised)
    assert "it is as before the deploy" in str(raised)
    assert users.pool(json.loads(Path("build/app.json").read_text()), "local").policy()["MinimumLength"] == 12
    delete_stack.main(["build/app.json", "--yes"])
