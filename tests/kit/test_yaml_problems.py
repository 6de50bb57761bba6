"""An error of the YAML parser is reported in words of this project, by libyaml's parser and by PyYAML's own."""
import pytest
import yaml

from kit import yaml_lines
from tests.fixtures.cases import cases


@pytest.mark.parametrize("loader", [yaml.SafeLoader, yaml_lines.LOADER])
@cases("text, message, hint", [
    ("a: - b", "a list cannot begin behind its key", "each `- item` on a line of its own, or [a, b]"),
    ("a: [1,,2]", "a value is missing", "one value between two commas; quote text that begins with a comma"),
    ("a: {b: ,, c: d}", "a value is missing", "one value between two commas; quote text that begins with a comma"),
    ("a: ,", "a value is missing", "one value between two commas; quote text that begins with a comma"),
    (r'a: "C:\users"', "an escape without all of its digits", r"single quotes: 'C:\users'"),
    (r'a: "\xg"', "an escape without all of its digits", r"single quotes: 'C:\users'"),
    (r'a: "C:\data"', "a backslash in double quotes that begins no escape", r"single quotes: '^\d+$'"),
    ("a: !!", "text cannot begin with !", "quote it"),
    ("a: !<b", "text cannot begin with !", "quote it"),
    ("%YAML 3.0\n---\na: b", "a line that begins with %", "quote text that begins so; else take the line out"),
    ("a: |9x\n b", "text behind | or >", "begin the text on the next line"),
    ("a: >-+\n b", "text behind | or >", "begin the text on the next line"),
    ('a: "b\n---\nc"', "a line of a text that begins with --- or ...", "indent the text"),
])
def test_the_parsers_words_are_not_passed_on(monkeypatch, loader, text, message, hint):
    monkeypatch.setattr(yaml_lines, "LOADER", loader)
    value, _lines, problems = yaml_lines.file_document(text)
    assert (value, problems) == (None, [(1, f"not YAML: {message}", hint)])


@pytest.mark.parametrize("loader", [yaml.SafeLoader, yaml_lines.LOADER])
@cases("text, line, hint", [
    ("name:demo\n# a comment\ntables:\n  a: 1", 1, "`name: demo`"),
    ("a: 1\nprefix:x\nregion: e", 2, "`prefix: x`"),
    ("timer:\n  cron:0 3\n  zone: x", 2, "`cron: 0 3`"),
    ("timer:\n  cron: 0 3\n  zone:x", 3, "`zone: x`"),
    ("l:\n- rate:5\n  c: d", 2, "`rate: 5`"),
])
def test_a_key_without_a_space_after_its_colon_is_reported_at_its_line(monkeypatch, loader, text, line, hint):
    monkeypatch.setattr(yaml_lines, "LOADER", loader)
    assert yaml_lines.file_document(text)[2] == [(line, "not YAML: no space after the ':'", hint)]


@cases("text", ["---", "---\n", "--- ", "a: 1\n---", "---\n...", "--- # x"])
def test_a_file_of_separators_has_no_value_and_ends_in_no_traceback(text):
    value, lines, _problems = yaml_lines.file_document(text)
    assert (value, set(lines) - {""}) == (None, set())


@cases("text", [r'a: "\ud83d\ude00"', r'a: "\U00110000"'])
def test_half_a_character_is_reported(text):
    assert yaml_lines.file_document(text)[2] == [
        (1, "not YAML: an escape that is no character", r"the character itself, or \U and its eight digits")]
