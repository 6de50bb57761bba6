"""YAML with the line of every key: the reader of app.yaml and of the infra blocks.

A problem is a tuple (line, message, hint) here: the caller knows the path.
"""
import math
import re
from collections.abc import Callable
from typing import Any

import orjson
import yaml

from kit import yaml_functions, yaml_problems
from kit.problems import KeyProblem, LineProblem

LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
DEEPEST, MOST_NODES = 40, 20_000  # far beyond any file of a person; aliases of aliases exceed it
SAFE_LENGTH = 20_000  # characters, and so levels, that PyYAML's recursion in C can take
# Types that YAML gives a value by itself and that JSON does not have.
NOT_JSON_TAGS = {"timestamp": "a date", "binary": "bytes", "set": "a set", "omap": "an ordered map",
                 "pairs": "pairs", "value": "the = sign"}
INVISIBLE = re.compile(r"^[^\S ]+|^[\u200b-\u200f\u2060\ufeff]+")  # before a key, where it may look like a space
MISREAD = re.compile(r"[-+]?0_*[0-9]|[-+]?[0-9_]+:")  # octal and sexagesimal numbers, which only YAML 1.1 has
JSON_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?[eE][-+]?\d+")  # YAML 1.1 reads most of these as text
COMMENT = re.compile(r"\s*(#[^\s#!]\S*)\s*$")  # a single word after an empty value: a colour, a channel
PLAIN_TAGS = {"null", "bool", "int", "float"}
TAG = "tag:yaml.org,2002:"
TEXT, MAPPING, SEQUENCE, MERGE, TIMESTAMP = (TAG + name for name in ("str", "map", "seq", "merge", "timestamp"))
FORMS = {MAPPING: yaml.MappingNode, SEQUENCE: yaml.SequenceNode}
UNTAG = "quote it, if it is text, and take out the tag (!...) if there is one"


def document(text: str, numbers: list[int], written: dict | None = None,
             functions: bool = False) -> tuple[Any, dict[str, int], list[LineProblem]]:
    """The value of a YAML text, and the line of every key.

    text     the YAML
    numbers  the file's line of each line of the text: [3, 4, 5]
    written  a dict to which every value that is no text to YAML, or a number to JSON, is added, as it is written:
             {"env.LIMIT": "0x1F"}
    functions  whether it is read as CloudFormation does: `!Ref x` is {"Ref": "x"}, and a date is text
    ->       ({"timer": {"rate": "1 hour"}}, {"timer": 3, "timer.rate": 4}, [(line, message, hint)])
    Keys of the second are joined by dots, items of a list by their index (`events.0.name`).
    With a problem the value is None; a duplicate key is one.
    """
    lines, problems = {}, []
    if line_break := yaml_problems.unusual_line_break(text, numbers):
        return None, lines, [line_break]
    try:
        deep = _line_too_deep(text)
        if deep is not None:
            return None, lines, [(numbers[deep], "nested too deeply", f"{DEEPEST} levels are read")]
        loader = LOADER(text)
        node = loader.get_single_node()
        reading = _Reading(loader, text, numbers, lines, problems, written, functions)
        value = None if node is None else reading.value(node)
        return (None if problems else value), lines, problems
    except _TooLarge as error:
        problems.append((error.args[0], f"more than {MOST_NODES:,} values", "do aliases (*) repeat each other?"))
        return None, lines, problems
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return None, lines, [*problems, yaml_problems.parser_problem(text, numbers, error)]


