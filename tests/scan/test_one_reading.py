"""A cold scan reads each index.py once: the same syntax tree gives its facts and its observation."""
import ast
import gc
import weakref

import interpreter
from scan import observing
from tests.fixtures.scans import index, scanned

SETTINGS = "name: demo\napi: {type: http}\ntables:\n  demo:\n    key: {id: number}\n    ttl: expires\n"
APP = {"app.yaml": SETTINGS, "lambdas/days.py": "DAY = 1\n",
       "lambdas/show/index.py": index("  endpoint: {method: GET, path: /, api: public}\n", "from lambdas.days import DAY\n"),
       "lambdas/hear/index.py": index("  events: [{name: changed, source: {type: table, name: demo}}]\n"),
       "lambdas/read/index.py": index("  stream: {table: demo}\n")}


def test_a_cold_scan_parses_and_observes_each_lambda_once(app_folder, monkeypatch):
    parse, observed, texts, names = ast.parse, interpreter.observed, [], []

    def counted_parse(text, *more, **options):
        texts.append(text)
        return parse(text, *more, **options)

    def counted_observation(fn, *more):
        names.append(fn["name"])
        return observed(fn, *more)
    monkeypatch.setattr(ast, "parse", counted_parse)
    monkeypatch.setattr(interpreter, "observed", counted_observation)
    app_folder(APP)
    scanned()
    assert sorted(names) == ["hear", "read", "show"]
    assert sorted(filter(None, texts)).count(APP["lambdas/show/index.py"]) == 1
    assert len([text for text in texts if "infra" in text]) == 3


def test_the_model_is_the_same_where_the_lambdas_are_observed_later(app_folder, monkeypatch):
    app_folder(APP)
    model = scanned()
    monkeypatch.setattr(observing.Early, "entry", lambda *_arguments: None)
    assert scanned() == model


def test_a_lambda_may_import_another_one_that_was_observed_before(app_folder):
    app_folder({**APP, "lambdas/zero/index.py": index("  timeout: 5\n", "from lambdas.show.index import DAY\n")})
    assert scanned()["lambdas"]["zero"]["modules"] == ["lambdas/days.py", "lambdas/show/index.py"]


def test_the_tree_of_a_lambda_is_no_longer_in_memory_when_it_was_observed(app_folder, monkeypatch):
    parse, trees = ast.parse, []

    def parsed(text, *more, **options):
        tree = parse(text, *more, **options)
        trees.append((text, [weakref.ref(statement) for statement in tree.body]))
        return tree
    monkeypatch.setattr(ast, "parse", parsed)
    app_folder(APP)
    assert not gc.isenabled()  # as in scan_infra.py
    scanned()
    alive = [text for text, statements in trees if "infra" in text and any(statement() for statement in statements)]
    assert len(trees) > 2 and not alive
