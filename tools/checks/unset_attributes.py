"""Attributes that no item of a table has: no write sets the attribute that a rule, an index or app.yaml names, or only
an update sets it that needs it."""
import re

from aws import tables
from checks import row_reads, rows
from checks.attribute_uses import WRITER, known_names, known_writes, of_puts, written_names, written_texts
from checks.check import Check, Finding, Findings, Subject, finding
from checks.example import lambda_file
from checks.subject import per_subject
from interpreter.plain import fields, options
from kit.problems import listed
from kit.schema import line_of, nearest
from recipes import queue

SELF = re.compile(r"(?<![\w.#:])(#?\w+)\s*=\s*\1\s*[-+]")


def unwritten_columns(subject: Subject) -> Findings:
    """Columns in the diffKeys of a rule that no write to the table sets."""
    for _name, fn in subject.lambdas:
        for at, event in enumerate(fn["infra"].get("events", [])):
            table = event.get("source", {}).get("name") if isinstance(event.get("source"), dict) else None
            keys = (event.get("pattern") or {}).get("diffKeys") if isinstance(event.get("pattern"), dict) else None
            is_table = table in subject.model["state"]["table"] and event["source"].get("type") == "table"
            keys = [key for key in keys if isinstance(key, str)] if is_table and isinstance(keys, list) else []
            for key in keys:
                written = of_puts(subject, table) or nearly_written(subject, table, key)
                if written and key not in written | known_names(subject, table):
                    yield Finding(fn["path"], line_of(fn["lines"], f"events.{at}.pattern.diffKeys"),
                                  f"no lambda writes {key!r} to {table!r}",
                                  nearest(key, written, 0.6) or f"items have {listed(sorted(written), 8)}",
                                  "no error: the rule matches no event")


def unwritten_texts(subject: Subject) -> Findings:
    """Texts that a stream's filter, or a rule of a table's events, requires of an attribute, and that no write gives
    it."""
    for _name, fn in subject.lambdas:
        stream = fn["infra"].get("stream", {})
        patterns = [(stream["table"], "stream.filter", value_at(pattern, "dynamodb"), ("NewImage", "OldImage"))
                    for pattern in queue.filters(stream)]
        patterns += [(event["source"]["name"], f"events.{at}.pattern", value_at(event.get("pattern"), "records"),
                      ("newImage", "oldImage")) for at, event in enumerate(fn["infra"].get("events", []))
                     if value_at(event.get("source"), "type") == "table"]
        for table, key, images, names in patterns:
            for attribute, condition in (pair for name in names for pair in value_at(images, name).items()):
                expected = value_at(condition, "S") if isinstance(condition, dict) else condition
                texts = written_texts(subject, table, attribute) if table in subject.model["state"]["table"] \
                    and of_puts(subject, table) else None
                if texts and expected and all(isinstance(text, str) and text not in texts for text in expected):
                    yield Finding(fn["path"], line_of(fn["lines"], key),
                                  f"no lambda writes {expected[0]!r} to {attribute!r} of {table!r}",
                                  nearest(expected[0], texts, 0.6) or f"they write {listed(sorted(texts), 8)}",
                                  "no error: the lambda is never invoked")


def value_at(value, key):
    """The value of a key of a mapping; {} where there is none."""
    return value.get(key, {}) if isinstance(value, dict) else {}


def self_made(subject: Subject) -> Findings:
    """SET size = size + :n of an attribute that no other write sets."""
    for name, call in subject.calls("dynamodb", frozenset({"UpdateItem"})):
        table, text = subject.table_of(name, call), call["args"].get("UpdateExpression")
        if not table or not call["sure"] or not isinstance(text, str) or not of_puts(subject, table):
            continue
        names = fields(call["args"].get("ExpressionAttributeNames"))
        for word in SELF.findall(text):
            attribute = names.get(word, word)
            others = [args for _kind, args, written in known_writes(subject, table) if attribute in written
                      and not any(fields(args.get("ExpressionAttributeNames")).get(other, other) == attribute
                                  for other in SELF.findall(str(args.get("UpdateExpression", ""))))]
            if isinstance(attribute, str) and not others and "if_not_exists" not in text:
                yield finding(call, f"no item of {table!r} has {attribute!r} before: this update alone sets it",
                              f"if_not_exists({word}, :zero) + ..., or ADD {word} :n",
                              "ValidationException: The provided expression refers to an attribute that does not exist "
                              "in the item")