def _line_too_deep(text):
    """The row (from 0) where a long text is nested so deeply that PyYAML would overflow C's stack; else None."""
    if len(text) < SAFE_LENGTH:
        return None
    depth = 0
    for event in yaml.parse(text, LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST + 2:
            return event.start_mark.line
    return None


def file_document(text: str, written: dict | None = None,
                  functions: bool = False) -> tuple[Any, dict[str, int], list[LineProblem]]:
    """(value, {dotted key: line}, [problem]) of a whole file, as document() returns them."""
    return document(text, list(range(1, text.count("\n") + 2)), written, functions)


def changed_values(written: dict[str, str], value, is_data: Callable, texts: str = "") -> list[KeyProblem]:
    """[(dotted key, message, hint)] of values that YAML reads as something else than a person wrote: 0123 is 83, no is
    false.

    written  of document(), whose value is `value`
    is_data  dotted key -> whether its value is passed on, so that it must stay as written; of other values only numbers
             that few people read as YAML does: 030 (24) and 1:30 (90)
    texts    what the keys begin with whose values are texts for AWS too, so that 1e3 may be one
    """
    problems = []
    for key, text in written.items():
        if text and (is_data(key) or key and MISREAD.match(text)):
            parsed = orjson.dumps(_at(value, key.split("."))).decode()
            if parsed not in (text, "null" if text == "~" else text, f'"{text}"' if key.startswith(texts) else text):
                problems.append((key, f"{key}: {text} is read as {parsed}", f"quote it, if it is text: '{text}'"))
    return problems


def _at(value, steps):
    """The member of a value to which steps lead. A key may hold dots: the longest key that exists is taken."""
    if not steps:
        return value
    if isinstance(value, list):
        return _at(value[int(steps[0])], steps[1:])
    end = next(end for end in range(len(steps), 0, -1) if ".".join(steps[:end]) in value)
    return _at(value[".".join(steps[:end])], steps[end:])


class _Reading:
    """Reads the values of nodes, and adds the line of every key and item to `lines`, and problems to `problems`."""

    def __init__(self, loader, text, numbers, lines, problems, written, functions):
        self.loader, self.numbers, self.lines, self.problems = loader, numbers, lines, problems
        self.rows = text.split("\n")
        self.functions = functions
        self.written = {} if written is None else written
        self.merged_pairs, self.nodes_left = {}, MOST_NODES
        self.last_line = numbers[0]  # of the keys that were read so far: an alias's own node is further up in the file

    def line(self, node):
        """The line of a node in the file."""
        return self.numbers[node.start_mark.line]

    def value(self, node, prefix=""):
        """The value of a node. prefix: its dotted key and a dot. Raises _TooLarge."""
        self.nodes_left -= 1
        if self.nodes_left < 0:
            raise _TooLarge(max(self.last_line, self.line(node)))
        has_form = isinstance(node, FORMS.get(node.tag, yaml.ScalarNode))  # else a tag is written that does not fit
        if has_form and (node.tag == TEXT or self.functions and node.tag == TIMESTAMP):
            if "\0" in node.value:  # no variable of a process, name or text of AWS has it
                self.problems.append((self.line(node), "the character U+0000 in a value", "take it out"))
            if not node.style and JSON_NUMBER.fullmatch(node.value):
                self.written[prefix[:-1]] = node.value
            return node.value
        if self.functions and node.tag in yaml_functions.LONG_NAMES:
            name = yaml_functions.LONG_NAMES[node.tag]
            self.lines[prefix + name] = self.line(node)
            return {name: self.value(yaml_functions.argument(node), f"{prefix}{name}.")}
        if prefix.count(".") > DEEPEST:
            self.problems.append((self.line(node), "nested too deeply", "does a * refer to itself?"))
        elif has_form and node.tag == MAPPING:
            return self.mapping(node, prefix)
        elif has_form and node.tag == SEQUENCE:
            self.lines.update((f"{prefix}{index}", self.line(item)) for index, item in enumerate(node.value))
            return [self.value(item, f"{prefix}{index}.") for index, item in enumerate(node.value)]
        elif not _is_not_json(node, self.numbers, self.problems):
            self.written[prefix[:-1]] = node.value or self.comment(node)
            return self.scalar(node)
        return None

    def scalar(self, node):
        """The value of a scalar that JSON has; None with a problem for `!!int x`, .nan and 1.0e+999."""
        try:
            value = self.loader.construct_object(node)
        except (ValueError, LookupError):
            self.problems.append((self.line(node), f"{node.value!r} is no {node.tag.removeprefix(TAG)}", UNTAG))
            return None
        if isinstance(value, float) and not math.isfinite(value):
            self.problems.append((self.line(node), f"{node.value} is read as not a number", "quote it, if it is text"))
        return value

    def comment(self, node):
        """The comment after an empty value, if it may be meant as the value: "#general"; "" of any other."""
        mark = node.start_mark
        row = self.rows[mark.line] if mark.line < len(self.rows) else ""  # --- alone: the value is after the text
        match = COMMENT.match(row, mark.column)
        return match[1] if match else ""

    def mapping(self, node, prefix):
        """The dict of a mapping. Its own keys have precedence over those that `<<` merges in."""
        entries, seen = {}, {}
        for key, value in node.value:
            if key.tag == MERGE or not self.is_key(key):
                continue
            if key.value in seen:
                hint = f"the first is on line {seen[key.value]}"
                self.problems.append((self.line(key), f"duplicate key {key.value!r}", hint))
            seen.setdefault(key.value, self.line(key))
            self.last_line = max(self.last_line, self.line(key))
            self.lines.setdefault(prefix + key.value, self.line(key))
            entries[key.value] = self.value(value, f"{prefix}{key.value}.")
        for name, (key, value) in self.merged(node).items():
            if name not in entries:
                self.lines.setdefault(prefix + name, self.line(key))
                entries[name] = self.value(value, f"{prefix}{name}.")
        return entries

    def is_key(self, key):
        """Whether a node can be a key: text that does not begin with an invisible character."""
        if key.tag != TEXT or not isinstance(key, yaml.ScalarNode):
            self.problems.append((self.line(key), f"a key must be text, not {_shown(key)}", "quote it"))
        elif unseen := INVISIBLE.match(key.value):
            self.problems.append((self.line(key), f"{key.value[unseen.end():]!r} follows a character that is no "
                                  f"space: {yaml_problems.character(unseen[0][0])}", yaml_problems.MARGIN_HINT))
        return key.tag == TEXT and isinstance(key, yaml.ScalarNode)

    def merged(self, node):
        """{key: (its node, the value's)} of the mappings that `<<` names; of two with the same key the first counts."""
        if id(node) in self.merged_pairs:
            return self.merged_pairs[id(node)]
        self.merged_pairs[id(node)], pairs = {}, {}  # a mapping that names itself merges nothing
        for key, value in node.value:
            if key.tag != MERGE:
                continue
            for source in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                if not isinstance(source, yaml.MappingNode) or source is node:
                    hint = "as in `<<: *name`"
                    self.problems.append((self.line(key), "<< must name a mapping that stands above", hint))
                    continue
                own = {name.value: (name, value_node) for name, value_node in source.value if name.tag == TEXT}
                pairs = {**self.merged(source), **own, **pairs}
        self.merged_pairs[id(node)] = pairs
        return pairs


class _TooLarge(Exception):
    """A text with more than MOST_NODES values, by aliases of aliases. Its argument is the line."""


def _is_not_json(node, numbers, problems):
    """Whether YAML reads a value as a type that JSON does not have (a date, bytes); adds that problem to `problems`."""
    tag = node.tag.removeprefix(TAG)
    is_plain = tag in PLAIN_TAGS and isinstance(node, yaml.ScalarNode)
    meaning = None if is_plain else NOT_JSON_TAGS.get(tag, f"the tag {tag}")
    if not meaning and tag == "int" and len(node.value) > 18:
        meaning = "a number of too many digits"
    if meaning:
        line = numbers[node.start_mark.line]
        hint = (yaml_functions.OUTSIDE_HINT if tag in yaml_functions.LONG_NAMES else
                UNTAG if meaning.startswith("the tag") else "quote it, if it is text")
        problems.append((line, f"{_shown(node)} is read as {meaning}", hint))
    return bool(meaning)


def _shown(node):
    """The text of a key as it is written in the file."""
    return node.value if isinstance(node, yaml.ScalarNode) else "a list or a mapping"
