"""Handlers of the example app, of the bug benchmark's apps and of the templates, and similar code. Seeded: no clock."""
import ast
import copy
import functools
import re
from pathlib import Path

import jinja2

ROOT = Path(__file__).resolve().parent.parent
APPS = [ROOT / "tests/example", *sorted((ROOT / "bench/bugs/apps").iterdir())]
COOKIECUTTER = {"name": "hello", "yaml_name": "hello", "yaml_app": "demo", "variables": "DEMO", "table_variable": "DEMO_TABLE",
                "cors": ["listed", "credentials"]}


def sources():
    """{path in the app: text} of all apps, as if each were called demo; no tests."""
    texts = {}
    for app in APPS:
        name = re.search("(?m)^name: (.*)", (app / "app.yaml").read_text(encoding="utf-8"))[1]
        for path in sorted((app / "lambdas").rglob("*.py")):
            if not path.name.startswith("test"):
                text = re.sub(rf"(?<![\w./])(?<!import ){name}(?![\w.])", "demo", path.read_text(encoding="utf-8"))
                texts[path.relative_to(app).as_posix()] = text.replace(f"{name.upper().replace('-', '_')}_", "DEMO_")
    return texts


def templates():
    """[text] of the handlers that `make new-lambda` copies."""
    paths = sorted((ROOT / "cookiecutter-lambda/templates").rglob("index.py"))
    return [jinja2.Template(path.read_text(encoding="utf-8")).render(cookiecutter=COOKIECUTTER) for path in paths]


SOURCES = sources()
SHARED = {path: text for path, text in SOURCES.items() if not path.endswith("index.py")}  # the modules that the others import
HANDLER = "\n\ndef handler(event, context):\n    return event\n"
CODE = [text if "def handler" in text else f'"""infra: {{}}"""\n{text}{HANDLER}' for text in [*SOURCES.values(), *templates()]]
# Constructs that handlers of these apps lack.
CODE += ['''"""infra: {}"""
import asyncio, contextlib, dataclasses, enum, functools, itertools, os, re
from collections import ChainMap, OrderedDict, defaultdict, namedtuple

Row = namedtuple("Row", "pk sk")
NAMES = {kind: f"DEMO_{kind.upper()}_TABLE" for kind in ("a", "b")}


class Color(enum.Enum):
    RED = 1


@dataclasses.dataclass(order=True)
class Item:
    pk: str = os.environ["DEMO_TABLE"]
    sk: list = dataclasses.field(default_factory=list)

    def __post_init__(self): self.sk *= 2
    def __getattr__(self, name): return self
    def __enter__(self): return self
    def __exit__(self, *_): return True
    async def __aiter__(self): yield 1

    @property
    def node(self): return self.node.node


@functools.lru_cache(maxsize=None)
def rows(first, /, *rest, key=lambda row: (row.pk, ~row.sk), **options):
    global TOTAL
    TOTAL = sum(x @ y for x, y in zip(rest, [*rest, first][::-1]) if x not in options or x is not y)
    while (line := first.pop()) and not None:
        try:
            yield from rows(*rest, **options)
        except (KeyError, *[ValueError]) as error:
            raise RuntimeError("%s %(a)d" % (line, {"a": 1})) from error
        else:
            continue
        finally:
            del line
    else:
        return "{0!r:>{width}} {}".format(1, width=key)


async def main(event):
    async with event as a, contextlib.ExitStack():
        async for part in event:
            await asyncio.gather(*[part for _ in range(10 ** 9) if await part])
    match event:
        case {"a": [1, *_, Item(pk="x" | "y")], **rest} if rest: return -1.5e300 ** 99
        case Color.RED | None: return b"\\xff" * 10 ** 6
        case _: return f"{event['a']!s:>{len('é')}}" "" r"\\d" if event else ...


def handler(event, context, *, deep=[[[[]]]]):
    nonlocal_ = lambda *a, **k: (yield)
    deep[0][:] = [deep, *deep] * 3
    assert asyncio.run(main(event)), re.sub("(a+)+$", lambda match: match[0], "a" * 50)
    return {**ChainMap({}, OrderedDict(defaultdict(list))), 2 ** 2 ** 20: {*event}, "x" * 10 ** 8: itertools.count()}
''']
TESTS = [path.read_text(encoding="utf-8") for app in APPS for path in sorted((app / "lambdas").rglob("test*.py"))]
RECIPES = [*re.findall(r"(?ms)^```python\n(.*?)^```", (ROOT / "docs/words.md").read_text(encoding="utf-8")),
           'SCHEMA = {"type": ["object", "string"], "description": "x", "anyOf": [{"type": "object", "properties": {"to": {"type": "string"}}}, {"enum": ["a", None]}]}\n'
           'def normal(block): return block if isinstance(block, dict) else {"to": 1}\ndef resources(app, fn): return {"T": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": fn["name"]}}}\n'
           'def statements(app, fn): return [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]\n'
           'def outputs(app, fn): return {"A": {"Value": "x"}}\ndef shared(app, fns): return {"S": {"Type": "AWS::SQS::Queue", "Properties": {}}}\n']
KINDS = (ast.expr, ast.stmt)
FIELDS = {ast.expr: ("value", "values", "elts", "args", "left", "right", "comparators", "func", "test", "body", "orelse", "slice", "keys", "iter"),
          ast.stmt: ("body", "orelse", "finalbody")}


@functools.cache
def nodes(text):
    """[node] of all expressions and statements of a seed."""
    return [node for node in ast.walk(ast.parse(text)) if isinstance(node, KINDS)]


def recombined(text, dice):
    """The code with some of its expressions and statements replaced by others, of any seed; the text itself if it is no code."""
    try:
        tree = ast.parse(text)
        for _time in range(dice.randint(1, 6)):
            replace_part(tree, dice, text in RECIPES)
        return ast.unparse(ast.fix_missing_locations(tree))
    except (SyntaxError, ValueError, RecursionError, TypeError, AttributeError):
        return text


def replace_part(tree, dice, of_recipes):
    """One expression is replaced, or one statement replaced, repeated, wrapped or removed, in place.

    of_recipes  by parts of recipes alone, because the scan executes them
    """
    kind = dice.choice(KINDS)
    places = [(node, field) for node in ast.walk(tree) for field in FIELDS[kind] if isinstance(getattr(node, field, None), (kind, list))
              and not isinstance(node, ast.pattern)]
    node, field = dice.choice(places)
    seed = dice.choice(RECIPES if of_recipes else CODE)
    part, old = copy.deepcopy(dice.choice([part for part in nodes(seed) if isinstance(part, kind)])), getattr(node, field)
    if isinstance(part, ast.expr) and hasattr(part, "ctx"):
        part.ctx = ast.Load()
    if not isinstance(old, list):
        setattr(node, field, dice.choice([part, ast.Call(old, [part], []), ast.Subscript(old, part, ast.Load()), ast.BinOp(old, ast.Add(), part)]))
    elif old and isinstance(old[0], kind):
        at = dice.randrange(len(old))
        old[at:at + 1] = dice.choice([[part], [old[at], part], [old[at], copy.deepcopy(old[at])], [part, old[at]], [old[dice.randrange(len(old))]]])
