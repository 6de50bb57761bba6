"""Modules and names that the runtime of the app does not have, and packages under another name than their imports."""
import pytest

from checks import example, library_modules, load, python_versions, report
from scan.scanning import scan
from tests.fixtures.cases import cases
from tests.fixtures.checks import ids_of, problems, write


@cases("code, runtime, expected", [
    ("from itertools import batched\nreturn batched", "3.11", ["P122"]),
    ("from itertools import batched\nreturn batched", "3.12", []),
    ("import datetime as dt\nreturn dt.UTC", "3.10", ["P122"]),
    ("import datetime\nreturn datetime.UTC", "3.11", []),
    ("from datetime import UTC, datetime\nreturn str(datetime.now(UTC))", "3.9", ["P122"]),
    ("import collections\nreturn isinstance(event, collections.Mapping)", "3.13", ["P122"]),
    ("import collections.abc\nreturn isinstance(event, collections.abc.Mapping)", "3.13", []),
    ("from collections import OrderedDict\nreturn OrderedDict()", "3.13", []),
    ("try:\n    from datetime import UTC\nexcept ImportError:\n    from datetime import timezone\n    UTC = timezone.utc\n"
     "return str(UTC)", "3.10", []),
    ("import sys, itertools\nif sys.version_info >= (3, 12):\n    return list(itertools.batched([], 2))\nreturn 1", "3.11", []),
    ("import tomllib\nreturn tomllib.loads('')", "3.10", ["P110"]),
    ("import tomllib\nreturn tomllib.loads('')", "3.11", []),
    ("import cgi\nreturn cgi.escape", "3.13", ["P110"]), ("import cgi\nreturn str(cgi)", "3.12", []),
    ("import binhex\nreturn str(binhex)", "3.10", []), ("import binhex\nreturn str(binhex)", "3.11", ["P110"]),
    ("import distutils\nreturn str(distutils)", "3.12", ["P110"]),
    ("import annotationlib\nreturn str(annotationlib)", "3.14", []),
    ("import string.templatelib\nreturn str(string)", "3.13", ["P110"]), ("import string.templatelib\nreturn str(string)", "3.14", []),
    ("from dbm.sqlite3 import open\nreturn open", "3.12", ["P110"]), ("import string\nreturn string.digits", "3.13", []),
    ("from urllib import urlencode\nreturn urlencode({})", "3.9", ["P122"]),
    ("import sys, time\nreturn sys.maxint, time.clock()", "3.13", ["P122"]),
    ("import base64\nreturn base64.encodestring(b'')", "3.9", ["P122"]),
    ("import locale\nreturn locale.format('%d', 1)", "3.11", []),
    ("import locale\nreturn locale.format('%d', 1)", "3.12", ["P122"]),
    ("import urllib.request\nreturn urllib.request.urlopen('https://a.b', timeout=1).status", "3.13", []),
    ("from urllib import parse\nreturn parse.quote('x')", "3.13", []),
    ("import string\nreturn string.letters", "3.13", ["P122"]),
    ("import msvcrt\nreturn msvcrt.getch()", "3.13", ["P110"]),
    ("import os\nif os.name == 'nt':\n    import msvcrt\nreturn 1", "3.13", []),
    ("import sys\nif sys.platform == 'win32':\n    import winreg\nreturn 1", "3.13", []),
])
def test_the_library_is_that_of_the_runtime(code, runtime, expected, folder, monkeypatch):
    texts = {"app.yaml": f"name: demo\nruntime: python{runtime}\n", "lambdas/a/index.py": example.index(code)}
    assert ids_of(problems(folder, monkeypatch, texts, {"P110", "P122"})) == expected


def test_the_finding_names_the_version_and_what_to_do(folder, monkeypatch):
    texts = {"app.yaml": "name: demo\nruntime: python3.10\n", "lambdas/a/index.py": example.index(
        "import collections, tomllib\nreturn collections.Mapping, tomllib.loads, collections.abc")}
    messages = [str(problem).split("\n") for problem in problems(folder, monkeypatch, texts, {"P110", "P122"})]
    assert [(lines[0].partition("] ")[2], lines[-1]) for lines in messages] == [
        ("tomllib is not in Python 3.10, the app's runtime", "  hint: Python 3.11 added it: set a newer `runtime`, or do not use it"),
        ("collections.Mapping is not in Python 3.10, the app's runtime",
         "  hint: Python 3.10 removed it; use collections.abc.Mapping")]


def test_the_module_of_custom_resources_is_in_no_layer(folder, monkeypatch):
    texts = {"app.yaml": "name: demo\n", "lambdas/a/index.py": example.index("import cfnresponse\nreturn cfnresponse.SUCCESS")}
    problem, = problems(folder, monkeypatch, texts, {"P110"})
    assert problem.message.startswith("[P110] Lambda finds no module cfnresponse\n")
    assert problem.hint == "AWS adds it only to code in a template: send the response as in docs/resources.md#custom-resources"


@cases("value, expected", [("lambdas.b.settings", ["P173"]), ("lambdas.b.absent", []), ("other.b.settings", [])])
def test_a_value_of_a_variable_may_name_a_module(value, expected, folder, monkeypatch):
    texts = {"app.yaml": f"name: demo\nenv: {{SETTINGS: {value}}}\n", "lambdas/b/settings.py": "import os\nKEY = os.environ['KEY']\n",
             "lambdas/a/index.py": example.index("return os.environ['SETTINGS']")}
    assert ids_of(problems(folder, monkeypatch, texts, {"P173"})) == expected


def test_no_name_is_both_added_and_removed():
    assert not python_versions.SINCE.keys() & python_versions.UNTIL.keys()
    assert not library_modules.ADDED.keys() & library_modules.REMOVED.keys()


