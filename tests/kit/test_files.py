"""Files that the tools read and write."""
import contextlib
import os
import stat
import threading

import pytest

from kit import files
from tests.fixtures.cases import cases
from tests.fixtures.cloud import PATIENCE
from tests.fixtures.problems import problems_of


def test_same_value_same_bytes(tmp_path):
    first, second = tmp_path / "one", tmp_path / "two"
    files.write_json(first, {"b": 1, "a": {"d": 1, "c": 2}})
    files.write_json(second, {"a": {"c": 2, "d": 1}, "b": 1})
    assert first.read_bytes() == second.read_bytes() == b'{\n  "a": {\n    "c": 2,\n    "d": 1\n  },\n  "b": 1\n}\n'
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]


def test_a_file_is_written_with_the_folders_it_needs(tmp_path):
    files.write_json(tmp_path / "a" / "b" / "c.json", [])
    assert files.read_json(tmp_path / "a" / "b" / "c.json") == []


def test_a_failed_write_leaves_the_file_unchanged(tmp_path):
    files.write_json(tmp_path / "a.json", {"old": True})
    with pytest.raises(TypeError):
        files.write_json(tmp_path / "a.json", {"new": object()})
    assert files.read_json(tmp_path / "a.json") == {"old": True}


def test_a_pipe_is_written_to_and_not_replaced(tmp_path):
    pipe, lines = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: lines.append(pipe.read_text()), daemon=True)
    reader.start()
    files.write_json(pipe, {})
    reader.join(timeout=PATIENCE)
    assert lines == ["{}\n"]
    assert stat.S_ISFIFO(os.stat(pipe).st_mode)


ABSENT, BAD = "cannot be read: No such file or directory", "not JSON: unexpected character, expected a JSON value"


@pytest.mark.parametrize("path, text, message", [
    ("event.json", None, f"event.json: {ABSENT}"),
    ("event.json", "{\n<<<<<<< a\n=======\n>>>>>>> b\n}", "event.json:2: a conflict of a merge is not resolved\n"
     "  hint: keep one of its two versions, and take out the lines with <<<<<<<, ======= and >>>>>>>"),
    ("event.json", '{\n"a": }', f"event.json:2: {BAD}"),
    ("build/a.json", None, f"build/a.json: {ABSENT}\n  hint: `make template` builds it"),
    ("build/..", None, "build/..: cannot be read: Is a directory\n  hint: a folder is where a file must be: move it away"),
    ("build/a.json", '{\n"a": }', f"build/a.json:2: {BAD}\n  hint: `rm build/a.json`, and make builds it again"),
])
def test_a_file_that_cannot_be_read_is_a_problem_and_make_builds_only_its_own(own_folder, path, text, message):
    (own_folder / "build").mkdir()
    if text is not None:
        files.write_bytes(path, text.encode())
    assert str(problems_of(files.read_json, path)) == message


@cases("path, message", [
    ("/dev/zero", "/dev/zero: is larger than 64 MB\n  hint: is it the right file?"), ("large", "large: is larger than 64 MB"),
    ("pipe", "pipe: is empty\n  hint: a file of JSON"), ("/dev/null", "/dev/null: is empty"),
    ("folder", "folder: cannot be read: Is a directory")])
def test_a_file_that_never_ends_is_a_problem(own_folder, path, message):
    with contextlib.suppress(FileExistsError):
        os.mkfifo("pipe")
        os.mkdir("folder")
        with open("large", "wb") as file:
            file.truncate(10 << 30)
    assert str(problems_of(files.read_json, path, "a file of JSON")).startswith(message)


def test_a_pipe_of_the_shell_is_read(tmp_path):
    reading, writing = os.pipe()
    threading.Timer(0.05, lambda: [os.write(writing, b"[1]"), os.close(writing)]).start()
    assert files.read_json(f"/dev/fd/{reading}") == [1]
    os.close(reading)


@cases("number", [12345678901234567890123, -18446744073709551617, 10 ** 38])
def test_an_integer_of_a_persons_file_is_not_rounded(tmp_path, number):
    (tmp_path / "event.json").write_text(f'{{"id": {number}, "price": 1.25}}')
    value = files.read_json(tmp_path / "event.json", "a file of JSON")
    assert value == {"id": number, "price": 1.25} and isinstance(value["id"], int)
