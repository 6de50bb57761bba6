"""What `make check` and `make layer delete=1` read of layers: six or more are merged; a deletion is of one layer."""
from pathlib import Path

import pytest

import check_app
from kit.problems import Problems
from push.layers import builds
from recipes import layer
from tests.fixtures.made_layers import ARM, create, model, put

pytest_plugins = ["tests.fixtures.layers"]
SIX = ["a1", "b2", "c3", "d4", "e5", "f6"]


def test_merged_layers_are_built_as_soon_as_their_parts_are(package_index):
    for name in SIX[:5]:
        put(name, {f"{name}.py": "x"})
    Path("layers/f6").mkdir()
    Path("layers/f6/requirements.txt").write_text("f6==1.0\n")
    app = model(hello=SIX, other=["a1"])
    Path("lambdas/hello/index.py").write_text("")
    sets, merged = layer.members(app), layer.merged(SIX)
    assert sorted(builds.cached_records(sets, dict.fromkeys(sets, ARM))) == ["a1"]
    assert check_app.layer_size_problems(app, "dev") == []
    put("f6", {"f6.py": "x"})
    records = builds.cached_records(sets, dict.fromkeys(sets, ARM))
    assert sorted(records) == ["a1", merged] and records[merged]["packages"] == dict.fromkeys(SIX, "1.0")
    assert check_app.layer_size_problems(app, "dev") == []


@pytest.mark.parametrize("pkg, message", [
    ("flask requests", "delete=1 deletes a single layer, and pkg= names 2"), ("git+https://x/y", "git+https://x/y is the name of no layer"),
    ("./libs/x.whl", "./libs/x.whl is the name of no layer")])
def test_a_deletion_names_one_layer(package_index, pkg, message):
    put("flask", {"flask.py": "x"})
    Path("app.yaml").write_text("name: demo\n")
    Path("libs").mkdir()
    Path("libs/x.whl").write_bytes(b"")
    with pytest.raises(Problems) as raised:
        create("--pkg", pkg, "--delete")
    assert [problem.message for problem in raised.value.args] == [message]
    assert Path("layers/flask").is_dir()
