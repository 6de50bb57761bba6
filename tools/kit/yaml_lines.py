"""YAML with the line of every key: how app.yaml and the infra blocks are read.

A mistake is a tuple (line, message, hint): the caller knows the path.
"""
import yaml

LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
DEEPEST = 40
MARGIN_HINT = "keys that belong together begin in the same column, indented with spaces"

# What the parser says (libyaml and PyYAML each in their own words), and what a person understands.
SAID = (
    ("mapping values are not allowed", "a ': ' where none can be", "quote text that holds ': '"),
    ("could not find expected ':'", "a key without its ':'", "one `key: value` to a line"),
    ("did not find expected key", "this line does not fit the ones above it", MARGIN_HINT),
    ("expected <block end>", "this line does not fit the ones above it", MARGIN_HINT),
    ("did not find expected '-' indicator", "this line does not fit the list above it", MARGIN_HINT),
    ("cannot start any token", "a character that cannot begin a value", "quote text that begins with @, ` or %"),
    ("undefined alias", "text cannot begin with *", "quote it"),
    ("did not find expected ',' or", "a bracket that is not closed", "close every { and ["),
    ("expected ',' or", "a bracket that is not closed", "close every { and ["),
    ("unexpected end of stream", "a quote that is not closed", "close it with the quote it began with"),
)
# What YAML makes of a value by itself and JSON has no word for.
ODD_TAGS = {"timestamp": "a date", "binary": "bytes", "set": "a set", "omap": "an ordered map",
            "pairs": "pairs", "value": "the = sign"}
TAG = "tag:yaml.org,2002:"


def document(text, numbers):
    """What a YAML text says, and where.

    text     the YAML
    numbers  the file's line of each line of the text: [3, 4, 5]
    ->       ({"timer": {"rate": "1 hour"}}, {"timer": 3, "timer.rate": 4}, [(line, message, hint)])
    Keys of the second are joined by dots, items of a list by their index (`events.0.name`).
    The value is None if the text is not YAML; a key said twice is a mistake, not the last one.
    """
    lines, found = {}, []
    try:
        loader = LOADER(text)
        node = loader.get_single_node()
        if node is None:
            return None, lines, found
        _note(node, "", numbers, lines, found)
        return (None if found else loader.construct_document(node)), lines, found
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return None, lines, [*found, _mistake(text, numbers, mark.line, error.problem or "")]
    except (yaml.YAMLError, ValueError) as error:
        return None, lines, [*found, (numbers[0], f"not YAML: {error}".split("\n")[0], "")]


def _mistake(text, numbers, row, said):
    """(line, message, hint) of what the parser said about a row (from 0) of the text."""
    line = numbers[min(row, len(numbers) - 1)]
    rows = text.split("\n")
    content = rows[row] if row < len(rows) else ""
    if "\t" in content[:len(content) - len(content.lstrip())]:
        return line, "a tab indents this line", "YAML is indented with spaces"
    for words, message, hint in SAID:
        if words in said:
            return line, f"not YAML: {message}", hint
    return line, f"not YAML: {said}", "one `key: value` to a line, indented with spaces"


def _note(node, prefix, numbers, lines, found):
    """Put the line of every key and item below a node into lines, what is wrong into found."""
    if prefix.count(".") > DEEPEST:
        found.append((numbers[node.start_mark.line], "nested too deeply", "does a * refer to itself?"))
    elif isinstance(node, yaml.MappingNode):
        _note_keys(node, prefix, numbers, lines, found)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            lines[f"{prefix}{index}"] = numbers[item.start_mark.line]
            _note(item, f"{prefix}{index}.", numbers, lines, found)
    elif node.tag != TAG + "str":
        _note_scalar(node, numbers, found)


def _note_keys(node, prefix, numbers, lines, found):
    """The keys of one mapping: each is text, and said once."""
    seen = {}
    for key, value in node.value:
        line = numbers[key.start_mark.line]
        if key.tag == TAG + "merge":
            continue
        if key.tag != TAG + "str":
            found.append((line, f"a key must be text, not {_shown(key)}", "quote it"))
            continue
        if key.value in seen:
            found.append((line, f"{prefix + key.value!r} said twice", f"first said on line {seen[key.value]}"))
        seen.setdefault(key.value, line)
        lines.setdefault(prefix + key.value, line)
        _note(value, f"{prefix}{key.value}.", numbers, lines, found)


def _note_scalar(node, numbers, found):
    """A value that YAML reads as something JSON cannot hold: a date, bytes, infinity."""
    tag = node.tag.removeprefix(TAG)
    odd = ODD_TAGS.get(tag)
    if tag.startswith("!") or tag.startswith("tag:"):
        odd = f"the tag {tag}"
    if tag == "float" and node.value.lower().lstrip("+-") in (".inf", ".nan"):
        odd = "not a number"
    if tag == "int" and len(node.value) > 18:
        odd = "a number of too many digits"
    if odd:
        found.append((numbers[node.start_mark.line], f"{node.value} is read as {odd}", "quote it, if it is text"))


def _shown(node):
    """A key as it stands in the file."""
    return node.value if isinstance(node, yaml.ScalarNode) else "a list or a mapping"
