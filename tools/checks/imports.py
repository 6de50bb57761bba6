"""Imports of modules that this machine has and Lambda does not have."""
import ast
import glob
import re

from checks import library_modules
from checks.check import Check, Finding, Findings, Subject
from interpreter.library_calls import VERBS
from interpreter.sources import nodes_of
from kit.problems import Problem, listed
from recipes import image
from recipes.layer import is_arn

DEFAULT_PACKAGE = "lambdas"

# What Lambda's Python runtimes contain: docs.aws.amazon.com/lambda/latest/dg/lambda-python.html
RUNTIME = {"boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six", "awslambdaric", "simplejson",
           "snapshot_restore_py"}
# {module that no layer should have: why}. cfnresponse:
# docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-lambda-function-code-cfnresponsemodule.html
WITHOUT_LAYER = {**dict.fromkeys(library_modules.OF_WINDOWS, "Lambda runs on Linux, and this is a module of Windows"),
                 "cfnresponse": "AWS adds it only to code in a template: send the response as in "
                                "docs/resources.md#custom-resources"}
# The modules of a distribution, where their names differ from its own.
IMPORTED_AS = {"pyyaml": ["yaml"], "pillow": ["PIL"], "beautifulsoup4": ["bs4"], "python-dateutil": ["dateutil"],
               "scikit-learn": ["sklearn"], "opencv-python-headless": ["cv2"], "opencv-python": ["cv2"],
               "pyjwt": ["jwt"], "python-jose": ["jose"], "psycopg2-binary": ["psycopg2"],
               "aws-lambda-powertools": ["aws_lambda_powertools"], "attrs": ["attr", "attrs"],
               "mysqlclient": ["MySQLdb"], "pycryptodome": ["Crypto"], "python-docx": ["docx"],
               "google-api-python-client": ["googleapiclient", "apiclient"], "protobuf": ["google"],
               "aws-xray-sdk": ["aws_xray_sdk"], "pyopenssl": ["OpenSSL"], "python-slugify": ["slugify"],
               "python-multipart": ["multipart"],
               "setuptools": ["setuptools", "pkg_resources"], "sentry-sdk": ["sentry_sdk"], "pymysql": ["pymysql"],
               "msgpack-python": ["msgpack"], "python-dotenv": ["dotenv"], "fpdf2": ["fpdf"], "pypdf2": ["PyPDF2"]}
# Parts of Powertools, the modules that they import, and the extra of the distribution that installs these.
# docs.aws.amazon.com/powertools/python/latest/getting-started/install/
EXTRAS = {"aws_lambda_powertools.Tracer": ("aws_xray_sdk", "tracer"),
          "aws_lambda_powertools.tracing.Tracer": ("aws_xray_sdk", "tracer"),
          "aws_lambda_powertools.utilities.parser": ("pydantic", "parser"),
          "aws_lambda_powertools.utilities.validation": ("fastjsonschema", "validation")}
DISTRIBUTIONS = {name: dist for dist, names in IMPORTED_AS.items() for name in names}


def missing_modules(subject: Subject) -> Findings:
    """Modules that neither the app's package, the lambda's layers, Python nor the runtime contain, for each lambda."""
    package = subject.model["package"].rpartition("/")[2]
    modules_by_layer = {layer: provided(requirements) for layer, requirements in subject.layers.items()}
    for name, fn in subject.lambdas:
        if image.has_image(fn):
            continue  # the Dockerfile installs its packages
        own = set().union(*(modules_by_layer.get(layer, set()) for layer in fn["infra"]["layers"]))
        version = runtime_version(subject, fn)
        for path in subject.observations[name]["files"]:
            yield from missing_extras(subject, path, fn["infra"]["layers"], own)
            for dotted, line in subject.files.get(path, {"imports": []})["imports"]:
                if dotted.startswith("botocore.vendored") and (used := removed_function(subject.tree(path))):
                    yield Finding(path, line, f"botocore has no {used} any more", "`make layer pkg=requests`, then "
                                  "`import requests` and its layer in the infra block; or urllib.request",
                                  f"AttributeError: module 'botocore.vendored.requests' has no attribute "
                                  f"{used.partition('.')[2]!r}")
                top = dotted.partition(".")[0]
                if top != package and top not in own and top not in RUNTIME \
                        and not library_modules.is_present(library_modules.part_of(dotted), version):
                    finding = missing_module(path, line, dotted, fn, modules_by_layer, subject)
                    if finding:
                        yield finding


