"""`pools` of `users` in app.yaml: each has the fields and the problems that `users` has."""
import pytest

from kit import settings
from kit.problems import Problems
from tests.fixtures.cases import cases
from tests.fixtures.user_settings import NOTHING


def test_a_pool_has_the_defaults_and_the_form_of_users():
    users = settings.settings("app.yaml", "name: demo\nusers: {pools: {a: , staff: {groups: [admin], mfa: required}}}")["users"]
    assert users == {**NOTHING, "pools": {"a": NOTHING, "staff": {
        **NOTHING, "groups": {"admin": ""}, "mfa": "required"}}}


@cases("pools, problem", [
    ("{my-staff: {}}", "2: users.pools: 'my-staff' is not a valid name of a user pool\n"
                       "  hint: a letter, then letters and digits, lower-case and 20 at most"),
    ("{1: {}}", "2: a key must be text, not 1\n  hint: quote it"),
    ("{a: {groups: [x, x]}}", "2: users.pools.a.groups: x is listed twice\n  hint: give it another name"),
    ("{a: {attributes: {email: string}}}", "2: users.pools.a.attributes.email: this name is Cognito's own\n"
                                           "  hint: choose email_ or another name"),
    ("{a: {verification: {message: no code}}}", "2: users.pools.a.verification.message needs {####}\n"
                                                "  hint: it stands for the password, or the code"),
    ("{a: {pools: {b: {}}}}", "2: users.pools.a has no field 'pools'\n  hint: "),
    ("{aws: {sign_in: {callbacks: [https://a.example/]}}}",
     "2: users.pools.aws.sign_in: Cognito permits no address with 'aws', which 'demo aws' contains\n"
     "  hint: another name"),
])
def test_a_wrong_pool_is_a_problem_at_its_line(pools, problem):
    with pytest.raises(Problems) as raised:
        settings.settings("app.yaml", f"name: demo\nusers: {{pools: {pools}}}")
    assert str(raised.value).startswith(f"app.yaml:{problem}")