def unset_times(subject: Subject) -> Findings:
    """Times to live of app.yaml that no write to the table sets."""
    for name, table in sorted(subject.model["state"]["table"].items()):
        attribute = tables.time_to_live(table)
        written = (written_names(subject, name) or nearly_written(subject, name, attribute)) if attribute else None
        if attribute and written and attribute not in written:
            yield Finding(subject.settings["path"], line_of(subject.settings["lines"], f"tables.{name}.ttl"),
                          f"no lambda writes {attribute!r}, the time to live of {name!r}",
                          nearest(attribute, written, 0.6) or f"items have {listed(sorted(written), 8)}",
                          "no error: DynamoDB deletes no item")


def nearly_written(subject, table, attribute):
    """{attribute} that puts write to a table beside others that are not known, {**row, "expires": ...}, if one of them
    is nearly the attribute, and no text of the app is the attribute; else None."""
    puts = [call["args"].get("Item") for name, call in subject.calls("dynamodb", frozenset({"PutItem"}))
            if subject.table_of(name, call) == table]
    names = {key for item in puts for option in options(item) for key in fields(option)}
    return names if nearest(attribute, names, 0.6) and not any(
        attribute in subject.texts(path) for path in subject.files) else None


def empty_indexes(subject: Subject) -> Findings:
    """Queries of an index that contains no item of the app: no lambda writes its attribute."""
    for name, call in subject.calls("dynamodb", {"Query"}):
        index, table = call["args"].get("IndexName"), subject.table_of(name, call)
        names: set = names_of_index(subject, table) if table and isinstance(index, str) and call["sure"] else set()
        keys = tables.indexes(subject.model["state"]["table"][table]).get(index) if names else None
        missing = [key for key in keys.keys if key not in names] if keys else []
        if missing:
            own = names - {"", *tables.keys(subject.model["state"]["table"][table])}
            yield finding(call, f"the index {index!r} stays empty: no lambda writes {missing[0]!r} to {table!r}",
                          nearest(missing[0], own, 0.6) or f"items have {listed(sorted(own))}",
                          "no error: an item without the attribute is not in the index")


@per_subject
def names_of_index(subject, table):
    """{attribute} that items of a table may have: its keys, and all that lambdas write; empty if that is not known."""
    if not rows.has_default_keys(subject, table):
        names = of_puts(subject, table)
        return names | known_names(subject, table) if names else set()
    written = rows.rows_of_table(subject, table)
    if not written or any(row_reads.attributes(row) is None for row in written) or not any(
            row["put"] and row["sure"] for row in written) or any(
            row_reads.is_only_updated(row, written) for row in written):
        return set()
    return set().union(row_reads.KEYS, *map(row_reads.attributes, written))


RULE = "infra:\n  events:\n  - name: moved\n    source: {type: table, name: demo}\n    topic: MODIFY\n" \
    "    pattern: {diffKeys: [%s]}\n---\nprint(event['detail']['records'])"
SUM = "table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='SET walked = %s + :n', " \
    "ExpressionAttributeValues={':n': 1%s})"
INDEX = "infra:\n  indexes:\n  - {name: %s, type: N, table: demo}\n---\n" \
    "return table.query(IndexName='%s', KeyConditionExpression=Key('%s').eq(5))['Items']"
CHECKS = [
    Check("P833", "A time to live that no lambda writes",
          "DynamoDB deletes no item: none has the attribute that app.yaml names. Reported only where every write to "
          "the table is known.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html",
          WRITER, WRITER, unset_times,
          {"bad/app.yaml": "name: demo\ntables:\n  demo:\n    ttl: expires\n",
           "app.yaml": "name: demo\ntables:\n  demo:\n    ttl: ends\n"}),
    Check("P836", "A rule on a column, or a filter for a value of one, that no lambda writes",
          "The rule matches no event. Reported only where every write to the table is known.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html",
          RULE % "Stage", RULE % "stage", lambda subject: [
              *unwritten_columns(subject), *unwritten_texts(subject)], lambda_file("b", WRITER)),
    Check("P837", "A sum that begins with nothing",
          "ValidationException: the item has no such attribute before its first update. Reported only where every "
          "write to the table is known.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html",
          SUM % ("walked", ""), SUM % ("if_not_exists(walked, :zero)", ", ':zero': 0"), self_made,
          lambda_file("b", WRITER)),
    Check("P824", "An index that stays empty",
          "An item without the attribute is not in the index, and no lambda writes the attribute.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html",
          INDEX % ("degrees", "degrees-index", "degrees"), INDEX % ("celsius", "celsius-index", "celsius"),
          empty_indexes, row_reads.WRITER),
]
