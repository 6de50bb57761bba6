"""The plan of publishing a folder: the headers of each file, and which objects change. Only reads.

A file is an object of the same path; besides, docs/index.html is also the object `docs/`, so that the address
https://.../docs/ answers without any function at the edge.
"""
import hashlib
import mimetypes
import os
import re
from pathlib import Path
from urllib.parse import quote

from kit import publishing
from kit.problems import Problem, Problems

PUBLISHED_BY = {"published-by": "pareto"}  # metadata of what we publish: only that is ever deleted
SHORT = 60  # seconds that an edge may keep a file that can change; shorter times need no invalidation
YEAR = 365 * 24 * 3600
CHANGING = f"public, max-age=0, s-maxage={SHORT}, must-revalidate"
LASTING = f"public, max-age={YEAR}, immutable"
MOST_PATHS = 10  # of one invalidation: for more, one of everything is cheaper
PUBLISHED_HIDDEN = ".well-known"
KEY_LIMIT = 1024  # bytes: docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
FOLDER_HINT = "dir=site, or whichever folder holds the pages"
NO_SITES = {"build": "what make builds, values of env among it", **dict.fromkeys(
    ["tools", "tests", "bench", "cookiecutter-lambda"], "Pareto's"), "layers": "the lists of the layers",
    "domains": "the lists of names"}

# A name that holds a hash of the content: main.3f2a1b4c.js, index-BkH3s9Qd.js (of code only: elsewhere that is
# as likely a word). A date is no hash: it has no letter.
HASHED = re.compile(r"[.-](?=\w*\d)(?=\w*[a-f])[0-9a-f]{8,}\.[\w.]+$|"
                    r"[.-](?=[\w-]*\d)(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[\w-]{8}\.(?:js|mjs|css)(?:\.map)?$")
# Where Python's own table differs between versions, or has nothing. The machine's own tables are not read.
TYPES = {".avif": "image/avif", ".css": "text/css", ".csv": "text/csv", ".geojson": "application/geo+json",
         ".gz": "application/gzip", ".html": "text/html", ".ico": "image/x-icon", ".js": "text/javascript",
         ".json": "application/json", ".map": "application/json", ".md": "text/markdown",
         ".mjs": "text/javascript", ".otf": "font/otf", ".pdf": "application/pdf", ".rss": "application/rss+xml",
         ".svg": "image/svg+xml", ".ttf": "font/ttf", ".txt": "text/plain", ".wasm": "application/wasm",
         ".webmanifest": "application/manifest+json", ".webp": "image/webp", ".woff": "font/woff",
         ".woff2": "font/woff2", ".xml": "application/xml", ".yaml": "application/yaml", ".yml": "application/yaml"}
TYPES_BY_NAME = {"apple-app-site-association": "application/json"}
DEFAULT_TYPE = "application/octet-stream"
PYTHON_TYPES = mimetypes.MimeTypes()
TEXTS = re.compile(r"text/|application/xml$|.*\+xml$")


def content_type(name: str) -> str:
    """"docs/index.html" -> "text/html; charset=utf-8" """
    path = Path(name)
    ending = path.suffix.lower()
    media_type = (TYPES_BY_NAME.get(path.name) or TYPES.get(ending) or PYTHON_TYPES.guess_type(f"x{ending}")[0]
                  or DEFAULT_TYPE)
    return f"{media_type}; charset=utf-8" if TEXTS.match(media_type) else media_type


def cache_control(name: str) -> str:
    """The Cache-Control of a file: a year if its name contains a hash; else browsers revalidate it."""
    return LASTING if HASHED.search(Path(name).name) else CHANGING


def cache_seconds(cache: str) -> int:
    """The seconds that an edge keeps a response with this Cache-Control; without one the distribution's default."""
    directives = dict(part.strip().partition("=")[::2] for part in (cache or "").lower().split(","))
    if directives.keys() & {"no-store", "no-cache", "private"}:
        return 0
    seconds = directives.get("s-maxage") or directives.get("max-age") or str(SHORT)
    return int(seconds) if seconds.isdigit() else SHORT


