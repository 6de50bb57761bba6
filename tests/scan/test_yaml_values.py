"""A value that YAML makes another one of than a person wrote is an error that says to quote it; an empty one is a value."""
import ast

import pytest

import recipes
from kit import settings, yaml_lines
from kit.problems import Problems
from scan.infra_block import IS_DATA, infra_block
from tests.fixtures.cases import cases
from tests.fixtures.problems import problems_of

CHANGED = [("012345670123", "1402433619"), ("1.10", "1.1"), ("no", "false"), ("On", "true"), ("12:30:00", "45000"), ("0x1F", "31"),
           ("1_000", "1000"), ("+1", "1"), (".5", "0.5"), ("True", "true"), ("1.0e+3", "1000.0")]
SAME = ["1", "0", "-7", "1.5", "true", "false", "text", "'012'", '"no"', "1e3", "08", "1.2.3", "''"]


def env(text, stage="local"):
    """The values of app.yaml's env in a stage."""
    return settings.values(settings.settings("app.yaml", f"name: demo\nenv:\n{text}")["env"], stage)


@cases("text, parsed", CHANGED)
@cases("line, key", [("  AB: {}\n", "env.AB"), ("  AB: {{prod: {}}}\n", "env.AB.prod"), ("  A.B: {}\n", None)])
def test_a_value_of_env_that_yaml_changes_is_reported(text, parsed, line, key):
    messages = [str(problem) for problem in problems_of(env, line.format(text)).args]
    if key:
        assert messages == [f"app.yaml:3: {key}: {text} is read as {parsed}\n  hint: quote it, if it is text: '{text}'"]
    else:
        assert any(f"{text} is read as {parsed}" in problem for problem in messages)


@pytest.mark.parametrize("text", ["~", "null", "NULL"])
def test_no_value_is_not_an_empty_text(text):
    with pytest.raises(Problems, match=f"env.AB: {text} is read as \"\""):
        env(f"  AB: {text}\n")


@cases("text", ["#general", "#fff"])
def test_a_value_that_yaml_takes_for_a_comment_is_reported(text):
    for line in (f"  AB: {text}\n", f"  AB:\n    prod: {text} \n", f"  AB: {text}\n  BC: x\n"):
        with pytest.raises(Problems, match=f'{text} is read as ""\n  hint: quote it, if it is text: .{text}.'):
            env(line)


@cases("text", [r'"a\0b"', r'"\x00"', r'{"*": "\u0000", local: x}'])
def test_a_value_that_no_process_can_have_is_reported(text):
    with pytest.raises(Problems, match=r"app.yaml:3: the character U\+0000 in a value\n  hint: take it out"):
        env(f"  AB: {text}\n")
    assert block("  env:\n    AB: " + text.replace("\\", "\\\\") + "\n")[1] == [(3, "the character U+0000 in a value")]


@cases("text", SAME)
def test_a_value_that_stays_is_itself(text):
    assert env(f"  AB: {text}\n  BC: {{local: {text}}}\n") == dict.fromkeys(("AB", "BC"), text.strip("'\""))


@cases("text", ["", " ''", ' ""', " # nothing", " #nothing yet", " ## todo", " #!"])
def test_an_empty_value_is_a_value(text):
    assert env(f"  AB:{text}\n") == {"AB": ""}
    assert env("  AB: {local: , prod: x}\n") == {"AB": ""}
    assert env("  AB: {prod: x}\n") == {}


def block(text):
    """(block, [(line, message)]) of an infra: block."""
    source = f'"""infra:\n{text}"""'
    value, _lines, mistakes = infra_block(ast.parse(source), source)
    return value, [(line, message) for line, message, _hint in mistakes]


@cases("text, parsed", CHANGED)
@cases("before, key", [
    ("  timer:\n    body:\n      a: ", "timer.body.a"), ("  timer: {rate: 1 hour,\n    body:\n    {a: [{b: ", "timer.body.a.0.b"),
    ("  events:\n  - pattern:\n      a: [", "events.0.pattern.a.0"), ("  endpoint:\n    schema:\n      enum: [", "endpoint.schema.enum.0")])
def test_data_in_a_block_that_yaml_changes_is_reported(text, parsed, before, key):
    after = "}]}}" if "{b:" in before else "]" if before.endswith("[") else ""
    assert block(f"{before}{text}{after}\n") == (None, [(4, f"{key}: {text} is read as {parsed}")])


@cases("text, is_number", [("1e3", True), ("-15E-7", True), ("0e0", True), ("1e", False), ("01e3", False), ("1e3x", False), ("'1e3'", False)])
@cases("before, key", [("  timer:\n    body:\n      a: ", "timer.body.a"), ("  events:\n  - pattern:\n      a: [x, ", "events.0.pattern.a.1")])
def test_a_number_of_json_that_yaml_reads_as_text_is_reported(text, is_number, before, key):
    assert block(f"{before}{text}{']' * before.count('[')}\n")[1] == [(4, f'{key}: {text} is read as "{text}"')] * is_number


