"""Where a request may go on without its trace."""
import time
from types import SimpleNamespace

from incidents import untraced
from incidents.functions import Function


def lambda_of(name, *variables):
    return {"name": name, "infra": {}, "calls": [], "env": [
        {"name": f"DEMO_{of}", "kind": kind, "of": of} for kind, of in variables]}


def test_schedules_that_lambdas_may_have_made_are_named_and_what_may_still_run():
    app = {"lambdas": {fn["name"]: fn for fn in (
        lambda_of("a", ("schedule", "remind")), lambda_of("b", ("schedule", "remind"), ("table", "demo")),
        lambda_of("remind"))}}
    deployed = {name: Function(name, f"demo-dev-{name}", f"{name}-logs", True) for name in app["lambdas"]}

    def texts(names, moment, lines):
        events = [{"message": message} for message in lines]
        logs = SimpleNamespace(get_paginator=lambda _: SimpleNamespace(paginate=lambda **_: [{"events": events}]),
                               exceptions=SimpleNamespace(ResourceNotFoundException=KeyError))
        return untraced.texts(app, logs, [*deployed.values()], [
            (deployed[name], {"timestamp": moment, "message": ""}) for name in names], "", True)

    assert texts("a", 1000, []) == ["a writes to the schedules of remind, and remind did not run in the minute after"]
    assert texts("a", time.time() * 1000, []) == ["a writes to the schedules of remind, and remind has not run yet"]
    assert texts("ab", 1000, ["START RequestId: r1 Version: 1"]) == [
        "a, b write to the schedules of remind, and remind ran in the minute after: `make logs request=r1`"]
