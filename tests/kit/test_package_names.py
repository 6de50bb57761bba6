"""`package` of app.yaml is a package that Lambda's runtime can import: no dot, no name that Python or the runtime has taken."""
import pytest

from kit import settings
from kit.problems import Problems
from tests.fixtures.cases import cases
from tests.fixtures.problems import problems_of


def told(package):
    """[message of app.yaml's problems] with this package."""
    problems = problems_of(settings.settings, "app.yaml", f"name: demo\npackage: {package}\n")
    return [(problem.line, problem.message) for problem in problems.args]


@cases("package", ["lambdas.x", "src/v1.2", ".hidden", ".", "..", "../", "./", "src/..", "src/.code"])
def test_a_dot_in_the_name_separates_packages(package):
    [(line, message)] = told(package)
    assert line == 2 and "has a dot" in message


@cases("package", ["json", "src/json", "site", "boto3", "botocore/", "urllib3", "dateutil", "./logging", "runtime_client", "bootstrap"])
def test_the_name_of_a_module_that_is_there_already_hides_it(package):
    [(line, message)] = told(package)
    assert line == 2 and "hides the module" in message


@cases("package, message", [
    ("../other/lambdas", "package: ../other/lambdas is outside the project"), ("src/../../x", "package: src/../../x is outside the project"),
    ("build", "package: build is in build/, which `make clean` removes"), ("build/app", "package: build/app is in build/, which `make clean` removes"),
    *((name, f"package: {name}/ is not for lambdas") for name in ("tools", "tests", "docs", "layers", "domains", "words", "bench")),
    ("tests/app", "package: tests/ is not for lambdas"), ("-x", "package: programs read -x as an option"), ("--rootdir=/tmp", "package: programs read --rootdir=/tmp as an option"),
    ("./-x/app", "package: programs read ./-x/app as an option")])
def test_a_package_that_make_cannot_test_or_would_remove_is_refused(package, message):
    assert told(package) == [(2, message)]


@cases("package", ["builds/app", "src/build", "src/-x", "lambdas", "functions", "my-lambdas", "src/app", "./lambdas", "lambdas/", "v1.2/lambdas", "jsons", "json/app",
                   "class", "é", "lambdas//x"])
def test_any_other_package_is_accepted(package):
    assert told(package) == []


def test_a_hint_is_a_whole_sentence():
    assert [each.hint for each in problems_of(settings.settings, "app.yaml", "name: demo\nartifacts: Demo\n").args] == [
        "the bucket of the zips: 3 to 63 lower-case letters, digits, . and -; e.g. demo-artifacts"]


@cases("text", [
    *(f"name: demo\nartifacts: {name}\n" for name in ("1.2.3.4", "xn--a", "a..b", "a-s3alias", "a--x-s3", "sthree-a")),
    "name: sthree-a\n", "name: amzn-s3-demo\n", "name: demo\nprefix: sthree-a\n"])
def test_a_name_that_s3_reserves_is_refused(text):
    with pytest.raises(Problems, match=r"app.yaml:\d: (name|artifacts|prefix) cannot be "):
        settings.settings("app.yaml", text)


@cases("text", ["name: sthree\n", "name: amzn\n", "name: demo\nartifacts: 1.2.3.4.5\n", "name: demo\nartifacts: as3alias\n"])
def test_a_name_like_a_reserved_one_is_accepted(text):
    assert settings.settings("app.yaml", text)
