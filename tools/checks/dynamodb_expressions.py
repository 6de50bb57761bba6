"""DynamoDB's expressions: reserved words, placeholders, and updates of keys in texts; conditions of boto3 that Python's
own operators combine: only &, | and ~ do."""
from aws import tables
from checks.check import Check, Findings, Subject, finding
from checks.dynamodb_calls import OF_SEVERAL, members, table_calls
from checks.expression_grammar import CLAUSES, fault, targets
from checks.tokens import pieces, reserved_words
from interpreter.plain import fields, is_open, options

EXPRESSIONS = {"UpdateExpression": "update", "ConditionExpression": "condition", "FilterExpression": "condition",
               "KeyConditionExpression": "condition", "ProjectionExpression": "projection"}
JOINS = {"AND", "OR"}  # of conditions: after a value of an update they are no attributes
PLACEHOLDER_PARAMETERS = {"#": "ExpressionAttributeNames", ":": "ExpressionAttributeValues"}
RESULTS = {"or": ("`or` between two conditions returns the first: the second is never sent", "|, in parentheses"),
           "and": ("`and` between two conditions returns the last: the first is never sent", "&, in parentheses"),
           "not": ("`not` of a condition is False, not a condition", "~"),
           "==": ("an operator of Python compares the object of boto3, and makes no condition",
                  "a method: Key('pk').eq(...), Attr('count').gt(...)")}


def expressions(call):
    """[(parameter, kind, text or None)] of a call's expressions; None is an unknown text, or a condition of boto3."""
    return [(name, kind, option if isinstance(option, str) else None)
            for name, kind in EXPRESSIONS.items() if name in call["args"]
            for option in options(call["args"][name])]


def calls(subject, only_sure=True):
    """Calls of DynamoDB with expressions, of any table; each member of a transaction is a call.

    only_sure  False also of calls with one of several mappings, query(**start): for checks of one parameter alone
    """
    for _name, whole in subject.calls("dynamodb"):
        for call in (whole, *(members(whole) if whole["operation"] in OF_SEVERAL else ())):
            if (call["sure"] or not only_sure) and not call["args"].keys().isdisjoint(
                    (*EXPRESSIONS, *PLACEHOLDER_PARAMETERS.values())):
                yield call


def bare_reserved_words(subject: Subject) -> Findings:
    """Attributes whose name is a reserved word, without a placeholder."""
    for call in calls(subject, only_sure=False):
        for parameter, kind, text in expressions(call):
            for word in reserved(text, kind) if text else ():
                yield finding(call, f"{parameter} uses {word!r}, a reserved word",
                              f"write #{word} there, and ExpressionAttributeNames={{'#{word}': {word!r}}}",
                              f"ValidationException: Attribute name is a reserved keyword: {word}")


def reserved(text, kind):
    """The reserved words among the attributes of an expression; in an update, SET and the like are no attributes."""
    parts = pieces(text, kind)
    return [word for (_sort, before), (sort, word) in zip([("", ""), *parts], parts)
            if sort in ("key", "name") and word.upper() in reserved_words()
            and not (kind == "update" and (word.upper() in CLAUSES
                                           or word.upper() in JOINS and before[:1] in (":", ")")))]


def undefined_placeholders(subject: Subject) -> Findings:
    """:x or #x in an expression, without a definition in ExpressionAttributeValues or ExpressionAttributeNames."""
    for call in calls(subject):
        for mark, parameter in PLACEHOLDER_PARAMETERS.items():
            placeholders = call["args"].get(parameter, {"dict": {}, "maybe": [], "open": not call["whole"]})
            if is_open(placeholders) or "list" in placeholders:
                continue
            used = {word for _name, kind, text in expressions(call) if text
                    for sort, word in pieces(text, kind) if sort == "placeholder" and word[0] == mark}
            for word in sorted(used - placeholders["dict"].keys()):
                yield finding(call, f"{word} is used but not defined", f"{parameter}={{{word!r}: ...}}",
                              f"ValidationException: An expression attribute {'name' if mark == '#' else 'value'} "
                              f"used in expression is not defined: {word}")


def unused_placeholders(subject: Subject) -> Findings:
    """:x or #x that is defined and that no expression uses."""
    for call in calls(subject):
        texts = expressions(call)
        if not call["whole"] or any(text is None and not _is_condition(call, name) for name, _kind, text in texts):
            continue
        for mark, parameter in PLACEHOLDER_PARAMETERS.items():
            placeholders = call["args"].get(parameter)
            used = {word for _name, kind, text in texts if text for sort, word in pieces(text, kind)
                    if sort == "placeholder"}
            optional = placeholders["maybe"] if fields(placeholders) else ()
            for word in sorted(set(fields(placeholders)) - used - set(optional)):
                if word.startswith(mark):
                    yield finding(call, f"{word} is defined but not used", f"remove it from {parameter}",
                                  "ValidationException: Value provided in ExpressionAttribute"
                                  f"{'Names' if mark == '#' else 'Values'} unused in expressions: keys: {{{word}}}")
                else:
                    yield finding(call, f"{word!r} in {parameter} does not begin with {mark}",
                                  f"write {mark}{word.lstrip('#:')}",
                                  f"ValidationException: {parameter} contains invalid key: Syntax error; key: {word}")


