"""Variables with a value from outside: required, or optional."""
from recipes import environment


def test_a_value_is_needed_by_all_if_one_lambda_cannot_do_without():
    entries = [{"name": "A", "kind": "value", "optional": optional} for optional in (True, False)]
    app = {"lambdas": {"a": {"env": entries[:1]}, "b": {"env": entries[1:]}}}
    assert environment.optional_parameters(environment.values(app)) == set()
    assert environment.optional_parameters({"EnvA": entries[:1]}) == {"EnvA"}
