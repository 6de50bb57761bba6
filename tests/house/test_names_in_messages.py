"""Every page of docs/, make target and make variable that a message of tools/ or a page names exists."""
import ast
import re

import check_variables
from interpreter.sources import every_node
from tests.fixtures.cases import cases, results
from tests.fixtures.paths import README, ROOT
from tests.fixtures.sources import by_module, tree_of

TARGETS = check_variables.targets((ROOT / "Makefile").read_text())
PAGE = re.compile(r"\bdocs/[\w.-]+\.(?:md|json)(?:#[\w-]+)?")
# `make -s outputs`, make logs name=hello, PASSWORD=... make user
COMMAND = re.compile(r"""(?:(?<=`)|(?<![\w-]))make\ (?:-\w+\ )*([a-z][a-z-]*)((?:\ +[a-z]+=(?:"[^"]*"|[^\s`"']*))*)""", re.X)
VARIABLE = re.compile(r"""\b([a-z]+)=(?:"[^"]*"|[^\s`"']*)""")
TEXTS = [*sorted((ROOT / "docs").glob("*.md")), *README]


def headings(page):
    """{"which-files-belong-to-whom"}: the anchors of a page."""
    return {re.sub(r"[^\w\- ]", "", line.lstrip("# ")).lower().replace(" ", "-")
            for line in page.read_text().splitlines() if line.startswith("#")}


def strings(tree):
    """Every string of a Python module, a value within an f-string as {}."""
    for node in every_node(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def missing_pages(text):
    """["docs/gone.md"]: the pages, or headings of pages, that a text names and that do not exist."""
    missing = []
    for name in PAGE.findall(text):
        path, _, heading = name.partition("#")
        page = ROOT / path
        if not page.exists() or (heading and heading not in headings(page)):
            missing.append(name)
    return missing


def missing_commands(text):
    """["make gone", "make logs nam="]: the targets, and variables of targets, that a text names and that do not exist.

    Without a backtick or a variable "make" may be the verb: "make sure".
    """
    missing = []
    for match in COMMAND.finditer(text):
        target, variables = match.groups()
        command = text[match.start() - 1:match.start()] == "`" or variables
        if command and target not in TARGETS:
            missing.append(f"make {target}")
        elif command:
            missing += [f"make {target} {name}=" for name in VARIABLE.findall(variables) if name not in TARGETS[target]]
    return missing


def test_every_message_names_pages_and_commands_that_exist():
    assert by_module(lambda path: [name for text in strings(tree_of(path))
                                   for name in [*missing_pages(text), *missing_commands(text)]]) == {}


@cases("path", TEXTS)
def test_a_page_names_commands_that_exist(path):
    text = path.read_text()
    assert [*missing_pages(text), *missing_commands(text)] == []


test_what_does_not_exist_is_reported = results(lambda text: [*missing_pages(text), *missing_commands(text)], [
    ("see docs/aws.md", []),
    ("see docs/nowhere.md", ["docs/nowhere.md"]),
    ("docs/starting.md#which-files-belong-to-whom, docs/starting.md#gone", ["docs/starting.md#gone"]),
    ("`make polcy`", ["make polcy"]),
    ("`make policy` prints them; make sure of it", []),
    ("make logs name=hello, make logs nam=hello", ["make logs nam="]),
    ("PASSWORD=... make user do=set set=\"plan=gold age=41\"", []),
    ("`make -s outputs stage=dev verbose=1`", []),
    ("`make new-lambda name={} tigger=queue`", ["make new-lambda tigger="]),
])
