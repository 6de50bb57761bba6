"""The app model of a package's folder."""
import os

import pytest

from tests.fixtures.cases import cases
from tests.fixtures.paths import ROOT
from tests.fixtures.problems import problems_of
from tests.fixtures.recipe_apps import DEFAULTS, QUEUE
from tests.fixtures.scans import index, scanned

GOLDEN = ROOT / "tests" / "golden" / "problems"


def told():
    """What is wrong with the current folder's app."""
    return str(problems_of(scanned))


@cases("case", sorted(path.name for path in GOLDEN.iterdir()))
def test_all_problems_of_a_scan_are_its_golden_texts(case, monkeypatch):
    monkeypatch.chdir(GOLDEN / case)
    assert told() + "\n" == (GOLDEN / case / "problems.txt").read_text(encoding="utf-8")


def test_the_model_of_an_app_with_two_lambdas(app_folder):
    app_folder({
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
                     "artifacts": "demo-artifacts", "domain": None, "stacks": 1,
                     "boundary": False},
        "lambdas": {
            "orders": {
                "name": "orders", "path": "lambdas/orders/index.py",
                "handler": "lambdas.orders.index.handler",
                "infra": {**DEFAULTS, "queue": {**QUEUE, "batch": 5}, "size": 1024},
                "env": [{"name": "ZONE", "kind": "value", "of": None, "file": "lambdas/dates.py", "line": 2,
                         "optional": True}],
                "calls": [], "doubts": [], "modules": ["lambdas/dates.py"],
                "lines": {"": 2, "queue": 3, "queue.batch": 4, "size": 5}},
            "orders-refund": {
                "name": "orders-refund", "path": "lambdas/orders/refund/index.py",
                "handler": "lambdas.orders.refund.index.handler",
                "infra": {**DEFAULTS, "layers": ["numpy"], "permissions": [{"action": ["ses:SendEmail"], "resource": None}]},
                "env": [{"name": "DEMO_ORDERS_QUEUE", "kind": "queue", "of": "orders",
                         "file": "lambdas/orders/refund/index.py", "line": 9, "optional": False},
                        {"name": "DEMO_TABLE", "kind": "table", "of": "demo",
                         "file": "lambdas/orders/refund/index.py", "line": 8, "optional": False}],
                "calls": [], "doubts": [], "modules": ["lambdas/orders/more.py"],
                "lines": {"": 2, "layers": 3, "layers.0": 3, "permissions": 4, "permissions.0": 4}}},
        "state": {"table": {"demo": {"indexes": []}}, "bucket": {}, "website": {}, "bus": {"demo": {}}, "secret": {},
                  "schedule": {}, "data_stream": {}, "parameter": {}}}


@cases("read, kind, of", [
    ("DEMO_TABLE", "table", "demo"), ("DEMO_BUCKET", "bucket", "demo"), ("DEMO_WEBSITE", "website", "demo"),
    ("DEMO_SECRET", "secret", "demo"), ("DEMO_STRIPE_KEY_SECRET", "secret", "demo-stripe-key"),
    ("DEMO_OLD_ORDERS_TABLE", "table", "demo-old-orders"), ("DEMO_BUS", "bus", "demo"),
    ("DEMO_A_B_QUEUE", "queue", "a-b"), ("DEMO_A_C_TOPIC", "topic", "a_c"),
    ("DEMO_X_FUNCTION", "function", "x"),
    ("DEMO_STAGE", "stage", "demo"), ("DEMO_WEBSITE_URL", "website_url", "demo"), ("DEMO_A_DOCS_WEBSITE_URL", "website_url", "demo-a-docs"),
    ("DEMO_USER_POOL", "user_pool", ""), ("DEMO_USER_POOL_CLIENT", "user_pool_client", ""),
    ("SLACK_URL", "value", None), ("slackUrl", "value", None), ("TABLE", "value", None),
    ("DEMOTABLE", "value", None),
    ("DEMO_GIVEN", "value", None), ("DEMO_GIVEN_QUEUE", "value", None),
])
def test_what_a_variable_means(app_folder, read, kind, of):
    app_folder({"app.yaml": "name: demo\nenv: {DEMO_GIVEN: x, DEMO_GIVEN_QUEUE: {dev: y}}\n",
         "lambdas/a/b/index.py": index("  queue:\n"), "lambdas/a_c/index.py": index("  topic:\n"),
         "lambdas/x/index.py": index("", f"import os\nos.environ['{read}']\n")})
    assert [(one["kind"], one["of"]) for one in scanned()["lambdas"]["x"]["env"]] == [(kind, of)]


