"""P167, P168: what functions without annotations return, and values that texts contain by mistake."""
import ast

from checks import closed_classes, example, return_types
from interpreter.sources import deep_recursion
from tests.fixtures.cases import results
from tests.fixtures.checks import OF_TYPES, problems_there

FAULTS = """import re\\nm = re.match("(.)(.)", event["a"])\\nif m:\\n    a, b = m.groups()\\n    return a + 1
import re\\nif (m := re.match("(.)(.)", event["a"])):\\n    return m[1] + 1
def f(x):\\n    return x["a"], int(x)\\n\\n\\ndef handler(event, context):\\n    return f(event["a"])
def f(x):\\n    return x["a"], x + 1\\n\\n\\ndef handler(event, context):\\n    return f(event["a"])
def f(x):\\n    return x["a"], f"{x:.2f}"\\n\\n\\ndef handler(event, context):\\n    return f(event["a"])
import datetime\\n\\n\\ndef f(x):\\n    return x["a"], datetime.datetime.fromisoformat(x)\\n\\n\\ndef handler(event, context):\\n    f(event["a"])
def f(x):\\n    return [a for a, b in x], x["a"]\\n\\n\\ndef handler(event, context):\\n    return f(event["a"])
def f(a, b=(1)):\\n    return f"{a}{b}"\\n\\n\\ndef handler(event, context):\\n    return f(1) + 1
def f(a):\\n    rows = []\\n    rows.append(a)\\n    return rows\\n\\n\\ndef handler(event, context):\\n    return f(1)["a"]
def f(a):\\n    return {"a": a}\\n\\n\\ndef handler(event, context):\\n    return f(1).encode()
def f(a):\\n    return [{"a": x} for x in a]\\n\\n\\ndef handler(event, context):\\n    return [k for k, v in f([1])]
async def f(a):\\n    return len(a)\\n\\n\\ndef handler(event, context):\\n    return f([1]) + 1
class C1:\\n    def f(self, a):\\n        return len(a)\\n\\n\\ndef handler(event, context):\\n    return "a" + C1().f([1])
def f(\\n        a,\\n        b=None,\\n):\\n    return Decimal(a)\\n\\n\\ndef handler(event, context):\\n    return f("1") + 1.5
def f(a, *, b: "str" = "x"):\\n    return a, b\\n\\n\\ndef handler(event, context):\\n    return f(1) + 1
import uuid\\nreturn f"a/{uuid.uuid4}"
import uuid\\nreturn "a/" + str(uuid.uuid4)
import uuid\\nreturn "%s/%s" % (event["a"], uuid.uuid4)
import uuid\\nreturn "{}/{}".format(event["a"], uuid.uuid4)
import hashlib\\nreturn f"a/{hashlib.sha256(b'a')}"
import re\\nreturn f"a/{re}"
return f"a/{(n for n in event['a'])} {map(str, event['a'])}"
async def f(a):\\n    return 1\\n\\n\\ndef handler(event, context):\\n    return f"{f(1)}"
def f(a):\\n    yield a\\n\\n\\ndef handler(event, context):\\n    return f"{f(1)}"
class C2:\\n    pass\\n\\n\\ndef handler(event, context):\\n    return f"a/{C2()}"
return "a %s" % b"abc"
return "a {}".format(b"abc")""".split("\n")
RIGHT = """import itertools, operator\\nname = operator.itemgetter("a")\\nreturn [[row.get("b") for row in rows] for _key, rows in itertools.groupby(sorted(event["a"], key=name), key=name)]
def f(x):\\n    return x["a"], x.get("b"), {**x}, x | {}, x[0], x(1), len(x), x == 5, "a" in x\\n\\n\\ndef handler(event, context):\\n    f(event)
def f(x):\\n    return x["a"] if isinstance(x, dict) else x + 1\\n\\n\\ndef handler(event, context):\\n    return f(event["a"])
def f(x=None):\\n    x = x["a"] if x else 5\\n    return x + 1\\n\\n\\ndef handler(event, context):\\n    return f(event["a"])
row = [str(event["a"]), event["n"]]\\nreturn row[1] + 1
rows = [[str(r["a"]), r["n"]] for r in json.loads(event["x"])]\\nreturn rows[0][1] + 1
rows = ["x"]\\nrows.append(json.loads(event["n"]))\\nreturn rows[1] + 1
def f(a):\\n    return {"a": a}\\n\\n\\ndef handler(event, context):\\n    x = f(1)\\n    x["b"] = 5\\n    return x | {"c": x["a"].upper()}
def f(a):\\n    if a:\\n        return "a"\\n\\n\\ndef handler(event, context):\\n    return f(1) + 1
def f(a):\\n    return "a" if a else 1\\n\\n\\ndef handler(event, context):\\n    return f(1) + 1
def f(a) -> int:\\n    return str(a)\\n\\n\\ndef handler(event, context):\\n    return f(1) + 1
class C3:\\n    def f(self):\\n        return "a"\\n\\n\\nclass D(C3):\\n    def f(self):\\n        return 1\\n\\n\\ndef run(c: C3):\\n    return c.f() + 1
def f(a):\\n    def g():\\n        nonlocal a\\n        return 1\\n    a = ""\\n    return a\\n\\n\\ndef handler(event, context):\\n    return f(1) + 1
import uuid\\nprint(f"a/{uuid.uuid4}")\\nreturn f"a/{uuid.uuid4()} {[1]} {event}"
class C4:\\n    def __str__(self):\\n        return "a"\\n\\n\\ndef handler(event, context):\\n    return f"a/{C4()}"
from dataclasses import dataclass\\n\\n\\n@dataclass\\nclass C5:\\n    a: int\\n\\n\\ndef handler(event, context):\\n    return f"a/{C5(1)}"
class C6:\\n    def __format__(self, spec):\\n        return "a"\\n\\n\\ndef handler(event, context):\\n    return "%s" % C6() + str(C6())
return "{}{}".format(*event["a"])
return "%(a)s" % {"a": 1} + "%s" % event["a"] + str(b"abc", "utf-8")""".split("\n")


