"""The words of infra: schemas, examples, defaults, and what AWS accepts."""
import copy

import recipes
from aws.events import grammar, patterns, schedules, validation
from kit import schema
from recipes import event, queue, template, timer
from tests.fixtures.cases import cases, results
from tests.fixtures.recipe_apps import DEFAULTS, QUEUE, app_of, block_problems, lambda_

EXAMPLES = [(word, one) for word, module in recipes.WORDS.items() for one in module.SCHEMA["examples"]]


@cases("word", recipes.WORDS)
def test_every_word_says_what_it_is(word):
    module = recipes.WORDS[word]
    assert module.SCHEMA["title"] == word
    assert module.SCHEMA["description"] and module.SCHEMA["examples"]
    assert callable(module.problems) and callable(module.normal)


@cases("word", recipes.TRIGGERS)
def test_every_trigger_has_all_functions_that_the_template_calls(word):
    names = ("resources", "statements", "outputs", "shared", "shared_outputs")
    assert [name for name in names if not callable(getattr(recipes.TRIGGERS[word], name, None))] == []


@cases("word, block", EXAMPLES)
def test_the_examples_of_the_docs_are_right(word, block):
    assert schema.problems(recipes.INFRA, {word: block}) == []
    assert recipes.problems({word: block}) == []
    assert lambda_("hello", **{word: block})["infra"].keys() >= {word, *recipes.SETTINGS}


@cases("word, block", EXAMPLES)
def test_nothing_that_is_given_is_changed(word, block):
    before = copy.deepcopy(block)
    recipes.problems({word: block})
    app = app_of(lambda_("hello", [("DEMO_TABLE", "table", "demo")], **{word: block}))
    app_before = copy.deepcopy(app)
    first = copy.deepcopy(template.template(app))
    assert template.template(app) == first
    assert (block, app) == (before, app_before)


def test_a_word_without_a_value_means_its_defaults():
    block = recipes.block_without_nulls({"queue": None, "layers": None, "size": None})
    assert recipes.normal(schema.filled(recipes.INFRA, block)) == {**DEFAULTS, "queue": QUEUE}


def test_a_block_without_words_is_a_lambda_that_is_only_called_directly():
    assert lambda_("hello")["infra"] == DEFAULTS


def test_sizes_and_timeouts_are_numbers_in_app_json():
    infra = lambda_("hello", size="large", timeout="long")["infra"]
    assert (infra["size"], infra["timeout"]) == (2048, 30)
    infra = lambda_("hello", size=3008, timeout=120)["infra"]
    assert (infra["size"], infra["timeout"]) == (3008, 120)


def test_a_lambda_has_one_trigger():
    assert recipes.problems({"queue": {}, "topic": {}}) == [
        ("topic", "a lambda can have only one trigger, and this lambda has queue already",
         "write a lambda of its own for each trigger")]
    assert recipes.problems({"queue": {}, "size": "large"}) == []


test_a_rate_has_the_form_of_eventbridge = results(timer.rate_problem, [
    ("1 minute", None),
    ("5 minutes", None),
    ("2 days", None),
    ("1 second", None),
    ("10 seconds", None),
    ("1 minutes", "write 1 minute"),
    ("5 minute", "write 5 minutes"),
    ("0 minutes", "'0 minutes' is not a number and a unit"),
    ("soon", "'soon' is not a number and a unit"),
    ("rate(5 minutes)", "'rate(5 minutes)' is not a number and a unit"),
    ("7 seconds", "7 seconds do not divide a minute"),
    ("90 seconds", "90 seconds do not divide a minute"),
    ("60 seconds", "write 1 minute"),
])

