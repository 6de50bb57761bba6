"""Passwords that a person types, and generated ones."""
import pytest

from kit.problems import Problems
from recipes import user_pool
from tests.fixtures import one_key  # noqa: F401
from tests.fixtures.cases import results
from tests.fixtures.user_settings import ANN, GOOD
from userpool import passwords

test_a_weak_password_is_reported_with_what_it_lacks = results(lambda password: passwords.weaknesses(password, user_pool.PASSWORD), [
    (GOOD, []), ("correcthorse", ["an upper-case letter", "a digit"]), ("Aa1", ["12 characters"]),
    ("CORRECTHORSE9", ["a lower-case letter"])])


@pytest.mark.parametrize("policy", [user_pool.PASSWORD, {}, {"MinimumLength": 40, "RequireSymbols": True}])
def test_a_password_that_is_made_is_never_the_same_and_always_taken(policy):
    made = {passwords.generated(policy) for _time in range(50)}
    assert len(made) == 50 and not [one for one in made if passwords.weaknesses(one, policy)]


def test_a_person_types_a_password_twice_and_unseen(monkeypatch):
    monkeypatch.delenv("PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin", type("Terminal", (), {"isatty": lambda self: True})())
    typed = iter([GOOD, GOOD, GOOD, "other", ""])
    monkeypatch.setattr(passwords.getpass, "getpass", lambda asked: next(typed))
    assert passwords.chosen_or_generated(ANN, user_pool.PASSWORD) == (GOOD, False)
    with pytest.raises(Problems, match="the two passwords differ"):
        passwords.chosen_or_generated(ANN, user_pool.PASSWORD)
    made, is_made = passwords.chosen_or_generated(ANN, user_pool.PASSWORD)
    assert is_made and len(made) == 23


def test_an_empty_line_is_no_password(monkeypatch):
    def end(_asked):
        raise EOFError
    monkeypatch.setattr(passwords.getpass, "getpass", end)
    with pytest.raises(Problems, match="no password was typed"):
        passwords.typed("The password: ")
