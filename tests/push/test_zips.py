"""What goes into a lambda's zip, and that equal files give equal bytes."""
import io
import os
import shutil
import zipfile
from pathlib import Path

import pytest

from kit.problems import Problem, Problems
from push import zips
from tests.fixtures.problems import problems_of
from tests.fixtures.written_files import write_file

ORDERS = {"name": "orders", "path": "lambdas/orders/index.py", "modules": ["lambdas/dates.py"]}
FOLDERS = {"lambdas/orders", "lambdas/orders/refund"}


@pytest.fixture
def project(own_folder):
    """An empty project to write files into: project("lambdas/a.py", "x = 1")."""
    for path in ("lambdas/__init__.py", "lambdas/dates.py", "lambdas/unused.py", "lambdas/orders/index.py"):
        write_file(path)
    return write_file


def test_a_zip_holds_the_folder_the_modules_and_the_way_to_them(project):
    project("lambdas/orders/data/prices with spaces.json")
    project("lambdas/orders/__init__.py")
    assert zips.paths(ORDERS, FOLDERS) == [
        "lambdas/__init__.py", "lambdas/dates.py", "lambdas/orders/__init__.py",
        "lambdas/orders/data/prices with spaces.json", "lambdas/orders/index.py"]


@pytest.mark.parametrize("path", [
    "lambdas/orders/test.py", "lambdas/orders/tests/test_deep.py", "lambdas/orders/refund/index.py",
    "lambdas/orders/refund/more/data.json", "lambdas/orders/__pycache__/index.pyc", "lambdas/orders/index.pyc",
    "lambdas/orders/.env", "lambdas/orders/.git/config", "lambdas/hello/index.py",
    "lambdas/orders/index.py~", "lambdas/orders/#index.py#", "lambdas/orders/4913", "lambdas/orders/a.tmp"])
def test_a_zip_holds_no_test_no_cache_no_hidden_file_and_no_other_lambda(project, path):
    project(path)
    assert zips.paths(ORDERS, FOLDERS) == ["lambdas/__init__.py", "lambdas/dates.py", "lambdas/orders/index.py"]


def test_a_package_above_that_of_the_app_is_none_of_lambda(project):
    for path in ("__init__.py", "src/__init__.py", "src/lambdas/__init__.py", "src/lambdas/orders/index.py"):
        project(path)
    fn = {"path": "src/lambdas/orders/index.py", "modules": [], "infra": {}}
    assert zips.files_by_lambda({"lambdas": {"orders": fn}, "package": "src/lambdas", "settings": {}}) == {
        "orders": ["src/lambdas/__init__.py", "src/lambdas/orders/index.py"]}


def test_a_linked_folder_is_a_problem_and_not_left_out(project):
    os.symlink("..", "lambdas/orders/all")
    with pytest.raises(Problems, match="lambdas/orders/all: a link to a folder is not followed"):
        zips.paths(ORDERS, FOLDERS)


@pytest.mark.parametrize("path, seconds, is_refused", [
    ("lambdas/dates.py", 1, True), ("lambdas/orders/index.py", 1, True), ("lambdas/dates.py", -1, False),
    ("lambdas/dates.py", 0, False), ("lambdas/orders/data.json", 1, False),
    ("lambdas/dates.py", 9e9, False)])  # the file system's clock is another
def test_code_that_was_saved_after_the_scan_is_not_deployed(project, path, seconds, is_refused):
    project("lambdas/orders/data.json")
    project("app.json")
    chosen = {"orders": zips.paths(ORDERS, FOLDERS)}
    for file in [*chosen["orders"], "app.json"]:
        os.utime(file, (1e9, 1e9))
    os.utime(path, (1e9 + seconds,) * 2)
    assert [problem.path for problem in problems_of(zips.refuse_newer, chosen, "app.json").args] == [path] * is_refused


def test_a_file_that_is_deleted_during_the_push_is_a_problem(project):
    chosen = zips.paths(ORDERS, FOLDERS)
    os.remove("lambdas/dates.py")
    with pytest.raises(Problems, match="lambdas/dates.py: cannot be read: No such file or directory"):
        zips.content(chosen, "lambdas")
    os.utime("lambdas/orders/index.py", (1e9, 1e9))
    zips.refuse_newer({"orders": ["lambdas/dates.py"]}, "lambdas/orders/index.py")
    shutil.rmtree("lambdas/orders")
    with pytest.raises(Problems, match="lambdas/orders/index.py: cannot be read"):
        zips.files_by_lambda({"lambdas": {"orders": {**ORDERS, "modules": [], "infra": {}}}, "package": "lambdas", "settings": {}})


def packed(chosen):
    """(key, bytes of the zip) of some files."""
    entries = zips.content(chosen, "lambdas")
    return zips.key(entries), zips.archive(entries)


def test_the_package_is_at_the_top_of_the_zip_wherever_it_is(project):
    chosen = [path.replace("lambdas/", "src/lambdas/") for path in zips.paths(ORDERS, FOLDERS)]
    for path in chosen:
        project(path)
    assert [path for path, _mode, _data in zips.content(chosen, "src/lambdas")] == zips.paths(ORDERS, FOLDERS)


