"""Keys of items that a lambda reads, compared with those that the app's lambdas write."""
import re

from checks import row_reads, rows
from checks.check import Check, Findings, Subject, finding
from checks.dynamodb_values import start_of
from checks.example import lambda_file
from interpreter.plain import fields
from kit.problems import listed
from kit.schema import nearest

READS = frozenset({"GetItem", "Query", "UpdateItem", "DeleteItem"})
EXISTS = re.compile(r"attribute_exists\s*\(")
SEPARATORS = re.compile(r"[#/:_\-|.]+")


def unwritten_keys(subject: Subject) -> Findings:
    """Reads of items with a key that no write of the app has, where all writes of the table are known."""
    for name, call in subject.calls("dynamodb", READS):
        table = subject.table_of(name, call)
        written = rows.rows_of_table(subject, table) if table and call["sure"] else None
        keys = read_keys(call) if call["operation"] in ("GetItem", "Query") or requires_item(call) else {}
        if call["operation"] == "UpdateItem" and written:
            written = [row for row in written if row_reads.makes(row)]  # the update itself makes nothing
        if not written or not keys or not any(map(row_reads.makes, written)) or any(
                all(row_reads.may_be_equal(row[key], value) for key, value in keys.items()) for row in written):
            continue
        is_write = call["operation"] in ("UpdateItem", "DeleteItem")  # perhaps of what a person enters
        near = (key for key in sorted(keys) if any(is_nearly(keys[key], row[key]) for row in written))
        key = next(near, "") if is_write else differing_key(keys, written)
        if key:
            starts = sorted({start_of(row[key]) for row in written if start_of(row[key])})
            yield finding(call, f"no lambda writes an item to {table!r} whose {key} is {start_of(keys[key])!r}"
                          f"{'' if isinstance(keys[key], str) else ' and more'}",
                          nearest(start_of(keys[key]), starts, 0.6) or f"they have {listed(starts, 6)}",
                          "no error: the table never has such an item")


def requires_item(call):
    """Whether a write of a Table has a condition that holds of an existing item alone."""
    condition = call["args"].get("ConditionExpression")
    return call["python"] and isinstance(condition, str) and bool(EXISTS.match(condition.strip())) \
        and " or " not in condition.lower()


def read_keys(call):
    """{"pk": plain value, "sk": ...} of the items that a call reads, in Python's own types; {} if they are unknown."""
    if call["operation"] == "Query" and ("IndexName" in call["args"] or not call["whole"]):
        return {}
    keys = row_reads.key_values(call) or {}
    if not call["python"] and call["operation"] == "GetItem":
        keys = {key: rows.untyped(value) for key, value in fields(call["args"].get("Key")).items()}
    return {key: value for key, value in keys.items() if key in row_reads.KEYS}


def differing_key(keys, written):
    """The key of a read that is wrong for certain, "" if it may be an item that another program writes:

    a key that is nearly written so, or one of an item beside others with the same partly unknown key.
    """
    starts = [start_of(keys.get(key)) for key in ("sk", "pk")]
    if all(starts) and any([start_of(row["pk"]), start_of(row["sk"])] == starts for row in written):
        return "pk"  # the two are swapped
    for key, other_key in (("sk", "pk"), ("pk", "sk")):
        rows_with_other_key = [row for row in written
                               if other_key in keys and row_reads.may_be_equal(row[other_key], keys[other_key])]
        candidates = rows_with_other_key if other_key in keys else written
        if key in keys and candidates and any(is_nearly(keys[key], row[key]) for row in candidates):
            return key
        created_rows = [row for row in rows_with_other_key if key == "sk" and row_reads.makes(row)]
        if key in keys and created_rows and start_of(keys["pk"]) and not isinstance(keys["pk"], str) \
                and start_of(keys["sk"]) and all(start_of(row["sk"]) for row in rows_with_other_key) \
                and all(start_of(row["pk"]) for row in created_rows):
            return key
    return "sk" if is_unknown_kind(keys, written) else ""


def is_unknown_kind(keys, written):
    """Whether the sk of a read begins with a kind, "alarm#", beside the kinds that the app writes, "alert#" and
    "reading#", where pk is the same unknown text everywhere."""
    kind = start_of(keys.get("sk"))
    kinds = {start_of(row["sk"]) for row in written}
    return bool(kind) and not isinstance(keys["sk"], str) and "" not in kinds and len(kinds) > 1 \
        and "pk" in keys and not any(isinstance(pk, str) or start_of(pk) for pk in
                                     (keys["pk"], *(row["pk"] for row in written))) \
        and all(SEPARATORS.fullmatch(start[-1]) for start in (kind, *kinds)) and all(map(row_reads.makes, written))


def is_nearly(read, written):
    """Whether the known beginnings of two texts differ only in case, separators, a plural or a letter. A text that is
    known whole is compared with such texts only: 'rooms' beside f"room#{name}" is the key of other items. 'orders-add'
    and 'orders-all' have different words."""
    first, second = start_of(read), start_of(written)
    if not first or not second or first == second or isinstance(read, str) != isinstance(written, str):
        return False
    plain = [SEPARATORS.sub("#", text.casefold()).replace("s#", "#").rstrip("#s") for text in (first, second)]
    if plain[0] == plain[1]:
        return True
    parts = [re.findall("[^#]+", text) for text in plain]
    return "".join(parts[0]) == "".join(parts[1]) or len(parts[0]) == len(parts[1]) and all(
        part == second_part or nearest(part, [second_part], 0.8) for part, second_part in zip(*parts))


READ = "return table.get_item(Key={'pk': f\"%s{event['id']}\", 'sk': 'profile'}).get('Item')"
WRITER = lambda_file("b", "table.put_item(Item={'pk': f\"user#{event['id']}\", 'sk': 'profile', 'name': 'Ann'})")
CHECKS = [
    Check("P825", "A key of an item that no lambda writes",
          "The table never has such an item. Reported only where every write to the table is known, and writes a key "
          "that is nearly the same, or another one beside it.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html",
          READ % "users#", READ % "user#", unwritten_keys, WRITER),
]
