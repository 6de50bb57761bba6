"""The files of a lambda in its test: those of its zip; what can be written, and what Lambda's machine lacks."""
import os

import pytest

from tests.fixtures.cases import cases
from tests.fixtures.tested_lambdas import problem_lines
from tests.fixtures.written_files import write_files

READ = "from pathlib import Path\nHERE = Path(__file__).parent\n\ndef handler(event, context):\n    return Path(HERE, event).read_text()\n"
RAISED = "def handler(event, context):\n    {}\n    return 1\n"


def running(code):
    """A lambda whose handler has these statements."""
    return "{}", "import multiprocessing, os, pathlib, shutil, sqlite3, tempfile\n\ndef handler(event, context):\n" + "".join(
        f"    {line}\n" for line in code.split("\n"))


@pytest.fixture
def project(written, tmp_path, monkeypatch):
    """project(code, files={path: text}): the World of the lambda hello, in its folder."""
    def world(code, files=(), **lambdas):
        monkeypatch.chdir(tmp_path)
        write_files(dict(files), tmp_path)
        return written(hello=code, **lambdas)
    return world


@pytest.mark.parametrize("path", ["rates.json", "data/rates.json"])
def test_a_file_of_the_lambdas_folder_exists(project, path):
    assert project(("{}", READ), {f"handlers/hello/{path}": "7"}).this.call(path) == "7"


@pytest.mark.parametrize("path", [
    "handlers/hello/tests/rates.json", "handlers/rates.json", "handlers/other/rates.json", "app.yaml", "site/a.html",
    "handlers/hello/.env", "handlers/hello/test.py", "handlers/other/index.py"])
def test_a_file_that_the_zip_lacks_cannot_be_opened(project, path):
    world = project(("{}", READ), {path: "7"}, other=("{}", RAISED.format("pass")))
    for spelling in (os.path.relpath(path, "handlers/hello"), os.path.abspath(path), f"../../{path}"):
        with pytest.raises(FileNotFoundError) as caught:
            world.this.call(spelling)
        assert str(caught.value).startswith(f"[Errno 2] {path} is not in the zip of hello. The zip has the lambda's folder")
        assert "move it there: " in str(caught.value)


def test_a_handler_may_do_without_a_file_as_on_lambda(project):
    code = running("try:\n    return open('handlers/rates.json').read()\nexcept FileNotFoundError:\n    return 'none'")
    assert project(code, {"handlers/rates.json": "7"}).this.call() == "none"


@pytest.mark.parametrize("imported, files, data", [
    ("from handlers.shared import texts", {"handlers/shared/__init__.py": "", "handlers/shared/texts.py": ""},
     "handlers/shared/de.json"),
    ("from handlers import shared", {"handlers/shared/__init__.py": ""}, "handlers/shared/words/de.json"),
    ("from handlers import texts", {"handlers/texts.py": ""}, "handlers/de.json"),
    ("from handlers.shared import texts", {"handlers/shared/texts.py": ""}, "handlers/shared/de.json"),
])
def test_the_data_files_of_an_imported_package_exist(project, imported, files, data):
    world = project(("{}", f"{imported}\n{READ}"), {**files, data: "7"})
    assert world.this.call(f"{os.getcwd()}/{data}") == "7"
    assert data in world.app.zipped("hello")


@pytest.mark.parametrize("code, listed", [
    ("return sorted(os.listdir(event))", ["a.json"]),
    ("return sorted(path.name for path in pathlib.Path(event).iterdir())", ["a.json"])])
def test_a_folder_that_the_zip_lacks_cannot_be_listed(project, code, listed):
    files = {"handlers/hello/words/a.json": "", "handlers/hello/tests/a.json": ""}
    world = project(running(code), files)
    assert world.this.call("handlers/hello/words") == listed
    with pytest.raises(FileNotFoundError):
        world.this.call("handlers/hello/tests")


EXISTS = "[os.path.exists(event), pathlib.Path(event).exists(), pathlib.Path(event).is_file(), os.path.isfile(event), os.access(event, os.R_OK)]"


