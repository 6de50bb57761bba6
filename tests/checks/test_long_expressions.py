"""Expressions of hundreds of operators or calls, each nested in the one before: no check fails on them or takes long."""
import ast

from checks import cold_start
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
HANDLER = '"""\ninfra: {{}}\n"""\n\n\ndef handler(event, context):\n    total = {}\n    return total\n'


@cases("expression", [operator.join(['event["a"]'] * 700) for operator in ("+", "*", " or ", " and ", "|", " < ")])
def test_a_long_expression_has_no_findings(finding_ids, expression):
    assert finding_ids({"hello": HANDLER.format(expression)}) == []


def test_a_chain_of_calls_is_read_once(monkeypatch):
    monkeypatch.setattr(ast, "unparse", None)  # it reads the whole chain at each call
    tree = ast.parse("datetime.datetime.now()" + ".replace(day=1)" * 300, mode="eval")
    assert [cold_start.fresh(tree.body), cold_start.fresh(ast.parse("event.now().hour", mode="eval").body)] == ["time", ""]
