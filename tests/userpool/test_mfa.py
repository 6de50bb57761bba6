"""`mfa` of users: the pool asks for the code of an authenticator app."""
import pytest

from kit import settings
from kit.problems import Problems
from recipes import user_pool
from tests.fixtures.cases import cases
from tests.fixtures.user_settings import NOTHING


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
