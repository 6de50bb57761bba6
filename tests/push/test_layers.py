"""Layers: what is built, for which machine, what is published and what is not. pip has an index of the test's own."""
import contextlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import boto3
import pytest
from moto import mock_aws
from moto.iam.access_control import PermissionResult
from packaging.requirements import Requirement

import create_layer
import list_layers
import push_artifacts
from kit import settings
from kit.problems import Problem, Problems
from push.layers import builds, layer_files, layer_versions, pip, selection, targets, uv, wheels
from recipes import layer
from testkit import layered_tests
from tests.fixtures.layers import lambda_using, source_folder
from tests.fixtures.paths import ROOT

ARM = targets.of_app({"runtime": "python3.13", "architecture": "arm64"})
OLD = targets.of_app({"runtime": "python3.11", "architecture": "x86_64"})


@contextlib.contextmanager
def fast_cloud():
    """moto's cloud. It reads no conditions: "deny all without TLS" is "deny all" to it."""
    with mock_aws(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("moto.s3.models.FakeBucket.get_permission", lambda *_: PermissionResult.PERMITTED)
        yield


def create(*words, stage="dev"):
    """Runs the tool."""
    create_layer.main(["lambdas", "--stage", stage, *words])


def versions(layer):
    """The numbers of the versions of a layer that the cloud has."""
    found = boto3.client("lambda", region_name="eu-west-1").list_layer_versions(LayerName=layer)
    return [one["Version"] for one in found["LayerVersions"]]


def zipped(name, target=ARM):
    """The one zip of a layer for a target."""
    path, = Path(f"build/layers/{name}").glob(f"{target['name']}-*.zip")
    return path


# What suits the target


def test_amazon_linux_2_and_2023_take_wheels_of_their_own_glibc_and_older():
    new, old = targets.platforms(ARM), targets.platforms(OLD)
    assert new[0] == "manylinux_2_34_aarch64" and new[-2:] == ["manylinux_2_17_aarch64", "manylinux2014_aarch64"]
    assert old[0] == "manylinux_2_26_x86_64" and old[-1] == "manylinux1_x86_64"
    assert not {"linux_aarch64", "manylinux_2_35_aarch64"} & set(new) and "manylinux_2_27_x86_64" not in old


def test_pip_is_told_the_target_and_nothing_of_this_machine():
    flags = targets.flags(OLD)
    assert flags[:7] == ["--only-binary=:all:", "--implementation", "cp", "--python-version", "3.11", "--abi", "cp311"]
    assert targets.flags(targets.this_machine()) == []


@pytest.mark.parametrize("inside, laid", [
    ("yaml/__init__.py", "python/yaml/__init__.py"),
    ("PyYAML-6.dist-info/entry_points.txt", "python/PyYAML-6.dist-info/entry_points.txt"),
    ("numpy/testing/tests/a.py", "python/numpy/testing/tests/a.py"), ("skimage/__init__.pyi", "python/skimage/__init__.pyi"),
    ("x-1.data/purelib/x.py", "python/x.py"), ("x-1.data/data/share/x.txt", "python/share/x.txt"),
    ("x-1.data/scripts/x", None), ("x-1.data/headers/x.h", None), ("x/__pycache__/x.cpython-313.pyc", None),
    ("x/y.pyc", None), ("../evil.py", None), ("/evil.py", None),
])
def test_what_lambda_never_needs_stays_out(inside, laid):
    assert wheels.layer_path(inside) == laid


@pytest.mark.parametrize("asked, reached, lacking", [
    (["web"], {"web", "old"}, ["new"]),
    (["web[fast]"], {"web", "old", "speed"}, ["new"]),
    (["old"], {"old"}, []), (["absent>2"], set(), ["absent>2"]),
    (["absent>2; python_version < '3'"], set(), []),
])
def test_a_marker_is_answered_for_the_target_and_not_for_this_machine(asked, reached, lacking):
    needs = {"web": ['new>1; python_version >= "3.13"', 'no; sys_platform == "win32"', "old",
                     'speed; extra == "fast"', 'arm; platform_machine == "x86_64"'],
             "old": [], "no": [], "speed": [], "unneeded": []}
    found, missing = wheels.closure(map(Requirement, asked), needs, targets.markers(ARM))
    assert (set(found), [str(one).replace(" ", "") for one in missing]) == (
        reached, ["new>1" if one == "new" else one for one in lacking])


# The list


@pytest.mark.parametrize("line, project, direct, loose", [
    ("PyYAML==6.0.3", "pyyaml", False, False), ("flask", "flask", False, True), ("flask>=3,<4", "flask", False, True),
    ("requests[socks]==2.34.2 ; python_version > '3'", "requests", False, False), ("a==1.*", "a", False, True),
    ("./libs/shapes", "", True, False), ("libs/shapes", "", False, True),
    ("git+https://x/y", "", True, True), ("y @ git+https://x/y@main", "y", True, True),
    ("y @ git+https://x/y@" + "1f" * 20, "y", True, False), ("y @ https://x/y-1-py3-none-any.whl", "y", True, False),
])
def test_a_line_of_the_list_is_understood(line, project, direct, loose):
    assert (layer_files.project(line), layer_files.is_direct(line), layer_files.is_loose(line)) == (project, direct, loose)


def test_an_option_of_pip_in_the_list_is_a_problem_at_its_line():
    with pytest.raises(Problems, match="x:2: --index-url is an option of pip"):
        layer_files.lines("x", "# ours\n--index-url https://x\n")


def test_the_list_tells_what_was_asked_for_from_what_that_needs():
    git = "shapes @ git+https://x@1f"
    text = layer_files.pinned_text(["Web[fast]<3", git], {git: "shapes"}, {"web": "2.1", "shapes": "1.0", "a": "1"})
    assert text == f"web[fast]==2.1\n{git}\n# what they need\na==1\n"
    assert layer_files.unpinned(text) == ["web[fast]", git]


@pytest.mark.parametrize("pkg, version, said", [
    ("a b", "1", "version= needs a single package"), ("a>1", "1", "version= needs"), ("./none", "", "there is no ./none")])
def test_what_cannot_be_asked_for_is_told(pkg, version, said):
    with pytest.raises(Problems, match=said):
        create_layer.requirement_lines(pkg, version)
    assert create_layer.requirement_lines("a[b]", "1") == ["a[b]==1"]


# make layer


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
        (other / "layers/greet").mkdir(parents=True)
        (other / "layers/greet/requirements.txt").write_text(Path("layers/greet/requirements.txt").read_text())
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
        with pytest.raises(Problems) as wrong:
            create("--pkg", "compiled")
        assert str(wrong.value).splitlines()[0] == (
            "compiled has no wheel for Python 3.13 on arm64, and it is not of Python alone, so that one built here would not do")
        assert layer_files.layer_names() == ["pure"] and not Path("build/layers/compiled").exists()


def test_what_pip_says_of_a_failure_is_a_problem_at_the_line_that_asks_for_it():
    text = "# ours\nidna==3\nFlask_Login==9\n"
    absent = "ERROR: No matching distribution found for flask-login==9"
    known = "ERROR: Could not find a version that satisfies the requirement flask-login==9 (from versions: 1.0, 2.0)"
    assert pip.failure_problems("x", text, ARM, pip.Failed(f"{known}\n{absent}")).args == (Problem(
        "x", 3, "flask-login==9 is not there for Python 3.13 on arm64", "there are: 1.0, 2.0"),)
    assert pip.failure_problems("x", text, ARM, pip.Failed(absent)).args == (Problem(
        "x", 3, "there is no package flask-login==9 for Python 3.13 on arm64", "check the spelling of its name, its version, and the network"),)
    assert pip.Failed("a\n  error: b\n Exception: no header\n [end of output]\nERROR: c").reason() == "Exception: no header"
    assert pip.Failed("").reason() == ""


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
    Path("layers/shapes").mkdir(parents=True)
    Path("layers/shapes/requirements.txt").write_text("shapes==1\n")
    with pytest.raises(Problems) as wrong:
        create("--pkg", "shapes", "--delete")
    assert wrong.value.args == (Problem("lambdas/hello/index.py", 4, "hello uses the layer shapes",
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


# What is built is kept


def put(name, files, target=ARM):
    """A layer as if it had been built: {path in it: text}. -> its record"""
    Path(f"layers/{name}").mkdir(parents=True, exist_ok=True)
    text = f"{name}==1.0\n"
    Path(f"layers/{name}/requirements.txt").write_text(text)
    entries = sorted((f"python/{path}", 0o644, data.encode()) for path, data in files.items())
    return builds.write_build(builds.record_path(name, text, target), entries, {name: "1.0"})


def test_a_build_that_was_killed_is_none_and_one_of_another_list_is_not_taken(package_index):
    record = put("one", {"one.py": "1"})
    text = layer_files.read("one")
    assert builds.kept_record("one", text, ARM) == record
    assert builds.kept_record("one", text, OLD) is None and builds.kept_record("one", "one==2.0\n", ARM) is None
    builds.record_path("one", text, ARM).unlink()  # it is written last
    assert builds.kept_record("one", text, ARM) is None


def test_six_layers_become_one_and_five_stay_five():
    six = ["f", "b", "c", "d", "e", "a"]
    assert layer.attached(six[:5]) == six[:5]
    assert layer.attached(six) == layer.attached(sorted(six)) == [layer.merged(six)]
    app = {"lambdas": {"x": {"infra": {"layers": six}}, "y": {"infra": {"layers": ["a"]}}, "z": {"infra": {}}}}
    assert layer.members(app) == {layer.merged(six): sorted(six), "a": ["a"]}


def test_layers_are_merged_if_they_agree(package_index):
    put("one", {"one.py": "1", "shared.py": "same"})
    put("two", {"two.py": "2", "shared.py": "same"})
    record = builds.merged_record("both", ["one", "two"], ARM)
    assert zipfile.ZipFile(record["zip"]).namelist() == ["python/one.py", "python/shared.py", "python/two.py"]
    assert builds.merged_record("both", ["one", "two"], ARM) == record
    put("two", {"shared.py": "other", "more.py": ""})
    with pytest.raises(Problems) as wrong:
        builds.merged_record("both", ["one", "two"], ARM)
    assert wrong.value.args[0].message == (
        "the layers one and two each have their own shared.py, and are merged into one")


def test_a_lambda_too_large_with_its_layers_is_told_with_every_size():
    fn, mb = {"name": "hello", "path": "lambdas/hello/index.py", "lines": {"layers": 4}}, 1024 * 1024
    records = {"a": {"unzipped": 200 * mb}, "b": {"unzipped": 49 * mb}}
    assert layer_versions.size_complaints(fn, mb, records, ["a", "b"]) == []
    assert layer_versions.size_complaints(fn, 2 * mb, records, ["a", "b"]) == [Problem(
        "lambdas/hello/index.py", 4, "hello with its layers has 251.0 MB unzipped, and Lambda takes 250 MB: "
        "code 2.0 MB, a 200.0 MB, b 49.0 MB", "fewer or smaller packages; or two lambdas, each with its own")]
    assert layer_versions.size_complaints(fn, 300 * mb, records, []) == []  # zips.complaints tells that


# In the cloud


def model(**layers_of):
    """app.json of lambdas with layers."""
    for name, said in layers_of.items():
        lambda_using(name, *said)
    return {"name": "demo", "package": "lambdas", "settings": settings.read(),
            "lambdas": {name: {"name": name, "path": f"lambdas/{name}/index.py", "modules": [], "lines": {},
                               "infra": {"layers": list(said)}} for name, said in layers_of.items()}}


def test_a_layer_of_fifty_lambdas_is_uploaded_once_and_a_new_content_is_a_new_version(package_index):
    put("one", {"one.py": "1"})
    app = model(**{f"x{at}": ["one"] for at in range(50)})
    with fast_cloud():
        _artifacts, first = push_artifacts.push(app, {}, {}, "dev")
        _artifacts, second = push_artifacts.push(app, {}, {}, "dev")
        assert first == second and versions("demo-one") == [1]
        keys = [one["Key"] for one in boto3.client("s3").list_objects_v2(Bucket="demo-artifacts")["Contents"]]
        assert sum(key.startswith("layers/") for key in keys) == 1
        put("one", {"one.py": "2"})
        _artifacts, third = push_artifacts.push(app, {}, {}, "dev")
        assert versions("demo-one") == [2, 1]  # the old one stays: functions use it until they are deployed
        assert third["one"]["parameters"]["OneLayer"].endswith(":demo-one:2")


def test_sizes_are_looked_at_before_anything_is_sent(package_index, monkeypatch):
    put("one", {"one.py": "1"})
    monkeypatch.setattr(layer_versions.zips, "UNZIPPED_LIMIT", 10)
    with fast_cloud(), pytest.raises(Problems, match="hello with its layers has"):
        monkeypatch.setattr(push_artifacts.zips, "complaints", lambda chosen: [])
        push_artifacts.push(model(hello=["one"]), {}, {}, "dev")
    with fast_cloud():
        assert boto3.client("s3").list_buckets()["Buckets"] == []


def test_the_list_of_layers_tells_sizes_versions_and_users(package_index, capsys):
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


def test_pins_that_are_behind_are_told_with_the_command_that_renews_them(package_index):
    package_index.wheel("web", "2.0", needs=["words"])
    package_index.wheel("words", "3.0")
    Path("layers/web").mkdir(parents=True)
    Path("layers/web/requirements.txt").write_text("web==1.0\n# what they need\nwords==3.0\n")
    assert list_layers.behind("web", ARM) == [Problem(
        "layers/web/requirements.txt", 1, "web is at 1.0, and 2.0 is available", '`make layer name=web pkg="web"`')]


# Where it is used


def test_the_tests_of_a_lambda_find_its_layers_and_those_of_another_do_not(package_index):
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
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "lambdas/a/test.py", "lambdas/b/test.py"]
    missing = subprocess.run(command, capture_output=True, text=True)
    assert "layers/two/requirements.txt: the layer two is not built" in missing.stdout + missing.stderr
    layered_tests.prepare({"lambdas": {"a": {"infra": {"layers": ["one", "two"]}}}})
    done = subprocess.run(command, capture_output=True, text=True)
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
    Path("build/local").mkdir(parents=True, exist_ok=True)
    Path("build/local/cloud.json").write_text(json.dumps({"endpoint": local_cloud.endpoint}))
    _artifacts, given = push_artifacts.push(app, {}, {}, "local")
    (arn,) = [value for each in given.values() for value in each["parameters"].values()]
    local_cloud.function("layered", PLUGINS, Layers=[arn])
    assert local_cloud.invoke("layered", {"module": "shapes"}) == ["1.0", 12, "S"]
    local_cloud.function("bare", PLUGINS)  # a layer that is not named is missing here too
    answer = local_cloud.client("lambda").invoke(FunctionName="bare", Payload="{}")
    assert json.loads(answer["Payload"].read())["errorMessage"] == "No module named 'one'"
