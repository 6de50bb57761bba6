"""From a folder of lambdas to build/app.json, or to every mistake at once."""
import os
import subprocess
import sys
import time

import orjson
import pytest

from kit import file_cache
from kit.problems import Problems
from scan.scanning import scan
from tests.fixtures.cloud import PATIENCE
from tests.fixtures.paths import ROOT

GOLDEN = ROOT / "tests" / "golden" / "problems"
HANDLER = "\n\ndef handler(event, context):\n    pass\n"


@pytest.fixture
def app(tmp_path, monkeypatch):
    """Writes files below an empty app `demo`, which is the current folder: app({"lambdas/a/index.py": text})."""
    monkeypatch.chdir(tmp_path)

    def write(texts):
        for path, text in {"app.yaml": "name: demo\n", **texts}.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text, encoding="utf-8")
        return tmp_path
    return write


def index(block="", code=""):
    """The text of an index.py with an infra block and some code."""
    return f'"""\ninfra:\n{block}"""\n{code}{HANDLER}'


def scanned(root="lambdas"):
    """The model of the current folder's app."""
    return scan(root, "app.yaml", {}, {})


def told():
    """What is wrong with the current folder's app."""
    with pytest.raises(Problems) as raised:
        scanned()
    return str(raised.value)


@pytest.mark.parametrize("case", sorted(path.name for path in GOLDEN.iterdir()))
def test_mistakes_are_told_all_at_once_and_in_these_words(case, monkeypatch):
    monkeypatch.chdir(GOLDEN / case)
    assert told() + "\n" == (GOLDEN / case / "problems.txt").read_text(encoding="utf-8")


def test_the_whole_model(app):
    app({
        "lambdas/orders/index.py": index("  queue:\n    batch: 5\n  size: medium\n",
                                         "from lambdas import dates\n"),
        "lambdas/orders/test.py": "", "lambdas/orders/more.py": "",
        "lambdas/dates.py": "import os\nZ = os.getenv('ZONE', '')\n",
        "lambdas/orders/refund/index.py": index(
            "  layers: [numpy]\n  permissions: ['ses:SendEmail']\n",
            "import os\nfrom ..more import x\nT = os.environ['DEMO_TABLE']\nQ = os.environ['DEMO_ORDERS_QUEUE']\n"
            "R = os.environ['AWS_REGION']\n"),
        "layers/numpy/requirements.txt": "numpy"})
    assert scanned() == {
        "name": "demo", "package": "lambdas",
        "settings": {"region": "eu-west-1", "runtime": "python3.13", "architecture": "arm64",
                     "artifacts": "demo-artifacts", "domain": None, "stacks": 1},
        "lambdas": {
            "orders": {
                "name": "orders", "path": "lambdas/orders/index.py",
                "handler": "lambdas.orders.index.handler",
                "infra": {"queue": {"batch": 5, "window": 0}, "size": 1024, "timeout": 5, "layers": [],
                          "permissions": [], "indexes": []},
                "env": [{"name": "ZONE", "kind": "value", "of": None, "file": "lambdas/dates.py", "line": 2,
                         "optional": True}],
                "modules": ["lambdas/dates.py"],
                "lines": {"": 2, "queue": 3, "queue.batch": 4, "size": 5}},
            "orders-refund": {
                "name": "orders-refund", "path": "lambdas/orders/refund/index.py",
                "handler": "lambdas.orders.refund.index.handler",
                "infra": {"size": 512, "timeout": 5, "layers": ["numpy"], "indexes": [],
                          "permissions": [{"action": ["ses:SendEmail"], "resource": None}]},
                "env": [{"name": "DEMO_ORDERS_QUEUE", "kind": "queue", "of": "orders",
                         "file": "lambdas/orders/refund/index.py", "line": 9, "optional": False},
                        {"name": "DEMO_TABLE", "kind": "table", "of": "demo",
                         "file": "lambdas/orders/refund/index.py", "line": 8, "optional": False}],
                "modules": ["lambdas/orders/more.py"],
                "lines": {"": 2, "layers": 3, "layers.0": 3, "permissions": 4, "permissions.0": 4}}},
        "state": {"table": {"demo": {"indexes": []}}, "bucket": {}, "website": {}, "bus": {"demo": {}}, "secret": {}}}


