"""Builds that are kept, layers in the cloud and in the tests of their lambdas."""
import json
import zipfile
from pathlib import Path

import boto3
import pytest

import list_layers
from kit import settings
from kit.problems import Problem, Problems
from push import artifacts as pushing
from push.layers import builds, layer_files, layer_versions, targets
from recipes import layer
from testkit import layered_tests
from tests.fixtures.layers import lambda_using
from tests.fixtures.made_layers import ARM, OLD, fast_cloud, model, put, versions
from tests.fixtures.paths import ROOT
from tests.fixtures.problems import problems_of
from tests.fixtures.written_files import write_files

pytest_plugins = ["tests.fixtures.programs"]


def test_a_build_that_was_killed_is_none_and_one_of_another_list_is_not_taken(package_index):
    record = put("one", {"one.py": "1"})
    text = layer_files.read("one")
    assert builds.cached_record("one", text, ARM) == record
    assert builds.cached_record("one", text, OLD) is None and builds.cached_record("one", "one==2.0\n", ARM) is None
    builds.record_path("one", text, ARM).unlink()  # it is written last
    assert builds.cached_record("one", text, ARM) is None


def test_six_layers_become_one_and_five_stay_five():
    six = ["f", "b", "c", "d", "e", "a"]
    app = {"settings": {"runtime": "python3.13", "architecture": "arm64"}, "lambdas": {
        "x": {"infra": {"layers": six}}, "y": {"infra": {"layers": ["a"]}}, "z": {"infra": {}}}}
    assert layer.attached(app, {"infra": {"layers": six[:5]}}) == six[:5]
    for layers in (six, sorted(six)):
        assert layer.attached(app, {"infra": {"layers": layers}}) == [layer.merged(six)]
    assert layer.members(app) == {layer.merged(six): sorted(six), "a": ["a"]}


def test_layers_are_merged_if_they_agree(package_index):
    put("one", {"one.py": "1", "shared.py": "same"})
    put("two", {"two.py": "2", "shared.py": "same"})
    record = builds.merged_record("both", ["one", "two"], ARM)
    assert zipfile.ZipFile(record["zip"]).namelist() == ["python/one.py", "python/shared.py", "python/two.py"]
    assert builds.merged_record("both", ["one", "two"], ARM) == record
    put("two", {"shared.py": "other", "more.py": ""})
    assert problems_of(builds.merged_record, "both", ["one", "two"], ARM).args[0].message == (
        "the layers one and two each have their own shared.py, and are merged into one")


def test_a_lambda_too_large_with_its_layers_is_reported_with_every_size():
    fn, mb = {"name": "hello", "path": "lambdas/hello/index.py", "lines": {"layers": 4}}, 1024 * 1024
    records = {"a": {"unzipped": 200 * mb}, "b": {"unzipped": 49 * mb}}
    assert layer_versions.size_problems(fn, mb, records, ["a", "b"]) == []
    assert layer_versions.size_problems(fn, 2 * mb, records, ["a", "b"]) == [Problem(
        "lambdas/hello/index.py", 4, "hello with its layers has 251.0 MB unzipped, and Lambda takes 250 MB: "
        "code 2.0 MB, a 200.0 MB, b 49.0 MB", "fewer or smaller packages; two lambdas, each with its own; or `image: true` (docs/images.md)")]
    assert layer_versions.size_problems(fn, 300 * mb, records, []) == []  # zips.file_problems tells that


def test_a_layer_of_fifty_lambdas_is_uploaded_once_and_a_new_content_is_a_new_version(package_index):
    put("one", {"one.py": "1"})
    app = model(**{f"x{at}": ["one"] for at in range(50)})
    with fast_cloud():
        _artifacts, first, *_templates = pushing.push(app, {}, {}, "dev")
        _artifacts, second, *_templates = pushing.push(app, {}, {}, "dev")
        assert first == second and versions("demo-one") == [1]
        keys = [one["Key"] for one in boto3.client("s3").list_objects_v2(Bucket="demo-artifacts")["Contents"]]
        assert sum(key.startswith("layers/") for key in keys) == 1
        put("one", {"one.py": "2"})
        _artifacts, third, *_templates = pushing.push(app, {}, {}, "dev")
        assert versions("demo-one") == [2, 1]  # the old one stays: functions use it until they are deployed
        assert third["one"]["parameters"]["OneLayer"].endswith(":demo-one:2")


def test_sizes_are_looked_at_before_anything_is_sent(package_index, monkeypatch):
    put("one", {"one.py": "1"})
    monkeypatch.setattr(layer_versions.zips, "UNZIPPED_LIMIT", 10)
    with fast_cloud(), pytest.raises(Problems, match="hello with its layers has"):
        monkeypatch.setattr(pushing.zips, "file_problems", lambda *_chosen: [])
        pushing.push(model(hello=["one"]), {}, {}, "dev")
    with fast_cloud():
        assert boto3.client("s3").list_buckets()["Buckets"] == []