def missing_extras(subject, path, layers, own):
    """Parts of Powertools in a file whose packages are in none of its layers. own: the modules of the layers

    Only if the layers list all their packages, as `make layer` writes them: another package may need pydantic too.
    """
    layer = next((name for name in layers if "aws_lambda_powertools" in provided(subject.layers.get(name, []))), None)
    lines = [line.partition("#")[0].strip() for name in layers for line in subject.layers.get(name, [])]
    if layer is None or any(line and "==" not in line or "[" in line for line in lines) or any(map(is_arn, layers)):
        return
    for node in nodes_of(subject.tree(path), ast.ImportFrom):
        for dotted in [f"{node.module}.{alias.name}" for alias in node.names]:
            module, extra = next((EXTRAS[part] for part in EXTRAS if f"{dotted}.".startswith(f"{part}.")), ("", ""))
            if module and module not in own:
                yield Finding(path, node.lineno, f"Lambda finds no module {module}, which {dotted} imports",
                              f"`make layer pkg='aws-lambda-powertools[{extra}]' name={layer}`",
                              f"Runtime.ImportModuleError: No module named '{module}'")
                return


def removed_function(tree):
    """"requests.post" if code calls it of a module; botocore kept only its exceptions.

    aws.amazon.com/blogs/developer/removing-the-vendored-version-of-requests-from-botocore/
    """
    return next((f"requests.{node.attr}" for node in nodes_of(tree, ast.Attribute)
                 if getattr(node.value, "id", "") == "requests" and node.attr in VERBS), "")


def renamed_package(subject):
    """[Problem] of an app that imports its own modules under another package's name: one, at the first import.

    It is certain if `lambdas.dates` is of no other package, and the package, called src, has a module src.dates.
    """
    package = subject.model["package"].rpartition("/")[2]
    version = runtime_version(subject)
    installed_packages = RUNTIME.union(*map(provided, subject.layers.values()))
    without_layers = {path for name, fn in subject.model["lambdas"].items()
                      if not fn["infra"]["layers"] and not image.has_image(fn)
                      for path in subject.observations[name]["files"]}
    for path, facts in sorted(subject.files.items()):
        for top in sorted({dotted.partition(".")[0] for dotted, _line in facts["imports"]}):
            if (top == DEFAULT_PACKAGE or path in without_layers) and top != package and top not in installed_packages \
                    and not library_modules.is_present(top, version) and own_modules(subject, path, top):
                return [renamed_problem(subject, package, top)]
    return []


def own_modules(subject, path, top):
    """[(line, module)] of a file's imports of `top.module` where the package has that module: [(3, "dates")].

    The module is "" in `from top import module`.
    """
    root, imports_ = subject.model["package"], []
    for node in nodes_of(subject.tree(path), ast.Import, ast.ImportFrom):
        names = [(alias.name, "") for alias in node.names] if isinstance(node, ast.Import) else \
            [(node.module, f".{alias.name}") for alias in node.names if node.module and not node.level]
        for module, name in names:
            _top, _dot, submodule = (module if "." in module else module + name).partition(".")
            path_stem = f"{root}/{submodule.replace('.', '/')}"
            if module.partition(".")[0] == top and submodule and any(
                    file == f"{path_stem}.py" or file.startswith(f"{path_stem}/") for file in subject.paths):
                imports_.append((node.lineno, module.partition(".")[2]))
    return sorted(set(imports_))


