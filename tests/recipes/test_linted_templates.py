"""cfn-lint finds nothing in the templates of the golden apps: those of settings in regions of all kinds."""
import pytest

import expand_template
from kit import files
from tests.fixtures.golden_apps import CASES, GOLDEN, every_golden_app
from tests.fixtures.lint import lint_findings
from tests.fixtures.paths import ROOT
from tests.update_golden import golden_app

REGIONS = ["eu-west-1", "us-east-1", "ap-southeast-2", "us-gov-west-1"]
OF_SETTINGS = ["alerts", "concurrency", "endpoint-limits", "env", "layers-by-arn", "log", "retries", "runtimes",
               "storage-and-tracing", "vpc"]


@pytest.mark.parametrize("case", OF_SETTINGS)
def test_the_templates_of_settings_are_right_in_any_region(case):
    assert lint_findings(files.read_json(str(GOLDEN / case / "template.json")), *REGIONS) == []


def test_the_templates_of_all_other_apps_are_right():
    others = every_golden_app([case for case in CASES if case not in OF_SETTINGS])
    apps = {"others": others, "hardly anything": golden_app("direct")}
    assert {name: lint_findings(expand_template.expanded(app)) for name, app in apps.items()} == dict.fromkeys(apps, [])


def test_the_root_and_what_is_nested_in_it_are_right():
    stacks = sorted((ROOT / "tests/golden/nested").iterdir())
    assert {path.stem: lint_findings(files.read_json(str(path))) for path in stacks} == {
        path.stem: [] for path in stacks}


def test_a_property_that_aws_does_not_know_is_found():
    template = files.read_json(str(GOLDEN / "direct/template.json"))
    template["Resources"]["HelloFunction"]["Properties"]["Memory"] = 512
    assert [finding.split()[0] for finding in lint_findings(template)] == ["E3002"]
