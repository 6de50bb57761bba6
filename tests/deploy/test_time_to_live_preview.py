"""`make check` reports a time to live that moves to another attribute, which DynamoDB refuses in one deploy."""
from pathlib import Path

import pytest

import check_app
import scan_infra
from deploy import preview
from kit import files
from kit.problems import Problems
from tests.fixtures.cases import cases

CODE = '"""Reads.\n\ninfra: {}\n"""\nimport os\n\nTABLE = os.environ["DEMO_TABLE"]\n\n\ndef handler(event, context):\n    return "a"\n'
MOVED = "app.yaml:3: a deploy to dev would change the `ttl` of the table demo from ends to gone\n  hint: two deploys: one without `ttl`"


def written(fields):
    """The app model of an app with one table of app.yaml, or with a default one (fields: None)."""
    Path("lambdas/read").mkdir(parents=True, exist_ok=True)
    Path("lambdas/read/index.py").write_text(CODE)
    Path("app.yaml").write_text("name: demo\n" + (f"tables:\n  demo: {{{fields}}}\n" if fields is not None else ""))
    scan_infra.main(["-o", "build/app.json"])
    return files.read_json("build/app.json")


@cases("before, after, expected", [
    ("ttl: ends", "ttl: gone", MOVED), ("ttl: ends", "ttl: ends", ""), ("ttl: ends", "stream: false", ""), (None, "ttl: gone", ""),
    ("stream: false", "ttl: gone", ""), ("ttl: ends", None, ""),
    ("ttl: ends", "ttl: gone, key: {id: string}", "")])  # another key replaces the table
def test_a_time_to_live_of_another_attribute_is_reported_at_its_table(before, after, expected, own_folder):
    stack = {"StackName": "demo-dev", "StackStatus": "UPDATE_COMPLETE"}
    files.write_json("build/dev/stack.json", preview.record(written(before), stack, {}, None))
    written(after)
    if not expected:
        return check_app.main(["build/app.json"])
    with pytest.raises(Problems) as raised:
        check_app.main(["build/app.json"])
    assert str(raised.value).startswith(expected) and len(raised.value.args) == 1


def test_a_record_from_before_it_had_times_to_live_counts_nothing(own_folder):
    record = preview.record(written("ttl: ends"), {"StackName": "demo-dev", "StackStatus": "UPDATE_COMPLETE"}, {}, None)
    assert record.pop("ttl") == {"demo": "ends"}
    files.write_json("build/dev/stack.json", record)
    written("ttl: gone")
    check_app.main(["build/app.json"])
