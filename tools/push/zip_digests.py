"""The CodeSha256 of the zips in the artifacts bucket of a stage: build/STAGE/digests.json.

A zip's key is the digest of its content, and versions of zlib compress differently: a machine that did not upload the
zip requests its digest once, and a deploy need not pack each zip to compare it.
"""
import contextlib
from pathlib import Path

import orjson

from kit import files, names
from push import zip_changes, zips


def path(stage: str) -> str:
    """The path of the file of a stage."""
    return f"build/{stage}/digests.json"


def read(stage: str, packed: dict, codes: dict[str, str], package: str, uploaded: dict[str, str]) -> dict[str, str]:
    """{key: CodeSha256} of the zips of lambdas, as far as they are known: recorded, or packed here.

    packed    {lambda: files of its zip}
    codes     {parameter of a lambda's code: key}
    package   of the app
    uploaded  {key: CodeSha256} of the zips that this process uploaded
    """
    keys = {name: codes[parameter] for name in packed if (parameter := names.code_parameter(name)) in codes}
    current, recorded = {*keys.values()}, uploaded
    with contextlib.suppress(OSError, ValueError, AttributeError):  # absent, or damaged: then it is made again
        recorded = {key: digest for key, digest in orjson.loads(Path(path(stage)).read_bytes()).items()
                    if key in current} | uploaded
    unknown = {name: key for name, key in keys.items() if key not in recorded}
    return recorded | zip_changes.digests({name: zips.content(packed[name], package) for name in unknown}, unknown)


def write(stage: str, digests: dict[str, str]) -> None:
    """Record digests for the next run, unless they are recorded. A folder that cannot be written to is no error."""
    data = orjson.dumps(digests, option=orjson.OPT_SORT_KEYS)
    with contextlib.suppress(OSError):
        if not Path(path(stage)).exists() or Path(path(stage)).read_bytes() != data:
            files.write_bytes(path(stage), data)
