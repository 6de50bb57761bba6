"""Directives of strftime() and strptime() that stand in the place of others: %H:%m, %Y-%M-%d, YYYY-MM-DD."""
import ast
import re

from checks.check import Check, notes_of, pitfalls_of
from checks.syntax import keywords, module_constants
from interpreter.sources import called_name, constant_texts, nodes_of

DIRECTIVE = re.compile(r"%[-#_0^]?([A-Za-z%])")
HOURS, DATES = set("HIkl"), set("Yyd")
BETWEEN = {"clock": {":", "", "-", ".", "_", "h"}, "date": {"-", "/", ".", "_", ""}}  # what joins parts of one time
OF_OTHERS = re.compile(r"YYYY|(?<![A-Za-z])(MM?[-/.]DD?|DD?[-/.]MM?|yyyy[-/.]MM|dd[-/.]MM|HH:mm)")
HALF_DAYS = re.compile(r"(?i)(?<![a-z])[ap]\.?m\b")
PARSED = set("aAbBcdfGHIjmMpSuUVwWxXyYzZ%")  # docs.python.org: what strptime knows; strftime also asks the C library


def mistaken_directives(tree):
    """Yields pitfalls of the formats of a file."""
    halves = any(HALF_DAYS.search(text) for text in constant_texts(tree))
    for node, text, parses in formats(tree):
        for message, hint in faults(text, parses, halves):
            yield ["directive", node.lineno, message, hint]


def formats(tree):
    """Yields (node, text, whether strptime() parses with it) of the constant formats of times in a file."""
    constants = module_constants(tree)
    for node in nodes_of(tree, ast.Call, ast.FormattedValue):
        if isinstance(node, ast.Call) and called_name(node) in ("strftime", "strptime"):
            for part in (*node.args, keywords(node).get("format")):
                text = constants.get(getattr(part, "id", ""), getattr(part, "value", None))
                if isinstance(text, str) and (called_name(node) == "strftime" or part is not node.args[0]):
                    yield node, text, called_name(node) == "strptime"
        elif isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            parts = nodes_of(node.format_spec, ast.Constant)
            text = parts[0].value if len(parts) == 1 else ""
            if isinstance(text, str) and ("%" in text and len(text) > 1 or "YYYY" in text):
                yield node, text, False


def faults(text, parses, halves):
    """Yields (message, hint) of a format. halves: whether the file writes am and pm itself"""
    directives = [(match[1], match.start(), match.end()) for match in DIRECTIVE.finditer(text)]
    letters = [letter for letter, _start, _end in directives]
    for number, letter in enumerate(letters):
        before, after = neighbours(text, directives, number)
        is_of_clock = before[0] in HOURS and before[1] in BETWEEN["clock"] \
            or after[0] == "S" and after[1] in BETWEEN["clock"]
        is_of_date = before[0] in DATES and before[1] in BETWEEN["date"] \
            or after[0] in DATES and after[1] in BETWEEN["date"]
        if letter == "m" and is_of_clock:
            yield f"%m is the month, beside %{before[0] if before[0] in HOURS else 'S'} in {text!r}", "%M, the minute"
        elif letter == "M" and is_of_date and before[0] not in HOURS and after[0] != "S":
            yield f"%M is the minute, beside the date's parts in {text!r}", "%m, the month"
        elif letter == "D" and (before[0] == "m" or after[0] == "m"):
            yield f"%D is a whole date, as 12/31/26, in {text!r}", "%d, the day"
        elif letter == "s" and before[0] == "M":
            yield f"%s is the seconds since 1970, after %M in {text!r}", "%S, the second"
        elif parses and (letter not in PARSED or text[directives[number][1] + 1] != letter):
            _letter, start, end = directives[number]
            yield f"strptime() does not know the directive {text[start:end]} of {text!r}", \
                "the directives in docs.python.org/3/library/datetime.html"
    if "I" in letters and not {"p", "H", "P"} & set(letters) and not halves:
        yield f"{text!r} has %I, an hour up to 12, and no %p: 02 is night or afternoon", "%H"
    if parses and {"H", "p"} <= set(letters) and "I" not in letters:
        yield f"strptime() reads %p only beside %I: {text!r} makes 2:30 of '2:30 PM'", "%I"
    if not letters and OF_OTHERS.search(text):
        yield f"{text!r} has no directive of Python: the result is this text", "%Y-%m-%d, %H:%M:%S"


def neighbours(text, directives, number):
    """((letter, text between), (letter, text between)) of the directives before and after one; "" is no letter."""
    before, (_letter, start, end), after = [("", 0, 0), *directives, ("", 0, 0)][number:number + 3]
    return (before[0], text[before[2]:start]), (after[0], text[end:after[1]])


unread_texts = notes_of(
    "unreadable-time", "strptime() cannot read a text like {text!r} with {key!r}", "datetime.fromisoformat(...)",
    "ValueError: time data does not match format")
DAY = "from datetime import datetime, timezone\n\n\ndef handler(event, context):\n" \
    "    return datetime.now(timezone.utc).strftime('%s')"
RULE = "infra:\n  events:\n  - name: started\n    topic: EC2 Instance State-change Notification\n" \
    "    source: {type: aws, name: aws.ec2}\n---\n" \
    "from datetime import datetime\n\n\ndef handler(event, context):\n" \
    "    return str(datetime.strptime(event['time'], '%s'))"
PITFALLS = [(("strftime", "strptime", ":%", "YYYY"), mistaken_directives)]
CHECKS = [
    Check("P166", "A directive of a time in the place of another",
          "Python writes another part of the time: %m is the month and %M the minute.",
          "https://docs.python.org/3/library/datetime.html#strftime-and-strptime-format-codes",
          DAY % "%Y-%m-%dT%H:%m:%SZ", DAY % "%Y-%m-%dT%H:%M:%SZ",
          pitfalls_of("directive", "no error, or ValueError of strptime(): the time is not the one meant")),
    Check("P180", "A time that strptime() cannot read with its format",
          "AWS writes the time of an event, and isoformat() its own, with a T and a zone.",
          "https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html",
          RULE % "%Y-%m-%d %H:%M:%S", RULE % "%Y-%m-%dT%H:%M:%SZ", unread_texts),
]
