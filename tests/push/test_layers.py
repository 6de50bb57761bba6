"""`make layer`: a layer is pinned, built and published."""
import json
import os
import subprocess
import zipfile
from pathlib import Path

import boto3
import pytest

from kit import cli
from kit.problems import Problem, Problems
from push import artifacts as pushing
from push.layers import builds, layer_files, pip, selection, targets, uv
from tests.fixtures.layers import lambda_using, source_folder
from tests.fixtures.made_layers import ARM, create, fast_cloud, model, put, versions, zipped
from tests.fixtures.problems import problems_of
from tests.fixtures.written_files import write_files


def test_a_layer_is_pinned_built_for_lambda_and_published_once(package_index, tmp_path, capfd):
    package_index.wheel("greet", needs=['words>1; python_version >= "3.13"', 'never; python_version < "3"'],
                files={"greet-1.0.data/scripts/greet": "#!python", "greet/a.pyc": "x"})
    package_index.wheel("words", "2.0", tag="cp313-cp313-manylinux_2_28_aarch64")
    package_index.wheel("words", "2.0", tag="cp313-cp313-manylinux_2_17_x86_64", files={"wrong.py": ""})
    with fast_cloud():
        create("--pkg", "Greet")
        assert Path("layers/greet/requirements.txt").read_text() == "greet==1.0\n# what they need\nwords==2.0\n"
        names = zipfile.ZipFile(zipped("greet")).namelist()
        assert names == sorted(names) and [name for name in names if "dist-info" not in name] == [
            "python/greet/__init__.py", "python/words/__init__.py"]
        given = json.loads(Path("build/dev/layers/greet.json").read_text())
        assert given == {"parameters": {"GreetLayer": "arn:aws:lambda:eu-west-1:123456789012:layer:demo-greet:1"}}
        create("--name", "greet")
        assert versions("demo-greet") == [1]
        other, data = tmp_path / "elsewhere", zipped("greet").read_bytes()
        write_files({"layers/greet/requirements.txt": Path("layers/greet/requirements.txt").read_text()}, other)
        os.chdir(other)
        builds.built_record("greet", ARM)
        assert zipped("greet").read_bytes() == data
    assert capfd.readouterr().err.count("published") == 1


def test_a_source_of_python_alone_is_built_here_and_other_sources_are_refused(package_index, capfd):
    package_index.source("pure")
    package_index.source("compiled", tag="py3-none-linux_x86_64")
    with fast_cloud():
        create("--pkg", "pure")
        assert "python/pure/__init__.py" in zipfile.ZipFile(zipped("pure")).namelist()
        assert str(problems_of(create, "--pkg", "compiled")).splitlines()[0] == (
            "compiled has no wheel for Python 3.13 on arm64, and it has compiled code, so a wheel built here would not run there")
        assert layer_files.layer_names() == ["pure"] and not Path("build/layers/compiled").exists()


def test_a_failure_of_pip_is_a_problem_at_the_line_of_the_requirement():
    text = "# ours\nidna==3\nFlask_Login==9\n"
    absent = "ERROR: No matching distribution found for flask-login==9"
    known = "ERROR: Could not find a version that satisfies the requirement flask-login==9 (from versions: 1.0, 2.0)"
    assert pip.failure_problems("x", text, ARM, pip.Failed(f"{known}\n{absent}")).args == (Problem(
        "x", 3, "flask-login==9 is not there for Python 3.13 on arm64", "there are: 1.0, 2.0"),)
    assert pip.failure_problems("x", text, ARM, pip.Failed(absent)).args == (Problem(
        "x", 3, "there is no package flask-login==9 for Python 3.13 on arm64", "check the spelling of its name, its version, and the network"),)
    hint = "json is a module of Python itself: import it, without a layer"
    assert pip.failure_problems("x", "", ARM, pip.Failed(absent.replace("flask-login==9", "json"))).args[0].hint == hint
    full = "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"
    assert pip.failure_problems("x", "", ARM, pip.Failed(full)).args == (Problem(
        "x", 0, "pip could not write its files: No space left on device", cli.FULL_DISK),)
    assert pip.Failed("WARNING: [Errno 13] cache\nERROR: b").errno() == 0
    assert pip.Failed("ERROR: OSError(27, 'File too large')").errno() == 27
    assert pip.Failed("a\n  error: b\n Exception: no header\n [end of output]\nERROR: c").reason() == "Exception: no header"
    assert pip.Failed("").reason() == ""
    traceback = "ERROR: Exception:\nTraceback (most recent call last):\n  file.write(b)\nOSError: [Errno 28] No space left on device\n"
    assert (pip.Failed(traceback).errno(), pip.Failed(traceback).reason()) == (28, "OSError: [Errno 28] No space left on device")


def test_a_local_package_is_built_again_when_it_changes_and_its_folder_stays_as_it_was(package_index):
    source_folder("libs/shapes", "shapes")
    before = sorted(map(str, Path("libs").rglob("*")))
    made = selection.wheel_of("./libs/shapes", ARM, ".")
    assert Path(made).name == "shapes-1.0-py3-none-any.whl"
    assert sorted(map(str, Path("libs").rglob("*"))) == before
    old = builds.record_path("shapes", "./libs/shapes\n", ARM)
    Path("libs/shapes/src/shapes/__init__.py").write_text("VERSION = 'new'\n")
    assert builds.record_path("shapes", "./libs/shapes\n", ARM) != old


def test_a_git_url_is_pinned_to_its_commit(package_index):
    source_folder("repo", "shapes")
    git = ["git", "-C", "repo", "-c", "user.name=a", "-c", "user.email=a@b"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run([*git, *words], check=True)
    commit = subprocess.run([*git, "rev-parse", "HEAD"], capture_output=True, text=True).stdout.strip()
    url = f"git+file://{Path('repo').resolve()}"
    assert selection.pinned(url) == f"shapes @ {url}@{commit}"
    assert selection.pinned(f"shapes @ {url}@{commit}") == f"shapes @ {url}@{commit}"


def test_a_layer_in_use_is_not_deleted_and_its_users_are_named(package_index):
    lambda_using("hello", "shapes")
    write_files({"layers/shapes/requirements.txt": "shapes==1\n"})
    wrong = problems_of(create, "--pkg", "shapes", "--delete")
    assert wrong.args == (Problem("lambdas/hello/index.py", 4, "hello uses the layer shapes",
                                        "take it out of `layers:` first"),)
    lambda_using("hello")
    create("--pkg", "shapes", "--delete")
    assert layer_files.layer_names() == []
    with pytest.raises(Problems, match="there is no layer shapes"):
        create("--pkg", "shapes", "--delete")


def test_uv_finds_the_versions_where_it_is_installed(tmp_path, monkeypatch):
    program = tmp_path / "uv"
    program.write_text(f"#!/bin/sh\necho \"$*\" > {tmp_path}/said; cat > {tmp_path}/asked; "
                       "echo flask==3.1; echo 'x @ file:///x-1.0-py3-none-any.whl'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert uv.versions(["flask<4", "/b/x-1.0-py3-none-any.whl"], ARM, "/b") == {"flask": "3.1", "x": "1.0"}
    assert "--python-version 3.13 --python-platform aarch64-manylinux_2_28 --find-links /b -" in (tmp_path / "said").read_text()
    assert (tmp_path / "asked").read_text() == "flask<4\n/b/x-1.0-py3-none-any.whl"
    program.write_text("#!/bin/sh\nexit 1\n")
    assert uv.versions(["flask"], ARM, "/b") is None  # and pip is asked


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
