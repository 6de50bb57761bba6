"""Files that a person writes may be anything: each mistake is told with its file, and none ends in a traceback."""
import sys
from pathlib import Path

import boto3
import pytest
from botocore.stub import Stubber

import create_layer
import recipes
from aws import buckets
from domain import domain_file
from kit import schema, settings
from kit.problems import Problems
from push.layers import layer_files
from tests.fixtures.cases import results
from tests.fixtures.paths import ROOT
from tests.fixtures.problems import problems_of

sys.path.insert(0, str(ROOT / "bench"))
import measure_fuzz
import mutated
import mutated_code

# Kind of a file: how many are tried here, of those that take longer to read; `make bench-fuzz` tries thousands.
SLOW_KINDS = {"code": 15, "module": 20, "name": 15, "test": 5, "word": 30, "resources": 30, "block": 40, "settings": 40}
APP = {"name": "demo", "lambdas": {}, "state": {}}


def told(work, *args):
    """["file:line: message"] of what is raised; [] if nothing is."""
    return sorted(str(problem).split("\n")[0] for problem in problems_of(work, *args).args)


@pytest.fixture(autouse=True)
def project(own_folder):
    """An empty folder to stand in."""
    for folder in ("domains", "layers/web"):
        Path(folder).mkdir(parents=True)


@pytest.mark.parametrize("data, message", [
    (b"- name: demo\n", "app.yaml: app.yaml must be a mapping, not [{name: demo}]"),
    (b"demo\n", "app.yaml: app.yaml must be a mapping, not 'demo'"), (b"5\n", "app.yaml: app.yaml must be a mapping, not 5"),
    (b"", "app.yaml: app.yaml needs 'name'"), (b"# nothing\n", "app.yaml: app.yaml needs 'name'"),
    (b"name: demo\nregion: \xff\n", "app.yaml:2: not UTF-8"), (b"\x89PNG\r\n\x1a\n", "app.yaml:1: not UTF-8"),
    (b"name: demo\nenv: {A: \x00}\n", "app.yaml:2: not YAML: the character U+0000"),
    ('name: demo\n\u2028region: x\n'.encode(), "app.yaml:2: a line break that is not shown as one: U+2028, LINE SEPARATOR"),
    (b"name: demo\rregion: x\n", "app.yaml:1: a line break that is not shown as one: U+000D"),
    ('name: demo\x85'.encode(), "app.yaml:1: a line break that is not shown as one: U+0085"),
    (b'name: "demo\\n"\n', "app.yaml:1: name cannot be 'demo\\n'"),
    (b'name: demo\nregion: "eu-west-1\\n"\n', "app.yaml:2: region cannot be 'eu-west-1\\n'"),
    (None, "app.yaml: cannot be read: Is a directory")])
def test_a_file_that_is_no_settings_is_a_problem(data, message):
    if data is None:
        Path("app.yaml").mkdir()
    else:
        Path("app.yaml").write_bytes(data)
    assert told(settings.read) == [message]


@pytest.mark.parametrize("data, message", [
    (b"hello\n", "domains/example.com.yaml: the domain's file must be a mapping, not 'hello'"),
    (b"- a\n", "domains/example.com.yaml: the domain's file must be a mapping, not [a]"),
    (b"false\n", "domains/example.com.yaml: the domain's file must be a mapping, not false"),
    (b"<<<<<<< HEAD\na: b\n=======\na: c\n>>>>>>> x\n", "domains/example.com.yaml:1: a conflict of a merge is not resolved"),
    (b"stages: [a]\n", "domains/example.com.yaml:1: stages must be a mapping, not [a]"),
    (b"stages: {dev: {a: b}}\n", "domains/example.com.yaml:1: stages.dev must be text, not {a: b}"),
    (b"prefix: \"shop\\n\"\n", "domains/example.com.yaml:1: prefix cannot be 'shop\\n'"),
    (b"zone: \xff\n", "domains/example.com.yaml:1: not UTF-8"),
    (None, "domains/example.com.yaml: cannot be read: Is a directory")])
def test_a_domains_file_that_is_none(data, message):
    path = Path("domains/example.com.yaml")
    if data is None:
        path.mkdir()
    else:
        path.write_bytes(data)
    assert told(domain_file.read, APP, "example.com") == [message]


@pytest.mark.parametrize("data, message", [
    (b"flask==\xff\n", "layers/web/requirements.txt:1: not UTF-8"),
    (b"flask\x00\n", "layers/web/requirements.txt:1: no requirement: 'flask\\x00'"),
    (b"flask\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n", "layers/web/requirements.txt:2: a conflict of a merge is not resolved"),
    (b"flask\n==1\n", "layers/web/requirements.txt:2: no requirement: '==1'"),
    (b"flask = 3\n", "layers/web/requirements.txt:1: no requirement: 'flask = 3'"),
    (b"git+https://x/\x00\n", "layers/web/requirements.txt:1: no requirement: 'git+https://x/\\x00'"),
    (b"-r other.txt\n", "layers/web/requirements.txt:1: -r is an option of pip, and no package"),
    (b"{flask: 3}\n", "layers/web/requirements.txt:1: no requirement: '{flask: 3}'"),
    (None, "layers/web/requirements.txt: cannot be read: Is a directory")])
