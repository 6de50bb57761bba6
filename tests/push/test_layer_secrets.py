"""A layer's local package: no file from outside it is published, and no secret in it."""
import os
import zipfile
from pathlib import Path

import pytest

import check_app
import create_layer
from push.layers import builds, layer_files, targets
from tests.fixtures.layers import source_folder
from tests.fixtures.problems import problems_of
from tests.fixtures.written_files import write_files

PACKAGE = "libs/x"
TARGET = targets.this_machine()


@pytest.fixture
def package(package_index, tmp_path):
    """The source of a package in libs/x, with a folder beside the project that is not the package's."""
    source_folder(PACKAGE, "x")
    write_files({"out/private.py": "PRIVATE = 1\n"}, tmp_path)
    write_files({"layers/x/requirements.txt": "./libs/x\n"})
    return Path(PACKAGE)


def messages(act, *arguments):
    """["path: message"] of the Problems that a function raises; [] if it raises none."""
    return [f"{problem.path}: {problem.message}" for problem in problems_of(act, *arguments).args]


LEAVES = "a link that leaves ./libs/x is not published"


@pytest.mark.parametrize("link, target, problem", [
    ("src/x/sub", "{out}", LEAVES),
    ("src/x/sub", "/etc", LEAVES),
    ("src/x/sub", "../../..", LEAVES),
    ("tests/data", "/etc", LEAVES),
    ("data", "/etc", LEAVES),
    ("src/x/private.py", "{out}/private.py", LEAVES),
    ("tests/private.py", "{out}/private.py", LEAVES),
    ("src/x/gone.py", "nothing", "cannot be read: No such file or directory"),
    ("src/x/again", "..", "a link to a folder that contains the link")])
def test_a_link_that_leaves_the_package_is_refused_before_anything_is_built(package, tmp_path, link, target, problem):
    (package / "tests").mkdir()
    os.makedirs("lambdas/a")
    Path("lambdas/a/index.py").touch()
    os.symlink(target.format(out=tmp_path / "out"), package / link)
    expected = [f"{PACKAGE}/{link}: {problem}"]
    assert messages(create_layer.main, ["lambdas", "--pkg", "./libs/x"]) == expected
    assert messages(builds.built_record, "x", TARGET) == expected
    app = {"package": "lambdas", "settings": {}, "lambdas": {"a": {"name": "a", "path": "lambdas/a/index.py", "modules": [],
                                                   "infra": {"layers": ["x"]}}}}
    assert [f"{problem.path}: {problem.message}" for problem in check_app.zip_problems(app)] == expected
    assert not Path("build").exists()


def test_a_link_that_stays_in_the_package_is_followed(package):
    write_files({"src/x/deep/more.py": ""}, package)
    os.symlink("deep", package / "src/x/linked")
    os.symlink("__init__.py", package / "src/x/same.py")
    names = zipfile.ZipFile(builds.built_record("x", TARGET)["zip"]).namelist()
    assert {"python/x/deep/more.py", "python/x/same.py"} <= set(names)


def test_an_earlier_build_is_not_used_once_a_folder_is_linked(package):
    before = layer_files.folder_digest(PACKAGE)
    os.symlink("/etc", package / "src/x/sub")
    assert layer_files.folder_digest(PACKAGE) != before


@pytest.mark.parametrize("name, problem", [
    (".env", ".env has the name of a file with secrets, and is not published"),
    ("src/x/.env", ".env has the name of a file with secrets, and is not published"),
    ("src/x/id_rsa", "id_rsa is a private key by its name, and is not published"),
    ("src/x/tests/key.pem", "key.pem is a private key by its name, and is not published")])
def test_a_secret_in_the_package_is_reported_also_after_a_build(package, name, problem):
    builds.built_record("x", TARGET)
    path = package / name
    path.parent.mkdir(exist_ok=True)
    path.touch()
    assert messages(builds.built_record, "x", TARGET) == [f"{path}: {problem}"]


def test_the_keys_of_tests_beside_the_package_are_their_own(package):
    (package / "tests").mkdir()
    (package / "tests/key.pem").touch()
    assert messages(builds.built_record, "x", TARGET) == []


def test_a_pipe_in_the_package_is_not_read(package):
    os.mkfifo(package / "src/x/pipe")
    assert messages(builds.built_record, "x", TARGET) == [f"{PACKAGE}/src/x/pipe: is no file that can be published"]


def test_a_name_that_is_not_utf_8_is_reported(package):
    Path(os.fsdecode(b"libs/x/src/x/a\xff.txt")).touch()
    assert messages(builds.built_record, "x", TARGET) == [f"{PACKAGE}/src/x/a\\xff.txt: its name is not UTF-8"]
