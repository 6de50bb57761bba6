"""The example shows everything once, and no lambda of it calls itself for ever."""
import ast
import json
import shutil
import subprocess
import sys

import pytest

import recipes
from aws.events import patterns
from scan import infra_block
from tests.fixtures.paths import EXAMPLE, README, ROOT

sys.path.append(str(ROOT / "bench"))
import app_client
import example_journey

# The example has no layer, `events` of its table (`stream` is for ported code), and signed-in users; a shard of a stream
# costs by the hour.
UNUSED = {"permissions", "layers", "stream", "kinesis", "authorizer", "url", "users"}


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """The example's app.json."""
    out = tmp_path_factory.mktemp("example") / "app.json"
    subprocess.run([sys.executable, ROOT / "tools/scan_infra.py", "lambdas", "-o", out], cwd=EXAMPLE, check=True)
    return json.loads(out.read_bytes())


def said(path):
    """The infra block of a lambda as its author wrote it."""
    source = (EXAMPLE / path).read_text()
    return infra_block.infra_block(ast.parse(source), source)[0]


def rules(model, name):
    """{rule: its pattern} of a lambda's rules that have one: {"readings": {"sk": ["reading"]}}"""
    return {rule["name"]: rule["pattern"] for rule in model["lambdas"][name]["infra"]["events"] if "pattern" in rule}


def test_it_uses_every_word_and_every_trigger(model):
    words = {word for one in model["lambdas"].values() for word in said(one["path"])}
    assert words == {*recipes.TRIGGERS, *recipes.SETTINGS} - UNUSED
    assert {} in [said(one["path"]) for one in model["lambdas"].values()]  # and one is only invoked directly


def test_it_uses_every_kind_of_state_and_of_variable(model):
    kinds = {one["kind"] for each in model["lambdas"].values() for one in each["env"]}
    assert kinds == {"table", "bucket", "website", "bus", "queue", "topic", "function"}
    assert model["state"] == {"table": {"demo": {"indexes": [{"name": "day", "type": "S"}]}},
                              "bucket": {"demo": {}}, "website": {"demo": {}}, "bus": {"demo": {}}, "secret": {},
                              "schedule": {}, "data_stream": {}, "parameter": {}}


@pytest.mark.parametrize("name, rule, heard, not_heard", [
    ("summary", "readings",
     [{"sk": "reading"}], [{"sk": "day"}, {"sk": "alarm"}, {"sk": "2026-05-01"}]),
    ("readings-load", "dropped", [{"object": {"key": "inbox/may day.csv"}}],
     [{"object": {"key": key}} for key in ("bad/may day.csv", "done/may day.csv", "inbox/a.txt", "inbox/")]),
    ("front", "page-published",
     [{"object": {"key": "stations/oslo.html"}}], [{"object": {"key": "index.html"}}]),
])
def test_no_rule_matches_the_writes_of_its_own_lambda(model, name, rule, heard, not_heard):
    pattern = rules(model, name)[rule]
    assert [patterns.matches(pattern, detail) for detail in heard] == [True] * len(heard)
    assert [patterns.matches(pattern, detail) for detail in not_heard] == [False] * len(not_heard)


def test_every_lambda_is_short_and_begins_with_a_story_and_has_a_test(model):
    for one in model["lambdas"].values():
        source = (EXAMPLE / one["path"]).read_text()
        story = ast.get_docstring(ast.parse(source)).split("infra:")[0].strip()
        assert len(story) > 40, one["path"]
        assert len(source.splitlines()) <= 70, one["path"]
        assert "def test_" in (EXAMPLE / one["path"]).with_name("test.py").read_text()


@pytest.mark.parametrize("readme", README)
def test_the_readme_names_only_existing_lambdas_and_targets(model, readme):
    makefile = (ROOT / "Makefile").read_text()
    for line in readme.read_text().splitlines():
        for word, target in zip(line.split(), line.split()[1:]):
            if word in ("make", "`make"):
                assert f"\n{target.strip('`')}: " in makefile, line
    assert {"pages", "closing"} <= model["lambdas"].keys()


def test_readings_go_through_all_lambdas_of_the_example(deploy_app, local_cloud, tmp_path):
    shutil.copytree(EXAMPLE / "lambdas", tmp_path / "lambdas", ignore=shutil.ignore_patterns("__pycache__"))
    outputs = deploy_app((EXAMPLE / "app.yaml").read_text(), {})
    app = app_client.App("demo", "eu-west-1", local_cloud.endpoint, outputs)
    example_journey.Journey(app, example_journey.functions(app), app.sign_in(example_journey.EMAIL)).run()
