"""YAML with the line of every key: how app.yaml and the infra blocks are read.

A mistake is a tuple (line, message, hint): the caller knows the path.
"""
import re

import orjson
import yaml

from kit import yaml_mistakes

LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
DEEPEST, MOST_NODES = 40, 20_000  # no file that a person writes comes near it, aliases of aliases do
RECURSIVE = 20_000  # characters, and so levels, that PyYAML's recursion in C surely takes
# What YAML makes of a value by itself and JSON has no word for.
ODD_TAGS = {"timestamp": "a date", "binary": "bytes", "set": "a set", "omap": "an ordered map",
            "pairs": "pairs", "value": "the = sign"}
UNSEEN = re.compile(r"^[^\S ]+|^[\u200b-\u200f\u2060\ufeff]+")  # before a key: it may look like a space
PLAIN_TAGS = {"null", "bool", "int", "float"}
TAG = "tag:yaml.org,2002:"


def document(text, numbers, written=None):
    """What a YAML text says, and where.

    text     the YAML
    numbers  the file's line of each line of the text: [3, 4, 5]
    written  a dict that takes the text of every value that YAML reads as no text: {"env.LIMIT": "0x1F"}
    ->       ({"timer": {"rate": "1 hour"}}, {"timer": 3, "timer.rate": 4}, [(line, message, hint)])
    Keys of the second are joined by dots, items of a list by their index (`events.0.name`).
    The value is None if the text is not YAML; a key said twice is a mistake, not the last one.
    """
    lines, found = {}, []
    if odd := yaml_mistakes.odd_break(text, numbers):
        return None, lines, [odd]
    try:
        deep = _line_too_deep(text)
        if deep is not None:
            return None, lines, [(numbers[deep], "nested too deeply", f"{DEEPEST} levels are read")]
        loader = LOADER(text)
        node = loader.get_single_node()
        value = None if node is None else _Reading(loader, numbers, lines, found, written).value(node)
        return (None if found else value), lines, found
    except _TooLarge as error:
        found.append((error.args[0], f"more than {MOST_NODES:,} values", "do aliases (*) repeat each other?"))
        return None, lines, found
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return None, lines, [*found, yaml_mistakes.mistake(text, numbers, error)]


