"""A word of another framework in an infra block is an error whose hint says where Pareto has it."""
import re

import yaml

import recipes
from kit import schema, settings
from recipes import foreign_words
from tests.fixtures.cases import cases
from tests.fixtures.paths import ROOT


def hints(*words):
    """{word: hint} of a block with these words."""
    return {key: hint for key, _message, hint in schema.problems(recipes.INFRA, dict.fromkeys(words, {}))}


def test_words_of_other_frameworks_lead_to_those_of_pareto():
    assert hints("secrets", "tables", "memorySize", "cron") == {
        "secrets": 'the code names it: os.environ["APP_ORDERS_SECRET"], where APP is the name of the app and ORDERS '
                   "that of the secret (docs/secrets.md); `make secret` sets the value",
        "tables": 'the code names it: os.environ["APP_ORDERS_TABLE"], where APP is the name of the app and ORDERS '
                  "that of the table (docs/tables.md)",
        "memorySize": "size: 512, in MB",
        "cron": "timer: {rate: 5 minutes}, or timer: {cron: '0 12 * * ? *'}"}
    assert hints("qeue", "lambda") == {"qeue": "did you mean 'queue'?",
                                       "lambda": f"its fields: {', '.join(sorted(recipes.WORDS))}"}


@cases("text, hint", [
    ("events: [{name: a, source: {type: table, name: demo, raw: true}}]", foreign_words.RAW),
    ("events: [{name: a, raw: true}]", foreign_words.RAW),
    ("queue: {from: {source: {type: table, name: demo, raw: true}}}", foreign_words.RAW),
    ("endpoint: {api: public, methods: [GET, POST], path: /a}", "routes: [GET /orders, POST /orders]"),
    ("endpoint: {api: public, method: GET, path: /a, cors: true}", "cors: is a section of app.yaml (docs/endpoints.md)"),
    ("url: {api: public, cors: true}", "cors: is a section of app.yaml (docs/endpoints.md)"),
    ("url: {api: public, auth: NONE}", "api: public, or iam"),
])
def test_a_field_of_other_frameworks_leads_to_that_of_pareto(text, hint):
    assert [found for _key, _message, found in schema.problems(recipes.INFRA, yaml.safe_load(text))] == [hint]


def test_no_field_of_pareto_is_foreign():
    def foreign_fields(part):
        parts = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        own = part.get("elsewhere", {}).keys() & part.get("properties", {}).keys() if isinstance(part, dict) else set()
        return own.union(*map(foreign_fields, parts))
    assert foreign_fields(recipes.INFRA) == foreign_fields(settings.SCHEMA) == set()


def test_no_word_of_pareto_is_foreign_and_every_page_named_is_there():
    assert not foreign_words.ELSEWHERE.keys() & recipes.WORDS.keys()
    pages = {word.strip("();") for hint in foreign_words.HINTS.values() for word in hint.split() if "docs/" in word}
    assert pages and [page for page in pages if not (ROOT / page.partition("#")[0]).exists()] == []


def test_each_block_that_a_hint_shows_is_right():
    shown = re.compile(rf"\b(?:{'|'.join(recipes.WORDS)}): (?:\[.*\]|\{{[^}}]*\}}|\d+|true)")
    blocks = [yaml.safe_load(text) for hint in foreign_words.HINTS.values() for text in shown.findall(hint)]
    assert {word for block in blocks for word in block} == {
        "endpoint", "env", "events", "image", "layers", "log", "queue", "size", "timer", "topic"}
    assert [(block, problems) for block in blocks for problems in [schema.problems(recipes.INFRA, block)
                                                                  or recipes.problems(block)] if problems] == []
