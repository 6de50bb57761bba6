"""Every region that botocore knows may stand in app.yaml."""
import boto3

from kit import settings


def test_the_regions_of_all_partitions_are_taken():
    session = boto3.Session()
    regions = [region for partition in session.get_available_partitions() for region in session.get_available_regions("lambda", partition)]
    assert {"eu-west-1", "us-gov-west-1", "eusc-de-east-1", "us-isob-east-1"} <= set(regions)
    for region in regions:
        assert settings.settings("app.yaml", f"name: demo\nregion: {region}\n")["region"] == region
