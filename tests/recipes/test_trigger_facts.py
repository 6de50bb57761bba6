"""A recipe says all that other rooms must know of a trigger; nobody lists the triggers by hand."""
import ast

import new_lambda
import recipes
from interpreter.sources import every_node
from kit import foreign_settings, settings
from recipes import environment, event_shapes, function
from scan import variables
from testkit import makers
from tests.fixtures.cases import cases
from tests.fixtures.paths import ROOT
from tests.fixtures.sources import by_module, tree_of

# The kit's fixtures are names that users type, and bench has kinds of lambdas of its own.
MOST_NAMES = 2


def literals(node):
    """The texts in a list, a tuple, a set, or the keys of a dict."""
    items = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", [])
    return {item.value for item in items if isinstance(item, ast.Constant)}


def lines_of_lists(path):
    """The lines of a module where a list names more than MOST_NAMES triggers."""
    return [node.lineno for node in every_node(tree_of(path)) if isinstance(node, (ast.Dict, ast.List, ast.Set, ast.Tuple))
            and len(literals(node) & recipes.TRIGGERS.keys()) > MOST_NAMES]


def test_no_list_names_the_triggers_by_hand():
    permitted = {"tools/kit/foreign_settings.py", "tools/recipes/__init__.py", "tools/testkit/makers.py", "tools/testkit/plugin.py"}
    assert by_module(lines_of_lists).keys() <= permitted, by_module(lines_of_lists)


def test_each_word_that_is_no_setting_has_a_hint_in_app_yaml():
    assert set(foreign_settings.WORDS) == recipes.INFRA["properties"].keys() - settings.SCHEMA["properties"].keys()
    assert not foreign_settings.ELSEWHERE.keys() & settings.SCHEMA["properties"].keys()


@cases("word", recipes.TRIGGERS)
def test_every_trigger_has_its_facts(word):
    module = recipes.TRIGGERS[word]
    assert isinstance(module.CALLER_WAITS, bool) and module.INVOKED and module.EXAMPLE
    assert module.event_shape({"path": "/", "method": "GET"} if word == "endpoint" else
                              {"api": "public"} if word == "url" else {"trigger": "pre-sign-up"} if word == "users" else [] if word == "events" else {})["is"] == "map"
    if module.VARIABLE:
        assert callable(module.resource_id) and variables.OF_LAMBDA[module.VARIABLE] == word
        assert environment.MODULES[module.VARIABLE.lower()] is module
    assert makers.MAKERS[word].call.startswith("event.")
    assert (ROOT / "cookiecutter-lambda" / "templates" / word / "index.py").is_file()
    assert word in new_lambda.TRIGGERS


def test_the_facts_are_those_of_aws():
    triggers = recipes.TRIGGERS
    assert triggers["endpoint"].CALLER_WAITS and triggers["queue"].CALLER_WAITS
    assert not any(triggers[word].CALLER_WAITS for word in ("events", "topic", "timer"))
    assert variables.OF_LAMBDA.items() >= {"QUEUE": "queue", "TOPIC": "topic", "FUNCTION": None}.items()
    assert environment.MODULES["function"] is function
    assert recipes.event_shape({"size": 512}) == event_shapes.PARSED
    assert recipes.event_shape({"timer": {"body": {"a": 1}}})["fields"] == {"a": event_shapes.NUMBER}
