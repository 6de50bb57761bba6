"""cfn-lint finds nothing in the templates of the golden apps, in regions of all kinds."""
import re

import expand_template
from kit import files
from tests.fixtures.golden_apps import CASES, GOLDEN, distinct, every_golden_app
from tests.fixtures.lint import lint_findings
from tests.fixtures.paths import ROOT
from tests.update_golden import golden_app

REGIONS = ["eu-west-1", "us-east-1", "ap-southeast-2", "us-gov-west-1"]
OF_SETTINGS = ["alerts", "endpoint-settings", "log", "settings", "vpc"]
# Websites, addresses of lambdas and snapstart; tests/scan/test_url_regions.py: scan refuses them there.
LACKED = {*(f"E3006 Resource type 'AWS::{lacked}' does not exist in 'us-gov-west-1'" for lacked in (
    "CloudFront::CachePolicy", "CloudFront::Distribution", "CloudFront::OriginAccessControl", "Lambda::Url")),
    "E2530 'SnapStart' enabled functions are not supported in ['us-gov-west-1']"}


def test_the_templates_are_right_in_any_region_but_for_what_aws_lacks_in_the_govcloud():
    others = every_golden_app([case for case in CASES if case not in [*OF_SETTINGS, "first-version"]])
    apps = {**{case: golden_app(case) for case in OF_SETTINGS}, "others": others, "direct": golden_app("direct"),
            "first-version": golden_app("first-version")}
    templates = {name: expand_template.expanded(app) for name, app in apps.items()}
    unused = {f"W2001 Parameter {parameter} not used." for template in templates.values() for parameter in template["Parameters"]
              if not re.search(rf'"Ref": ?"{parameter}"|\$\{{{parameter}\}}', files.json_bytes(template).decode())}
    assert unused == set()
    seen = set()  # what differs only in names is linted once; without it some parameters are not used
    findings = {name: [finding for finding in lint_findings(distinct(template, apps[name]["lambdas"], seen), *REGIONS)
                       if not finding.startswith("W2001 ")] for name, template in templates.items()}
    assert {name: {*found} - (LACKED if name not in OF_SETTINGS else set()) for name, found in findings.items()} == {
        name: set() for name in apps}
    assert set(findings["others"]) == LACKED


def test_the_root_and_what_is_nested_in_it_are_right():
    stacks = sorted((ROOT / "tests/golden/nested").iterdir())
    assert {path.stem: lint_findings(files.read_json(str(path))) for path in stacks} == {
        path.stem: [] for path in stacks}


def test_a_property_that_aws_does_not_know_is_found():
    template = files.read_json(str(GOLDEN / "direct/template.json"))
    template["Resources"]["HelloFunction"]["Properties"]["Memory"] = 512
    assert [finding.split()[0] for finding in lint_findings(template)] == ["E3002"]
