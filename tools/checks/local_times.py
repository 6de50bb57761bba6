"""Times of a local zone with the letter of UTC, and dates without their zeros, days of Lambda's clock."""
import ast
import re
from typing import Any

from checks.check import Check, pitfalls_of
from checks.syntax import bindings, keywords, method_name
from interpreter.sources import assignments, called_name, every_node, functions, last_name, nodes_of

OF_UTC = {"UTC", "Etc/UTC", "GMT", "Etc/GMT", "Zulu", "Etc/Zulu", "Etc/UCT", "UCT", "Africa/Abidjan"}
ORDERED = {"begins_with", "between", "lt", "lte", "gt", "gte"}
LOCAL, UTC = "local", "UTC"
WITHOUT_ZERO = re.compile(r"(19|20)\d\d-(\d-\d\d?|\d\d-\d)")


def letters_of_utc(tree):
    """Yields pitfalls of a time in a local zone that is written with a Z, and of isoformat() + "Z" of an aware time."""
    outer = bindings(tree.body)
    for scope in (ast.Module(tree.body, []), *functions(tree)):
        names = {**outer, **bindings(every_node(scope) if isinstance(scope, ast.FunctionDef) else [])}
        for node in every_node(scope):
            zone, text = written_with_z(node, names)
            if zone == LOCAL or zone == UTC and text == "isoformat":
                fault = "the time is one of a local zone, and Z stands for UTC" if zone == LOCAL else \
                    "isoformat() of a time with a zone ends with +00:00, and a Z after that is no time"
                yield ["zone", node.lineno, fault,
                       "datetime.now(timezone.utc)" if zone == LOCAL else "isoformat() alone, or strftime('...Z')"]


def written_with_z(node: Any, names: dict) -> tuple[str, str]:
    """(zone of the time, "strftime" or "isoformat") of an expression that writes a time with a Z; ("", "") of others"""
    if method_name(node) == "strftime" and node.args:
        text = getattr(node.args[0], "value", "")
        return (zone_of(node.func.value, names), "strftime") if isinstance(text, str) and text.endswith("Z") \
            and not text.endswith("%Z") else ("", "")
    parts: list[tuple[Any, Any]] = [(node.left, node.right)] if isinstance(node, ast.BinOp) and isinstance(
        node.op, ast.Add) else [(part.value, after) for part, after in zip(node.values, node.values[1:])
         if isinstance(part, ast.FormattedValue)] if isinstance(node, ast.JoinedStr) else []
    for time, after in parts:
        if method_name(time) == "isoformat" and str(getattr(after, "value", "")) == "Z":
            return zone_of(time.func.value, names), "isoformat"
    return "", ""


def zone_of(node: Any, names: dict, deep: int = 0) -> str:
    """LOCAL or UTC of an expression that is a time of a known zone, of one of its options; "" of other values."""
    if deep > 5:
        return ""
    if isinstance(node, ast.Name):
        return zone_of(names[node.id], names, deep + 1) if names.get(node.id) is not None else ""
    if isinstance(node, ast.BinOp):
        return zone_of(node.left, names, deep)
    if isinstance(node, (ast.BoolOp, ast.IfExp)):
        parts = node.values if isinstance(node, ast.BoolOp) else [node.body, node.orelse]
        zones = [zone_of(part, names, deep + 1) for part in parts]
        return LOCAL if LOCAL in zones else UTC if zones == [UTC] * len(zones) else ""
    name = method_name(node)
    if name == "replace" and not {"tzinfo", None} & keywords(node).keys():
        return zone_of(node.func.value, names, deep + 1)
    if name not in ("now", "fromtimestamp", "astimezone"):
        return ""
    passed = keywords(node).get("tz") or next(iter(node.args[name == "fromtimestamp":]), None)
    return zone(passed, names) if passed else ""


def zone(node: Any, names: dict) -> str:
    """LOCAL or UTC of the expression of a time zone, "" if it is not known."""
    node = names.get(ast.unparse(node)) or node if isinstance(node, (ast.Name, ast.Attribute)) else node
    text = ast.unparse(node)
    if text in ("timezone.utc", "datetime.timezone.utc", "UTC", "datetime.UTC", "utc", "pytz.utc"):
        return UTC
    is_zone = isinstance(node, ast.Call) and called_name(node) in (
        "ZoneInfo", "gettz") or text.startswith("pytz.timezone(")
    value = getattr(node.args[0], "value", None) if is_zone and isinstance(node, ast.Call) and node.args else None
    return "" if not isinstance(value, str) else UTC if value in OF_UTC else LOCAL


