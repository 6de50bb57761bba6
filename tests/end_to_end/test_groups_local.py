"""An endpoint for groups on the local cloud: who is in none of them gets 403 from the gateway."""
import urllib.request

import manage_users
from aws import clients
from tests.fixtures.http_responses import json_response

ORDERS = '''"""Orders.

infra:
  endpoint: {api: private, groups: [admin, staff], method: GET, path: /orders}
"""
import json


def handler(event, context):
    caller = event["requestContext"]["authorizer"]
    return {"statusCode": 200, "body": json.dumps([caller["email"], caller["cognito:groups"]])}
'''


def run(*words):
    """Runs make user's tool on the local cloud."""
    manage_users.main(["build/app.json", *words])


def test_users_of_a_group_reach_the_handler_and_others_get_403(deploy_app, local_cloud, monkeypatch, capsys):
    monkeypatch.setenv("PASSWORD", "Correct-Horse-9")
    outputs = deploy_app("name: shop\nusers: {groups: [admin, staff]}\n", {"orders": ORDERS})
    for email in ("ann@example.com", "bob@example.com"):
        run("create", "--email", email)
    run("group", "--email", "ann@example.com", "--set", "staff")

    def answer(token):
        url = f"{local_cloud.endpoint}/_aws/execute-api/{outputs['ApiId']}/local/orders"
        request = urllib.request.Request(url, headers={"Authorization": token} if token else {})
        return json_response(request)

    def token(email):
        capsys.readouterr()
        run("token", "--email", email)
        return capsys.readouterr().out.strip()
    ann = token("ann@example.com")
    assert answer(ann) == answer(f"Bearer {ann}") == (200, ["ann@example.com", "staff"])
    assert answer(token("bob@example.com"))[0] == 403
    assert answer(None) == answer(ann[:-6] + "AAAAAA") == (401, {"message": "Unauthorized"})
    access = clients.client("cognito-idp", "local", "eu-west-1").initiate_auth(
        ClientId=outputs["UserPoolClientId"], AuthFlow="USER_PASSWORD_AUTH", AuthParameters={
            "USERNAME": "ann@example.com", "PASSWORD": "Correct-Horse-9"})["AuthenticationResult"]["AccessToken"]
    assert answer(access) == (401, {"message": "Unauthorized"})
