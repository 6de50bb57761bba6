"""What differs between the zip of a lambda in the bucket and the one that is to be deployed."""
import base64
import hashlib
import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from aws import errors
from push import zips
from recipes import image

LARGE = 10 * 1000 * 1000  # bytes of a zip, beyond which a cold start takes visibly longer
FASTEST_GROWTH = 0.5  # of a zip's size
MOST_SHOWN = 40  # zips whose sizes are printed one by one
THREADS = 16


class ZipChange(NamedTuple):
    """The files of two zips that differ, and the sizes of the zips in bytes."""

    added: list[str]
    changed: list[str]
    removed: list[str]
    size_before: int | None  # 0 of a new lambda; None if the bucket lacks the zip
    size: int


def zip_change(before: bytes, after: bytes) -> ZipChange:
    """The ZipChange from one zip to another; before: b"" of a new lambda."""
    old, new = files(before), files(after)
    return ZipChange(sorted(new.keys() - old.keys()), sorted(path for path in new.keys() & old.keys()
                                                             if new[path] != old[path]),
                     sorted(old.keys() - new.keys()), len(before), len(after))


def by_lambda(s3, bucket: str, entries: dict, keys: dict[str, str], present_keys: dict[str, str]) -> dict:
    """{lambda: ZipChange} of the lambdas whose zip or image is another, or new; of an image it is None.

    entries  {lambda: content of its zip}; keys: {lambda: key} of the next push; present_keys: {lambda: key} that runs
    """
    def change(name):
        if not image.is_zip(keys[name]):
            return name, None
        before, after = present_keys.get(name, ""), zips.archive(entries[name])
        if not image.is_zip(before):
            return name, zip_change(b"", after)
        data = downloaded(s3, bucket, before)
        return name, zip_change(data, after) if data else ZipChange([], [], [], None, len(after))

    with ThreadPoolExecutor(THREADS) as pool:
        return dict(pool.map(change, [name for name, key in keys.items() if present_keys.get(name) != key]))


def downloaded(s3, bucket: str, key: str) -> bytes:
    """The bytes of a zip in the bucket; b"" if it is gone."""
    with errors.ignored("NoSuchKey", "NoSuchBucket", "AccessDenied"):
        return s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    return b""


def files(data: bytes) -> dict[str, tuple]:
    """{path: (checksum, size, mode)} of a zip; {} of b""."""
    if not data:
        return {}
    with zipfile.ZipFile(io.BytesIO(data)) as zip_:
        return {entry.filename: (entry.CRC, entry.file_size, entry.external_attr) for entry in zip_.infolist()}


def code_sha256(data: bytes) -> str:
    """The CodeSha256 that Lambda has of a function with this zip."""
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


def digests(entries: dict, keys: dict[str, str]) -> dict[str, str]:
    """{key: CodeSha256} of zips that can be packed here. entries: {lambda: content of its zip}; keys: {lambda: key}"""
    return {key: code_sha256(zips.archive(entries[name])) for name, key in keys.items()
            if name in entries and zips.key(entries[name]) == key}


def size_text(size: int) -> str:
    """"1.2 kB", "12.0 MB"."""
    return f"{size / 1e6:,.1f} MB" if size >= 1e6 else f"{size / 1e3:,.1f} kB"


def growth_text(before: int | None, after: int) -> str:
    """The size of a zip and its growth: "1.2 kB, +20 %"; of a new one only the size. before: bytes, 0 or None"""
    percent = round(100 * (after - before) / before) if before else 0
    return size_text(after) + (f", {percent:+d} %" if percent else "")


def growth_lines(sizes: dict[str, int], keys: dict[str, tuple[str, str]]) -> list[str]:
    """[text] of lambdas whose zip changes: its size and growth, and warnings; only warnings if there are more than
    MOST_SHOWN.

    sizes  {key: bytes} of the zips in the bucket: the growth from one that is gone is unknown
    keys   {lambda: (key of its zip as deployed, key of the new one)}
    """
    rows = sorted((name, sizes[before], sizes[after]) for name, (before, after) in keys.items()
                  if before != after and {before, after} <= sizes.keys())
    shown = [f"  {name}: zip {growth_text(before, after)}" for name, before, after in rows]
    return [*(shown if len(rows) <= MOST_SHOWN else []),
            *(f"  WARNING: {text}" for row in rows if (text := warning(*row)))]


def warning(name: str, before: int, after: int) -> str:
    """The warning of a lambda's zip that grows by more than half or beyond 10 MB; else "".

    A large zip that hardly grows was reported before.
    """
    if before and after > before * (1 + FASTEST_GROWTH):
        return f"the zip of {name} grows by more than half: from {size_text(before)} to {size_text(after)}"
    if after > LARGE >= before:
        return f"the zip of {name} has {size_text(after)}: a cold start fetches all of it"
    return ""


def text(code):
    """The text of a lambda's changed zip: its files, its size and growth; of an image that it is another."""
    if code is None:
        return "another image"
    parts = [f"{kind} {', '.join(code[kind])}" for kind in ("changed", "added", "removed") if code[kind]]
    what = {0: "new", None: "changed; the bucket lacks its present zip"}.get(code["size_before"], "; ".join(parts))
    return f"{what or 'packed anew'} ({growth_text(code['size_before'], code['size'])})"
