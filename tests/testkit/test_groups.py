"""A test of an endpoint for groups names the groups of its user."""
from testkit import example_events
from tests.fixtures.tested_lambdas import ECHO, problem_lines

pytest_plugins = ["tests.fixtures.tested_lambdas"]
SETTINGS = "users: {groups: [admin, staff]}\n"
ENDPOINT = "endpoint: {api: private, groups: [admin, staff], method: GET, path: /a}"


def test_the_claims_are_values_of_the_authorizer_itself(written):
    event = written(SETTINGS, hello=(ENDPOINT, ECHO)).this.event
    caller = event.api(claims={"sub": "ann", "cognito:groups": ["admin", "other"]})["requestContext"]["authorizer"]
    assert caller == {"principalId": "test", "integrationLatency": 0, "sub": "ann", "cognito:groups": "admin,other"}


def test_a_user_of_no_group_is_refused(written):
    event = written(SETTINGS, hello=(ENDPOINT, ECHO)).this.event
    claims = {"sub": "ann", "cognito:groups": "guests"}
    assert problem_lines(event.api, claims=claims)[:2] == [
        "handlers/hello/index.py:4: API Gateway responds with 403: the endpoint is for admin, staff, "
        "and the user is in none of them",
        '  hint: event.api(claims={"cognito:groups": ["admin"]}); refused=True if that is right']
    event.api(claims=claims, refused=True)
    assert "401" in problem_lines(event.api)[0]
    event.api(refused=True)


def test_an_example_is_of_a_user_in_a_group(written):
    event = example_events.of_endpoint(written(SETTINGS, hello=(ENDPOINT, ECHO)), "hello")
    assert event["requestContext"]["authorizer"]["cognito:groups"] == "admin"
