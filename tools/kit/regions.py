"""The regions of AWS, by botocore's list, without an import of botocore."""
import functools
import importlib.util
import json
from pathlib import Path
from typing import Any

from kit import schema
from kit.problems import KeyProblem


@functools.cache
def regions() -> frozenset[str]:
    """{region} of all partitions; empty without botocore. partitions.json has more of them than endpoints.json."""
    package = importlib.util.find_spec("botocore")
    folders = package and package.submodule_search_locations
    path = Path(folders[0], "data/partitions.json") if folders else None
    partitions = json.loads(path.read_bytes())["partitions"] if path and path.exists() else []
    return frozenset(region for partition in partitions for region in partition["regions"]
                     if not region.endswith("-global"))


def problems(settings_schema: dict, region: Any) -> list[KeyProblem]:
    """[problem] of `region` of app.yaml, valid by the schema of app.yaml, that AWS does not have."""
    if region is None or schema.problems(settings_schema["properties"]["region"], region) or not regions() \
            or region in regions():
        return []
    return [("region", f"AWS has no region {region!r}", f"{schema.nearest(region, regions()) or 'e.g. eu-west-1'}; if "
             "AWS added it lately, write a newer boto3 into requirements.txt")]