@pytest.mark.parametrize("read, kind, of", [
    ("DEMO_TABLE", "table", "demo"), ("DEMO_BUCKET", "bucket", "demo"), ("DEMO_WEBSITE", "website", "demo"),
    ("DEMO_SECRET", "secret", "demo"), ("DEMO_STRIPE_KEY_SECRET", "secret", "demo-stripe-key"),
    ("DEMO_OLD_ORDERS_TABLE", "table", "demo-old-orders"), ("DEMO_BUS", "bus", "demo"),
    ("DEMO_A_B_QUEUE", "queue", "a-b"), ("DEMO_A_C_TOPIC", "topic", "a_c"),
    ("DEMO_X_FUNCTION", "function", "x"),
    ("DEMO_STAGE", "stage", "demo"), ("DEMO_WEBSITE_URL", "website_url", "demo"), ("DEMO_A_DOCS_WEBSITE_URL", "website_url", "demo-a-docs"),
    ("DEMO_USER_POOL", "user_pool", "demo"), ("DEMO_USER_POOL_CLIENT", "user_pool_client", "demo"),
    ("SLACK_URL", "value", None), ("slackUrl", "value", None), ("TABLE", "value", None),
    ("DEMOTABLE", "value", None),
    ("DEMO_GIVEN", "value", None), ("DEMO_GIVEN_QUEUE", "value", None),
])
def test_what_a_variable_means(app, read, kind, of):
    app({"app.yaml": "name: demo\nenv: {DEMO_GIVEN: x, DEMO_GIVEN_QUEUE: {dev: y}}\n",
         "lambdas/a/b/index.py": index("  queue:\n"), "lambdas/a_c/index.py": index("  topic:\n"),
         "lambdas/x/index.py": index("", f"import os\nos.environ['{read}']\n")})
    assert [(one["kind"], one["of"]) for one in scanned()["lambdas"]["x"]["env"]] == [(kind, of)]


@pytest.mark.parametrize("name", [
    "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_ANYTHING_NEW",
    "AWS_ACCESS_KEY_ID",
    "AWS_SESSION_TOKEN", "_HANDLER", "_X_AMZN_TRACE_ID", "LAMBDA_TASK_ROOT", "TZ", "LANG", "PATH",
    "PYTHONPATH",
    "LD_LIBRARY_PATH", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_EXECUTION_ENV",
    "AWS_XRAY_DAEMON_ADDRESS"])
def test_what_lambda_sets_itself_is_left_out(app, name):
    app({"lambdas/x/index.py": index("", f"import os\nos.environ['{name}']\n")})
    assert scanned()["lambdas"]["x"]["env"] == []


def test_a_value_that_the_code_sets_itself_need_not_be_given(app):
    app({"lambdas/x/index.py": index("", "import os\nos.environ['A_A'] = ''\nos.environ['A_A']\n")})
    assert [(one["name"], one["optional"]) for one in scanned()["lambdas"]["x"]["env"]] == [("A_A", True)]


@pytest.mark.parametrize("reads, told_at", [
    ("os.getenv('A_A', '')\nos.environ['A_A']\n", ("lambdas/x/index.py", 7, False)),
    ("os.environ['A_A']\nos.environ['A_A']\n", ("lambdas/x/index.py", 6, False)),
    ("os.getenv('A_A', '')\n", ("lambdas/a.py", 2, False)),
])
def test_of_many_reads_the_first_that_insists_is_told(app, reads, told_at):
    app({"lambdas/x/index.py": index("", f"import os; from lambdas import a\n\n{reads}"),
         "lambdas/a.py": "import os\nos.environ['A_A']\n"})
    assert [(one["file"], one["line"], one["optional"])
            for one in scanned()["lambdas"]["x"]["env"]] == [told_at]


@pytest.mark.parametrize("block, state", [
    ("", {}),
    ("  events:\n  - {name: a, source: {type: table, name: demo}}\n", {"table": ["demo"], "bus": ["demo"]}),
    ("  events:\n  - {name: a, source: {type: bucket, name: demo-old}}\n", {"bucket": ["demo-old"]}),
    ("  events:\n  - {name: a, source: {type: website, name: demo}}\n", {"website": ["demo"]}),
    ("  events:\n  - {name: a, source: {type: builder, name: any}}\n", {}),
    ("  events:\n  - {name: a, topic: paid}\n", {"bus": ["demo"]}),
    ("  indexes:\n  - {name: a, type: S, table: demo-old}\n", {"table": ["demo-old"], "bus": ["demo"]}),
])
def test_state_exists_if_anything_names_it(app, block, state):
    app({"lambdas/x/index.py": index(block)})
    assert {kind: sorted(held) for kind, held in scanned()["state"].items() if held} == state


def test_one_index_may_be_declared_by_many_and_is_one(app):
    block = "  indexes:\n  - {name: b, type: S, table: demo}\n  - {name: a, type: N, table: demo}\n"
    app({"lambdas/x/index.py": index(block), "lambdas/y/index.py": index(block)})
    assert scanned()["state"]["table"] == {"demo": {"indexes": [{"name": "a", "type": "N"},
                                                                {"name": "b", "type": "S"}]}}


