import hashlib


def test_a_known_token_may_call(call, event, table):
    digest = hashlib.sha256(b"secret").hexdigest()
    table.put(pk="{{ cookiecutter.name }}", sk=digest)
    decision = call(event.authorizer("Bearer secret"))
    assert decision.allows and decision.context["caller"] == digest[:12]


def test_an_unknown_token_is_refused(call, event, table):
    assert not call(event.authorizer("Bearer guess")).allows


def test_a_request_without_a_token_does_not_reach_the_lambda(event):
    event.authorizer(refused=True)
