"""User pools in the test kit: their users, and the triggers of a pool."""
import pytest

from testkit import user_pools
from tests.fixtures.tested_lambdas import ECHO, problem_lines

RULES = f"  hint: {user_pools.RULES}"
SETTINGS = """users:
  groups: [admin]
  attributes: {plan: string}
  pools:
    staff: {groups: [boss]}
"""
GROUPED = """
def handler(event, context):
    users = boto3.client("cognito-idp")
    user = {"UserPoolId": event["userPoolId"], "Username": event["userName"]}
    users.admin_add_user_to_group(GroupName="%s", **user)
    attributes = users.admin_get_user(**user)["UserAttributes"]
    users.admin_update_user_attributes(UserAttributes=[{"Name": "name", "Value": "Ann"}], **user)
    event["response"]["seen"] = {item["Name"]: item["Value"] for item in attributes}
    return event
"""
LISTED = """
def handler(event, context):
    users = boto3.client("cognito-idp")
    page = users.list_users(UserPoolId=os.environ["DEMO_STAFF_USER_POOL"])
    return {"client": os.environ["DEMO_STAFF_USER_POOL_CLIENT"], "names": [user["Username"] for user in page["Users"]]}
"""


def test_a_trigger_changes_the_user_of_its_event_in_the_pool_of_its_block(written):
    world = written(SETTINGS, hello=("users: post-confirmation", GROUPED % "admin"),
                    staff=("users: {trigger: post-confirmation, pool: staff}", GROUPED % "boss"))
    answer = world.this.call(world.this.event.users("ann@example.com", attributes={"custom:plan": "gold"}))
    assert answer["response"]["seen"].items() >= {"email": "ann@example.com", "custom:plan": "gold",
                                                  "sub": answer["userName"]}.items()
    pool, staff = world.view("user_pool", ""), world.view("user_pool", "staff")
    assert (pool.groups("ann@example.com"), pool.user("ann@example.com")["name"]) == (["admin"], "Ann")
    assert (pool.emails(), staff.emails()) == (["ann@example.com"], [])
    world["staff"].call(world["staff"].event.users("bob@example.com"))
    assert staff.groups("bob@example.com") == ["boss"] and pool.emails() == ["ann@example.com"]


def test_users_of_several_events_differ_and_one_that_the_test_has_put_stays(written):
    world = written(SETTINGS, hello=("users: pre-token-generation", ECHO))
    pool, event = world.view("user_pool", ""), world.this.event
    claims = pool.put("bob@example.com", groups=["admin"], **{"custom:plan": "gold"})
    assert claims["cognito:groups"] == ["admin"] and claims["email_verified"] == "true"
    assert (claims["cognito:username"], claims["aud"], claims["token_use"]) == (claims["sub"], pool.client_id, "id")
    assert claims["iss"] == f"https://cognito-idp.eu-west-1.amazonaws.com/{pool.id}"
    bob, ann = event.users("bob@example.com"), event.users("ann@example.com")
    assert bob["userName"] == bob["request"]["userAttributes"]["sub"] == claims["sub"] != ann["userName"]
    assert bob["request"]["userAttributes"]["custom:plan"] == "gold"
    assert bob["request"]["groupConfiguration"]["groupsToOverride"] == ["admin"]
    assert event.users("ann@example.com")["userName"] == ann["userName"]
    assert bob["userPoolId"] == pool.id and bob["callerContext"]["clientId"] == pool.client_id


def test_a_wrong_user_of_a_test_is_a_problem(written):
    world = written(SETTINGS, hello=("users: pre-token-generation", ECHO))
    pool, ann = world.view("user_pool", ""), "ann@example.com"
    schema = "  hint: write it under `attributes` of `users` in app.yaml"
    wrong = [
        (lambda: pool.put(ann, groups=["admn"]), "the user pool has no group 'admn'", "  hint: did you mean 'admin'?"),
        (lambda: pool.put(ann, attributes={"custom:pln": 1}), "the user pool has no attribute 'custom:pln'",
         "  hint: did you mean 'custom:plan'?"),
        (lambda: pool.put(ann, size=1), "the user pool has no attribute 'size'", schema),
        (lambda: world.this.event.users(ann, attributes={"shoes": 1}), "the user pool has no attribute 'shoes'", schema),
        (lambda: pool.put("ann"), "the user pool refuses 'ann': Username should be either an email or a phone number.", RULES),
        (lambda: pool.put(ann, password="short"), f"the user pool refuses '{ann}': Password did not conform with policy: "
         "Password not long enough", RULES),
        (lambda: pool.groups("bob@example.com"), "the user pool has no user 'bob@example.com'",
         "  hint: user_pool.put('bob@example.com') adds one"),
        (lambda: world.view("user_pool", "staf"), "the app has no user pool 'staf'", "  hint: one of ''")]
    assert [problem_lines(use) for use, *_expected in wrong] == [expected for _use, *expected in wrong]