def test_packages_are_run_on_the_way_to_a_handler(app):
    app({"lambdas/__init__.py": "", "lambdas/a/__init__.py": "import os\nos.environ['A_A']\n",
         "lambdas/b/__init__.py": "",
         "lambdas/a/x/__init__.py": "", "lambdas/a/x/index.py": index(), "lambdas/b/c.py": ""})
    fn = scanned()["lambdas"]["a-x"]
    assert fn["modules"] == ["lambdas/__init__.py", "lambdas/a/__init__.py"]
    assert [one["file"] for one in fn["env"]] == ["lambdas/a/__init__.py"]


def test_a_lambda_inside_anothers_folder_is_not_part_of_it(app):
    app({"lambdas/a/index.py": index("", "from lambdas.a.b import c\nfrom lambdas.a import d\n"),
         "lambdas/a/d.py": "",
         "lambdas/a/b/index.py": index(), "lambdas/a/b/c.py": ""})
    assert scanned()["lambdas"]["a"]["modules"] == ["lambdas/a/b/c.py"]


@pytest.mark.parametrize("data, said", [
    (b'"""infra: {}"""\nx = "\xe9"\n', "lambdas/x/index.py:2: not UTF-8\n  hint: save it as UTF-8"),
    (b'"""infra: {}"""\nx = "\0"\n', "lambdas/x/index.py:"),
    (b"\xef\xbb\xbf" + b'"""\r\ninfra: {queu: }\r\n"""\r\ndef handler(e, c): pass\r\n',
     "lambdas/x/index.py:2: infra has no field 'queu'\n  hint: did you mean 'queue'?"),
    (b"def handler(e, c): return " + b"(" * 5000, "lambdas/x/index.py:"),
    (b'"""infra: {}"""\nx = ' + b"-" * 100000 + b"1\ndef handler(e, c): pass\n", "lambdas/x/index.py:"),
])
def test_a_file_of_strange_bytes_is_a_problem_and_no_traceback(app, data, said):
    (app({"lambdas/x/index.py": ""}) / "lambdas/x/index.py").write_bytes(data)
    assert told().startswith(said)


