"""YAML with the line of every key: how app.yaml and the infra blocks are read.

A mistake is a tuple (line, message, hint): the caller knows the path.
"""
import yaml

LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
DEEPEST = 40
MOST_VALUES = 20_000  # of one text; no file that a person writes comes near it, aliases of aliases do
RECURSIVE = 20_000  # characters, and so levels, that PyYAML's recursion in C surely takes
MARGIN_HINT = "keys that belong together begin in the same column, indented with spaces"

# What the parser says (libyaml and PyYAML each in their own words), and what a person understands.
SAID = (
    ("mapping values are not allowed", "a ': ' where none can be", "quote text that holds ': '"),
    ("could not find expected ':'", "a key without its ':'", "one `key: value` to a line"),
    ("did not find expected key", "this line does not fit the ones above it", MARGIN_HINT),
    ("expected <block end>", "this line does not fit the ones above it", MARGIN_HINT),
    ("did not find expected '-' indicator", "this line does not fit the list above it", MARGIN_HINT),
    ("cannot start any token", "a character that cannot begin a value", "quote text that begins so"),
    ("undefined alias", "text cannot begin with *", "quote it"),
    ("did not find expected ',' or", "a bracket that is not closed", "close every { and ["),
    ("expected ',' or", "a bracket that is not closed", "close every { and ["),
    ("unexpected end of stream", "a quote that is not closed", "close it with the quote it began with"),
)
# What YAML makes of a value by itself and JSON has no word for.
ODD_TAGS = {"timestamp": "a date", "binary": "bytes", "set": "a set", "omap": "an ordered map",
            "pairs": "pairs", "value": "the = sign"}
PLAIN_TAGS = {"null", "bool", "int", "float"}
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
        deep = _line_too_deep(text)
        if deep is not None:
            return None, lines, [(numbers[deep], "nested too deeply", f"{DEEPEST} levels are read")]
        loader = LOADER(text)
        loader.values_left, loader.merged_sizes, loader.last_line = MOST_VALUES, {}, numbers[0]
        node = loader.get_single_node()
        value = None if node is None else _value(node, "", numbers, lines, found, loader)
        return (None if found else value), lines, found
    except yaml.MarkedYAMLError as error:
        return None, lines, [*found, _mistake(text, numbers, error)]
    except (yaml.YAMLError, ValueError) as error:
        return None, lines, [*found, (numbers[0], f"not YAML: {error}".split("\n")[0], "")]


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


def _mistake(text, numbers, error):
    """(line, message, hint) of what the parser said: of what is not closed, the line where it was opened."""
    opened = "flow" in (error.context or "") or "quoted" in (error.context or "")
    row = (error.context_mark if opened else error.problem_mark or error.context_mark).line
    line = numbers[min(row, len(numbers) - 1)]
    rows = text.split("\n")
    content = rows[row] if row < len(rows) else ""
    if "\t" in content[:len(content) - len(content.lstrip())]:
        return line, "a tab indents this line", "YAML is indented with spaces"
    for words, message, hint in SAID:
        if words in (error.problem or ""):
            return line, f"not YAML: {message}", hint
    return line, f"not YAML: {error.problem}", "one `key: value` to a line, indented with spaces"


def _value(node, prefix, numbers, lines, found, loader):
    """The value of a node; the line of every key and item below it into lines, what is wrong into found."""
    loader.values_left -= 1
    if loader.values_left <= 0:
        return _too_many(loader.last_line, found)
    if node.tag == TAG + "str":
        return node.value
    if prefix.count(".") > DEEPEST:
        found.append((numbers[node.start_mark.line], "nested too deeply", "does a * refer to itself?"))
    elif node.tag == TAG + "map":
        return _mapping(node, prefix, numbers, lines, found, loader)
    elif node.tag == TAG + "seq":
        if len(node.value) > loader.values_left:
            return _too_many(numbers[node.start_mark.line], found)
        for index, item in enumerate(node.value):
            lines[f"{prefix}{index}"] = numbers[item.start_mark.line]
        return [_value(item, f"{prefix}{index}.", numbers, lines, found, loader)
                for index, item in enumerate(node.value)]
    elif not _is_odd(node, numbers, found):
        return loader.construct_object(node)
    return None


def _too_many(line, found):
    """Note once that the budget of values is spent, and at which line: of an alias, that of its key."""
    message = f"more than {MOST_VALUES:,} values, those that aliases (*) repeat included"
    if not any(mistake[1] == message for mistake in found):
        found.append((line, message, "write fewer values, or repeat fewer of them"))


def _merged_size(node, sizes):
    """How many pairs a mapping has once its `<<` are merged in; of one that merges itself, too many.

    sizes  {id of a node: pairs} of those that were counted before
    """
    if not isinstance(node, yaml.MappingNode):
        return sum(_merged_size(item, sizes) for item in node.value) if isinstance(node, yaml.SequenceNode) else 0
    if id(node) not in sizes:
        sizes[id(node)] = MOST_VALUES + 1
        sizes[id(node)] = sum(_merged_size(value, sizes) if key.tag == TAG + "merge" else 1
                              for key, value in node.value)
    return sizes[id(node)]


def _mapping(node, prefix, numbers, lines, found, loader):
    """The dict of a mapping: each key is text, and said once. What `<<` brings gives way to what is said."""
    merged = [key for key, _value in node.value if key.tag == TAG + "merge"]
    if merged and _merged_size(node, loader.merged_sizes) > MOST_VALUES:
        return _too_many(numbers[merged[0].start_mark.line], found)
    if merged:
        loader.flatten_mapping(node)
    said, seen = {}, {}
    for key, value in node.value:
        line = numbers[key.start_mark.line]
        loader.last_line = max(line, loader.last_line)
        if key.tag != TAG + "str":
            found.append((line, f"a key must be text, not {_shown(key)}", "quote it"))
            continue
        name = prefix + key.value
        if key.value in seen and not merged:
            found.append((line, f"{key.value!r} said twice", f"first said on line {seen[key.value]}"))
        seen.setdefault(key.value, line)
        lines.setdefault(name, line)
        said[key.value] = _value(value, name + ".", numbers, lines, found, loader)
    return said


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
