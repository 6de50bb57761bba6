"""Imports that are there on this machine and not on Lambda."""
import re
import sys

from checks.check import Check, Finding

# What Lambda's Python runtimes bring: docs.aws.amazon.com/lambda/latest/dg/lambda-python.html
RUNTIME = {"boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six", "awslambdaric", "simplejson",
           "snapshot_restore_py"}
# docs.python.org/3/whatsnew: removed in 3.12 and 3.13
REMOVED = {(3, 12): {"asynchat", "asyncore", "distutils", "imp", "smtpd"},
           (3, 13): {"aifc", "audioop", "cgi", "cgitb", "chunk", "crypt", "imghdr", "mailcap", "msilib", "nis",
                     "nntplib", "ossaudiodev", "pipes", "sndhdr", "spwd", "sunau", "telnetlib", "uu", "xdrlib",
                     "lib2to3"}}
ADDED = {"tomllib": (3, 11), "annotationlib": (3, 14), "compression": (3, 14), "concurrent.interpreters": (3, 14)}
# What a distribution is imported as, where that is not its name.
IMPORTED_AS = {"pyyaml": ["yaml"], "pillow": ["PIL"], "beautifulsoup4": ["bs4"], "python-dateutil": ["dateutil"],
               "scikit-learn": ["sklearn"], "opencv-python-headless": ["cv2"], "opencv-python": ["cv2"],
               "pyjwt": ["jwt"], "python-jose": ["jose"], "psycopg2-binary": ["psycopg2"],
               "aws-lambda-powertools": ["aws_lambda_powertools"], "attrs": ["attr", "attrs"],
               "mysqlclient": ["MySQLdb"], "pycryptodome": ["Crypto"], "python-docx": ["docx"],
               "google-api-python-client": ["googleapiclient", "apiclient"], "protobuf": ["google"],
               "aws-xray-sdk": ["aws_xray_sdk"], "pyopenssl": ["OpenSSL"], "python-slugify": ["slugify"],
               "python-multipart": ["multipart"], "sentry-sdk": ["sentry_sdk"], "pymysql": ["pymysql"],
               "msgpack-python": ["msgpack"], "python-dotenv": ["dotenv"], "fpdf2": ["fpdf"], "pypdf2": ["PyPDF2"]}
DISTRIBUTIONS = {name: dist for dist, names in IMPORTED_AS.items() for name in names}


def missing_modules(subject):
    """Modules that neither the package, the layers, Python nor boto3 bring, per lambda."""
    package = subject.model["package"].rpartition("/")[2]
    version = tuple(map(int, subject.model["settings"]["runtime"].removeprefix("python").split(".")))
    brought = {layer: provided(requirements) for layer, requirements in subject.layers.items()}
    for name, fn in sorted(subject.model["lambdas"].items()):
        own = set().union(*(brought.get(layer, set()) for layer in fn["infra"]["layers"]))
        for path in subject.seen[name]["files"]:
            for dotted, line in subject.files.get(path, {"imports": []})["imports"]:
                top = dotted.partition(".")[0]
                if top != package and top not in own and not is_python(top, version) and top not in RUNTIME:
                    finding = complaint(path, line, top, dotted, fn, brought, version, subject)
                    if finding:
                        yield finding


def complaint(path, line, top, dotted, fn, brought, version, subject):
    """The finding of a module that is not there; None where a layer may bring it along with what it names."""
    holders = sorted(layer for layer, names in brought.items() if top in names)
    removed = next((str(since[1]) for since, gone in REMOVED.items() if top in gone), "")
    said = f"Runtime.ImportModuleError: No module named '{dotted}'"
    if removed:
        return Finding(path, line, f"{top} is not in Python {'.'.join(map(str, version))}",
                       f"it went with Python 3.{removed}; take what replaces it", said)
    if fn["infra"]["layers"] and not holders:
        return None
    beside = _beside(subject, path, dotted)
    if beside:
        return Finding(path, line, f"Lambda finds no module {dotted}", f"say `from {beside} import ...`", said)
    wanted = holders[0] if holders else DISTRIBUTIONS.get(top, top)
    make = "" if holders else f"`make layer pkg={wanted}`, then "
    layers = ", ".join([*fn["infra"]["layers"], wanted])
    return Finding(path, line, f"Lambda finds no module {dotted}", f"{make}`layers: [{layers}]` in the infra block",
                   said)


def _beside(subject, path, dotted):
    """The dotted name of a module of the app that stands beside a file, or ""."""
    place = f"{path.rpartition('/')[0]}/{dotted.replace('.', '/')}"
    root = subject.model["package"].rpartition("/")[0]
    there = {f"{place}.py", f"{place}/__init__.py"} & subject.paths
    return place.removeprefix(f"{root}/" if root else "").replace("/", ".") if there else ""


def is_python(top, version):
    """Whether a module is of Python's own library in that version."""
    if top in ADDED:
        return version >= ADDED[top]
    gone = set().union(*(names for since, names in REMOVED.items() if version >= since))
    known = set(sys.stdlib_module_names).union(*REMOVED.values())
    return top in known and top not in gone


def provided(requirements):
    """The modules that requirements bring: ["PyYAML==6.0"] -> {"yaml", "pyyaml"}."""
    found = set()
    for line in requirements:
        match = re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", line.strip())
        if match:
            name = re.sub(r"[-_.]+", "-", match[0]).lower()
            found |= {name.replace("-", "_"), match[0], *IMPORTED_AS.get(name, ())}
    return found


CHECKS = [
    Check("P110", "A module that Lambda does not have",
          "Runtime.ImportModuleError at every call. It works here because it is installed here.",
          "import requests\n\n\ndef handler(event, context):\n    return requests.get('https://example.com').text",
          "import urllib.request\n\n\ndef handler(event, context):\n"
          "    return urllib.request.urlopen('https://example.com').read().decode()", missing_modules),
]
