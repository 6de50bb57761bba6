"""DynamoDB's expressions written as texts: reserved words, placeholders, and what an update may not touch."""
from checks.check import Check
from checks.dynamodb_keys import KEYS, finding, table_calls
from checks.tokens import pieces, reserved_words
from interpreter.plain import fields, is_open, options

EXPRESSIONS = {"UpdateExpression": "update", "ConditionExpression": "condition", "FilterExpression": "condition",
               "KeyConditionExpression": "condition", "ProjectionExpression": "projection"}
GIVEN = {"#": "ExpressionAttributeNames", ":": "ExpressionAttributeValues"}
CLAUSES = {"SET", "REMOVE", "ADD", "DELETE"}


def expressions(call):
    """[(parameter, kind, text or None)] of a call's expressions; None is one that is not known, or boto3's own."""
    return [(name, kind, one if isinstance(one, str) else None)
            for name, kind in EXPRESSIONS.items() if name in call["args"]
            for one in options(call["args"][name])]


def calls(subject):
    """Calls of DynamoDB with expressions, of whatever table."""
    for _name, call in subject.calls("dynamodb"):
        if call["sure"] and any(name in call["args"] for name in EXPRESSIONS):
            yield call


def bare_reserved_words(subject):
    """Attributes that are called like a reserved word, without a placeholder."""
    for call in calls(subject):
        for parameter, kind, text in expressions(call):
            for sort, word in pieces(text, kind) if text else ():
                if (sort == "key" or sort == "name") and word.upper() in reserved_words():
                    yield finding(call, f"{parameter} names {word!r}, a reserved word",
                                  f"say #{word} there, and ExpressionAttributeNames={{'#{word}': {word!r}}}",
                                  f"ValidationException: Attribute name is a reserved keyword: {word}")


def placeholders_not_given(subject):
    """:x or #x in an expression that no mapping gives."""
    for call in calls(subject):
        for mark, parameter in GIVEN.items():
            held = call["args"].get(parameter, {"dict": {}, "maybe": [], "open": not call["whole"]})
            if is_open(held):
                continue
            used = {word for _name, kind, text in expressions(call) if text
                    for sort, word in pieces(text, kind) if sort == "place" and word[0] == mark}
            for word in sorted(used - held["dict"].keys()):
                yield finding(call, f"{word} is used and not given", f"{parameter}={{{word!r}: ...}}",
                              f"ValidationException: An expression attribute {'name' if mark == '#' else 'value'} "
                              f"used in expression is not defined: {word}")


def placeholders_not_used(subject):
    """:x or #x that no expression uses."""
    for call in calls(subject):
        texts = expressions(call)
        if not call["whole"] or any(text is None and not _is_condition(call, name) for name, _kind, text in texts):
            continue
        for mark, parameter in GIVEN.items():
            held = call["args"].get(parameter)
            used = {word for _name, kind, text in texts if text for sort, word in pieces(text, kind)
                    if sort == "place"}
            for word in sorted(set(fields(held)) - used - set(held["maybe"] if fields(held) else ())):
                if word.startswith(mark):
                    yield finding(call, f"{word} is given and not used", f"take it out of {parameter}",
                                  "ValidationException: Value provided in ExpressionAttribute"
                                  f"{'Names' if mark == '#' else 'Values'} unused in expressions: keys: {{{word}}}")
                else:
                    yield finding(call, f"{word!r} in {parameter} does not begin with {mark}",
                                  f"say {mark}{word.lstrip('#:')}",
                                  f"ValidationException: {parameter} contains invalid key: Syntax error; key: {word}")


def _is_condition(call, name):
    """Whether every unknown text of a parameter is one of boto3's conditions, which bring their own."""
    return all(isinstance(one, str) or isinstance(one, dict) and "condition" in one
               for one in options(call["args"][name]))


def updated_keys(subject):
    """An update that sets or removes pk or sk."""
    for call, _table in table_calls(subject, frozenset({"UpdateItem"})):
        for text in options(call["args"].get("UpdateExpression")):
            given = fields(call["args"].get("ExpressionAttributeNames"))
            for key in _targets(text, given) if isinstance(text, str) else ():
                if key in KEYS:
                    yield finding(call, f"the update changes {key!r}, a key of the table",
                                  "delete the item and put another one",
                                  f"ValidationException: Cannot update attribute {key}. "
                                  "This attribute is part of the key")


def _targets(text, given):
    """The attributes that an update gives values to, or takes away."""
    found, starts = [], False
    for sort, word in pieces(text, "update"):
        if sort == "word" or word == ",":
            starts = True
        elif starts and (sort == "key" or sort == "place" and word[0] == "#"):
            found.append(word if sort == "key" else given.get(word))
            starts = False
        else:
            starts = False
    return found


def updates_without_clause(subject):
    """An UpdateExpression that does not begin with SET, REMOVE, ADD or DELETE, or says one twice."""
    for call in calls(subject):
        for text in options(call["args"].get("UpdateExpression")):
            if not isinstance(text, str) or not text.strip():
                continue
            said = [word.upper() for sort, word in pieces(text, "update") if sort == "word"]
            first = text.split()[0]
            twice = sorted({word for word in said if said.count(word) > 1})
            if first.upper() not in CLAUSES:
                yield finding(call, f"the update begins with {first!r}", "begin with SET, REMOVE, ADD or DELETE",
                              "ValidationException: Invalid UpdateExpression: Syntax error")
            elif twice:
                yield finding(call, f"the update says {twice[0]} twice",
                              f"one {twice[0]}, and its parts with commas between",
                              f'ValidationException: The "{twice[0]}" section can only be used once')


UPDATE = "table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression="
CHECKS = [
    Check("P310", "A reserved word in an expression",
          "ValidationException: Attribute name is a reserved keyword. There are 573 of them.",
          UPDATE + "'SET status = :s',\n                  ExpressionAttributeValues={':s': 'done'})",
          UPDATE + "'SET #status = :s', ExpressionAttributeNames={'#status': 'status'},\n"
          "                  ExpressionAttributeValues={':s': 'done'})", bare_reserved_words),
    Check("P311", "A placeholder that is not given", "ValidationException: ... used in expression is not defined.",
          UPDATE + "'SET price = :p')", UPDATE + "'SET price = :p', ExpressionAttributeValues={':p': 5})",
          placeholders_not_given),
    Check("P312", "A placeholder that is not used", "ValidationException: Value provided ... unused in expressions.",
          UPDATE + "'SET price = :p',\n                  ExpressionAttributeValues={':p': 5, ':q': 6})",
          UPDATE + "'SET price = :p', ExpressionAttributeValues={':p': 5})", placeholders_not_used),
    Check("P313", "An update of a key", "ValidationException: Cannot update attribute sk. It is part of the key.",
          UPDATE + "'SET sk = :s', ExpressionAttributeValues={':s': 'c'})",
          UPDATE + "'SET price = :s', ExpressionAttributeValues={':s': 'c'})", updated_keys),
    Check("P314", "An update that DynamoDB cannot read", "ValidationException: Invalid UpdateExpression.",
          UPDATE + "'price = :p', ExpressionAttributeValues={':p': 5})",
          UPDATE + "'SET price = :p', ExpressionAttributeValues={':p': 5})", updates_without_clause),
]
