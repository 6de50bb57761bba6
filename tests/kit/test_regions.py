"""Every region that botocore knows may stand in app.yaml, and no other."""
import boto3
import pytest

from kit import settings
from kit.problems import Problems
from tests.fixtures.cases import cases


def test_the_regions_of_all_partitions_are_taken():
    session = boto3.Session()
    regions = [region for partition in session.get_available_partitions() for region in session.get_available_regions("lambda", partition)]
    assert {"eu-west-1", "us-gov-west-1", "eusc-de-east-1", "us-isob-east-1"} <= set(regions)
    for region in regions:
        assert settings.settings("app.yaml", f"name: demo\nregion: {region}\n")["region"] == region


@cases("region, problem", [
    ("eu-west-9", "app.yaml:2: AWS has no region 'eu-west-9'\n  hint: did you mean 'eu-west-3'?; if AWS"),
    ("eu-nort-1", "app.yaml:2: AWS has no region 'eu-nort-1'\n  hint: did you mean 'eu-north-1'?; if AWS"),
    ("mars-north-1", "app.yaml:2: AWS has no region 'mars-north-1'\n  hint: "),
    ("aws-global-1", "app.yaml:2: AWS has no region"), ("eu-west", "app.yaml:2: region cannot be 'eu-west'")])
def test_a_region_that_aws_does_not_have_has_its_line(region, problem):
    with pytest.raises(Problems) as raised:
        settings.settings("app.yaml", f"name: demo\nregion: {region}\n")
    assert str(raised.value).startswith(problem) and len(raised.value.args) == 1


def test_a_region_of_the_command_line_is_examined_too():
    with pytest.raises(Problems, match="^AWS has no region 'eu-west-9'"):
        settings.settings("app.yaml", "name: demo\n", {"region": "eu-west-9"})
