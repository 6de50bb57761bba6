"""cfn-lint finds nothing in the templates of the golden apps, in regions of all kinds."""
import re

from kit import files
from tests.fixtures.golden_apps import GOLDEN, distinct_templates
from tests.fixtures.lint import lint_findings
from tests.fixtures.paths import ROOT

REGIONS = ["eu-west-1", "us-east-1", "ap-southeast-2", "us-gov-west-1"]
# Websites, addresses of lambdas and snapstart; tests/scan/test_url_regions.py: scan refuses them there.
LACKED = {*(f"E3006 Resource type 'AWS::{lacked}' does not exist in 'us-gov-west-1'" for lacked in (
    "CloudFront::CachePolicy", "CloudFront::Distribution", "CloudFront::OriginAccessControl", "Lambda::Url")),
    "E2530 'SnapStart' enabled functions are not supported in ['us-gov-west-1']"}


def test_the_templates_are_right_in_any_region_but_for_what_aws_lacks_in_the_govcloud():
    """What differs only in names is linted once."""
    findings = {case: {*lint_findings(template, *REGIONS)} for case, template in distinct_templates().items()}
    assert {case: found - LACKED for case, found in findings.items() if found - LACKED} == {}
    assert set().union(*findings.values()) == LACKED


def test_each_parameter_is_used():
    unused = set()
    for path in GOLDEN.glob("*/template.json"):
        text = path.read_text()
        unused |= {(path.parent.name, parameter) for parameter in files.read_json(str(path))["Parameters"]
                   if not re.search(rf'"Ref": ?"{parameter}"|\$\{{{parameter}\}}', text)}
    assert unused == {("image", "ArtifactsBucket")}  # a deploy gives each app this parameter
    assert lint_findings(files.read_json(str(GOLDEN / "image/template.json"))) == []


def test_the_root_and_what_is_nested_in_it_are_right():
    stacks = sorted((ROOT / "tests/golden/nested").iterdir())
    assert {path.stem: lint_findings(files.read_json(str(path)), *REGIONS) for path in stacks} == {
        path.stem: [] for path in stacks}


def test_a_property_that_aws_does_not_know_is_found():
    template = files.read_json(str(GOLDEN / "direct/template.json"))
    template["Resources"]["HelloFunction"]["Properties"]["Memory"] = 512
    assert [finding.split()[0] for finding in lint_findings(template)] == ["E3002"]