def test_a_second_put_changes_the_password(written):
    pool = written(SETTINGS, hello=("users: pre-token-generation", ECHO)).view("user_pool", "")
    pool.put("ann@example.com")
    pool.put("ann@example.com", password="Correct-Horse-9", name="Ann", attributes={"custom:plan": "gold"})
    assert pool.model._get_user("ann@example.com").password == "Correct-Horse-9"
    assert pool.user("ann@example.com").items() >= {"name": "Ann", "custom:plan": "gold"}.items()


@pytest.mark.parametrize("trigger", ["pre-sign-up", "user-migration"])
def test_a_user_who_is_not_in_the_pool_yet_is_unknown_to_it(written, trigger):
    world = written(SETTINGS, hello=(f"users: {trigger}", ECHO))
    world.this.event.users("ann@example.com")
    assert world.view("user_pool", "").emails() == []


def test_people_sign_up_without_a_permission_of_the_lambda(written):
    code = """
def handler(event, context):
    users, client = boto3.client("cognito-idp"), os.environ["DEMO_USER_POOL_CLIENT"]
    users.sign_up(ClientId=client, Username="ann@example.com", Password=event)
    users.confirm_sign_up(ClientId=client, Username="ann@example.com", ConfirmationCode="1")
    return users.initiate_auth(ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={
        "USERNAME": "ann@example.com", "PASSWORD": event})["AuthenticationResult"]["TokenType"]
"""
    world = written("users: {sign_up: true}\n", hello=("{}", code))
    assert world.this.call("Correct-Horse-9") == "Bearer"
    assert world.view("user_pool", world.first("user_pool")).emails() == ["ann@example.com"]


def test_the_pool_of_a_test_is_that_of_its_endpoint_or_of_a_client(written):
    private = "endpoint: {api: private, method: GET, path: /me, pool: staff}"
    code = "CLIENT = os.environ['DEMO_USER_POOL_CLIENT']\n\n\ndef handler(event, context):\n    return CLIENT\n"
    world = written(SETTINGS, hello=(private, ECHO), other=("timer: {rate: 1 hour}", code))
    assert world.first("user_pool") == "staff"
    world.name = "other"
    assert world["other"].call({}) == world.view("user_pool", world.first("user_pool")).client_id


def test_a_variable_names_a_pool_and_its_client(written):
    world = written(SETTINGS, hello=("timer: {rate: 1 hour}", LISTED))
    staff = world.view("user_pool", "staff")
    claims = staff.put("ann@example.com")
    assert world.this.call({}) == {"client": staff.client_id, "names": [claims["sub"]]}
    assert staff.client.describe_user_pool_client(UserPoolId=staff.id, ClientId=staff.client_id)
    assert world.first("user_pool") == "staff"


def test_an_event_is_that_of_the_trigger(written):
    this = written("users: {attributes: {plan: string}}\n", hello=("users: pre-sign-up", ECHO)).this
    event = this.event.users("bob@example.com", attributes={"custom:plan": "gold"}, clientMetadata={"a": "b"})
    assert event["triggerSource"] == "PreSignUp_SignUp" and event["response"]["autoConfirmUser"] is False
    assert event["request"]["userAttributes"]["email"] == "bob@example.com"
    assert event["request"]["userAttributes"]["custom:plan"] == "gold"
    assert event["request"]["clientMetadata"] == {"a": "b"}
    assert this.call(event) == event


def test_a_user_who_is_migrated_has_no_attributes_yet(written):
    event = written(hello=("users: user-migration", ECHO)).this.event.users(password="secret")
    assert event["userName"] == "ann@example.com" and event["request"]["password"] == "secret"
    assert "userAttributes" not in event["request"]


def test_an_unknown_source_fails(written):
    event = written(hello=("users: pre-sign-up", ECHO)).this.event
    assert "has no source 'PreSignUp_SignIn'" in problem_lines(event.users, source="PreSignUp_SignIn")[0]


@pytest.mark.parametrize("answer, fault", [
    ("None", "it returned nothing, not its event"), ("{}", "it returned no event"),
    ("{'response': {'autoConfirmUser': 1}}", "autoConfirmUser of the response is a number, not true or false"),
])
def test_an_answer_that_cognito_cannot_use_fails(written, answer, fault):
    this = written(hello=("users: pre-sign-up", f"def handler(event, context):\n    return {answer}\n")).this
    assert problem_lines(this.call, this.event.users())[0] == (
        f"handlers/hello/index.py:4: Cognito cannot use the answer of hello: {fault}")