@cases("read, kind, message, hint", [
    ("os.getenv('DEMO_PAGE_SIZE', '20')", "value", "", ""),
    ("print(1 if os.environ.get('DEMO_TITLE') else 2)", "value", "", ""),
    ("os.environ['DEMO_PAGE_SIZE']", None, "DEMO_PAGE_SIZE has the prefix of the app's variables", "name it in env of app.yaml"),
    ("os.environ['DEMO_XYZ']", None, "DEMO_XYZ has the prefix of the app's variables", "name it in env of app.yaml"),
    ("os.getenv('DEMO_TABEL', 'x')", None, "DEMO_TABEL has the prefix", "did you mean 'DEMO_TABLE'?"),
    ("os.getenv('DEMO_OLD_BUKET', 'x')", None, "DEMO_OLD_BUKET has the prefix", "did you mean 'DEMO_OLD_BUCKET'?"),
    ("os.getenv('DEMO_TABLE_NAME', 'x')", None, "DEMO_TABLE_NAME has the prefix", "did you mean 'DEMO_TABLE'?"),
    ("os.getenv('DEMO_STAG', 'x')", None, "DEMO_STAG has the prefix", "did you mean 'DEMO_STAGE'?"),
    ("os.getenv('DEMO_PAY_TOPIC', 'x')", None, "DEMO_PAY_TOPIC: no lambda", "make new-lambda name=pay trigger=topic"),
])
def test_a_variable_with_the_apps_prefix_and_a_default_may_be_a_value_that_is_not_set(app_folder, read, kind, message, hint):
    app_folder({"lambdas/x/index.py": index("", f"import os\n{read}\n")})
    text = told()
    assert message in text and hint in text
    assert bool(message) == bool(text)
    assert [(entry["kind"], entry["optional"]) for entry in ([] if text else scanned()["lambdas"]["x"]["env"])] == [
        (kind, True)] * bool(kind)


def test_a_field_of_a_class_of_settings_with_a_default_needs_no_value(app_folder):
    app_folder({"lambdas/x/index.py": index("", """from pydantic_settings import BaseSettings
class Settings(BaseSettings, env_prefix='DEMO_'):
    orders_table: str
    page_size: int = 20
""")})
    assert [(entry["name"], entry["kind"], entry["optional"]) for entry in scanned()["lambdas"]["x"]["env"]] == [
        ("DEMO_ORDERS_TABLE", "table", False), ("DEMO_PAGE_SIZE", "value", True)]


@cases("name", [
    "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_ANYTHING_NEW",
    "AWS_ACCESS_KEY_ID",
    "AWS_SESSION_TOKEN", "_HANDLER", "_X_AMZN_TRACE_ID", "LAMBDA_TASK_ROOT", "TZ", "LANG", "PATH",
    "PYTHONPATH",
    "LD_LIBRARY_PATH", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_EXECUTION_ENV",
    "AWS_XRAY_DAEMON_ADDRESS"])
def test_what_lambda_sets_itself_is_left_out(app_folder, name):
    app_folder({"lambdas/x/index.py": index("", f"import os\nos.environ['{name}']\n")})
    assert scanned()["lambdas"]["x"]["env"] == []


def test_a_value_that_the_code_sets_itself_need_not_be_given(app_folder):
    app_folder({"lambdas/x/index.py": index("", "import os\nos.environ['A_A'] = ''\nos.environ['A_A']\n")})
    assert [(one["name"], one["optional"]) for one in scanned()["lambdas"]["x"]["env"]] == [("A_A", True)]


@pytest.mark.parametrize("reads, told_at", [
    ("os.getenv('A_A', '')\nos.environ['A_A']\n", ("lambdas/x/index.py", 7, False)),
    ("os.environ['A_A']\nos.environ['A_A']\n", ("lambdas/x/index.py", 6, False)),
    ("os.getenv('A_A', '')\n", ("lambdas/a.py", 2, False)),
])
def test_of_many_reads_the_first_that_requires_a_value_has_the_line(app_folder, reads, told_at):
    app_folder({"lambdas/x/index.py": index("", f"import os; from lambdas import a\n\n{reads}"),
         "lambdas/a.py": "import os\nos.environ['A_A']\n"})
    assert [(one["file"], one["line"], one["optional"]) for one in scanned()["lambdas"]["x"]["env"]] == [told_at]


@pytest.mark.parametrize("block, state", [
    ("", {}),
    ("  events:\n  - {name: a, source: {type: table, name: demo}}\n", {"table": ["demo"], "bus": ["demo"]}),
    ("  events:\n  - {name: a, source: {type: bucket, name: demo-old}}\n", {"bucket": ["demo-old"]}),
    ("  events:\n  - {name: a, source: {type: website, name: demo}}\n", {"website": ["demo"]}),
    ("  events:\n  - {name: a, source: {type: builder, name: any}}\n", {}),
    ("  events:\n  - {name: a, topic: paid}\n", {"bus": ["demo"]}),
    ("  indexes:\n  - {name: a, type: S, table: demo-old}\n", {"table": ["demo-old"], "bus": ["demo"]}),
])
def test_state_exists_if_anything_names_it(app_folder, block, state):
    app_folder({"lambdas/x/index.py": index(block)})
    assert {kind: sorted(held) for kind, held in scanned()["state"].items() if held} == state


def test_one_index_may_be_declared_by_many_and_is_one(app_folder):
    block = "  indexes:\n  - {name: b, type: S, table: demo}\n  - {name: a, type: N, table: demo}\n"
    app_folder({"lambdas/x/index.py": index(block), "lambdas/y/index.py": index(block)})
    assert scanned()["state"]["table"] == {"demo": {"indexes": [{"name": "a", "type": "N"},
                                                                {"name": "b", "type": "S"}]}}


