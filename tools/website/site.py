"""What publishing a folder means: how each file is said to be, and which objects it changes. Pure, but for reading.

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

MARK = {"published-by": "pareto"}  # metadata of what we publish: only that is ever deleted
SHORT = 60  # seconds that an edge may keep what can change; nobody invalidates for less
YEAR = 365 * 24 * 3600
CHANGING = f"public, max-age=0, s-maxage={SHORT}, must-revalidate"
LASTING = f"public, max-age={YEAR}, immutable"
MOST_PATHS = 10  # of one invalidation: beyond, all at once is cheaper
HIDDEN_BUT_MEANT = ".well-known"
KEY_LIMIT = 1024  # bytes: docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
FOLDER_HINT = "dir=site, or whichever folder holds the pages"
NO_SITES = {"build": "what make builds, values of env among it", **dict.fromkeys(
    ["tools", "tests", "bench", "cookiecutter-lambda"], "Pareto's"), "layers": "the lists of the layers",
    "domains": "the lists of names"}

# A name that holds a hash of the content: main.3f2a1b4c.js, index-BkH3s9Qd.js (of code only: elsewhere that is
# as likely a word). A date is no hash: it has no letter.
HASHED = re.compile(r"[.-](?=\w*\d)(?=\w*[a-f])[0-9a-f]{8,}\.[\w.]+$|"
                    r"[.-](?=[\w-]*\d)(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[\w-]{8}\.(?:js|mjs|css)(?:\.map)?$")
# Where Python's own table differs between versions, or has nothing. The machine's own tables are not asked.
TYPES = {".avif": "image/avif", ".css": "text/css", ".csv": "text/csv", ".geojson": "application/geo+json",
         ".gz": "application/gzip", ".html": "text/html", ".ico": "image/x-icon", ".js": "text/javascript",
         ".json": "application/json", ".map": "application/json", ".md": "text/markdown",
         ".mjs": "text/javascript", ".otf": "font/otf", ".pdf": "application/pdf", ".rss": "application/rss+xml",
         ".svg": "image/svg+xml", ".ttf": "font/ttf", ".txt": "text/plain", ".wasm": "application/wasm",
         ".webmanifest": "application/manifest+json", ".webp": "image/webp", ".woff": "font/woff",
         ".woff2": "font/woff2", ".xml": "application/xml", ".yaml": "application/yaml", ".yml": "application/yaml"}
NAMED = {"apple-app-site-association": "application/json"}
UNKNOWN = "application/octet-stream"
KNOWN = mimetypes.MimeTypes()
TEXTS = re.compile(r"text/|application/xml$|.*\+xml$")


def content_type(name):
    """"docs/index.html" -> "text/html; charset=utf-8" """
    path = Path(name)
    ending = path.suffix.lower()
    found = NAMED.get(path.name) or TYPES.get(ending) or KNOWN.guess_type(f"x{ending}")[0] or UNKNOWN
    return f"{found}; charset=utf-8" if TEXTS.match(found) else found


def cache_control(name):
    """For good, if the name changes with the content; else to be asked for again each time."""
    return LASTING if HASHED.search(Path(name).name) else CHANGING


def lasts(cache):
    """Seconds that an edge keeps what came with this Cache-Control; without one the distribution says."""
    said = dict(part.strip().partition("=")[::2] for part in (cache or "").lower().split(","))
    if said.keys() & {"no-store", "no-cache", "private"}:
        return 0
    seconds = said.get("s-maxage") or said.get("max-age") or str(SHORT)
    return int(seconds) if seconds.isdigit() else SHORT


def folder_problem(folder, package):
    """(message, hint) of a folder that no website is in: the project, its tools, code and builds, hidden folders.

    package  the folder that is the app's package
    """
    project, target = os.path.realpath("."), os.path.realpath(folder)
    common = os.path.commonpath([project, target])
    parts = Path(target).relative_to(common).parts
    if target == common:
        return f"{folder} holds the whole project, which is not published", FOLDER_HINT
    if any(part.startswith(".") and part != HIDDEN_BUT_MEANT for part in parts):
        return f"{folder} is hidden, and is not published", FOLDER_HINT
    if common == project and parts[0] in NO_SITES:
        return f"{parts[0]}/ is {NO_SITES[parts[0]]}, and is not published", FOLDER_HINT
    code = os.path.realpath(package)
    if os.path.commonpath([code, target]) in (code, target):
        return f"{folder} has the code of the lambdas, and is not published", FOLDER_HINT
    return None


def files_of(folder):
    """{key: {"path", "size", "md5"}} of a folder; hidden files stay where they are, but for .well-known.

    A link is followed where it stays in the folder. Raises the Problems of links that leave it or lead back, and
    of files that hold secrets.
    """
    paths, wrong = publishing.walk(folder, shown)
    wrong += [each for path in paths for each in publishing.problems(str(path), folder)]
    wrong += [Problem(str(path), 0, f"its name is longer than the {KEY_LIMIT} bytes of a key of S3", "rename it")
              for path in paths if len(os.fsencode(path.relative_to(folder))) > KEY_LIMIT]
    if wrong:
        raise Problems(*wrong)
    found = {path.relative_to(folder).as_posix(): {"path": str(path), "size": path.stat().st_size, "md5": md5(path)}
             for path in paths}
    pages = {key.removesuffix("index.html"): each for key, each in found.items() if key.endswith("/index.html")}
    return {**found, **pages}


def shown(name):
    """Whether a file or folder is meant to be published."""
    return not name.startswith(".") or name == HIDDEN_BUT_MEANT


def md5(path):
    """The MD5 of a file in hex: what S3 calls ETag of an object that was put in one piece."""
    digest = hashlib.md5(usedforsecurity=False)
    with open(path, "rb") as file:
        while part := file.read(1 << 20):
            digest.update(part)
    return digest.hexdigest()


def uncertain(local, listed, everything=False):
    """(keys to be put again, keys that are no longer in the folder): those whose metadata must be looked at."""
    changed = [key for key in sorted(local) if key in listed and (everything or listed[key] != (
        local[key]["md5"], local[key]["size"]))]
    return changed, sorted(listed.keys() - local.keys())


def plan(local, listed, heads, delete=False, everything=False):
    """What to do, in order: pages after what they refer to, deletions last.

    local       of files_of
    listed      {key: (ETag without quotes, size)} of the bucket
    heads       {key: {"ours": True, "cache": "max-age=60"}} of uncertain()
    delete      whether what we published and is gone goes too
    everything  put what is the same too
    ->          {"puts": [{"key", "path", "size", "type", "cache"}], "deletes": [key],
                 "gone": [key that would go], "others": [key of somebody else's], "stale": [path to invalidate]}
    """
    changed, absent = uncertain(local, listed, everything)
    wanted = [key for key in local if key not in listed] + changed
    puts = [{"key": key, "path": local[key]["path"], "size": local[key]["size"],
             "type": content_type(local[key]["path"]), "cache": cache_control(key)}
            for key in sorted(wanted, key=lambda key: (is_page(key), key))]
    gone = [key for key in absent if heads[key]["ours"]]
    deletes = gone if delete else []
    stale = [key for key in [*changed, *deletes] if lasts(heads[key]["cache"]) > SHORT]
    return {"puts": puts, "deletes": deletes, "gone": [] if delete else gone,
            "others": [key for key in absent if not heads[key]["ours"]], "stale": paths(stale)}


def is_page(key):
    """Whether it refers to other files."""
    return key.endswith((".html", "/"))


def paths(keys):
    """The paths of objects, as an invalidation says them: all at once, where they are many."""
    found = {f"/{quote(key)}" for key in keys} | ({"/"} if "index.html" in keys else set())
    return ["/*"] if len(found) > MOST_PATHS else sorted(found)


def words(planned):
    """The lines of a plan, for a person."""
    return [*(f"put {each['key']} ({each['size']:,} bytes, {each['type']}, {each['cache']})"
              for each in planned["puts"]),
            *(f"delete {key}" for key in planned["deletes"]),
            *(f"invalidate {path}" for path in planned["stale"])]
