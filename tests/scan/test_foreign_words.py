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
    # of templates of SAM and of serverless.yml, in all their spellings
    ("MemorySize: 256", "size: 512, in MB"), ("memory_size: 256", "size: 512, in MB"),
    ("Events: {Api: {Type: Api}}", foreign_words.TRIGGER),
    ("Policies: [AmazonS3FullAccess]", foreign_words.ELSEWHERE["policies"]),
    ("events: [{name: a, http: {path: a}}]", "endpoint: {api: public, method: GET, path: /items}"),
    ("events: [{name: a, httpApi: '*'}]", "endpoint: {api: public, method: GET, path: /items}"),
    ("events: [{name: a, s3: {bucket: demo}}]", "source: {type: bucket, name: demo}"),
    ("events: [{name: a, eventBridge: {pattern: {}}}]", "its fields stand beside name: [{name: paid, topic: order-paid}]"),
    ("queue: {BatchSize: 10}", "batch: 10"), ("queue: {visibilityTimeout: 60}", "visible: 60"),
    ("queue: {maximumBatchingWindow: 5}", "window: 5"), ("queue: {name: orders}", foreign_words.OF_QUEUE["name"]),
    ("queue: {from: {bucket: demo}}", "source: {type: bucket, name: demo}"),
    ("topic: {subscriptions: [a@b.cc]}", "subscribers: [ann@example.com]"),
    ("timer: {rate: 1 day, timezone: UTC}", "zone: Europe/Oslo"), ("timer: {rate: 1 day, Input: {}}", "body: {report: daily}"),
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
        "concurrency", "endpoint", "env", "events", "image", "layers", "log", "queue", "retries", "size", "storage",
        "timer", "topic", "url"}
    assert [(block, problems) for block in blocks for problems in [schema.problems(recipes.INFRA, block)
                                                                  or recipes.problems(block)] if problems] == []


@cases("text, hint", [
    ("Globals: {}", "runtime, tracing and env are settings of app.yaml, timeout and size words of each infra block"),
    ("provider: {name: aws}", "region, runtime and env are settings of app.yaml, timeout and size words of each infra block"),
    ("Resources: {}", "write the file resources.yaml, beside app.yaml (docs/resources.md)"),
    ("Transform: AWS::Serverless-2016-10-31", "remove it: `make template` writes the template"),
    ("plugins: [a]", "a word of your own replaces a plugin (docs/words.md)"),
])
def test_a_section_of_another_framework_in_the_settings_leads_to_pareto(text, hint):
    assert [found for _key, _message, found in schema.problems(settings.SCHEMA, yaml.safe_load(f"{{name: demo, {text}}}"))] == [hint]