@cases("code, message, hint", [
    ("import urllib2", "urllib2 is a module of Python 2", "Python 3.0 removed it; use urllib.request"),
    ("from StringIO import StringIO", "StringIO is a module of Python 2", "Python 3.0 removed it; use io"),
    ("import xml.etree.cElementTree as ET", "xml.etree.cElementTree is not in Python 3.13, the app's runtime",
     "Python 3.9 removed it; use xml.etree.ElementTree"),
    ("from xml.etree import cElementTree", "xml.etree.cElementTree is not in Python 3.13, the app's runtime",
     "Python 3.9 removed it; use xml.etree.ElementTree"),
    ("import imp", "imp is not in Python 3.13, the app's runtime", "Python 3.12 removed it; use importlib"),
    ("import telnetlib", "telnetlib is not in Python 3.13, the app's runtime", "Python 3.13 removed it; use a package (PEP 594)"),
    ("import pkg_resources", "Lambda finds no module pkg_resources",
     "`make layer pkg=setuptools`, then `layers: [setuptools]` in the infra block"),
])
def test_a_removed_module_is_reported_with_its_replacement_and_no_layer(code, message, hint, folder, monkeypatch):
    [problem] = problems(folder, monkeypatch, {"lambdas/a/index.py": example.index(f"{code}\nreturn 1")}, {"P110", "P122"})
    assert (problem.message.partition("] ")[2].partition("\n")[0], problem.hint) == (message, hint)


LAYER = {"requests": "requests==2.32.5\n", "tools": "aws-lambda-powertools==3.37.0\n# what they need\njmespath==1.1.0\n",
         "traced": "aws-lambda-powertools==3.37.0\naws-xray-sdk==2.15.0\njmespath==1.1.0\n",
         "extra": "aws-lambda-powertools[all]==3.37.0\n", "open": "aws-lambda-powertools\nfastapi\n"}


@cases("layers, code, part", [
    ("tools", "from aws_lambda_powertools import Logger, Tracer\nreturn Tracer()", "aws_lambda_powertools.Tracer"),
    ("tools, requests", "from aws_lambda_powertools.utilities.parser import parse\nreturn parse", "aws_lambda_powertools.utilities.parser.parse"),
    ("tools", "from aws_lambda_powertools.utilities import validation\nreturn validation", "aws_lambda_powertools.utilities.validation"),
    ("tools", "from aws_lambda_powertools import Logger, Metrics\nreturn Logger()", ""),
    ("traced", "from aws_lambda_powertools import Tracer\nreturn Tracer()", ""),
    ("extra", "from aws_lambda_powertools import Tracer\nreturn Tracer()", ""),
    ("open", "from aws_lambda_powertools.utilities.parser import parse\nreturn parse", ""),
])
def test_a_part_of_powertools_needs_the_packages_of_its_extra(layers, code, part, folder, monkeypatch):
    texts = {"lambdas/a/index.py": example.index(f"infra: {{layers: [{layers}]}}\n---\n{code}"),
             **{f"layers/{name}/requirements.txt": text for name, text in LAYER.items()}}
    findings = [problem.message.split("\n")[0] for problem in problems(folder, monkeypatch, texts, {"P110"})]
    assert [message.partition(", which ")[2] for message in findings] == [f"{part} imports"] * bool(part)


INDEX = '"""Does.\n\ninfra: {layers: %s}\n"""\nimport os\n%s\n\n\ndef handler(event, context):\n    return %s\n'


@pytest.fixture
def package_problems(tmp_path, monkeypatch):
    """Checks an app, whose package is src, of {path below src: text}."""
    def checked(texts):
        write(tmp_path, {"app.yaml": "name: demo\npackage: src\n",
                         **{f"src/{path}": text for path, text in texts.items()}})
        monkeypatch.chdir(tmp_path)
        return report.problems(load.subject(scan("src", "app.yaml", {}, {}), "app.yaml", {})[0])
    return checked


def test_a_renamed_package_is_one_problem_that_names_every_import(package_problems):
    problem, = package_problems({"dates/__init__.py": "import lambdas.names\nNOW = 1\n", "names.py": "A = 1\n",
                         "a/index.py": INDEX % ("[]", "from lambdas import names\nfrom lambdas.dates import NOW",
                                                  "NOW, names.A"),
                         "b/index.py": INDEX % ("[]", "import lambdas.dates", "lambdas.dates.NOW")})
    assert (problem.path, problem.line) == ("src/a/index.py", 6)
    assert problem.message == "the package is called src: `from src import ...`?"
    assert problem.hint == ("lambdas is its earlier name; so it is at src/a/index.py:7, src/b/index.py:6, "
                            "src/dates/__init__.py:1. "
                            "Change the imports, or name the folder lambdas again, with `package: lambdas` in app.yaml")


@pytest.mark.parametrize("layers, code", [
    ("[]", "import os.path as names"),          # Python's own, though src/path.py is there
    ("[]", "import botocore.path as names"),    # the runtime's
    ("[jinja2]", "import markupsafe.path as names"),  # a layer may bring it along
])
def test_a_module_of_others_is_not_the_package_under_another_name(package_problems, layers, code):
    texts = {"path.py": "A = 1\n", "a/index.py": INDEX % (layers, code, "names.__name__"),
             "../layers/jinja2/requirements.txt": "jinja2==3.1\n"}
    assert package_problems(texts) == []


def test_a_module_that_the_package_does_not_have_is_reported_as_missing(package_problems):
    problem, = package_problems({"a/index.py": INDEX % ("[]", "import requests", "requests.get('https://example.com', timeout=2).text")})
    assert problem.message.startswith("[P110] Lambda finds no module requests")
