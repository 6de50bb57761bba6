import hashlib

import pytest


def test_a_known_token_may_call_every_route(call, event, table):
    table.put(pk="{{ cookiecutter.name }}", sk=hashlib.sha256(b"secret").hexdigest())
    policy = call(event.authorizer("Bearer secret"))
    assert policy.allows and policy.context["caller"] == policy["principalId"]


def test_an_unknown_token_is_refused(call, event, table):
    with pytest.raises(Exception, match="Unauthorized"):
        call(event.authorizer("Bearer guess"))


def test_a_request_without_a_token_does_not_reach_the_lambda(event):
    event.authorizer(refused=True)