@cases("text", ["1e3", "12e4567"])
def test_in_a_variable_such_a_number_is_the_text_that_it_is(text):
    assert block(f"  env:\n    COMMIT: {text}\n") == ({"env": {"COMMIT": text}}, [])
    assert env(f"  AB: {text}\n") == {"AB": text}


def test_other_values_of_a_block_are_read_as_yaml_reads_them():
    assert block("  endpoint: {key: yes}\n  timeout: 0x10\n  timer: {body: {a: 1, b: true, c: ~, d: null, e: }}\n") == (
        {"endpoint": {"key": True}, "timeout": 16, "timer": {"body": {"a": 1, "b": True, "c": None, "d": None, "e": None}}}, [])


def test_a_key_with_dots_is_found_again():
    written = {}
    value, _lines, _wrong = yaml_lines.file_document("a.b: {c.d: [0x1]}\n", written)
    assert yaml_lines.changed_values(written, value, lambda key: True) == [
        ("a.b.c.d.0", "a.b.c.d.0: 0x1 is read as 1", "quote it, if it is text: '0x1'")]


@cases("text, parsed", CHANGED)
def test_a_filter_of_a_queue_is_data(text, parsed):
    assert block(f"  queue:\n    filter:\n      kind: [{text}]\n") == (
        None, [(4, f"queue.filter.kind.0: {text} is read as {parsed}")])
    assert block(f"  queue:\n    filter:\n    - kind: [x]\n    - kind: [{text}]\n")[1] == [
        (5, f"queue.filter.1.kind.0: {text} is read as {parsed}")]


@cases("text, key, parsed", [
    ("  timeout: 030\n", "timeout", "24"), ("  timeout: 1:30\n", "timeout", "90"), ("  queue: {batch: 010}\n", "queue.batch", "8"),
    ("  events: [{name: 012}]\n", "events.0.name", "10"), ("  size: +0_2000\n", "size", "1024")])
def test_a_number_of_a_field_is_the_one_that_a_person_wrote(text, key, parsed):
    written = text.rstrip("]})\n").rpartition(" ")[2]
    assert block(text) == (None, [(2, f"{key}: {written} is read as {parsed}")])


def test_a_field_that_is_true_or_false_may_be_yes_or_no():
    assert block("  queue: {fifo: yes}\n  endpoint: {key: Off}\n") == ({"queue": {"fifo": True}, "endpoint": {"key": False}}, [])
    assert settings.settings("app.yaml", "name: demo\nboundary: on\n")["boundary"] is True


def test_a_number_of_the_settings_is_the_one_that_a_person_wrote():
    with pytest.raises(Problems, match="app.yaml:2: stacks: 010 is read as 8"):
        settings.settings("app.yaml", "name: demo\nstacks: 010\n")


def free_objects(schema, key):
    """The dotted keys below which a word's schema lets a person write anything."""
    branches = [schema, *schema.get("anyOf", [])]
    for branch in branches:
        if "object" in branch.get("type", "") and "properties" not in branch and "additionalProperties" not in branch:
            yield key
        for name, field in branch.get("properties", {}).items():
            yield from free_objects(field, f"{key}.{name}")
        if "items" in branch:
            yield from free_objects(branch["items"], f"{key}.0")


def test_all_data_of_a_person_is_checked():
    keys = [key for word, module in recipes.WORDS.items() for key in free_objects(module.SCHEMA, f"infra.{word}")]
    assert {"infra.timer.body", "infra.endpoint.schema", "infra.events.0.pattern", "infra.queue.filter", "infra.queue.filter.0"} <= set(keys)
    assert [key for key in keys if not IS_DATA.match(f"{key}.x")] == []


@cases("value", ['!!int ""', '!!int "+"', '!!float ""', "!!float x", "!!bool maybe", "1.0e+999", "-1.0e+999", ".inf", ".nan", "!!float nan"])
def test_a_value_that_json_lacks_or_that_its_tag_does_not_fit_is_a_problem_at_its_line(value):
    result, _lines, problems = yaml_lines.file_document(f"a: 1\nb: {value}\n")
    assert result is None and [line for line, _message, _hint in problems] == [2]
    assert all("no " in message or "not a number" in message for _line, message, _hint in problems)


def test_two_anchors_of_one_name_are_a_problem():
    _result, _lines, problems = yaml_lines.file_document("a: &x 1\nb: &x 2\n")
    assert problems == [(2, "not YAML: two values have the same & name", "each & name once")]
