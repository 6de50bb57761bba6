"""What a test sends to a trigger of the user pool, and what the test kit says of its answer."""
import pytest

from tests.fixtures.tested_lambdas import ECHO, problem_lines

pytest_plugins = ["tests.fixtures.tested_lambdas"]


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
