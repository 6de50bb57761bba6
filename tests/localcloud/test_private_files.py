"""What is written to build/ may hold values of env: its owner alone may read it, whatever the umask."""
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import document_words
import scan_infra
from kit import file_cache, files
from tests.fixtures.cloud import LocalCloud
from tests.fixtures.local_tool import TOOL, free_port
from tests.fixtures.paths import EXAMPLE, ROOT
from tests.fixtures.written_files import write_files

pytest_plugins = ["tests.fixtures.local_tool", "tests.fixtures.programs"]


@pytest.fixture(autouse=True)
def usual_umask():
    """The umask of most machines: everybody may read."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def readable_by_others(folder):
    """[path: mode] of files and folders below a folder that others than their owner may read, write or enter.

    Not of links to what AWS's runtime brings, nor of compiled code, which handlers write with Lambda's umask.
    """
    return sorted(f"{path}: {path.lstat().st_mode & 0o777:o}" for path in [Path(folder), *Path(folder).rglob("*")]
                  if not {"packages", "__pycache__"} & {*path.parts} and path.lstat().st_mode & 0o077)


def test_what_a_tool_hands_to_the_next_is_its_owners(own_folder):
    files.write_json("build/dev/stack.json", {"outputs": {"Key": "secret"}})
    file_cache.write("build/dev/scan.cache", "", {})
    assert readable_by_others("build") == []
    os.chmod("build/dev/stack.json", 0o644)
    files.write_json("build/dev/stack.json", {})
    with files.private_file("build/dev/cloud.log") as log:
        log.write(b"secret")
    assert readable_by_others("build") == []
    files.write_bytes("layers/web/requirements.txt", b"flask")
    assert [path.stat().st_mode & 0o777 for path in (Path("layers/web"), Path("layers/web/requirements.txt"))] == [
        0o755, 0o644]


def test_a_build_folder_of_another_program_is_closed(tmp_path, monkeypatch):
    above = tmp_path / "build" / "project"
    above.mkdir(parents=True)
    monkeypatch.chdir(above)
    os.umask(0)
    for folder in (tmp_path / "build", Path("build"), Path("site/build")):
        folder.mkdir(0o777, parents=True, exist_ok=True)
        os.chmod(folder, 0o777)
    files.write_bytes("build/package", b"lambdas", private=True)
    files.write_json("site/build/config.json", {})
    assert readable_by_others("build") == []
    assert [path.stat().st_mode & 0o777 for path in (tmp_path / "build", Path("site/build"))] == [0o777, 0o777]
    os.chmod("build", 0o755)
    files.write_json(str(Path("build/dev/stack.json").absolute()), {})
    assert readable_by_others("build") == []


def test_what_pytest_keeps_of_a_run_is_its_owners(tmp_path, monkeypatch, warm_python):
    for folder in ("tools", "conftest.py", "pytest.ini", "requirements.txt", "app.yaml", "lambdas"):
        source = EXAMPLE / folder if (EXAMPLE / folder).exists() else ROOT / folder
        shutil.copytree(source, tmp_path / folder) if source.is_dir() else shutil.copy(source, tmp_path)
    (tmp_path / "build").mkdir(0o777)
    (tmp_path / "build").chmod(0o777)
    monkeypatch.chdir(tmp_path)
    os.umask(0)
    for command in (["scan_infra.py", "-o", "build/app.json"], ["run_tests.py", "build/app.json", "--name=station"]):
        assert warm_python(f"tools/{command[0]}", *command[1:], services=["dynamodb"], CI="1").returncode == 0
    assert (tmp_path / "build/pytest").is_dir() and readable_by_others(tmp_path / "build") == []


def test_a_log_that_everybody_may_read_is_closed_before_it_is_written(tmp_path):
    (tmp_path / "cloud.log").touch(0o644)
    with files.private_file(tmp_path / "cloud.log"):
        assert readable_by_others(tmp_path / "cloud.log") == []


def test_a_scan_and_the_pages_of_docs(own_folder):
    write_files({"app.yaml": "name: demo\nenv:\n  A_URL: secret\n",
                 "lambdas/hello/index.py": '"""infra: {}"""\n\n\ndef handler(event, context):\n    return 1\n'})
    os.utime("lambdas/hello/index.py", (time.time() - 9, time.time() - 9))
    scan_infra.main(["lambdas", "-o", "build/app.json"])
    assert readable_by_others("build") == []
    Path("docs").mkdir()
    document_words.main(["docs"])
    assert {path.stat().st_mode & 0o777 for path in Path("docs").iterdir()} == {0o644}


def test_what_the_local_cloud_writes_is_its_owners_and_handlers_have_lambdas_umask(whole_cloud):
    port = str(free_port())
    subprocess.run([sys.executable, TOOL, "start", "--port", port], cwd=whole_cloud, check=True, capture_output=True)
    cloud = LocalCloud(f"http://127.0.0.1:{port}", 0)
    cloud.function("f", "import os\n\n\ndef handler(event, context):\n    print(os.environ['SECRET'])\n"
                   "    return os.umask(0o022)\n", Environment={"Variables": {"SECRET": "secret"}})
    assert cloud.invoke("f") == 0o022
    compiled, = (whole_cloud / "build").rglob("bytecode")  # no one else can enter it, so what is in it does not matter
    assert compiled.stat().st_mode & 0o777 == 0o700
    shutil.rmtree(compiled)
    assert readable_by_others(whole_cloud / "build") == []
    assert len([*(whole_cloud / "build").rglob("index.py")]) == 1 and ROOT not in (whole_cloud, *whole_cloud.parents)