test_a_cron_has_the_form_of_eventbridge = results(schedules.cron_problem, [
    ("0 9 ? * MON-FRI *", None),
    ("0/15 * * * ? *", None),
    ("0 12 L * ? 2024-2030", None),
    ("0 12 3W JAN-MAR/2 ? *", None),
    ("0 12 ? * 6#3 *", None),
    ("0 9 1,15 * ? *", None),
    ("* * * * *", "'* * * * *' has 5 fields, not six"),
    ("cron(0 9 ? * MON-FRI *)", "'cron(0' is no minutes"),
    ("61 * * * ? *", "'61' is no minutes"),
    ("0 24 * * ? *", "'24' is no hours"),
    ("0 9 ? * MON-FR *", "'MON-FR' is no day of week"),
    ("0 9 ? 13 MON *", "'13' is no month"),
    ("0/0 9 ? * MON *", "'0/0' is no minutes"),
    ("0 9 * * * *", "one of day of month and day of week must be ?, and not both"),
    ("0 9 ? * ? *", "one of day of month and day of week must be ?, and not both"),
])


@cases("block, messages", [
    ({"rate": "5 minutes"}, []), ({"cron": "0 9 ? * MON-FRI *"}, []), ({}, ["timer has neither rate, cron nor once"]),
    ({"cron": "0 9 ? * * *", "zone": "Europe/Oslo"}, []), ({"once": "2027-01-31T09:00"}, []), (
        {"once": "2027-01-31T09:00:30", "zone": "Asia/Tokyo"}, []),
    ({"cron": "0 9 ? * * *", "once": "2027-01-31T09:00"}, ["timer has both cron and once"]),
    ({"rate": "1 day", "zone": "Europe/Oslo"}, ["timer.zone: a rate has no time zone"]),
    ({"rate": "1 day", "form": "event"}, []), ({"rate": "10 seconds", "form": "body"}, []),
    ({"rate": "1 day", "form": "event", "body": {}}, ["timer has a body, which form: event replaces"]),
    ({"rate": "10 seconds", "form": "event"}, ["timer.form: EventBridge has no events below a minute"]),
    ({"rate": "1 day", "body": {"at": ["<aws.scheduler.scheduled-time>"]}}, [
        "timer.body: <aws.scheduler.scheduled-time> has a value only in a timer with zone or once"]),
    ({"cron": "0 9 ? * * *", "zone": "UTC", "body": "<aws.scheduler.scheduled-time>"}, []),
    ({"cron": "0 9 ? * * *", "zone": "Europe/Olso"}, ["timer.zone: there is no time zone 'Europe/Olso'"]),
    ({"cron": "0 9 ? * * *", "zone": "europe/oslo"}, ["timer.zone: there is no time zone 'europe/oslo'"]),
    ({"cron": "0 9 ? * * *", "zone": ""}, ["timer.zone: there is no time zone ''"]),
    ({"once": "2027-01-31"}, ["timer.once: '2027-01-31' is not a time like 2026-03-01T12:00:00"]),
    ({"once": "2027-02-30T09:00"}, ["timer.once: day is out of range for month"]),
    ({"rate": "5 minutes", "cron": "0 9 ? * MON-FRI *"}, ["timer has both rate and cron"]),
    ({"rate": "5 minute"}, ["timer.rate: write 5 minutes"]),
    ({"rate": "1 day", "body": ["a", 1]}, []), ({"once": "2027-01-31T09:00", "body": "report"}, []),
    ({"rate": "10 seconds", "body": 0}, []), ({"cron": "0 9 ? * * *", "body": False}, []),
    ({"rate": "1 day", "body": {"text": "x" * 8200}}, ["timer.body is longer than 8192 characters"]),
])
def test_a_timer_has_one_of_rate_and_cron(block, messages):
    assert [message for _key, message, _hint in recipes.TRIGGERS["timer"].problems(block)] == messages


@cases("said, found", [
    ({"a": [1, "b", None, True]}, []),
    ({"a": {"b": [{"prefix": "in/"}]}}, []),
    ({"$or": [{"a": [1]}, {"b": [{"exists": False}]}]}, []),
    ({"a": "b"}, [("a", "write a: [b]")]),
    ({"a": {"b": True}}, [("a.b", "write b: [true]")]),
    ({"a": []}, [("a", "nothing could match: write the values to match")]),
    ({"a": {}}, [("a", "write the values to match, or remove it")]),
    ({"a": [{"prefx": "b"}]}, [("a.0", f"filters are {', '.join(sorted(grammar.TESTS))}")]),
    ({"a": [[1]]}, [("a.0", f"filters are {', '.join(sorted(grammar.TESTS))}")]),
    ({"$or": {"a": [1]}}, [("$or", "write $or: [{a: [1]}, {b: [2]}]")]),
    ({"$or": [{"a": 1}]}, [("$or.0.a", "write a: [1]")]),
])
def test_a_pattern_is_what_eventbridge_takes(said, found):
    assert [(key, hint) for key, _message, hint in validation.problems(said)] == found


