"""Regular expressions of a JSON Schema: ECMA 262's and Java's, where Python reads them otherwise."""

from kit import draft4_validator, examples, schema_regex
from tests.fixtures.cases import cases, results


@cases("pattern, matching, others", [
    (r"^\d$", ["0"], ["\u07c0", "\u09ea", "a"]),
    (r"^\D$", ["\u07c0", "a"], ["7"]),
    (r"^\w$", ["a", "_", "7"], ["\u00e9"]),
    (r"^\W$", ["\u00e9", "-"], ["a"]),
    (r"^[\w.]+$", ["a.b"], ["\u00e9"]),
    (r"^[^\W_]+$", ["ab"], ["a_", "\u00e9"]),
    (r"^\s$", [" ", "\t", "\v", "\f", "\n", "\u00a0", "\ufeff", "\u2029", "\u2003"], ["\x01", "\u2013", "\x1c"]),
    (r"^\S$", ["\x01", "\u2013"], [" ", "\u00a0", "\ufeff"]),
    (r"^[\S]$", ["\u2013"], ["\u00a0"]),
    (r"^a$", ["a"], ["a\n", "ba"]),
    (r"^.$", ["a", "\u0085"], ["\n", "\r", "\u2028"]),
    (r"\bc", ["c", "\u00e9c", "a c"], ["ac"]),
    (r"\Bc", ["ac"], ["c", "\u00e9c"]),
    (r"^\p{L}+$", ["\u00e9a"], ["1"]),
    (r"^\p{Letter}\P{Lu}$", ["\u00e9a"], ["aA"]),
    (r"^[\p{L}\d ]+$", ["\u00e9 1"], ["!"]),
    (r"^\p{digit}+$", ["\u09ea\u09e8"], ["a"]),
    (r"^\cC$", ["\x03"], ["C"]),
    (r"^\t\x41\u00e9\/\-$", ["\tA\u00e9/-"], ["t"]),
    (r"^(?<first>.)\k<first>$", ["aa"], ["ab"]),
    (r"^\Qa.b\E$", ["a.b"], ["axb"]),
    (r"^a++$", ["aa"], [""]),
    (r"^(?i)a$", ["A"], ["b"]),
    (r"^{a}$", ["{a}"], ["a"]),
    (r"^[[a&&b]$", ["[", "&", "a"], ["c"]),
    (r"^[]a]$", ["]", "a"], ["b"]),
    (r"^[^\]]{2,3}$", ["ab", "abc"], ["a]", "a"]),
    (r"^[\b]$", ["\x08"], ["b"]),
    (r"(?<=a)b(?!c)", ["ab"], ["abc", "b"]),
    (r"\wcole", ["cole ecole"], ["l'\u00e9cole"]),
])
def test_an_expression_means_what_it_means_in_ecma_262_and_java(pattern, matching, others):
    assert schema_regex.fault(pattern) == ""
    assert [text for text in matching + others if schema_regex.compiled(pattern).search(text)] == matching


test_an_invalid_expression_has_a_fault = results(schema_regex.fault, [
    ("(?P<y>a)", "a named group is (?<name>...)"),
    ("(?P=y)", "(?P= begins no group"),
    ("(?(1)a|b)", "(?( begins no group"),
    ("(?#a)", "(?# begins no group"),
    (r"\i", r"\i is no escape"),
    (r"\N{DASH}", r"\N is no escape"),
    (r"\L<a>", r"\L is no escape"),
    (r"\p{Foo}", "unknown property"),
    ("[a", "unterminated character set"),
    ("(a", "missing )"),
    ("a**", "multiple repeat"),
    ("[z-a]", "bad character range"),
    ("*a", "nothing to repeat"),
    ("a\\", "bad escape (end of pattern)"),
])

test_an_example_fits_such_a_pattern = results(examples.of_schema, [
    ({"type": "string", "pattern": r"^\p{L}+$"}, "hello"),
    ({"type": "object", "required": ["a"], "patternProperties": {r"^\p{L}$": {"type": "integer"}}}, {"a": 1}),
    ({"type": "string", "anyOf": [{"pattern": r"^\p{Lu}+$"}, {"enum": ["B1"]}]}, "HELLO"),
])


def test_a_search_that_would_not_end_is_stopped(monkeypatch):
    monkeypatch.setattr(schema_regex, "SECONDS", 0.01)
    endless, text = "^(a|a)*$", "a" * 50 + "!"
    assert not draft4_validator.Validator({"pattern": endless}).is_valid(text)
    assert not draft4_validator.Validator({"patternProperties": {endless: {}}, "additionalProperties": False}).is_valid({text: 1})
