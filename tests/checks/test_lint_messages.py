"""Findings of cfn-lint and of imports, in a few words."""
import pytest

from checks import example, template
from tests.fixtures.cases import cases
from tests.fixtures.checks import problems

pytest_plugins = ["tests.fixtures.checks"]
BUG = "if the block is right, this is a bug in Pareto"
MANY = ", ".join(repr(f"{name}object{number}") for name in ("get", "put") for number in range(50))


@cases("message, expected", [
    ("'a' is not one of ['b', 'c']", ("'a' is not one of ['b', 'c']", BUG)),
    (f"'gotobject7' is not one of [{MANY}]",
     ("'gotobject7' is none of the 100 names that AWS knows", "did you mean 'getobject7'?")),
    (f"'zzz' is not one of [{MANY}]", ("'zzz' is none of the 100 names that AWS knows", BUG)),
    ("x" * 5000, ("x" * 300 + "...", BUG)),
])
def test_a_message_has_at_most_a_few_lines(message, expected):
    assert template.shortened(message) == expected


@pytest.mark.parametrize("code, files, hint", [
    ("import lib", {"hello/lib.py": ""}, "write `from lambdas.hello.lib import ...`"),
    ("import lib.web", {"hello/lib/web.py": ""}, "write `from lambdas.hello.lib.web import ...`"),
    ("from lib import web", {"hello/lib/web.py": ""}, "write `from lambdas.hello.lib import ...`"),
    ("from lib.web import page", {"hello/lib/web.py": ""}, "write `from lambdas.hello.lib.web import ...`"),
    ("from shared import dates", {"shared/dates.py": ""}, "write `from lambdas.shared import ...`"),
    ("import dates", {"dates.py": ""}, "write `from lambdas.dates import ...`"),
    ("import dates", {"other/dates.py": ""}, "`make layer pkg=dates`, then `layers: [dates]` in the infra block"),
])
def test_an_import_of_a_module_beside_the_code_is_explained(code, files, hint, folder, monkeypatch):
    for path in folder.glob("lambdas/**/*.py"):
        path.unlink()
    texts = {**{f"lambdas/{path}": text for path, text in files.items()},
             "lambdas/hello/index.py": example.index(f"{code}\n\n\ndef handler(event, context):\n    return 1")}
    [problem] = problems(folder, monkeypatch, texts, {"P110"})
    assert problem.hint == hint