def _line_too_deep(text):
    """The row where a long text is nested beyond what is read, None if it is not: PyYAML would overflow C's stack."""
    if len(text) < RECURSIVE:
        return None
    depth = 0
    for event in yaml.parse(text, LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST + 2:
            return event.start_mark.line
    return None


def file_document(text, written=None):
    """document() of a whole file."""
    return document(text, list(range(1, text.count("\n") + 2)), written)


def changed(written, value, is_ours):
    """[(dotted key, message, hint)] of values that YAML makes others of than a person wrote: 0123 is 83, no is false.

    written  of document(), whose value is `value`
    is_ours  dotted key -> whether its value is kept as it is written
    """
    found = []
    for key, text in written.items():
        if is_ours(key) and text:
            made = orjson.dumps(_at(value, key.split("."))).decode()
            if made not in (text, "null" if text == "~" else text):
                found.append((key, f"{key}: {text} is read as {made}", f"quote it, if it is text: '{text}'"))
    return found


def _at(value, steps):
    """The part of a value that its steps lead to. A key may hold dots: the longest that is there is taken."""
    if not steps:
        return value
    if isinstance(value, list):
        return _at(value[int(steps[0])], steps[1:])
    end = next(end for end in range(len(steps), 0, -1) if ".".join(steps[:end]) in value)
    return _at(value[".".join(steps[:end])], steps[end:])


class _Reading:
    """The values of nodes; the line of every key and item into `lines`, what is wrong into `found`."""

    def __init__(self, loader, numbers, lines, found, written):
        self.loader, self.numbers, self.lines, self.found = loader, numbers, lines, found
        self.written = {} if written is None else written
        self.brought, self.left = {}, MOST_NODES
        self.last_line = numbers[0]  # of the keys that were read: an alias's own node stands further up

    def line(self, node):
        """The file's line of a node."""
        return self.numbers[node.start_mark.line]

    def value(self, node, prefix=""):
        """The value of a node. prefix: its dotted key and a dot. Raises _TooLarge."""
        self.left -= 1
        if self.left < 0:
            raise _TooLarge(max(self.last_line, self.line(node)))
        if node.tag == TAG + "str":
            return node.value
        if prefix.count(".") > DEEPEST:
            self.found.append((self.line(node), "nested too deeply", "does a * refer to itself?"))
        elif node.tag == TAG + "map":
            return self.mapping(node, prefix)
        elif node.tag == TAG + "seq":
            self.lines.update((f"{prefix}{index}", self.line(item)) for index, item in enumerate(node.value))
            return [self.value(item, f"{prefix}{index}.") for index, item in enumerate(node.value)]
        elif not _is_odd(node, self.numbers, self.found):
            self.written[prefix[:-1]] = node.value
            return self.loader.construct_object(node)
        return None

    def mapping(self, node, prefix):
        """The dict of a mapping: each key is text, and said once. What `<<` brings gives way to what is said."""
        said, seen = {}, {}
        for key, value in node.value:
            if key.tag == TAG + "merge" or not self.is_key(key):
                continue
            if key.value in seen:
                hint = f"first said on line {seen[key.value]}"
                self.found.append((self.line(key), f"{key.value!r} said twice", hint))
            seen.setdefault(key.value, self.line(key))
            self.last_line = max(self.last_line, self.line(key))
            self.lines.setdefault(prefix + key.value, self.line(key))
            said[key.value] = self.value(value, f"{prefix}{key.value}.")
        for name, (key, value) in self.merged(node).items():
            if name not in said:
                self.lines.setdefault(prefix + name, self.line(key))
                said[name] = self.value(value, f"{prefix}{name}.")
        return said

    def is_key(self, key):
        """Whether a key can be one: text that begins with nothing unseen."""
        if key.tag != TAG + "str":
            self.found.append((self.line(key), f"a key must be text, not {_shown(key)}", "quote it"))
        elif unseen := UNSEEN.match(key.value):
            self.found.append((self.line(key), f"{key.value[unseen.end():]!r} stands behind a character that is no "
                               f"space: {yaml_mistakes.character(unseen[0][0])}", yaml_mistakes.MARGIN_HINT))
        return key.tag == TAG + "str"

    def merged(self, node):
        """{key: (its node, the value's)} of the mappings that `<<` names; of two with one key the first counts."""
        if id(node) in self.brought:
            return self.brought[id(node)]
        self.brought[id(node)], pairs = {}, {}  # one that names itself brings nothing
        for key, value in node.value:
            if key.tag != TAG + "merge":
                continue
            for each in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                if not isinstance(each, yaml.MappingNode) or each is node:
                    hint = "as in `<<: *name`"
                    self.found.append((self.line(key), "<< must name a mapping that stands above", hint))
                    continue
                own = {inner.value: (inner, one) for inner, one in each.value if inner.tag == TAG + "str"}
                pairs = {**self.merged(each), **own, **pairs}
        self.brought[id(node)] = pairs
        return pairs


class _TooLarge(Exception):
    """A text whose `*` repeat each other more often than anybody writes. Its argument is the line."""


def _is_odd(node, numbers, found):
    """Whether YAML reads a value as something JSON cannot hold (a date, bytes): that is a mistake."""
    tag = node.tag.removeprefix(TAG)
    odd = None if tag in PLAIN_TAGS else ODD_TAGS.get(tag, f"the tag {tag}")
    if tag == "float" and node.value.lower().lstrip("+-") in (".inf", ".nan"):
        odd = "not a number"
    if tag == "int" and len(node.value) > 18:
        odd = "a number of too many digits"
    if odd:
        line = numbers[node.start_mark.line]
        found.append((line, f"{_shown(node)} is read as {odd}", "quote it, if it is text"))
    return bool(odd)


def _shown(node):
    """A key as it stands in the file."""
    return node.value if isinstance(node, yaml.ScalarNode) else "a list or a mapping"