def renamed_problem(subject, package, old):
    """The Problem of all imports of the package's modules under an old name."""
    uses = [(path, line, module) for path in sorted(subject.paths, key=lambda path: (path.endswith("/test.py"), path))
            for line, module in own_modules(subject, path, old)]
    path, line, module = uses[0]
    other_sites = listed(dict.fromkeys(f"{use[0]}:{use[1]}" for use in uses if use[:2] != (path, line)))
    sites_text = f"; so it is at {other_sites}" if other_sites else ""
    dotted = f"{package}.{module}" if module else package
    return Problem(path, line, f"the package is called {package}: `from {dotted} import ...`?",
                   f"{old} is its earlier name{sites_text}. Change the imports, or name the folder {old} "
                   f"again, with `package: {old}` in app.yaml")


def runtime_version(subject, fn=None):
    """(3, 13) of a lambda, or of an app, whose runtime is python3.13."""
    runtime = {**subject.model["settings"], **(fn["infra"] if fn else {})}["runtime"]
    return tuple(map(int, runtime.removeprefix("python").split(".")))


def missing_module(path, line, dotted, fn, modules_by_layer, subject):
    """The finding of a missing module; None where a layer may contain it as a dependency of its requirements."""
    top = library_modules.part_of(dotted)
    layers_with_module = sorted(layer for layer, names in modules_by_layer.items() if top in names)
    owner = f"the runtime of lambda {fn['name']}" if "runtime" in fn["infra"] else "the app's runtime"
    aws_message = f"Runtime.ImportModuleError: No module named '{dotted}'"
    if top in WITHOUT_LAYER and not layers_with_module:
        return Finding(path, line, f"Lambda finds no module {top}", WITHOUT_LAYER[top], aws_message)
    nearby = _nearby_module(subject, path, dotted)
    if not nearby and (fault := library_modules.absence(top, runtime_version(subject, fn), owner)):
        return Finding(path, line, *fault, aws_message)
    if fn["infra"]["layers"] and not layers_with_module or any(map(is_arn, fn["infra"]["layers"])):
        return None
    if nearby:
        return Finding(path, line, f"Lambda finds no module {dotted}", f"write `from {nearby} import ...`", aws_message)
    distribution = layers_with_module[0] if layers_with_module else DISTRIBUTIONS.get(top, top)
    make = "" if layers_with_module else f"`make layer pkg={distribution}`, then "
    layers = ", ".join([*fn["infra"]["layers"], distribution])
    return Finding(path, line, f"Lambda finds no module {dotted}", f"{make}`layers: [{layers}]` in the infra block",
                   aws_message)


def _nearby_module(subject, path, dotted):
    """The dotted name of a module or folder of the app in the folder of a file, or in one above it; "" for none."""
    package = subject.model["package"]
    above = package.rpartition("/")[0]
    folder = path.rpartition("/")[0]
    while f"{folder}/".startswith(f"{package}/"):
        path_stem = f"{folder}/{dotted.replace('.', '/')}"
        if glob.glob(f"{glob.escape(folder)}/*.dist-info"):
            return ""  # `pip install --target` put the package there, which imports its own modules by absolute names
        if f"{path_stem}.py" in subject.paths or any(file.startswith(f"{path_stem}/") for file in subject.paths):
            return path_stem.removeprefix(f"{above}/" if above else "").replace("/", ".")
        folder = folder.rpartition("/")[0]
    return ""


def provided(requirements):
    """The modules that requirements install: ["PyYAML==6.0"] -> {"yaml", "pyyaml"}."""
    modules = set()
    for line in requirements:
        match = re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", line.strip())
        if match:
            name = re.sub(r"[-_.]+", "-", match[0]).lower()
            modules |= {name.replace("-", "_"), match[0], *IMPORTED_AS.get(name, ())}
    return modules


CHECKS = [
    Check("P110", "A module that Lambda does not have",
          "Runtime.ImportModuleError at every invocation. The import works here because the module is installed here.",
          "https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html",
          "import requests\n\n\ndef handler(event, context):\n"
          "    return requests.get('https://example.com', timeout=2).text",
          "import urllib.request\n\n\ndef handler(event, context):\n"
          "    return urllib.request.urlopen('https://example.com', timeout=2).read().decode()", missing_modules),
]