@cases("events, found", [
    ([{"name": "a", "topic": "x"}, {"name": "b", "pattern": {"c": [1]}}], []),
    ([{"name": "a", "source": {"type": "table", "name": "demo"}}], []),
    ([], [("events", "no events")]),
    ([{"name": "a"}], [("events.0", "event 'a' is blank")]),
    ([{"name": "a", "pattern": {}}], [("events.0", "event 'a' is blank")]),
    ([{"name": "a", "topic": "x"}, {"name": "a", "topic": "y"}],
     [("events.1.name", "event 'a' is listed twice")]),
    ([{"name": "a", "source": {"type": "bucket", "name": "d"}, "pattern": {"bucket": {"name": ["x"]}}}],
     [("events.0.pattern.bucket.name", "the source 'd' fills in bucket.name")]),
    ([{"name": "a", "source": {"type": "builder", "name": "d"}, "pattern": {"project-name": ["x"]}}],
     [("events.0.pattern.project-name", "the source 'd' fills in project-name")]),
    ([{"name": "a", "source": {"type": "aws", "name": "ec2"}}],
     [("events.0.source.name", "'ec2' is not the source of an AWS service")]),
    ([{"name": "a", "source": {"type": "table", "name": "demo.a"}}],
     [("events.0.source.name", "a table cannot be called 'demo.a'")]),
    ([{"name": "a", "source": {"type": "table", "name": "d"}, "prefix": "in/"}],
     [("events.0.prefix", "prefix is for the keys of objects, and the source is a table")]),
    ([{"name": "a", "topic": "t", "suffix": ".csv"}],
     [("events.0.suffix", "suffix is for the keys of objects, and the source is the app's bus")]),
    ([{"name": "a", "source": {"type": "bucket", "name": "d"}, "prefix": "in/", "pattern": {"object": {"key": ["x"]}}}],
     [("events.0.prefix", "prefix and the pattern both have a condition on the key")]),
    ([{"name": "a", "source": {"type": "aws", "name": "aws.ec2"}},
      {"name": "b", "source": {"type": "website", "name": "d"}, "prefix": "in/", "suffix": ".csv",
       "pattern": {"object": {"size": [1]}}}], []),
    ([{"name": "a", "pattern": {"hello": "world"}}],
     [("events.0.pattern.hello", '"hello" must be an object or an array')]),
])
def test_an_event_has_a_unique_name_and_a_condition(events, found):
    assert [(key, message) for key, message, _hint in recipes.problems({"events": events})] == found


@cases("words, key, matching, other", [
    ({"prefix": "in/"}, [{"prefix": "in/"}], "in/a", "out/in/a"),
    ({"suffix": ".csv"}, [{"suffix": ".csv"}], "in/a.csv", "a.csv.txt"),
    ({"prefix": "in/", "suffix": ".csv"}, [{"wildcard": "in/*.csv"}], "in/a/b.csv", "in/a.txt"),
    ({"prefix": "data.csv", "suffix": ".csv"}, [{"wildcard": "data.csv*.csv"}, "data.csv"], "data.csv", "data.tsv"),
    ({"prefix": "aa", "suffix": "aab"}, [{"wildcard": "aa*aab"}, "aaab", "aab"], "aab", "ab"),
    ({"prefix": "a*\\", "suffix": "*"}, [{"wildcard": "a\\*\\\\*\\*"}], "a*\\x*", "ab\\x*"),
])
def test_a_prefix_and_a_suffix_are_a_condition_on_the_key(words, key, matching, other):
    block = [{"name": "a", "source": {"type": "bucket", "name": "demo"}, "pattern": {"object": {"size": [1]}}, **words}]
    (event_,) = event.normal(block)
    assert event_ == {**{k: v for k, v in block[0].items() if k not in words},
                      "pattern": {"object": {"size": [1], "key": key}}}
    assert [patterns.matches(event_["pattern"], {"object": {"size": 1, "key": name}}) for name in (matching, other)] == [
        True, False]