def _is_condition(call, name):
    """Whether each value of a parameter is a text, or a condition of boto3, which defines its own placeholders."""
    return all(isinstance(option, str) or isinstance(option, dict) and "condition" in option
               for option in options(call["args"][name]))


def updated_keys(subject: Subject) -> Findings:
    """An update that sets or removes a key of the table."""
    for call, table in table_calls(subject, frozenset({"UpdateItem"})):
        for text in options(call["args"].get("UpdateExpression")):
            attribute_names = fields(call["args"].get("ExpressionAttributeNames"))
            for _clause, word in (isinstance(text, str) and targets(text)) or ():
                key = attribute_names.get(word, word)
                if key in list(tables.keys(table)):
                    yield finding(call, f"the update changes {key!r}, a key of the table",
                                  "delete the item and put a new one",
                                  f"ValidationException: Cannot update attribute {key}. "
                                  "This attribute is part of the key")


def faulty_texts(subject: Subject) -> Findings:
    """An UpdateExpression that does not begin with SET, REMOVE, ADD or DELETE, or has one of them twice; and what the
    grammar of an expression does not allow."""
    for call in calls(subject, only_sure=False):
        for parameter, kind, text in expressions(call):
            refused = fault(text, kind) if text and text.strip() and not reserved(text, kind) else ""
            if refused and (kind != "update" or text.split()[0].upper() in CLAUSES):
                yield finding(call, f"DynamoDB cannot read the {parameter}: {refused}",
                              "SET a = :a, b = :b" if kind == "update" and any(
                                  refused.upper().endswith(f"NOT {word!r}") for word in JOINS) else "",
                              f"ValidationException: Invalid {parameter}: Syntax error")
        for text in options(call["args"].get("UpdateExpression")):
            if not isinstance(text, str) or not text.strip():
                continue
            clauses = [word.upper() for sort, word in pieces(text, "update") if sort == "word"]
            first = text.split()[0]
            twice = sorted({word for word in clauses if clauses.count(word) > 1})
            if first.upper() not in CLAUSES:
                yield finding(call, f"the update begins with {first!r}", "begin with SET, REMOVE, ADD or DELETE",
                              "ValidationException: Invalid UpdateExpression: Syntax error")
            elif twice:
                yield finding(call, f"the update has {twice[0]} twice",
                              f"write one {twice[0]}, with commas between its parts",
                              f'ValidationException: The "{twice[0]}" section can only be used once')


def combined_conditions(subject: Subject) -> Findings:
    """`or`, `and` and `not` of conditions, and comparisons of Key(...) and Attr(...)."""
    for _name, note in subject.notes("condition-logic"):
        message, hint = RESULTS[note["name"]]
        yield finding(note, message, hint,
                      "no error: DynamoDB gets another condition" if note["name"] in ("or", "and") else
                      "ParamValidationError, or TypeError")


UPDATE = "table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression="
FILTER = "return table.query(KeyConditionExpression=Key('pk').eq('a'), " \
    "FilterExpression=Attr('state').eq('open') %s Attr('state').eq('new'))"
CHECKS = [
    Check("P310", "A reserved word in an expression",
          "ValidationException: Attribute name is a reserved keyword. There are 573 of them.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html",
          UPDATE + "'SET status = :s',\n                  ExpressionAttributeValues={':s': 'done'})",
          UPDATE + "'SET #status = :s', ExpressionAttributeNames={'#status': 'status'},\n"
          "                  ExpressionAttributeValues={':s': 'done'})", bare_reserved_words),
    Check("P311", "A placeholder that is not defined",
          "ValidationException: ... used in expression is not defined.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ExpressionAttributeValues.html",
          UPDATE + "'SET price = :p')", UPDATE + "'SET price = :p', ExpressionAttributeValues={':p': 5})",
          undefined_placeholders),
    Check("P312", "A placeholder that is not used",
          "ValidationException: Value provided ... unused in expressions.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ExpressionAttributeValues.html",
          UPDATE + "'SET price = :p',\n                  ExpressionAttributeValues={':p': 5, ':q': 6})",
          UPDATE + "'SET price = :p', ExpressionAttributeValues={':p': 5})", unused_placeholders),
    Check("P313", "An update of a key",
          "ValidationException: Cannot update attribute sk. It is part of the key.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html",
          UPDATE + "'SET sk = :s', ExpressionAttributeValues={':s': 'c'})",
          UPDATE + "'SET price = :s', ExpressionAttributeValues={':s': 'c'})", updated_keys),
    Check("P314", "An expression that DynamoDB cannot read",
          "ValidationException: Invalid UpdateExpression: Syntax error. The local cloud reads some of them.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html",
          UPDATE + "'price = :p', ExpressionAttributeValues={':p': 5})",
          UPDATE + "'SET price = :p', ExpressionAttributeValues={':p': 5})", faulty_texts),
    Check("P335", "Conditions that Python combines",
          "Each condition is true for Python, so `a or b` is a, and `a and b` is b; &, | and ~ combine conditions.",
          "https://boto3.amazonaws.com/v1/documentation/api/latest/guide/dynamodb.html",
          FILTER % "or", FILTER % "|", combined_conditions),
]
