"""Two things under one logical id are told with file and line, by make check too; no recipe lets one hide the other."""
import os
from pathlib import Path

import pytest

import check_app
import recipes
import scan_infra
from aws import cfn
from kit.problems import Problems
from recipes import event
from tests.fixtures.written_files import write_files

HANDLER = "\n\nimport os\n\n\ndef handler(event, context):\n    return [{}]\n"


@pytest.fixture
def told(own_folder):
    """told({"orders": (block, [variable])}) -> the lines that scan and then check say of the lambdas."""
    def work(lambdas, layers=()):
        Path("app.yaml").write_text("name: demo\n")
        for name in layers:
            write_files({f"layers/{name}/requirements.txt": "flask==3.1.3\n"})
        for name, (block, variables) in lambdas.items():
            path = Path("lambdas", name, "index.py")
            path.parent.mkdir(parents=True)
            reads = ", ".join(f"os.environ['{each}']" for each in variables)
            path.write_text(f'"""\ninfra:\n{block}\n"""{HANDLER.format(reads)}')
        try:
            scan_infra.main(["lambdas", "-o", "build/app.json"])
            check_app.main(["build/app.json"])
        except Problems as problems:
            return [line for line in str(problems).split("\n") if not line.startswith("  ")]
        return []
    return work


EVENTS = "  events:\n  - name: order-paid\n    topic: A\n  - name: {}\n    topic: B"


@pytest.mark.parametrize("name, message", [
    ("order_paid", "event 'order_paid' has the same logical id as 'order-paid'"),
    ("order-Paid", "event 'order-Paid' has the same logical id as 'order-paid'"),
    ("order--paid", "event 'order--paid' has the same logical id as 'order-paid'"),
    ("order-paid", "event 'order-paid' is listed twice"), ("orderpaid", None)])
def test_two_events_of_one_rule(told, name, message):
    lines = told({"orders": (EVENTS.format(name), [])})
    wanted = [f"lambdas/orders/index.py:6: {message}"] if message else []
    assert [line for line in lines if "[P" not in line] == wanted


@pytest.mark.parametrize("lambdas, message", [
    ({"failures": ("  queue: {}", []), "a": ("  timer: {rate: 1 hour}", [])},
     "lambdas/failures/index.py:3: failures and queue failures both make FailuresQueue"),
    ({"a": ("  queue: {}", ["DEMO_A_B_TABLE", "DEMO_A__B_TABLE"])}, "lambdas/a/index.py:10: table "),
    ({"orders-event": ("  timer: {rate: 1 hour}", []), "orders": ("  events:\n  - name: timer\n    topic: A", [])}, "lambdas/orders"),
])
def test_two_things_of_two_words(told, lambdas, message):
    lines = told(lambdas)
    assert lines and all("both make" in line for line in lines), lines
    assert lines[0].startswith(message)


def test_two_layers_of_one_parameter(told):
    assert told({"a": ("  layers: [my-web, my.web]", [])}, ["my-web", "my.web"]) == [
        "lambdas/a/index.py:3: layer 'my.web' has the same parameter as 'my-web'"]


def test_a_rule_is_not_made_over_another():
    fn = {"name": "orders", "infra": {"events": [{"name": "a-b", "topic": "A"}, {"name": "a_b", "topic": "B"}]}}
    with pytest.raises(ValueError, match="made twice: OrdersEventABPermission, OrdersEventABRule"):
        event.resources({"name": "demo", "state": {"bus": {"demo": {}}}}, fn)
    assert cfn.merge({"A": 1}, {"B": 2}) == {"A": 1, "B": 2} and os.path.exists(recipes.__file__)