test_what_a_queue_refuses = results(lambda block: [key for key, _message, _hint in queue.problems(block)], [
    ({}, []), ({"batch": 10}, []), ({"batch": 11, "window": 1}, []), ({"batch": 11}, ["batch"]),
    ({"batch": 11, "window": 0}, ["batch"]),
    ({"fifo": True, "batch": 10}, []), ({"fifo": True, "batch": 11}, ["batch"]), ({"fifo": True, "window": 1}, ["window"]),
    ({"fifo": False, "window": 1}, []), ({"filter": {"a": ["b"]}}, []), ({"filter": {}}, ["filter"]),
    ({"filter": {"a": "b"}}, ["filter.a"]), ({"filter": {"a": [{"wildcard": "x*"}]}}, ["filter"]),
    ({"filter": {"a": ["b" * 4090]}}, ["filter"]), ({"filter": {"a": ["b" * 4000]}}, []), ({"filter": [{"a": ["b"]}, {"c": [{"prefix": 1}]}]}, ["filter.1.c.0"])])


@cases("word, block, keys", [
    ("indexes", [{"name": "a", "type": "S", "table": table} for table in ("demo", "other")], []),
    ("indexes", [{"name": "a", "type": "S", "table": "demo"}] * 2, ["indexes.1.name"]),
    ("layers", ["a", "b", "c", "d", "e"], []),
    ("layers", ["a", "b", "a"], ["layers.2"]),
    ("layers", ["a", "b", "c", "d", "e", "f"], []),  # laid together as one: recipes/layer.py
    ("permissions", [{"action": "ses:SendEmail", "resource": "*"}], []),
    ("permissions", [{"action": [], "resource": "*"}], ["permissions.0.action"]),
])
def test_a_list_has_no_entry_twice_and_no_more_than_aws_accepts(word, block, keys):
    problems = block_problems({word: block})
    assert [key for key, _message, _hint in problems] == keys


test_the_schemas_accept_right_blocks_and_reject_wrong_ones = results(lambda block: schema.problems(recipes.INFRA, block) == [], [
    ({"permissions": ["ses:SendEmail", "cognito-idp:*", "s3:Get*"]}, True),
    ({"permissions": ["SendEmail"]}, False),
    ({"permissions": ["*:*"]}, False),
    ({"permissions": ["ses:Send Email"]}, False),
    ({"permissions": [{"action": "ses:SendEmail", "resource": "queue"}]}, False),
    ({"size": 127}, False), ({"size": 128}, True), ({"size": "huge"}, False),
    ({"timeout": 900}, True), ({"timeout": 901}, False),
    ({"indexes": [{"name": "a", "type": "B", "table": "demo"}]}, True),
    ({"indexes": [{"name": "a", "type": "X", "table": "demo"}]}, False),
    ({"endpoint": {"api": "public", "method": "FETCH", "path": "/"}}, False),
    ({"endpoint": {"method": "GET", "path": "/"}}, False),
    ({"events": [{"name": "a", "source": {"type": "queue", "name": "demo"}}]}, False),
    ({"queue": {"batch": 0}}, False), ({"queue": {"size": 3}}, False), ({"topic": {"name": "x"}}, False),
    ({"timer": {"rat": "5 minutes"}}, False), ({"tmier": {}}, False),
])


@cases("zone, hint", [("Oslo", "did you mean 'Europe/Oslo'?"), ("europe/oslo", "did you mean 'Europe/Oslo'?"),
                      ("GMT+2", timer.ZONE_HINT), ("+02:00", timer.ZONE_HINT), ("", timer.ZONE_HINT)])
def test_the_hint_of_a_time_zone(zone, hint):
    assert [problem[2] for problem in timer.problems({"cron": "0 9 ? * * *", "zone": zone})] == [hint]
