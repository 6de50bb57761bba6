"""The regions of AWS, by botocore's list, without an import of botocore."""
import functools
from typing import Any

from kit import schema
from kit.files import package_json
from kit.problems import KeyProblem


@functools.cache
def regions() -> frozenset[str]:
    """{region} of all partitions; empty without botocore. partitions.json has more of them than endpoints.json."""
    partitions = package_json("botocore", "data/partitions.json").get("partitions", [])
    return frozenset(region for partition in partitions for region in partition["regions"]
                     if not region.endswith("-global"))


def problems(settings_schema: dict, region: Any) -> list[KeyProblem]:
    """[problem] of `region` of app.yaml, valid by the schema of app.yaml, that AWS does not have."""
    if region is None or schema.problems(settings_schema["properties"]["region"], region) or not regions() \
            or region in regions():
        return []
    example = schema.nearest(region, regions()) or "e.g. eu-west-1"
    return [("region", f"AWS has no region {region!r}",
             f"{example}; if AWS added it lately, write a newer boto3 into requirements.txt")]
