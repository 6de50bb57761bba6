"""Two user pools of an app on the local cloud: each route accepts only the users of its own pool."""
import json
import urllib.request
from pathlib import Path

import pytest

import manage_users
from kit.problems import Problems
from tests.fixtures.http_responses import json_response

PASSWORD = "Correct-Horse-9"
SETTINGS = "name: shop\n%susers: {groups: [admin], pools: {staff: {groups: [admin], attributes: {desk: string}}}}\n"
ROUTES = '''"""Routes of both pools.

infra:
  endpoint:
    api: private
    routes:
    - GET /mine
    - {method: GET, path: /staff, pool: staff}
    - {method: GET, path: /admins, pool: staff, groups: [admin]}
"""
import json
import os


def handler(event, context):
    return {"statusCode": 200, "body": json.dumps(os.environ["SHOP_STAFF_USER_POOL"])}
'''
ADMIT = '''"""Refuses people of elsewhere.

infra:
  users: {trigger: pre-sign-up, pool: staff}
"""


def handler(event, context):
    if not event["request"]["userAttributes"]["email"].endswith("@shop.test"):
        raise Exception("only people of the shop")
    return event
'''
URLS = {"": "{endpoint}/_aws/execute-api/{api}/local", "api: {type: http}\n": "{endpoint}/_aws/execute-api/{api}"}


@pytest.mark.parametrize("api", URLS)
def test_a_route_accepts_the_users_of_its_pool_only(deploy_app, local_cloud, monkeypatch, capsys, api):
    monkeypatch.setenv("PASSWORD", PASSWORD)
    outputs = deploy_app(SETTINGS % api, {"routes": ROUTES, "admit": ADMIT})
    base = URLS[api].format(endpoint=local_cloud.endpoint, api=outputs["ApiId"])

    def run(*words):
        capsys.readouterr()
        manage_users.main(["build/app.json", *words])
        return capsys.readouterr().out.strip()

    def statuses(token):
        answers = [json_response(urllib.request.Request(f"{base}/{path}", headers={"Authorization": token}))
                   for path in ("mine", "staff", "admins")]
        assert all(body == outputs["StaffUserPoolId"] for status, body in answers if status == 200)
        return [status for status, _body in answers]
    run("create", "--email", "ann@example.com")
    run("create", "--email", "bob@shop.test", "--pool", "staff", "--set", "desk=north")
    run("create", "--email", "eve@shop.test", "--pool", "staff")
    run("group", "--email", "ann@example.com", "--set", "admin")
    run("group", "--email", "bob@shop.test", "--pool", "staff", "--set", "admin")
    refused = 403 if api else 401  # of the function that checks groups
    assert statuses(run("token", "--email", "ann@example.com")) == [200, 401, refused]
    assert statuses(run("token", "--email", "bob@shop.test", "--pool", "staff")) == [401, 200, 200]
    assert statuses(run("token", "--email", "eve@shop.test", "--pool", "staff")) == [401, 200, 403]
    emails = [entry["email"] for entry in json.loads(run("list", "--pool", "staff", "--json"))]
    assert emails == ["bob@shop.test", "eve@shop.test"]
    with pytest.raises(Problems, match="only people of the shop"):
        run("create", "--email", "mallory@example.com", "--pool", "staff")
    one_pool = ROUTES.replace(", pool: staff", "").replace("_STAFF", "")
    Path("lambdas/admit/index.py").unlink()
    with pytest.raises(Problems, match="StaffUserPool.*2 users"):
        deploy_app(SETTINGS % api, {"routes": one_pool})


def test_a_wrong_pool_is_named_with_those_that_exist(deploy_app):
    deploy_app("name: shop\nusers: {pools: {staff: {}, idle: {}}}\n",
               {"routes": ROUTES.replace("    - GET /mine\n", "").replace(", groups: [admin]", "")})
    for words, message in [
            ("list --pool staf", "the app has no user pool 'staf'\n  hint: did you mean 'staff'?"),
            ("list --pool x", "the app has no user pool 'x'\n  hint: there are: staff"),
            ("list --pool idle", "no endpoint has `pool: idle`, so there are no users\n  hint: set `api: private` and "
                                 "`pool: idle` in a lambda's endpoint, then `make deploy`"),
            ("list", "every pool of the app has a name\n  hint: pool=..., one of: staff"),
            ("password --email ann@example.com --pool staff",
             "there is no user ann@example.com\n  hint: `make user do=create email=ann@example.com pool=staff` adds one")]:
        with pytest.raises(Problems) as raised:
            manage_users.main(["build/app.json", *words.split()])
        assert str(raised.value) == message
