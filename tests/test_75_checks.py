"""Every check says no to its own bad example, and yes to its good one; and what an allowance does."""
import pytest

from check_fixture import folder, problems, ids_by_line, without_flows  # noqa: F401  (a fixture)
from checks import CHECKS, MODULES, example

EXAMPLES = [check for check in CHECKS.values() if check.bad]
INDEX = "lambdas/a/index.py"


def texts(check, which):
    """The files of a check's example; what stands in bad/ replaces others in the bad one."""
    beside = {path: text for path, text in check.files.items() if not path.startswith("bad/")}
    worse = {path.removeprefix("bad/"): text for path, text in check.files.items() if path.startswith("bad/")}
    return {**beside, **(worse if which == "bad" else {}), INDEX: example.index(getattr(check, which))}


def looking(check):
    """The checks that look at an example: those of flows only at each other's."""
    return CHECKS.keys() if check.id.startswith("P8") else without_flows(CHECKS)


@pytest.mark.parametrize("check", EXAMPLES, ids=lambda check: check.id)
def test_a_check_sees_its_bad_example_and_nothing_else_does(check, folder, monkeypatch):
    assert ids_by_line(problems(folder, monkeypatch, texts(check, "bad"), looking(check))) == [check.id]


@pytest.mark.parametrize("check", EXAMPLES, ids=lambda check: check.id)
def test_no_check_has_anything_against_a_good_example(check, folder, monkeypatch):
    assert [str(one) for one in problems(folder, monkeypatch, texts(check, "good"), looking(check))] == []


def test_ids_are_used_once_and_titles_and_reasons_are_said():
    checks = [check for module in MODULES for check in module.CHECKS]
    assert len(checks) == len(CHECKS)
    assert [check.id for check in checks if not (check.title and check.why)] == []


PUT = "table.put_item(Item={'pk': 'a'})"


@pytest.mark.parametrize("code, said", [
    (PUT, ["P303"]),
    (PUT + "  # pareto: allow P303, because a test wants it refused", []),
    ("# pareto: allow P303: a test wants it refused\n" + PUT, []),
    (PUT + "  # pareto: allow P303", ["P001"]),
    (PUT + "  # pareto: allow P303, because", ["P001"]),
    (PUT + "  # pareto: allow P302, because of another one", ["P002", "P303"]),
    ("# pareto: allow P303, because it is far away\n\n" + PUT, ["P002", "P303"]),
    ("print(1)  # pareto: allow P999, because I say so", ["P002"]),
    ("print(1)  # pareto: allow P303, because it was needed once", ["P002"]),
])
def test_an_allowance_has_a_reason_and_silences_something(code, said, folder, monkeypatch):
    assert ids_by_line(problems(folder, monkeypatch, {INDEX: example.index(code)})) == said


def test_a_finding_tells_where_and_what_and_what_aws_would_say_and_what_to_write(folder, monkeypatch):
    found = problems(folder, monkeypatch, {INDEX: example.index("table.get_item(Key={'pk': 'a'})")})
    assert "\n".join(map(str, found)) == (
        "lambdas/a/index.py:9: [P302] the key lacks 'sk'\n"
        "  AWS: ValidationException: The provided key element does not match the schema\n"
        "  hint: a key is {'pk': ..., 'sk': ...}")