def test_equal_content_gives_equal_bytes_whatever_the_time_and_the_mode(project):
    chosen = zips.paths(ORDERS, FOLDERS)
    before = packed(chosen)
    os.utime("lambdas/orders/index.py", (1e9, 1e9))
    os.chmod("lambdas/orders/index.py", 0o600)
    assert packed(chosen) == before


@pytest.mark.parametrize("change", [
    lambda: Path("lambdas/dates.py").write_text("x = 1"),
    lambda: os.chmod("lambdas/orders/index.py", 0o755),
    lambda: os.rename("lambdas/dates.py", "lambdas/times.py"),
], ids=["content", "may be run", "name"])
def test_another_content_gives_another_key(project, change):
    before, _ = packed(zips.paths(ORDERS, FOLDERS))
    change()
    renamed = {**ORDERS, "modules": [str(path) for path in Path("lambdas").glob("*es.py")]}
    assert packed(zips.paths(renamed, FOLDERS))[0] != before


def test_a_name_and_its_content_cannot_be_taken_for_another(project):
    assert zips.key([("a", 0o644, b"b\n1 420 0 c\n")]) != zips.key([("a", 0o644, b"b"), ("c", 0o644, b"")])


def test_the_zip_can_be_read_and_run_from_on_lambda(project):
    project("lambdas/orders/tool", "#!/bin/sh\n")
    os.chmod("lambdas/orders/tool", 0o700)
    with zipfile.ZipFile(io.BytesIO(packed(zips.paths(ORDERS, FOLDERS))[1])) as zip_:
        assert zip_.testzip() is None
        assert [(each.filename, oct(each.external_attr >> 16), each.date_time[0]) for each in zip_.infolist()] == [
            ("lambdas/__init__.py", "0o100644", 1980), ("lambdas/dates.py", "0o100644", 1980),
            ("lambdas/orders/index.py", "0o100644", 1980), ("lambdas/orders/tool", "0o100755", 1980)]


def test_a_lambda_too_large_is_a_problem_before_it_is_read(project):
    with open("lambdas/orders/model.bin", "wb") as model:
        model.truncate(zips.UNZIPPED_LIMIT)
    assert zips.file_problems(["lambdas/orders/model.bin"]) == []
    project("lambdas/orders/more", "x")
    assert zips.file_problems(["lambdas/orders/model.bin", "lambdas/orders/more"]) == [Problem(
        "lambdas/orders/more", 0, "with this file the lambda is larger than 250 MB, Lambda's limit",
        "remove the files that the handler does not need, or read it from a bucket")]


def test_a_module_that_is_gone_is_a_problem(project):
    assert zips.file_problems(["lambdas/gone.py"]) == [Problem(
        "lambdas/gone.py", 0, "cannot be read: No such file or directory", "run `make app`: it scans the files again")]


@pytest.mark.parametrize("modules, path, is_packed", [
    (["lambdas/shared/dates.py"], "lambdas/shared/rates.json", True),
    (["lambdas/shared/__init__.py"], "lambdas/shared/words/de/texts.txt", True),
    (["lambdas/dates.py"], "lambdas/rates.json", True),
    (["lambdas/hello/index.py"], "lambdas/hello/page.html", True),
    (["lambdas/__init__.py"], "lambdas/rates.json", False),  # an empty one
    (["lambdas/orders/__init__.py"], "lambdas/orders/refund/page.html", False),  # a lambda of its own
    (["lambdas/shared/dates.py"], "lambdas/other/rates.json", False),
    (["lambdas/shared/dates.py"], "lambdas/shared/deep/rates.json", False),  # beside deep/code.py
    (["lambdas/dates.py"], "lambdas/shared/rates.json", False),
    (["lambdas/shared/dates.py"], "lambdas/shared/tests/rates.json", False),
    (["lambdas/shared/dates.py"], "lambdas/shared/unused.py", False),
    (["lambdas/shared/dates.py"], "lambdas/shared/.hidden", False),
])
def test_the_data_files_of_the_packages_that_a_lambda_imports_are_packed(project, modules, path, is_packed):
    for file in ("lambdas/shared/dates.py", "lambdas/shared/deep/code.py", "lambdas/orders/refund/index.py", path):
        project(file)
    chosen = zips.paths({**ORDERS, "modules": modules}, FOLDERS)
    assert (path in chosen) == is_packed
    assert [file for file in chosen if file.endswith(".py")] == sorted({"lambdas/__init__.py", "lambdas/orders/index.py", *modules})


def test_the_data_beside_an_init_file_with_code_is_packed(project):
    project("lambdas/__init__.py", "RATES = 1\n")
    project("lambdas/rates.json")
    assert "lambdas/rates.json" in zips.paths({**ORDERS, "modules": ["lambdas/__init__.py"]}, FOLDERS)