@pytest.mark.skipif(os.getuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_a_problem(app):
    (app({"lambdas/x/index.py": index()}) / "lambdas/x/index.py").chmod(0)
    assert told() == "lambdas/x/index.py: cannot be read: Permission denied"


def test_links_that_lead_back_and_hidden_folders_are_left_out(app):
    root = app({"lambdas/x/index.py": index(), "lambdas/.venv/y/index.py": "x =",
                "lambdas/__pycache__/z/index.py": "x =",
                "shared/dates.py": ""})
    os.symlink("..", root / "lambdas/x/up")
    os.symlink(root, root / "lambdas/all")
    os.symlink("nowhere", root / "lambdas/broken")
    os.symlink("nowhere.py", root / "lambdas/x/broken.py")
    os.symlink("../shared", root / "lambdas/shared")
    (root / "lambdas/x/index.py").write_text(index("", "from lambdas.shared import dates\n"))
    model = scanned()
    assert (list(model["lambdas"]), model["lambdas"]["x"]["modules"]) == (["x"], ["lambdas/shared/dates.py"])


@pytest.mark.parametrize("root", ["lambdas", "./lambdas", "lambdas/", "src/lambdas"])
def test_paths_are_as_given_and_handlers_begin_with_the_package(app, root):
    app({f"{root.strip('./')}/a/index.py": index("", "from lambdas import b\n"),
         f"{root.strip('./')}/b.py": ""})
    model = scanned(root)
    clean = root.strip("./")
    assert (model["package"], model["lambdas"]["a"]["path"], model["lambdas"]["a"]["modules"]) == (
        clean, f"{clean}/a/index.py", [f"{clean}/b.py"])
    assert model["lambdas"]["a"]["handler"] == "lambdas.a.index.handler"


def run(*args):
    """The tool itself, run in the current folder."""
    return subprocess.run([sys.executable, ROOT / "tools" / "scan_infra.py", *args], capture_output=True,
                          text=True,
                          timeout=PATIENCE)


def test_the_tool_writes_to_stdout_by_default_and_keeps_nothing(app):
    root = app({"lambdas/x/index.py": index()})
    done = run()
    assert (done.returncode, done.stderr, orjson.loads(done.stdout)["name"]) == (0, "", "demo")
    assert sorted(path.name for path in root.iterdir()) == ["app.yaml", "lambdas"]


def test_the_tool_stops_make_at_a_mistake_and_leaves_the_old_model(app):
    root = app({"lambdas/x/index.py": index(), "build/app.json": "old"})
    (root / "lambdas/x/index.py").write_text("x =")
    done = run("lambdas", "-o", "build/app.json")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "lambdas/x/index.py:1: not Python: invalid syntax\n  hint: the handler must import\n"
    assert (root / "build/app.json").read_text() == "old"


def test_other_settings_may_be_named(app):
    app({"lambdas/x/index.py": index(), "other.yaml": "name: other\n"})
    assert orjson.loads(run("lambdas", "--settings", "other.yaml").stdout)["name"] == "other"


def test_what_is_kept_changes_nothing_but_the_time_it_takes(app):
    root = app({"lambdas/x/index.py": index("  queue:\n",
                                            "import os\nfor n in ('A_A', 'B_B'):\n    os.environ[n]\n"),
                "lambdas/y/index.py": index("", "from lambdas import z\n"), "lambdas/z.py": "",
                "build/keep": ""})
    for path in [*root.rglob("*.py"), root / "app.yaml"]:
        os.utime(path, (1, 1))
    time.sleep(0.06)
    out = root / "build" / "app.json"
    assert run("lambdas", "-o", "build/app.json").returncode == 0
    first, cache = out.read_bytes(), root / "build" / "scan.cache"
    kept = orjson.loads(cache.read_bytes().partition(b"\n")[2])
    assert sorted(kept) == ["app.yaml", "lambda x", "lambdas/x/index.py", "lambdas/y/index.py", "lambdas/z.py"]
    assert run("lambdas", "-o", "build/app.json").returncode == 0 and out.read_bytes() == first
    for damage in (b"", b"junk", b"\n{}", cache.read_bytes()[:-9],
                   cache.read_bytes().replace(b"A_A", b"C_C")):
        cache.write_bytes(damage)
        assert run("lambdas", "-o", "build/app.json").returncode == 0 and out.read_bytes() == first


def test_a_changed_file_is_read_again_though_its_time_and_size_are_the_same(app):
    root = app({"lambdas/x/index.py": index("", "import os\nos.environ['A_A']\n")})
    path, kept, read = root / "lambdas/x/index.py", {}, {}
    scan("lambdas", "app.yaml", kept, read)
    before = os.stat(path)
    time.sleep(0.02)
    path.write_text(path.read_text().replace("A_A", "B_B"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    model = scan("lambdas", "app.yaml", read, {})
    assert [one["name"] for one in model["lambdas"]["x"]["env"]] == ["B_B"]


def test_facts_of_other_tools_and_young_files_are_not_kept(app, tmp_path):
    entries = {"old.py": [[1, 1, 5], {}], "young.py": [[time.time_ns() + 10**12, 1, 5], {}]}
    file_cache.write(str(tmp_path / "scan.cache"), "key", entries)
    assert file_cache.read(str(tmp_path / "scan.cache"), "key") == {"old.py": [[1, 1, 5], {}]}
    assert file_cache.read(str(tmp_path / "scan.cache"), "other") == {}


def test_values_of_settings_are_never_written_down(app):
    root = app({"app.yaml": "name: demo\nenv: {SLACK_URL: s3cret}\n", "build/keep": "",
                "lambdas/x/index.py": index("", "import os\nos.environ['SLACK_URL']\n")})
    os.utime(root / "app.yaml", (1, 1))
    time.sleep(0.06)
    assert run("lambdas", "-o", "build/app.json").returncode == 0
    assert not [path for path in (root / "build").iterdir() if b"s3cret" in path.read_bytes()]


def test_a_device_is_written_to_and_nothing_beside_it(app):
    app({"lambdas/x/index.py": index()})
    assert run("lambdas", "-o", "/dev/null").returncode == 0
    assert not os.path.exists("/dev/scan.cache")


def test_many_lambdas_are_read_by_more_than_one_process_with_the_same_result(app, monkeypatch):
    app({f"lambdas/x{at}/index.py": index("  queue:\n",
                                          f"import os\nos.environ['A_{at}']\n") for at in range(210)})
    several = scanned()
    monkeypatch.delattr(os, "fork")
    assert scanned() == several and len(several["lambdas"]) == 210


def test_dear_modules_are_not_imported():
    text = "import sys, scan_infra\nfrom scan import source\nimport recipes\n" \
           "print(*sorted({'boto3', 'botocore', 'moto', 'jsonschema', 'cfnlint', 'multiprocessing'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", text], cwd=ROOT / "tools", capture_output=True, text=True,
                          timeout=PATIENCE)
    assert (done.stdout, done.stderr) == ("\n", "")