def test_a_list_of_a_layer_that_is_none(data, message):
    path = Path("layers/web/requirements.txt")
    if data is None:
        path.mkdir()
    else:
        path.write_bytes(data)
    assert told(lambda: layer_files.lines(str(path), layer_files.read("web"))) == [message]


def test_every_wrong_line_of_a_list_is_reported_and_right_ones_are_not():
    text = "\ufeffflask >= 3, <4 # web\n\n=1\nshapes @ git+https://x\n./libs/x\nrequests[socks]==2 ; python_version > '3'\n;\n"
    Path("layers/web/requirements.txt").write_text(text)
    assert told(lambda: layer_files.lines("r.txt", layer_files.read("web"))) == [
        "r.txt:3: no requirement: '=1'", "r.txt:7: no requirement: ';'"]


def test_a_folder_without_a_package_is_reported_and_not_walked():
    Path("libs/x").mkdir(parents=True)
    Path("libs/x/pyproject.toml").touch()
    asked = [(1, "/"), (2, "./libs"), (3, "./libs/x"), (4, "./libs/x/pyproject.toml"), (5, "./gone"), (6, "flask")]
    assert [(each.line, each.message) for each in layer_files.local_path_problems("r.txt", asked)] == [
        (1, "/ is no package: it has no pyproject.toml and no setup.py"),
        (2, "./libs is no package: it has no pyproject.toml and no setup.py"), (5, "there is no ./gone")]


test_spaces_round_a_comparison_part_no_packages = results(lambda pkg: create_layer.requirement_lines(pkg, ""), [
    ("flask >= 3", ["flask>=3"]), ("flask>=3, <4 requests", ["flask>=3,<4", "requests"]), ("a == 1 b~= 2.1", ["a==1", "b~=2.1"]),
    ("flask", ["flask"])])


def test_a_missing_package_is_reported_with_the_similar_folder():
    Path("libs/shapes").mkdir(parents=True)
    with pytest.raises(Problems, match="no requirement: 'libs/shapes'\n  hint: ./libs/shapes is the folder"):
        create_layer.requirement_lines("libs/shapes", "")


def test_a_bucket_that_was_created_and_is_not_returned_is_reported():
    s3 = boto3.client("s3", region_name="eu-west-1", aws_access_key_id="a", aws_secret_access_key="b")
    with Stubber(s3) as stub:
        stub.add_response("create_bucket", {})
        stub.add_client_error("head_bucket", "500", "We had a fault", 500)
        assert told(buckets.create, s3, "b", "eu-west-1") == [
            "the bucket b was created, but S3 does not return it: We had a fault (500)"]


def test_a_mapping_left_empty_inside_a_word_is_an_empty_mapping():
    assert recipes.block_without_nulls({"events": [{"name": "a", "pattern": None, "topic": None}], "timer": {"body": None}}) == {
        "events": [{"name": "a", "pattern": {}, "topic": None}], "timer": {"body": {}}}
    assert schema.with_empty_mappings({"type": "string"}, None) is None


@pytest.mark.filterwarnings("ignore::SyntaxWarning")  # of words/*.py, which Python compiles
@pytest.mark.parametrize("kind", sorted(measure_fuzz.READERS))
def test_files_with_slips_end_in_no_traceback(kind, tmp_path):
    measure_fuzz.project(tmp_path)
    outcomes = [(number, *measure_fuzz.outcome(kind, mutated.mutated(kind, number, "tests")))
                for number in range(SLOW_KINDS.get(kind, 150))]
    assert [each for each in outcomes if each[1] not in ("accepted", "problem")] == []
    assert {what for _number, what, _result in outcomes} == {"accepted", "problem"} - {"problem" if kind == "test" else ""}  # pytest tells those


def test_the_same_number_makes_the_same_file_and_most_code_is_another_than_its_seed():
    assert [mutated.mutated("block", number) for number in range(50)] == [mutated.mutated("block", number) for number in range(50)]
    seeds = {code.encode() for code in mutated_code.CODE}
    assert sum(mutated.mutated("code", number) in seeds for number in range(50)) < 20


def test_a_traceback_is_seen(monkeypatch):
    monkeypatch.setitem(measure_fuzz.READERS, "block", lambda data: 1 / 0)
    assert measure_fuzz.outcome("block", b"")[0] == "traceback"
    monkeypatch.setattr(measure_fuzz, "CPU_SECONDS", 0.02)
    monkeypatch.setitem(measure_fuzz.READERS, "block", lambda data: [None for _each in iter(int, 1)])
    assert measure_fuzz.outcome("block", b"")[0] == "slow"