def unpadded(tree):
    """Yields pitfalls of f"{day.year}-{day.month}", and of 2026-1-1, in an order of texts: 2026-10 is before 2026-2."""
    for function in functions(tree):
        texts = {name: part for name, value in assignments(nodes_of(function, ast.Assign)) for part in every_node(value)
                 if is_unpadded(part)}
        for node in every_node(function):
            is_order = isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Lt, ast.LtE, ast.Gt, ast.GtE))
            if is_order or method_name(node) in ORDERED:
                for argument in [node.left, *node.comparators] if is_order else node.args:
                    for part in every_node(argument):
                        text = texts.get(getattr(part, "id", ""), part)
                        if is_unpadded(text):
                            yield ["zero", text.lineno, f"{ast.unparse(text)} has no zero before 1 to 9: such texts "
                                   "begin no ISO date, and do not sort as dates", "f'{day:%Y-%m}', or {day.month:02}"]


def is_unpadded(node):
    """Whether a node is an f-string with a year and, after other characters, a month or a day without a format; or a
    text like 2026-1-1, also with any year: f"{year}-1-1"."""
    of_year = isinstance(node, ast.JoinedStr) and len(node.values) == 2 \
        and last_name(getattr(node.values[0], "value", None)).endswith("year")
    text = "2026" + str(getattr(node.values[1], "value", "")) if of_year else getattr(node, "value", "")
    if isinstance(text, str) and WITHOUT_ZERO.fullmatch(text):
        return True
    parts = [getattr(part.value, "attr", "") if part.format_spec is None else "" for part in node.values
             if isinstance(part, ast.FormattedValue)] if isinstance(node, ast.JoinedStr) else []
    return parts[:2] == ["year", "month"]


def server_days(tree):
    """[kind, line, message, hint] of date.today() in a module with a zone of its own: Lambda's clock is that of UTC."""
    zones = [value.args[0].value for _name, value in assignments(tree.body) if isinstance(value, ast.Call)
             and called_name(value) == "ZoneInfo" and value.args and isinstance(value.args[0], ast.Constant)]
    zones = [zone for zone in zones if zone not in OF_UTC]
    for node in nodes_of(tree, ast.Call) if zones else ():
        if ast.unparse(node) in ("date.today()", "datetime.date.today()", "datetime.now().date()", "datetime.today()"):
            yield ["server-day", node.lineno, f"{ast.unparse(node)} is the day of UTC, and not of {zones[0]}",
                   "datetime.now(zone).date()"]


DAY = "from datetime import date, datetime\nfrom zoneinfo import ZoneInfo\n\nZONE = ZoneInfo('Europe/Oslo')\n\n\n" \
    "def handler(event, context):\n    print(date, datetime.now(ZONE))\n    return str(%s)"
STAMP = "from datetime import datetime, timezone\nfrom zoneinfo import ZoneInfo\n\n\ndef handler(event, context):\n" \
    "    print(ZoneInfo, timezone)\n    return {'at': datetime.now(%s).strftime('%%Y-%%m-%%dT%%H:%%M:%%SZ')}"
MONTH = "from datetime import datetime, timezone\n\n\ndef handler(event, context):\n" \
    "    now = datetime.now(timezone.utc)\n    month = Key('sk').begins_with(f'{now.year}-{%s}')\n" \
    "    return table.query(KeyConditionExpression=Key('pk').eq('a') & month)['Count']"
PITFALLS = [(("Z'", 'Z"'), letters_of_utc), ((".month", *(f"-{day}" for day in range(1, 10))), unpadded),
            (("ZoneInfo(",), server_days)]
CHECKS = [
    Check("P139", "A local time with the letter of UTC",
          "Every reader takes the time for one of UTC: it is hours late, or early.",
          "https://docs.python.org/3/library/datetime.html#datetime.datetime.isoformat",
          STAMP % "ZoneInfo('Europe/Berlin')", STAMP % "timezone.utc", pitfalls_of("zone")),
    Check("P140", "A month without its zero",
          "2026-5 begins no text of an ISO date, and 2026-10 is before 2026-2.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html",
          MONTH % "now.month", MONTH % "now.month:02", pitfalls_of("zero")),
    Check("P191", "The day of UTC in a module with another zone",
          "Lambda's clock has UTC: around midnight its day is not that of the zone.",
          "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
          DAY % "date.today()", DAY % "datetime.now(ZONE).date()",
          pitfalls_of("server-day", "no error: the day is another one")),
]
