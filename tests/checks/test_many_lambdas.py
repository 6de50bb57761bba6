"""What the checks do as often for a few lambdas as for many."""
import ast
import collections

from checks import emitted
from interpreter import sources

pytest_plugins = ["tests.fixtures.checks"]

SCHEDULES = "target = json.loads(os.environ['DEMO_B_SCHEDULE'])\nboto3.client('scheduler').create_schedule(Name='a', GroupName=target['GroupName'], " \
    "ScheduleExpression='at(2099-01-01T00:00:00)', FlexibleTimeWindow={'Mode': 'OFF'}, Target={**target['Target'], 'Input': json.dumps({'number': 1})})"
READS = "print(event['number'])"


def test_the_calls_of_a_service_are_looked_up_as_often_for_any_number_of_lambdas(flow_ids, monkeypatch):
    look_up, count = emitted.reachable_calls, 0

    def counted(*arguments):
        nonlocal count
        count += 1
        return look_up(*arguments)
    monkeypatch.setattr(emitted, "reachable_calls", counted)
    counts = []
    for number in (2, 8):
        count = 0
        assert flow_ids({"a": SCHEDULES, "b": READS, **{f"reader-{index}": READS for index in range(number)}}) == []
        counts.append(count)
    assert counts[0] == counts[1] > 0


def test_the_scan_and_the_checks_parse_a_handler_once_each(finding_ids, monkeypatch):
    parse, texts = ast.parse, collections.Counter()

    def counted(text, *arguments, **named):
        texts[text] += 1
        return parse(text, *arguments, **named)
    monkeypatch.setattr(ast, "parse", counted)
    finding_ids({"a": "print('parsed once each')"})
    assert [count for text, count in texts.items() if "parsed once each" in text] == [2]


def test_a_search_by_class_has_the_nodes_that_a_walk_has():
    text = "import a\n\n\nasync def f(x=1):\n    def g():\n        return [*x, {**x}]\n    return g\n\n\ndef h(): pass\n"
    tree = ast.parse(text)
    for kinds in [(ast.Name,), sources.FUNCTIONS, (ast.Module, ast.Import), (ast.Try,), (ast.expr,)]:
        assert sources.nodes_of(tree, *kinds) == [node for node in ast.walk(tree) if node.__class__ in kinds]
    assert sources.every_node(tree) == [*ast.walk(tree)]
    around = sources.parents(tree)
    assert all(node in [*ast.iter_child_nodes(around[node])] for node in around)
    assert len(around) == sum(not isinstance(node, (ast.Module, ast.alias, ast.expr_context)) for node in ast.walk(tree))
