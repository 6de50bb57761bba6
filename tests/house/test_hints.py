"""A hint of a deploy names what to type: a command, a variable of make or a file; else a person must know it already."""
import ast
import re

from interpreter.sources import every_node
from tests.fixtures.cases import results
from tests.fixtures.sources import by_module, tree_of

PROGRAMS = {"deploy_stack", "diff_stack", "adopt_resources", "rollback_code", "delete_stack", "manage_bucket", "manage_stages",
            "watch_app", "setup_domain", "publish_site"}
TYPED = re.compile(r"`[^`]+`|\b[a-z]+=|repeat the command|docs/|domains/|app\.yaml")


def constant_texts(node):
    """[text] of the alternatives of an expression whose text is written in it; those computed elsewhere have a `."""
    if isinstance(node, ast.IfExp):
        return [*constant_texts(node.body), *constant_texts(node.orelse)]
    if isinstance(node, ast.BoolOp):
        return [text for value in node.values for text in constant_texts(value)]
    if isinstance(node, ast.JoinedStr):
        return ["".join(part.value if isinstance(part, ast.Constant) else f"`{ast.unparse(part.value)}`" for part in node.values)]
    return [node.value] if isinstance(node, ast.Constant) else []


def untyped_hints(tree):
    """[hint] of the problems without a file in a module that name nothing to type."""
    calls = [node for node in every_node(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) in ("problem", "Problem")
             and len(node.args) > 3]
    return [text for call in calls if ast.unparse(call.args[0]) == "''" for text in constant_texts(call.args[3])
            if not TYPED.search(text)]


test_the_rule_finds_a_hint_that_names_nothing_to_type = results(lambda source: untyped_hints(ast.parse(source)), [
    ("problem('', 0, 'no table', 'write its name')", ["write its name"]),
    ("problem('', 0, 'no table', 'write name=...')", []),
    ("problem('', 0, 'it failed', 'deploy again' if x else '`make delete`')", ["deploy again"]),
    ("problem('', 0, 'it failed', f'{command} deletes it')", []),
    ("problem(path, 3, 'it failed', 'rename it')", []),
])


def test_hints_of_deploys_name_what_to_type():
    assert by_module(lambda path: untyped_hints(tree_of(path)) if path.parent.name == "deploy" or path.stem in PROGRAMS else []) == {}