@cases("path, exists", [
    ("handlers/hello/index.py", True), ("handlers/hello/words/a.json", True), ("handlers/hello/tests/a.json", False),
    ("handlers/hello/.env", False), ("app.yaml", False), ("site/a.html", False), ("/etc/passwd", True), ("handlers/none.json", False)])
def test_a_file_that_the_zip_lacks_does_not_exist(project, path, exists):
    files = dict.fromkeys(["handlers/hello/words/a.json", "handlers/hello/tests/a.json", "handlers/hello/.env", "site/a.html"], "")
    world = project(running(f"return {EXISTS}"), files)
    before = os.stat, os.access
    assert world.this.call(path) == world.this.call(os.path.abspath(path)) == [exists] * 5
    assert (os.stat, os.access) == before and os.path.exists("app.yaml")


def test_os_stat_accepts_an_open_file_and_a_folder(project):
    code = running("with open(event) as file:\n    return [os.stat(file.fileno()).st_size, os.path.isdir('handlers/hello'), os.path.isdir('site')]")
    assert project(code, {"handlers/hello/a.txt": "abc", "site/a.html": ""}).this.call("handlers/hello/a.txt") == [3, True, False]


@pytest.mark.parametrize("module, path", [
    ("handlers.hello.tests.samples", "handlers/hello/tests/samples.py"), ("handlers.plugins", "handlers/plugins.py"),
    ("handlers.hello.test", "handlers/hello/test.py"), ("conftest_of_app", "conftest_of_app.py")])
def test_a_module_that_the_zip_lacks_cannot_be_imported(project, module, path):
    code = running("import importlib\nreturn importlib.import_module(event).X  # pareto: ignore")
    world = project(code, {path: "X = 1\n"})
    with pytest.raises(ModuleNotFoundError) as caught:
        world.this.call(module)
    assert str(caught.value).startswith(f"No module named '{module}': {path} is not in the zip of hello")
    assert caught.value.name == module


def test_a_module_of_the_lambdas_folder_can_be_imported(project):
    code = running("from handlers.hello.more import X\nimport importlib\nreturn X + importlib.import_module('colorsys').ONE_THIRD")
    assert project(code, {"handlers/hello/more.py": "X = 1\n"}).this.call() > 1


def test_the_code_of_a_test_that_the_handler_calls_is_free(project, monkeypatch):
    test = "from pathlib import Path\n\ndef sample():\n    Path(__file__).with_name('s.txt').write_text('7')\n" \
           "    return Path(__file__).with_name('s.txt').read_text()\n"
    world = project(("{}", "fetch = None\n\ndef handler(event, context):\n    return fetch()\n"),
                    {"handlers/hello/tests/fakes.py": test})
    from importlib import import_module
    monkeypatch.setattr(world.this.index(), "fetch", import_module("handlers.hello.tests.fakes").sample)
    assert world.this.call() == "7"
    open("handlers/hello/tests/s.txt").close()  # the test itself


@pytest.mark.parametrize("code", [
    "open('out.txt', 'w')", "open('handlers/hello/out.txt', 'a')", "open(pathlib.Path(__file__).with_name('out.txt'), 'xb')",
    "pathlib.Path('out').mkdir()", "os.makedirs('out/a')", "os.open('out', os.O_WRONLY | os.O_CREAT)",
    "pathlib.Path('handlers/hello/index.py').write_text('')", "os.remove('handlers/hello/data.json')",
    "os.rename('handlers/hello/data.json', '/tmp/x')", "shutil.copy('handlers/hello/data.json', 'copy.json')",
    "open(os.path.expanduser('~/cache'), 'w')", "pathlib.Path('/var/log/app.log').open('w')",
    "os.symlink('/tmp', 'link')", "pathlib.Path('handlers/hello/data.json').touch()",
    "tempfile.NamedTemporaryFile(dir='.')"])
def test_what_lambda_cannot_write_is_refused(project, code):
    world = project(running(f"try:\n    {code}\nexcept OSError as error:\n    return [error.errno, error.strerror]"),
                    {"handlers/hello/data.json": "7"})
    assert world.this.call() == [30, "Read-only file system: on Lambda only /tmp can be written"]
    assert {*os.listdir("handlers/hello")} - {"__pycache__"} == {"data.json", "index.py"}
    assert {*os.listdir()} == {"app.yaml", "handlers"}


