"""A word of another framework in an infra block is an error whose hint says where Pareto has it."""
import re

import yaml

import recipes
from kit import schema
from recipes import foreign_words
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


def test_no_word_of_pareto_is_foreign_and_every_page_named_is_there():
    assert not foreign_words.ELSEWHERE.keys() & recipes.WORDS.keys()
    pages = {word.strip("();") for hint in foreign_words.HINTS.values() for word in hint.split() if "docs/" in word}
    assert pages and [page for page in pages if not (ROOT / page).exists()] == []


def test_each_block_that_a_hint_shows_is_right():
    shown = re.compile(rf"\b(?:{'|'.join(recipes.WORDS)}): (?:\[.*\]|\{{[^}}]*\}}|\d+|true)")
    blocks = [yaml.safe_load(text) for hint in foreign_words.HINTS.values() for text in shown.findall(hint)]
    assert {word for block in blocks for word in block} == {
        "endpoint", "env", "events", "image", "layers", "queue", "size", "timer", "topic"}
    assert [(block, problems) for block in blocks for problems in [schema.problems(recipes.INFRA, block)
                                                                  or recipes.problems(block)] if problems] == []
