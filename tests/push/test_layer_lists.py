"""What suits a target, and the list of a layer: requirements.txt."""
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import check_app
import create_layer
from kit.problems import Problems
from push.layers import builds, layer_files, package_variables, targets, wheels
from recipes import layer
from scan import dockerfiles
from tests.fixtures.cases import cases, results
from tests.fixtures.made_layers import ARM, OLD, create, model, put
from tests.fixtures.problems import problems_of
from tests.fixtures.written_files import write_files

pytest_plugins = ["tests.fixtures.layers"]


def test_amazon_linux_2_and_2023_take_wheels_of_their_own_glibc_and_older():
    new, old = targets.platforms(ARM), targets.platforms(OLD)
    assert new[0] == "manylinux_2_34_aarch64" and new[-2:] == ["manylinux_2_17_aarch64", "manylinux2014_aarch64"]
    assert old[0] == "manylinux_2_26_x86_64" and old[-1] == "manylinux1_x86_64"
    assert not {"linux_aarch64", "manylinux_2_35_aarch64"} & set(new) and "manylinux_2_27_x86_64" not in old


def test_pip_gets_the_target_and_nothing_of_this_machine():
    flags = targets.flags(OLD)
    assert flags[:7] == ["--only-binary=:all:", "--implementation", "cp", "--python-version", "3.11", "--abi", "cp311"]
    assert targets.flags(targets.this_machine()) == []


test_what_lambda_never_needs_stays_out = results(wheels.layer_path, [
    ("yaml/__init__.py", "python/yaml/__init__.py"),
    ("PyYAML-6.dist-info/entry_points.txt", "python/PyYAML-6.dist-info/entry_points.txt"),
    ("numpy/testing/tests/a.py", "python/numpy/testing/tests/a.py"), ("skimage/__init__.pyi", "python/skimage/__init__.pyi"),
    ("x-1.data/purelib/x.py", "python/x.py"), ("x-1.data/data/share/x.txt", "python/share/x.txt"),
    ("x-1.data/scripts/x", None), ("x-1.data/headers/x.h", None), ("x/__pycache__/x.cpython-313.pyc", None),
    ("x/y.pyc", None), ("../evil.py", None), ("/evil.py", None),
])


@cases("asked, reached, lacking", [
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


@cases("line, project, direct, loose", [
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


def test_the_list_distinguishes_requirements_from_their_dependencies():
    git = "shapes @ git+https://x@1f"
    text = layer_files.pinned_text(["Web[fast]<3", git], {git: "shapes"}, {"web": "2.1", "shapes": "1.0", "a": "1"})
    assert text == f"web[fast]==2.1\n{git}\n# what they need\na==1\n"
    assert layer_files.unpinned(text) == ["web[fast]", git]


@cases("pkg, version, said", [
    ("a b", "1", "version= needs a single package"), ("a>1", "1", "version= needs"), ("./none", "", "there is no ./none"),
    ("a", "1; touch x", "no requirement: 'a==1; touch x'"), ("a", "-1", "no requirement: 'a==-1'"), ("", "1", "version= needs")])
def test_an_invalid_requirement_is_reported(pkg, version, said):
    with pytest.raises(Problems, match=said):
        create_layer.requirement_lines(pkg, version)
    assert create_layer.requirement_lines("a[b]", "1") == ["a[b]==1"]


@pytest.mark.parametrize("name", ["a b", "-x", "$(touch x)", "x" * 101])
def test_a_folder_that_cannot_be_a_layer_is_not_built(own_folder, name):
    write_files({"app.yaml": "name: demo\n", f"layers/{name}/requirements.txt": "idna==3.7\n"})
    with pytest.raises(Problems, match="cannot be a layer's name"):
        create_layer.main([f"--name={name}"])


def test_the_time_of_a_line_of_spaces_does_not_grow_with_their_square():
    assert layer_files.lines("x", " " * 400_000 + "x # " + " " * 400_000 + "\n") == [(1, "x")]
    assert create_layer.requirement_lines("flask" + " " * 400_000 + ">= 3", "") == ["flask>=3"]
    assert not package_variables.IMPORTS_BOTO3.search("\n" * 400_000)
    assert dockerfiles.instructions("\n" * 400_000 + "FROM a" + " " * 400_000 + "AS b") == [
        (400_001, "FROM", "a" + " " * 400_000 + "AS b")]
    text = "FROM python:3.13" + " " * 400_000 + "x"
    assert len([*dockerfiles.problems("lambdas/a/Dockerfile", text, "lambdas", "arm64")]) == 1


SIX = ["a1", "b2", "c3", "d4", "e5", "f6"]


def test_merged_layers_are_built_as_soon_as_their_parts_are(package_index):
    for name in SIX[:5]:
        put(name, {f"{name}.py": "x"})
    write_files({"layers/f6/requirements.txt": "f6==1.0\n"})
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
    assert [problem.message for problem in problems_of(create, "--pkg", pkg, "--delete").args] == [message]
    assert Path("layers/flask").is_dir()
