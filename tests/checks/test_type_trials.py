"""P168: operations that Python tries with values of their operands' types, and the values of types."""
import datetime
import decimal

from checks import example, type_samples, type_trials
from tests.fixtures.cases import results
from tests.fixtures.checks import OF_TYPES, problems_there

HEAD = "import math, os.path, re, urllib.parse\nfrom datetime import date, datetime, timedelta, timezone\n"
FAULTS = """return ",".join([1, 2, 3])
return ", ".join({"a": 1}.values())
return ", ".join(len(name) for name in "ab")
return os.path.join("/tmp", 5)
return urllib.parse.quote(5)
return "abc".replace("a", 5)
return "abc".split(5)
return "abc".strip(0)
return {"a": 1}.get("a", default=2)
return max(5)
return sum(1, 2)
return sum(["a", "b"])
return sum(str(n) for n in range(3))
return sorted([{"a": 1}, {"a": 2}]) + [1, max({"a": 1}, {"a": 2})]
return re.sub(r"\\s+", "a b")
return re.sub(r"\\s+", 5, "a b")
return re.split(",", 5)
return math.floor("5")
return round("5.4")
return str(date.today() > datetime.now())
return (date.today() - datetime.now()).days
return (datetime.now(timezone.utc) - date.today()).days
return f"{str(event):.2f}"
return f"{[1]:>5}"
return f"{None:.2f}"
return "%d orders" % str(event)
return "%s of %d" % (str(event), str(event))
return "%s of %s" % str(event)
return json.dumps(n for n in "abc")
return json.dumps({"a": 1}.keys())
return json.dumps(zip("a", "b"))
return json.dumps({("a", 1): 2})
return json.dumps({n for n in "abc"})
return json.dumps(map(str, [1]))""".split("\n")
RIGHT = """return ",".join(map(str, [1, 2, 3]))
return ", ".join({"a": 1})
return ",".join(str(n) for n in [1, 2])
return ",".join(event["names"])
return ",".join([*event])
return os.path.join("/tmp", "5")
return os.path.join(*["a", "b"])
return urllib.parse.quote("5")
return {"a": 1}.get("a", 2)
return max([5])
return max(5, 6)
return max([1], default=2)
return max(len("a"), 0.5)
return max({"a": 1}, key=len)
return sum([1, 2])
return str(sum((timedelta(1) for n in range(2)), timedelta()))
return sum(len(name) for name in event["names"])
return sorted([{"a": 1}], key=lambda row: row["a"])
return re.sub(r"\\s+", "", "a b")
return re.sub(r"\\s+", lambda match: "x", "a b")
return re.split(",", "a,b", maxsplit=1)
return math.floor(5.5)
return round(5.44, 1)
return str(datetime.now().date() > date.today())
return (date.today() - datetime.now().date()).days
return str(date.today() - timedelta(days=1))
return f"{len(event):.2f} {1.5:>8} {str(event):>8} {date.today():%Y} {Decimal('1.5'):.2f}"
return f"{event['a']:.2f}"
return "%d orders" % len(event)
return "%s of %d" % (event, 5)
return "%5.1f %s" % (1.5, [1])
return "%(a)s" % {"a": 1}
return json.dumps([n for n in "abc"])
return json.dumps({"a": (1, 2), "b": None, "c": [True, 1.5]})
return json.dumps({date.today()}, default=str)
return json.dumps(sorted({n for n in "abc"}))
return json.dumps(event)
return json.dumps({1: "a", None: "b", True: "c"})""".split("\n")


def test_python_tries_operations_with_values_of_their_types(folder):
    """One app has all cases, as ty is a process for each app."""
    rows = {f"lambdas/c{at}/index.py": code for at, code in enumerate(FAULTS + RIGHT)}
    of_types = {problem.path for problem in problems_there(
        folder, {path: example.index(HEAD + code) for path, code in rows.items()}, OF_TYPES)}
    assert [code for path, code in rows.items() if path in of_types] == FAULTS


test_the_values_of_a_type = results(type_samples.values_of, [
    ("list[int]", [[0], [1], [7]]), ('Literal["a", "b"]', ["a", "b"]), ("str | None", ["", "a", "1", "2026-05-04", None]),
    ("dict[Literal[1], bool]", [{1: True}, {1: False}]), ("tuple[Literal[1], Literal[2]]", [(1, 2)]),
    ("date", [datetime.date(2026, 5, 4)]), ("Decimal", [decimal.Decimal(1), decimal.Decimal("0.5")]),
    ("Unknown", None), ("list[Unknown]", None), ("str | Any", None), ("Order", None), ("list[list[Order]]", None),
    ("Literal[Color.RED]", None), ('Literal[99999999999]', None), ("tuple[()]", None), ("set[dict[str, int]]", None), ("Number", [decimal.Decimal(1), decimal.Decimal("0.5")]),
])


def test_a_function_with_an_effect_is_not_called():
    for dotted in ("os.remove", "open", "print", "os.path.__name__", "shutil.rmtree", "re.nothing", "eval", "exec"):
        assert type_samples.function(dotted, []) is None


def test_a_call_that_may_succeed_is_no_fault():
    def refused(*types):
        return type_samples.always_fails(int, [*types])
    assert refused("list[str]")
    assert not refused("str")  # "1" is a number
    assert not refused("Unknown")
    assert not refused("list[str]", "Unknown")


test_what_imported_names_mean = results(lambda code: type_trials.imported_names(type_trials.ast.parse(code)), [
    ("import os", {"os": "os"}), ("import os.path", {"os": "os"}), ("import os.path as p", {"p": "os.path"}),
    ("from os.path import join as j", {"j": "os.path.join"}), ("from . import a", {"a": "None.a"}),
])