def test_packages_are_run_on_the_way_to_a_handler(app_folder):
    app_folder({"lambdas/__init__.py": "", "lambdas/a/__init__.py": "import os\nos.environ['A_A']\n",
         "lambdas/b/__init__.py": "",
         "lambdas/a/x/__init__.py": "", "lambdas/a/x/index.py": index(), "lambdas/b/c.py": ""})
    fn = scanned()["lambdas"]["a-x"]
    assert fn["modules"] == ["lambdas/__init__.py", "lambdas/a/__init__.py"]
    assert [one["file"] for one in fn["env"]] == ["lambdas/a/__init__.py"]


def test_a_lambda_inside_anothers_folder_is_not_part_of_it(app_folder):
    app_folder({"lambdas/a/index.py": index("", "from lambdas.a.b import c\nfrom lambdas.a import d\n"),
         "lambdas/a/d.py": "",
         "lambdas/a/b/index.py": index(), "lambdas/a/b/c.py": ""})
    assert scanned()["lambdas"]["a"]["modules"] == ["lambdas/a/b/c.py"]


@pytest.mark.parametrize("data, said", [
    (b'"""infra: {}"""\nx = "\xe9"\n', "lambdas/x/index.py:2: not UTF-8\n  hint: save it as UTF-8"),
    (b'"""infra: {}"""\nx = "\0"\n', "lambdas/x/index.py:"),
    (b'# coding: latin-1\n"""infra: {}"""\nx = "\xc3\xa9"\n',
     "lambdas/x/index.py:1: Python reads this UTF-8 file as latin-1\n"
     "  hint: take this comment out: without it, Python reads UTF-8"),
    (b'#!/bin/python\n# -*- coding: rot13 -*-\n"""infra: {}"""\n', "lambdas/x/index.py:2: Python cannot read this UTF-8 file as rot13"),
    (b"\xef\xbb\xbf" + b'"""\r\ninfra: {queu: }\r\n"""\r\ndef handler(e, c): pass\r\n',
     "lambdas/x/index.py:2: infra has no field 'queu'\n  hint: did you mean 'queue'?"),
    (b"def handler(e, c): return " + b"(" * 5000, "lambdas/x/index.py:"),
    (b'"""infra: {}"""\nx = ' + b"-" * 100000 + b"1\ndef handler(e, c): pass\n", "lambdas/x/index.py:"),
])
def test_a_file_of_strange_bytes_is_a_problem_and_no_traceback(app_folder, data, said):
    (app_folder({"lambdas/x/index.py": ""}) / "lambdas/x/index.py").write_bytes(data)
    assert told().startswith(said)


def test_an_index_that_is_no_file_or_a_link_to_nothing_has_a_hint(app_folder):
    folder = app_folder({"lambdas/x/a.txt": ""}) / "lambdas/x"
    (folder / "index.py").mkdir()
    assert told() == "lambdas/x/index.py: cannot be read: Is a directory\n  hint: a folder is where a file must be: move it away"
    (folder / "index.py").rmdir()
    (folder / "index.py").symlink_to("nowhere.py")
    assert told() == ("lambdas/x/index.py: cannot be read: No such file or directory\n"
                      "  hint: restore the target of the link, or remove it")


@pytest.mark.skipif(os.getuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_a_problem(app_folder):
    (app_folder({"lambdas/x/index.py": index()}) / "lambdas/x/index.py").chmod(0)
    assert told() == "lambdas/x/index.py: cannot be read: Permission denied\n  hint: `ls -ld` shows its owner"


def test_links_that_lead_back_and_hidden_folders_are_left_out(app_folder):
    root = app_folder({"lambdas/x/index.py": index(), "lambdas/.venv/y/index.py": "x =",
                "lambdas/__pycache__/z/index.py": "x =",
                "shared/dates.py": ""})
    os.symlink("..", root / "lambdas/x/up")
    os.symlink(root, root / "lambdas/all")
    os.symlink("nowhere.py", root / "lambdas/x/.#index.py")  # Emacs's lock
    os.symlink("../shared", root / "lambdas/shared")
    (root / "lambdas/x/index.py").write_text(index("", "from lambdas.shared import dates\n"))
    model = scanned()
    assert (list(model["lambdas"]), model["lambdas"]["x"]["modules"]) == (["x"], ["lambdas/shared/dates.py"])


@pytest.mark.parametrize("root", ["lambdas", "./lambdas", "lambdas/", "src/lambdas"])
def test_paths_are_as_given_and_handlers_begin_with_the_package(app_folder, root):
    app_folder({f"{root.strip('./')}/a/index.py": index("", "from lambdas import b\n"), f"{root.strip('./')}/b.py": ""})
    model = scanned(root)
    clean = root.strip("./")
    assert (model["package"], model["lambdas"]["a"]["path"], model["lambdas"]["a"]["modules"]) == (
        clean, f"{clean}/a/index.py", [f"{clean}/b.py"])
    assert model["lambdas"]["a"]["handler"] == "lambdas.a.index.handler"
