"""Every check finds its own bad example, and only that one, and passes its good one; what an allowance does."""
import ast
import collections
import re

import pytest

import document_checks
from checks import CHECKS, MODULES, emitted, example
from interpreter import sources
from tests.fixtures.checks import OF_TYPES, ids_of, problems, without_flows

EXAMPLES = [check for check in CHECKS.values() if check.bad]
INDEX = "lambdas/a/index.py"


def texts(check, which):
    """The files of a check's example; files in bad/ replace others in the bad one."""
    beside = {path: text for path, text in check.files.items() if not path.startswith("bad/")}
    worse = {path.removeprefix("bad/"): text for path, text in check.files.items() if path.startswith("bad/")}
    return {**beside, **(worse if which == "bad" else {}), INDEX: example.index(getattr(check, which))}


def checks_of_example(check):
    """The ids of the checks that run on an example: checks of flows run only on examples of flows, those of types, which
    start a process, on their own."""
    return CHECKS.keys() - OF_TYPES if check.id.startswith("P8") else {*without_flows(CHECKS), check.id}


def test_a_check_finds_its_bad_example_and_no_other_check_does(folder, monkeypatch):
    found = {check.id: problems(folder, monkeypatch, texts(check, "bad"), checks_of_example(check)) for check in EXAMPLES}
    assert {id_: ids_of(problems_) for id_, problems_ in found.items()} == {check.id: [check.id] for check in EXAMPLES}


def test_no_check_finds_anything_in_a_good_example(folder, monkeypatch):
    found = {check.id: problems(folder, monkeypatch, texts(check, "good"), checks_of_example(check)) for check in EXAMPLES}
    assert {id_: [str(problem) for problem in problems_] for id_, problems_ in found.items()} == {
        check.id: [] for check in EXAMPLES}


def test_ids_are_unique_and_each_check_has_a_title_and_a_reason():
    checks = [check for module in MODULES for check in module.CHECKS]
    assert len(checks) == len(CHECKS)
    assert [check.id for check in checks if not (check.title and check.why)] == []


# Pages of AWS (boto3's are on a host of their own), and of Python.
PAGE = re.compile(r"https://(docs\.aws\.amazon\.com|boto3\.amazonaws\.com|docs\.python\.org)/[\w./-]+\.html(#[\w.-]+)?")


def test_a_check_names_the_page_of_its_claim_and_the_docs_show_it():
    assert [check.id for check in CHECKS.values() if not PAGE.fullmatch(check.source)] == []
    assert [check.id for check in CHECKS.values() if f"\n{check.why}\n\nSource: <{check.source}>\n" not in document_checks.entry(
        check)] == []


PUT = "table.put_item(Item={'pk': 'a'})"


@pytest.mark.parametrize("code, expected", [
    (PUT, ["P303"]),
    (PUT + "  # pareto: allow P303, because a test wants it refused", []),
    ("# pareto: allow P303: a test wants it refused\n" + PUT, []),
    (PUT + "  # pareto: allow P303", ["P001"]),
    (PUT + "  # pareto: allow P303, because", ["P001"]),
    (PUT + "  # pareto: allow P302, because of another one", ["P002", "P303"]),
    ("# pareto: allow P303, because it is far away\n\n" + PUT, ["P002", "P303"]),
    ("print(1)  # pareto: allow P999, because of a reason", ["P002"]),
    ("print(1)  # pareto: allow P303, because it was needed once", ["P002"]),
])
def test_an_allowance_has_a_reason_and_silences_something(code, expected, folder, monkeypatch):
    assert ids_of(problems(folder, monkeypatch, {INDEX: example.index(code)})) == expected


def test_a_finding_has_a_place_a_message_the_error_of_aws_and_a_hint(folder, monkeypatch):
    findings = problems(folder, monkeypatch, {INDEX: example.index("table.get_item(Key={'pk': 'a'})")})
    assert "\n".join(map(str, findings)) == (
        "lambdas/a/index.py:9: [P302] the key lacks 'sk'\n"
        "  AWS: ValidationException: The provided key element does not match the schema\n"
        "  hint: a key is {'pk': ..., 'sk': ...}")


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


@pytest.mark.parametrize("code, settings, hint", [
    ("table.get_item(Key={'id': 'a'})", "", "a key is {'pk': ..., 'sk': ...}; for other keys: tables: {demo: {key: {id: string}}} in "
     "app.yaml (docs/tables.md)"),
    ("table.put_item(Item={'id': 'a'})", "", "every item has pk and sk; for other keys: tables: {demo: {key: {id: string}}} in "
     "app.yaml (docs/tables.md)"),
    ("table.get_item(Key={'id': 'a'})", "tables: {demo: {key: {name: string}}}", "a key is {'name': ...}"),
])
def test_the_hint_about_a_key_says_how_a_table_gets_other_keys(code, settings, hint, folder, monkeypatch):
    app = {INDEX: example.index(code), "app.yaml": f"name: demo\n{settings}\n"}
    assert [finding.hint for finding in problems(folder, monkeypatch, app)] == [hint]
