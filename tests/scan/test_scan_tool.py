"""tools/scan_infra.py: its files, its cache, its processes."""
import functools
import os
import subprocess
import sys
import time

import orjson
import pytest

import scan_infra
from kit import file_cache
from scan.scanning import scan
from tests.fixtures.cloud import PATIENCE
from tests.fixtures.paths import ROOT
from tests.fixtures.scans import index, scanned

pytest_plugins = ["tests.fixtures.programs"]


@pytest.fixture
def run(warm_python):
    """run(word, ...) -> the tool itself, run in the current folder."""
    return functools.partial(warm_python, ROOT / "tools/scan_infra.py")


def test_the_tool_writes_to_stdout_by_default_and_keeps_nothing(run, app_folder):
    root = app_folder({"lambdas/x/index.py": index()})
    done = run()
    assert (done.returncode, done.stderr, orjson.loads(done.stdout)["name"]) == (0, "", "demo")
    assert sorted(path.name for path in root.iterdir()) == ["app.yaml", "lambdas"]


@pytest.mark.parametrize("meanwhile, newer", [
    (lambda root: None, []), (lambda root: (root / "lambdas/x/index.py").write_text(""), ["index.py"]),
    (lambda root: os.remove(root / "lambdas/x/index.py"), ["app.yaml", "y.py"])])
def test_what_is_saved_during_a_scan_is_newer_than_its_result(app_folder, monkeypatch, meanwhile, newer):
    root = app_folder({"lambdas/x/index.py": index(), "lambdas/y.py": ""})
    for path in [*root.rglob("*.*")]:
        os.utime(path, (1e9, 1e9))

    def slow(*arguments):
        model = scan(*arguments)
        meanwhile(root)
        return model
    monkeypatch.setattr(scan_infra, "scan", slow)
    scan_infra.main(["-o", "build/app.json"])
    scanned = (root / "build/app.json").stat().st_mtime_ns
    assert sorted(path.name for path in [root / "app.yaml", *root.glob("lambdas/**/*.py")]
                  if path.stat().st_mtime_ns > scanned) == newer


def test_the_tool_stops_make_at_a_mistake_and_leaves_the_old_model(run, app_folder):
    root = app_folder({"lambdas/x/index.py": index(), "build/app.json": "old"})
    (root / "lambdas/x/index.py").write_text("x =")
    done = run("lambdas", "-o", "build/app.json")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "lambdas/x/index.py:1: not Python: invalid syntax\n  hint: Lambda cannot import a module that Python cannot parse\n"
    assert (root / "build/app.json").read_text() == "old"


def test_what_is_kept_changes_nothing_but_the_time_it_takes(run, app_folder):
    root = app_folder({"lambdas/x/index.py": index("  queue:\n",
                                            "import os\nfor n in ('A_A', 'B_B'):\n    os.environ[n]\n"),
                "lambdas/y/index.py": index("", "from lambdas import z\n"), "lambdas/z.py": "",
                "build/keep": ""})
    for path in [*root.rglob("*.py"), root / "app.yaml"]:
        os.utime(path, (1, 1))
    time.sleep(0.06)
    out = root / "build" / "app.json"
    assert run("lambdas", "-o", "build/app.json").returncode == 0
    first, cache = out.read_bytes(), root / "build" / "scan.cache"
    kept = [line.partition(b"\t")[0] for line in cache.read_bytes().split(b"\n")[1:]]
    assert sorted(map(orjson.loads, kept)) == ["app.yaml", "calls x", "calls y", "lambda x", "lambdas/x/index.py", "lambdas/y/index.py", "lambdas/z.py"]
    assert run("lambdas", "-o", "build/app.json").returncode == 0 and out.read_bytes() == first
    for damage in (b"", b"junk", b"\n{}", cache.read_bytes()[:-9], cache.read_bytes().replace(b"A_A", b"C_C")):
        cache.write_bytes(damage)
        assert run("lambdas", "-o", "build/app.json").returncode == 0 and out.read_bytes() == first