def test_ty_gets_what_functions_return_and_what_texts_contain(folder):
    """One app has all cases, as ty is a process for each app."""
    rows = {f"lambdas/c{at}/index.py": code for at, code in enumerate(FAULTS + RIGHT)}
    of_types = {problem.path for problem in problems_there(
        folder, {path: example.index(code.replace("\\n", "\n")) for path, code in rows.items()}, OF_TYPES)}
    assert [code for path, code in rows.items() if path in of_types] == FAULTS


def types_of(code):
    tree = ast.parse(code)
    own = closed_classes.own_names(closed_classes.names_of_file(tree))
    lines = code.encode().split(b"\n")
    return {function.name: (type_, return_types.end_of_header(function, lines))
            for function, type_ in return_types.return_types(tree, own)}


test_the_type_that_a_function_returns_and_where_it_stands = results(types_of, [
    ("def f():\n    return ''", {"f": ("str", (1, 7))}),
    ("def f(a, b=(1,),\n      *c):  # of c\n    return len(c), a", {"f": ("tuple[int, Any]", (2, 9))}),
    ("def f(a  # of a\n      ):\n    return ''", {"f": ("str", None)}),
    ("async def f ( ) :\n    raise KeyError\n    return [{'a': 1}]", {"f": ("list[dict[str, Any]]", (1, 15))}),
    ("def f(a):\n    if a:\n        return 1\n    else:\n        raise KeyError", {"f": ("int", (1, 8))}),
    ("def f(a):\n    try:\n        return 1\n    except KeyError:\n        return 2", {"f": ("int", (1, 8))}),
    ("def f(a):\n    try:\n        return 1\n    except KeyError:\n        pass", {}),
    ("def f(a):\n    with open(a) as file:\n        return ''", {"f": ("str", (1, 8))}),
    ("def f(a):\n    with suppress(KeyError):\n        return ''", {}),
    ("def f(a):\n    return a.isoformat()", {"f": ("str", (1, 8))}),
    ("def f(a):\n    return a.isoformat()\n\n\ndef isoformat():\n    pass", {}),
    ("import json\n\n\ndef f(a):\n    return json.dumps(a)", {"f": ("str", (4, 8))}),
    ("def f(a, str):\n    return str(a)", {}), ("def f(a):\n    a = {}\n    return a", {}),
    ("def f(a):\n    b = {}\n    return b", {"f": ("dict[Any, Any]", (1, 8))}),
    ("def f(a):\n    return a + '.csv'", {"f": ("str", (1, 8))}), ("def f(a):\n    return '%s' % a", {"f": ("str", (1, 8))}),
    ("def f(a):\n    return a + 1", {}),
    ("@cache\ndef f():\n    return ''", {}), ("def f():\n    return ''\n\n\ndef f():\n    return 1", {}),
    ("def f():\n    return -1\n    yield 1", {"f": ("Generator[Any, Any, Any]", (1, 7))}),
])


def test_a_sum_with_thousands_of_parts_has_no_type():
    with deep_recursion():
        tree = ast.parse("def f(a):\n    return " + " + ".join(["'a'"] * 3000))
    assert [*return_types.return_types(tree, closed_classes.own_names([]))] == []
