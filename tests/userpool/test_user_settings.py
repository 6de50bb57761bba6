"""What app.yaml says of users, and the pool that the recipe makes of it."""
import pytest

from kit import settings
from kit.problems import Problems
from recipes import user_pool
from tests.fixtures import one_key  # noqa: F401
from tests.fixtures.cases import cases, results
from tests.fixtures.problems import problems_of
from tests.fixtures.user_settings import NOTHING

test_settings_of_users_are_filled = results(lambda said: settings.settings("app.yaml", f"name: demo\nusers:{said}")["users"], [
    ("\n  sign_up: true", {**NOTHING, "sign_up": True}),
    ("\n  attributes: {plan: string, age: number}", {**NOTHING, "attributes": {"plan": "string", "age": "number"}}),
    ("\n  invitation: {message: '{username}, your password is {####}'}",
     {**NOTHING, "invitation": {"message": "{username}, your password is {####}"}}),
    ("\n  verification: {subject: Code, message: '<style>p {color: red}</style>{####}'}",
     {**NOTHING, "verification": {"subject": "Code", "message": "<style>p {color: red}</style>{####}"}}),
])


def test_attributes_have_every_type_and_name_of_cognito():
    attributes = {"plan": "string", "age": "number", "vip": "boolean", "since": "datetime", "tenant-id": "string", "größe": "string"}
    users = settings.settings("app.yaml", f"name: demo\nusers: {{attributes: {attributes}}}")["users"]
    assert {entry["Name"]: entry["AttributeDataType"] for entry in user_pool.properties(users)["Schema"]} == {
        "plan": "String", "age": "Number", "vip": "Boolean", "since": "DateTime", "tenant-id": "String", "größe": "String"}


def test_an_app_without_users_in_app_yaml_has_no_such_settings():
    assert "users" not in settings.settings("app.yaml", "name: demo")


@cases("said, told", [
    ("  signup: true", "app.yaml:3: users has no field 'signup'\n  hint: did you mean 'sign_up'?"),
    ("  attributes: {plan: text}", "app.yaml:3: users.attributes.plan must be one of string, number, boolean, datetime, not 'text'\n  hint: "
     "the attributes of a user, besides the e-mail address; e.g. {plan: string}"),
    ("  attributes:\n    my plan: string", "app.yaml:4: users.attributes.my plan: not a valid name of an attribute\n"
                                           "  hint: 1 to 20 characters, without spaces and `=`; Cognito writes `custom:` before it"),
    ("  attributes: {'custom:plan': string}", "app.yaml:3: users.attributes.custom:plan: not a valid name of an attribute\n"
     "  hint: 1 to 20 characters, without spaces and `=`; Cognito writes `custom:` before it"),
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
    assert str(problems_of(settings.settings, "app.yaml", f"name: demo\nusers:\n{said}")) == told


def test_a_pool_takes_fifty_attributes():
    said = "name: demo\nusers:\n  attributes:\n" + "".join(f"    a{number}: string\n" for number in range(51))
    with pytest.raises(Problems, match="app.yaml:3: 51 attributes are more than a user pool can have\n  hint: 50 at most"):
        settings.settings("app.yaml", said)


def test_only_administrators_add_users_unless_app_yaml_permits_it():
    assert user_pool.properties(NOTHING)["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    assert user_pool.properties({**NOTHING, "sign_up": True})["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": False}


def test_a_user_reads_the_apps_attributes_and_does_not_write_them():
    client = user_pool.client({**NOTHING, "attributes": {"plan": "string"}})
    assert "custom:plan" in client["ReadAttributes"] and "custom:plan" not in client["WriteAttributes"]


def test_the_client_has_no_secret_and_no_unused_sign_in_flow():
    client = user_pool.client(NOTHING)
    assert client["GenerateSecret"] is False and not [flow for flow in client["ExplicitAuthFlows"] if "ADMIN" in flow]


@pytest.mark.parametrize("value, expected", [("optional", "OPTIONAL"), ("required", "ON")])
def test_the_pool_has_the_factor(value, expected):
    users = settings.settings("app.yaml", f"name: demo\nusers: {{mfa: {value}}}")["users"]
    pool = user_pool.properties(users)
    assert (pool["MfaConfiguration"], pool["EnabledMfas"]) == (expected, ["SOFTWARE_TOKEN_MFA"])


def test_without_it_the_pool_is_as_before():
    assert not {"MfaConfiguration", "EnabledMfas"} & user_pool.properties(NOTHING).keys()


@cases("value", ["true", "on", "sms", "[optional]"])
def test_another_value_is_a_fault_with_its_line(value):
    with pytest.raises(Problems, match="app.yaml:3: users.mfa must be one of optional, required"):
        settings.settings("app.yaml", f"name: demo\nusers:\n  mfa: {value}")