def test_the_first_scan_stores_what_the_checks_need(run, app_folder):
    root = app_folder({"lambdas/x/index.py": index()})
    time.sleep(0.06)
    assert run("lambdas", "-o", "build/app.json").returncode == 0
    assert sorted(path.name for path in (root / "build").iterdir()) == [
        "app.json", "app.json.sum", "observations.cache", "package", "scan.cache"]
    assert b"lambdas/x/index.py" in (root / "build/observations.cache").read_bytes()


def test_a_changed_file_is_read_again_though_its_time_and_size_are_the_same(app_folder):
    root = app_folder({"lambdas/x/index.py": index("", "import os\nos.environ['A_A']\n")})
    path, kept, read = root / "lambdas/x/index.py", {}, {}
    scan("lambdas", "app.yaml", kept, read)
    before = os.stat(path)
    time.sleep(0.02)
    path.write_text(path.read_text().replace("A_A", "B_B"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    model = scan("lambdas", "app.yaml", read, {})
    assert [one["name"] for one in model["lambdas"]["x"]["env"]] == ["B_B"]


def test_two_folders_that_change_names_are_read_again_though_their_files_have_the_same_times(app_folder, monkeypatch):
    app_folder({f"lambdas/{name}/index.py": index("", f"import os\nos.environ['{name.upper()}_X']\n") for name in "ab"})
    stat, read = os.stat, {}  # both files are as of one moment
    monkeypatch.setattr(os, "stat", lambda path, **options: os.stat_result(
        stat(path, **options)[:7] + (9, 9, 9), {"st_mtime_ns": 9, "st_ctime_ns": 9}))
    scan("lambdas", "app.yaml", {}, read)
    for old, new in ("ac", "ba", "cb"):
        os.rename(f"lambdas/{old}", f"lambdas/{new}")
    model = scan("lambdas", "app.yaml", read, {})
    assert {name: fn["env"][0]["name"] for name, fn in model["lambdas"].items()} == {"a": "B_X", "b": "A_X"}


def test_facts_of_other_tools_and_young_files_are_not_kept(app_folder, tmp_path):
    entries = {"old.py": [[1, 1, 5], {}], "young.py": [[time.time_ns() + 10**12, 1, 5], {}]}
    file_cache.write(str(tmp_path / "scan.cache"), "key", entries)
    assert file_cache.read(str(tmp_path / "scan.cache"), "key") == {"old.py": [[1, 1, 5], {}]}
    assert file_cache.read(str(tmp_path / "scan.cache"), "other") == {}


def test_values_of_settings_are_never_written_down(run, app_folder):
    root = app_folder({"app.yaml": "name: demo\nenv: {SLACK_URL: s3cret}\n", "build/keep": "",
                "lambdas/x/index.py": index("", "import os\nos.environ['SLACK_URL']\n")})
    os.utime(root / "app.yaml", (1, 1))
    time.sleep(0.06)
    assert run("lambdas", "-o", "build/app.json").returncode == 0
    assert not [path for path in (root / "build").iterdir() if b"s3cret" in path.read_bytes()]


def test_a_device_is_written_to_and_no_temporary_file_beside_it(run, app_folder):
    app_folder({"lambdas/x/index.py": index()})
    assert run("lambdas", "-o", "/dev/null").returncode == 0
    assert not os.path.exists("/dev/scan.cache")


def test_many_lambdas_are_read_by_more_than_one_process_with_the_same_result(app_folder, monkeypatch):
    app_folder({f"lambdas/x{at}/index.py": index("  queue:\n",
                                          f"import os\nos.environ['A_{at}']\n") for at in range(210)})
    several = scanned()
    monkeypatch.delattr(os, "fork")
    assert scanned() == several and len(several["lambdas"]) == 210


def test_modules_that_are_slow_to_import_are_not_imported():
    text = "import sys, scan_infra\nfrom scan import source\nimport recipes\n" \
           "print(*sorted({'boto3', 'botocore', 'moto', 'jsonschema', 'cfnlint', 'multiprocessing'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", text], cwd=ROOT / "tools", capture_output=True, text=True,
                          timeout=PATIENCE)
    assert (done.stdout, done.stderr) == ("\n", "")