def test_the_list_of_layers_has_sizes_versions_and_users(package_index, capsys):
    put("one", {"one.py": "1" * 3000000})
    Path("layers/two").mkdir()
    Path("layers/two/requirements.txt").write_text("a==1\nb==2\n# what they need\nc==1\nd==1\n")
    lambda_using("hello", "one")
    with fast_cloud():
        app = {"name": "demo", "settings": settings.read()}
        layer_versions.ensure_bucket(app, "dev")
        layer_versions.publish(app, "dev", {"one": builds.built_record("one", ARM)})
        list_layers.main(["lambdas", "--stage", "dev"])
    assert capsys.readouterr().out.splitlines() == [
        "layer  version  zip     unzipped  packages                       lambdas",
        "one    1        0.0 MB  2.9 MB    one 1.0                        hello",
        "two    -        -       -         a 1, b 2 and 2 that they need  none"]


def test_pins_that_are_behind_are_reported_with_the_command_that_renews_them(package_index):
    package_index.wheel("web", "2.0", needs=["words"])
    package_index.wheel("words", "3.0")
    Path("layers/web").mkdir(parents=True)
    Path("layers/web/requirements.txt").write_text("web==1.0\n# what they need\nwords==3.0\n")
    assert list_layers.behind("web", ARM) == [Problem(
        "layers/web/requirements.txt", 1, "web is at 1.0, and 2.0 is available", '`make layer name=web pkg="web"`')]


def test_the_tests_of_a_lambda_find_its_layers_and_those_of_another_do_not(package_index, warm_python):
    here = targets.this_machine()
    put("one", {"one.py": "NUMBER = 1\n"}, here)
    put("two", {"one.py": "NUMBER = 2\n"}, here)
    test = "from .index import handler\n\n\ndef test_it():\n    assert handler({{}}, None) == {answer}\n"
    lambda_using("a", "one", "two", source="from one import NUMBER\n\n\ndef handler(event, context):\n    return NUMBER\n")
    lambda_using("b", source="import sys\n\n\ndef handler(event, context):\n    return [x for x in sys.path if 'build/layers' in x]\n")
    Path("lambdas/a/test.py").write_text(test.format(answer=2))  # a later layer hides an earlier one
    Path("lambdas/b/test.py").write_text(test.format(answer=[]))
    Path("conftest.py").write_text("pytest_plugins = ['testkit.layered_tests']\n")
    Path("pytest.ini").write_text(f"[pytest]\npythonpath = . '{ROOT}/tools'\naddopts = --import-mode=importlib\n")
    command = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "lambdas/a/test.py", "lambdas/b/test.py"]
    missing = warm_python(*command)
    assert "layers/two/requirements.txt: the layer two is not built" in missing.stdout + missing.stderr
    layered_tests.prepare({"lambdas": {"a": {"infra": {"layers": ["one", "two"]}}}})
    done = warm_python(*command)
    assert "2 passed" in done.stdout, done.stdout


PLUGINS = """import importlib
from importlib.metadata import entry_points


def handler(event, context):
    import one, two, three, four, five
    shapes = {point.name: point.load() for point in entry_points(group="demo.shapes")}
    by_name = importlib.import_module(event["module"])  # pareto: ignore
    return [one.VERSION, shapes["circle"](2), by_name.VERSION]
"""


def test_on_the_local_cloud_a_lambda_with_six_layers_finds_them_all_and_what_they_offer_by_name(package_index, local_cloud):
    six = ["one", "two", "three", "four", "five", "shapes"]
    for name in six:
        put(name, {f"{name}.py": "VERSION = '1.0'\n"}, targets.this_machine())
    put("shapes", {"shapes.py": "VERSION = 'S'\n\n\ndef circle(r):\n    return 3 * r * r\n",
                   "shapes-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: shapes\nVersion: 1.0\n",
                   "shapes-1.0.dist-info/entry_points.txt": "[demo.shapes]\ncircle = shapes:circle\n"}, targets.this_machine())
    app = model(layered=six)
    lambda_using("layered", *six, source=PLUGINS)
    write_files({"build/local/cloud.json": json.dumps({"endpoint": local_cloud.endpoint})})
    _artifacts, given, *_templates = pushing.push(app, {}, {}, "local")
    (arn,) = [value for each in given.values() for value in each["parameters"].values()]
    local_cloud.function("layered", PLUGINS, Layers=[arn])
    assert local_cloud.invoke("layered", {"module": "shapes"}) == ["1.0", 12, "S"]
    local_cloud.function("bare", PLUGINS)  # a layer that is not named is missing here too
    answer = local_cloud.client("lambda").invoke(FunctionName="bare", Payload="{}")
    assert json.loads(answer["Payload"].read())["errorMessage"] == "No module named 'one'"
