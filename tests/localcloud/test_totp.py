"""Codes of an authenticator app against the test vectors of RFC 6238 (SHA-1)."""
import base64

import pytest

from localcloud.users import totp

SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize("seconds, expected", [
    (59, "94287082"), (1111111109, "07081804"), (1111111111, "14050471"), (1234567890, "89005924"),
    (2000000000, "69279037"), (20000000000, "65353130"),
])
def test_the_vectors_of_the_standard(seconds, expected):
    assert totp.code(SECRET, seconds // 30) == expected[-6:]
    assert totp.step_of(SECRET, expected[-6:], seconds) == seconds // 30


def test_a_code_of_the_steps_beside_is_accepted_and_no_other():
    now = 2000000000
    accepted = [steps for steps in range(-3, 4) if totp.step_of(SECRET, totp.code(SECRET, now // 30 + steps), now)]
    assert accepted == [-1, 0, 1]
    assert totp.step_of(SECRET, "", now) is totp.step_of(SECRET, "é", now) is None


def test_a_new_secret_is_one_that_an_app_takes():
    assert len({totp.new_secret() for _ in range(3)}) == 3
    assert len(base64.b32decode(totp.new_secret() + "====")) == 32