def test_a_database_outside_tmp_cannot_be_created(project):
    with pytest.raises(OSError, match="only /tmp can be written"):
        project(running("sqlite3.connect('rows.db')")).this.call()


def test_tmp_can_be_written(project):
    code = "folder = tempfile.mkdtemp(dir='/tmp')\npath = pathlib.Path(folder, 'a')\npath.write_text('7')\n" \
           "sqlite3.connect(f'{folder}/rows.db').close()\nsqlite3.connect(':memory:').close()\n" \
           "text = open(path).read()\nos.rename(path, f'{path}b')\nshutil.rmtree(folder)\n" \
           "with tempfile.TemporaryFile() as file, open(os.devnull, 'w') as null:\n    file.write(b'')\nreturn text"
    assert project(running(code)).this.call() == "7"


def test_a_folder_for_temporary_files_in_the_project_can_be_written(project, tmp_path, monkeypatch):
    world = project(running("tempfile.TemporaryFile().close()\nopen(f'{event}/a', 'w').close()\nopen('b', 'w')"))
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    with pytest.raises(OSError, match="can be written: 'b'"):
        world.this.call(str(tmp_path / "temporary"))


@pytest.mark.parametrize("code", [
    "multiprocessing.Queue()", "multiprocessing.Pool(1)", "multiprocessing.Lock()",
    "from multiprocessing.pool import ThreadPool\nThreadPool(1)", "import concurrent.futures\n"
    "concurrent.futures.ProcessPoolExecutor(1).submit(int)",
    "from multiprocessing.shared_memory import SharedMemory\nSharedMemory(create=True, size=8)",
    "open('/dev/shm/x', 'w')"])
def test_shared_memory_does_not_exist(project, code):
    with pytest.raises(OSError) as caught:
        project(running(code)).this.call()
    assert caught.value.errno in (38, 30)


def test_pipes_processes_and_threads_work(project):
    code = "import concurrent.futures, subprocess, sys\nreader, writer = multiprocessing.Pipe(False)\nwriter.send(1)\n" \
           "pool = concurrent.futures.ThreadPoolExecutor(1)\n" \
           "output = subprocess.run([sys.executable, '-c', 'print(3)'], capture_output=True, stdin=subprocess.DEVNULL)\n" \
           "return [reader.recv(), pool.submit(lambda: 2).result(), int(output.stdout)]"
    assert project(running(code)).this.call() == [1, 2, 3]


def test_the_machine_ends_with_the_call(project):
    world = project(("{}", RAISED.format("1 / 0")))
    with pytest.raises(ZeroDivisionError):
        world.this.call()
    open("handlers/hello/out.txt", "w").close()
    import multiprocessing
    multiprocessing.Lock()


def test_a_link_to_a_folder_fails_the_test_as_it_fails_the_push(project):
    world = project(("{}", RAISED.format("pass")))
    os.symlink("/tmp", "handlers/hello/link")
    assert problem_lines(lambda: world.this)[0] == "handlers/hello/link: a link to a folder is not followed"


def test_a_lambda_that_another_invokes_has_its_own_files(project):
    caller = 'def handler(event, context):\n    open("handlers/hello/a.txt").close()\n    answer = boto3.client("lambda").invoke(' \
             'FunctionName=os.environ["DEMO_OTHER_FUNCTION"])\n    open("handlers/hello/a.txt").close()\n    return ' \
             'json.load(answer["Payload"])\n'
    other = 'def handler(event, context):\n    return [os.path.exists("x"), open("handlers/other/b.txt").read(), open(event or "app.yaml")]\n'
    world = project(("{}", caller), {"handlers/hello/a.txt": "", "handlers/other/b.txt": ""}, other=("{}", other))
    world.effects.invoked.runs("other")
    answer = world.this.call()
    assert answer["errorType"] == "FileNotFoundError" and "app.yaml is not in the zip of other" in answer["errorMessage"]
