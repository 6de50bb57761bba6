"""A test of several lambdas: each finds the packages of its own layers."""
import sys
from pathlib import Path

from testkit import layered_tests, process

pytest_plugins = ["tests.fixtures.tested_lambdas", "tests.fixtures.small_apps"]


def test_a_lambda_finds_the_packages_of_its_layers_in_the_test_of_another(written, monkeypatch):
    folders = []
    monkeypatch.setattr(layered_tests, "paths", lambda index: folders if "orders" in str(index) else [])
    world = written(hello=("{}", "def handler(event, context):\n    import only_in_a_layer\n"),
                    orders=("{}", "def handler(event, context):\n    import only_in_a_layer\n    return only_in_a_layer.VALUE\n"))
    folders.append(str(world.app.root.resolve() / "build/layers/web"))
    Path(folders[0]).mkdir(parents=True)
    Path(folders[0], "only_in_a_layer.py").write_text("VALUE = 7\n", encoding="utf-8")
    assert world["orders"].call({}) == 7
    assert folders[0] not in sys.path


def test_the_folders_are_on_the_path_only_inside(monkeypatch):
    monkeypatch.setattr(layered_tests, "paths", lambda index: ["/layers/web"])
    of_layers = process.Process("lambdas", {}, "lambdas/a/index.py")
    with of_layers.entered(), of_layers.entered():
        assert sys.path.count("/layers/web") == 1
    assert "/layers/web" not in sys.path
