"""Every lambda, infra: block and setting of the pages of docs scans, in an app that has what the examples name."""
from pathlib import Path

import pytest
import yaml

import recipes
from kit import settings
from localcloud.cloudformation import yaml_text
from scan.scanning import scan
from tests.fixtures.cases import cases
from tests.fixtures.documented import blocks_of_docs, lambdas_of_docs
from tests.fixtures.problems import problems_of
from tests.fixtures.written_files import write_files

HANDLER = "def handler(event, context):\n    return 1\n"
SETTINGS = """name: demo
alerts: {email: ann@example.com}
builder: {commands: [make]}
users: {groups: [admin, staff, drivers], pools: {staff: {groups: [admin]}}}
vpcs: {main: {subnets: [subnet-0a1b2c3d], security_groups: [sg-0a1b2c3d]}}
"""
OTHERS = {name: f'"""Admits.\n\ninfra:\n  authorizer: {{}}\n"""\n\n\n{HANDLER}' for name in ("guard", "check-token")} | {
    "builds": f'"""Builds.\n\ninfra: {{}}\n"""\nimport os\n\nNAME = os.environ["DEMO_BUILDER"]\n\n\n{HANDLER}'}
LAYERS = ("numpy", "powertools", "pyyaml", "shapes")
WORD = "SCHEMA = {'type': 'object', 'description': 'A.', 'examples': [{}]}\n\n\ndef resources(app, fn):\n    return {}\n"


@pytest.fixture(autouse=True)
def app_of_examples(own_folder):
    """An app of all that the examples name, beside the lambda `a`; the facts of its files are read once."""
    FACTS.clear()
    files = {"app.yaml": SETTINGS, "words/notify.py": WORD, "lambdas/a/Dockerfile": "FROM a\n",
             **{f"layers/{name}/requirements.txt": "" for name in LAYERS},
             **{f"lambdas/{name}/index.py": other for name, other in OTHERS.items()}}
    write_files(files)


def infra_of(text):
    """The block of a lambda, by the text of its index.py, in an app of the current folder. Raises Problems."""
    Path("lambdas/a/index.py").write_text(text)
    read: dict = {}
    app = scan(None, "app.yaml", FACTS, read)
    FACTS.update(read)
    return app["lambdas"]["a"]["infra"]


def infra_blocks():
    """(file:line, text of YAML) of each infra: block, and of each block whose keys are all words. As of lambdas_of_docs()."""
    for place, text in blocks_of_docs():
        if place.startswith("checks.md:"):
            continue
        value = yaml.load(text, yaml_text.Loader) if "\n---" not in text and "\n..." not in text else None
        if isinstance(value, dict) and "infra" in value:
            yield place, text
        elif isinstance(value, dict) and value.keys() <= recipes.WORDS.keys() and not is_setting(value):
            yield place, "infra:\n" + "".join(f"  {row}\n" for row in text.splitlines())


def is_setting(value):
    """Whether a mapping is a part of app.yaml and no infra: block, where both have its keys."""
    return value.keys() <= settings.SCHEMA["properties"].keys() and not settings_problems(value)


def settings_problems(value):
    """The text of the Problems of a part of app.yaml; "" without any."""
    return str(problems_of(settings.settings, "app.yaml", yaml.safe_dump({"name": "demo", **value})))


FACTS: dict = {}


def test_there_are_examples():
    assert len([*lambdas_of_docs()]) > 10 and len([*infra_blocks()]) > 50


@cases("place, text", lambdas_of_docs)
def test_every_lambda_of_docs_scans(place, text):
    assert infra_of(text if "def handler" in text else f"{text}\n\n{HANDLER}") is not None


@cases("place, text", infra_blocks)
def test_every_infra_block_of_docs_scans(place, text):
    assert infra_of(f'"""\n{text}"""\n\n\n{HANDLER}') is not None


@cases("place, text", blocks_of_docs)
def test_every_part_of_app_yaml_in_docs_is_valid(place, text):
    value = yaml.load(text, yaml_text.Loader) if "\n---" not in text and "\n..." not in text else None
    if isinstance(value, dict) and value.keys() <= settings.SCHEMA["properties"].keys() - recipes.WORDS.keys():
        assert settings_problems(value) == ""
