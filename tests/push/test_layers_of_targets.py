"""Layers of lambdas with a runtime or an architecture of their own: each is built and published for every pair."""
import boto3
import pytest

from kit.problems import Problems
from push import artifacts as pushing
from push.layers import targets
from tests.fixtures.made_layers import ARM, fast_cloud, model, put

X86_312 = targets.of_app({"runtime": "python3.12", "architecture": "x86_64"})


def app_of_two(*layers):
    """An app of the lambdas `usual` and `other`, which has a Python and a processor of its own."""
    app = model(usual=layers, other=layers)
    app["lambdas"]["other"]["infra"].update(runtime="python3.12", architecture="x86_64")
    return app


def test_a_layer_is_published_for_each_target(package_index):
    put("one", {"one.py": "1"}, ARM)
    put("one", {"one.py": "1", "one.so": "x86"}, X86_312)
    with fast_cloud():
        _artifacts, layers, *_templates = pushing.push(app_of_two("one"), {}, {}, "dev")
        api = boto3.client("lambda", region_name="eu-west-1")
        arns = {name: value for output in layers.values() for name, value in output["parameters"].items()}
        found = {name: api.get_layer_version(LayerName=arn.split(":")[6], VersionNumber=int(arn.split(":")[7]))
                 for name, arn in arns.items()}
        _artifacts, again, *_templates = pushing.push(app_of_two("one"), {}, {}, "dev")
    assert {name: (one["CompatibleRuntimes"], one["CompatibleArchitectures"]) for name, one in found.items()} == {
        "OneLayer": (["python3.13"], ["arm64"]), "OnePython312X8664Layer": (["python3.12"], ["x86_64"])}
    assert len({one["Content"]["CodeSha256"] for one in found.values()}) == 2 and again == layers


def test_a_package_without_a_wheel_for_one_of_them_is_a_problem(package_index):
    package_index.wheel("words", tag="cp313-cp313-manylinux_2_28_aarch64")
    put("words", {"words.py": "1"}, ARM)
    with fast_cloud(), pytest.raises(Problems) as raised:
        pushing.push(app_of_two("words"), {}, {}, "dev")
    assert "Python 3.12 on x86_64" in str(raised.value)


def test_the_local_cloud_has_both_of_this_machine(package_index):
    put("one", {"one.py": "1"}, targets.this_machine())
    app = app_of_two("one")
    records = pushing.layers(app, "local", {name: [] for name in app["lambdas"]})
    assert records["one"]["digest"] == records["one-python312-x86_64"]["digest"]
