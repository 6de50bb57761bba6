"""Every problem that a schema of the user's files finds has a hint."""
import recipes
from kit import schema, settings
from scan import own_words, resource_file, word_parts
from tests.fixtures.cases import cases

WRONG = (None, True, 0, 10**9, -1, "", "?", "x" * 5000, [], [None], [[]], {}, {"?": None}, {"": {"?": 1}})


def places(node, key=""):
    """Yields ([keys], schema) of a schema and of those inside it, as far as a value can have them."""
    yield [], node
    for name, inner in node.get("properties", {}).items():
        yield from (([name, *keys], part) for keys, part in places(inner) if len(keys) < 3)
    for name, word in (("x", "additionalProperties"), (0, "items")):
        if isinstance(node.get(word), dict):
            yield from (([name, *keys], part) for keys, part in places(node[word]) if len(keys) < 3)
    for branch in node.get("anyOf", []):
        yield from ((keys, part) for keys, part in places(branch) if keys and len(keys) < 4)


def value_at(keys, value):
    """A value that has another at these keys: (["a", 0], 5) -> {"a": [5]}."""
    for key in reversed(keys):
        value = [value] if key == 0 else {key: value}
    return value


@cases("root", [recipes.INFRA, settings.SCHEMA, resource_file.SCHEMA, own_words.KEYWORDS, *word_parts.SHAPES.values()])
def test_each_problem_has_a_hint(root):
    without = {(key, message) for keys, _part in places(root) for wrong in WRONG
               for key, message, hint in schema.problems(root, value_at(keys, wrong)) if not hint}
    assert without == set()