def folder_problem(folder: str, package: str) -> tuple[str, str] | None:
    """(message, hint) of a folder that no website is in: the project, its tools, code and builds, hidden folders.

    package  the folder that is the app's package
    """
    project, target = os.path.realpath("."), os.path.realpath(folder)
    common = os.path.commonpath([project, target])
    parts = Path(target).relative_to(common).parts
    if target == common:
        return f"{folder} holds the whole project, which is not published", FOLDER_HINT
    if any(part.startswith(".") and part != PUBLISHED_HIDDEN for part in parts):
        return f"{folder} is hidden, and is not published", FOLDER_HINT
    if common == project and parts[0] in NO_SITES:
        return f"{parts[0]}/ is {NO_SITES[parts[0]]}, and is not published", FOLDER_HINT
    code = os.path.realpath(package)
    if os.path.commonpath([code, target]) in (code, target):
        return f"{folder} has the code of the lambdas, and is not published", FOLDER_HINT
    return None


def files_of(folder: str) -> dict:
    """{key: {"path", "size", "md5"}} of a folder; without hidden files except .well-known.

    A link is followed if its target is in the folder. Raises the Problems of links that leave the folder or form a
    loop, and of files with secrets.
    """
    paths, found_problems = publishing.walk(folder, is_published)
    found_problems += [problem for path in paths for problem in publishing.problems(str(path), folder)]
    found_problems += [Problem(str(path), 0, f"its name is longer than the {KEY_LIMIT} bytes of a key of S3",
                               "rename it")
                       for path in paths if len(os.fsencode(path.relative_to(folder))) > KEY_LIMIT]
    if found_problems:
        raise Problems(*found_problems)
    files = {path.relative_to(folder).as_posix(): {"path": str(path), "size": path.stat().st_size, "md5": md5(path)}
             for path in paths}
    pages = {key.removesuffix("index.html"): file for key, file in files.items() if key.endswith("/index.html")}
    return {**files, **pages}


def is_published(name: str) -> bool:
    """Whether a file or folder is published: not if its name begins with ".", except .well-known."""
    return not name.startswith(".") or name == PUBLISHED_HIDDEN


def md5(path: str | Path) -> str:
    """The MD5 of a file in hex: what S3 calls ETag of an object that was put in one piece."""
    digest = hashlib.md5(usedforsecurity=False)
    with open(path, "rb") as file:
        while part := file.read(1 << 20):
            digest.update(part)
    return digest.hexdigest()


def uncertain(local, listed, everything=False) -> tuple[list[str], list[str]]:
    """(keys to be put again, keys that are no longer in the folder): those whose metadata plan() needs."""
    changed = [key for key in sorted(local) if key in listed and (everything or listed[key] != (
        local[key]["md5"], local[key]["size"]))]
    return changed, sorted(listed.keys() - local.keys())


def plan(local, listed, heads, delete=False, everything=False) -> dict[str, list]:
    """The uploads and deletions, in order: pages after the files they refer to, deletions last.

    local       of files_of
    listed      {key: (ETag without quotes, size)} of the bucket
    heads       {key: {"ours": True, "cache": "max-age=60"}} of uncertain()
    delete      whether objects that we published and the folder no longer has are deleted
    everything  put unchanged files too
    ->          {"puts": [{"key", "path", "size", "type", "cache"}], "deletes": [key],
                 "gone": [key that would go], "others": [key of another publisher], "stale": [path to invalidate]}
    """
    changed, absent = uncertain(local, listed, everything)
    keys = [key for key in local if key not in listed] + changed
    puts = [{"key": key, "path": local[key]["path"], "size": local[key]["size"],
             "type": content_type(local[key]["path"]), "cache": cache_control(key)}
            for key in sorted(keys, key=lambda key: (is_page(key), key))]
    gone = [key for key in absent if heads[key]["ours"]]
    deletes = gone if delete else []
    stale = [key for key in [*changed, *deletes] if cache_seconds(heads[key]["cache"]) > SHORT]
    return {"puts": puts, "deletes": deletes, "gone": [] if delete else gone,
            "others": [key for key in absent if not heads[key]["ours"]], "stale": paths(stale)}


def is_page(key: str) -> bool:
    """Whether an object is a page, which refers to other objects: .html or a folder's index."""
    return key.endswith((".html", "/"))


def paths(keys: list[str]) -> list[str]:
    """The paths of objects, as an invalidation takes them: everything, where they are many."""
    paths = {f"/{quote(key)}" for key in keys} | ({"/"} if "index.html" in keys else set())
    return ["/*"] if len(paths) > MOST_PATHS else sorted(paths)


def lines(planned: dict[str, list]) -> list[str]:
    """[text]: the lines that show a plan to a person."""
    return [*(f"put {upload['key']} ({upload['size']:,} bytes, {upload['type']}, {upload['cache']})"
              for upload in planned["puts"]),
            *(f"delete {key}" for key in planned["deletes"]),
            *(f"invalidate {path}" for path in planned["stale"])]
