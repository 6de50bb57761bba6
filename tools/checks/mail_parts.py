"""Headers and parts that an e-mail need not have."""
import ast
from typing import Any

from checks.check import Check, pitfalls_of
from checks.syntax import base_name, function_name, keywords, method_name
from interpreter.sources import assignments, called_name, every_node, functions, nodes_of, read_item

REQUIRED = {"From", "Date", None}  # RFC 5322, 3.6
# What tells whether an e-mail, or a part of it, has parts of its own.
SORTING = ("is_multipart", "get_content_type", "get_content_maintype", "iter_", "multipart")
# docs.python.org/3/library/email.policy.html: header_max_count of the default policy
SINGLE = {"to", "from", "subject", "date", "cc", "bcc", "reply-to", "sender", "message-id", "in-reply-to"}
MATCHING = {"search", "match", "fullmatch", "findall", "finditer"}
PARSERS = {"message_from_bytes", "message_from_string", "message_from_file", "message_from_binary_file", "parsebytes"}


def absent_parts(tree):
    """Yields pitfalls of mail["Subject"].strip() and mail.get_body(...).get_content(): None, if the mail has none."""
    mails_of_function = names_of_mails(tree)
    for function in functions(tree):
        nodes = every_node(function)
        bound = {name: value for name, value in assignments(nodes) if isinstance(value, ast.Call)}
        mails = mails_of_function[function]
        conditions = [node if isinstance(node, ast.BoolOp) else getattr(node, "test", None) for node in nodes]
        tests = [ast.unparse(node) for node in conditions if node is not None]
        walked = loop_names(nodes, {f"{name}.walk()" for name in mails})
        attached = loop_names(nodes, {f"{name}.iter_attachments()" for name in mails})
        sorts = any(word in ast.unparse(function) for word in SORTING)
        for node in nodes:
            value: Any = used_value(node)
            call = bound.get(getattr(value, "id", ""), value)
            absent = absent_part(value, mails) or absent_part(call, mails) or (
                "" if sorts else absent_payload(call, mails | walked)) or (
                "" if any(word in test for test in tests for word in SORTING) else absent_payload(call, attached))
            text = ast.unparse(value) if absent else ""
            others = [test.replace(f"{text}.", "").replace(f"({text})", "") for test in tests]
            if absent and not any(text in test or f"'{absent.split()[-1]}' in" in test for test in others):
                yield ["mail", node.lineno, f"{text} may be None: {absent}",
                       f"test it first: {text} or ..." if isinstance(value, ast.Subscript) else
                       f"if {text} is not None"]


def names_of_mails(tree):
    """{function: names} of parsed e-mails: of a parser, of a function of the file that returns what a parser returns,
    and parameters that get one."""
    nodes_by_function = {function: every_node(function) for function in functions(tree)}
    parsers = PARSERS | {function.name for function, nodes in nodes_by_function.items() for node in nodes
                         if isinstance(node, ast.Return) and called_name(node.value) in PARSERS}
    names = {function: {name for name, value in assignments(nodes) if called_name(value) in parsers}
             for function, nodes in nodes_by_function.items()}
    by_name = {function.name: function for function in names}
    for _depth in range(2):
        for function, nodes in nodes_by_function.items():
            for call in (node for node in nodes if isinstance(node, ast.Call)):
                called = by_name.get(function_name(call))
                for parameter, argument in zip(called.args.args, call.args) if called else ():
                    if getattr(argument, "id", "") in names[function] or called_name(argument) in parsers:
                        names[called].add(parameter.arg)
    return names


def loop_names(nodes, sources):
    """{name} of the elements of loops over some calls, "mail.walk()", also by enumerate()."""
    names = set()
    for node in nodes:
        if isinstance(node, (ast.For, ast.comprehension)) and isinstance(node.iter, ast.Call):
            is_numbered = called_name(node.iter) == "enumerate" and isinstance(node.target, ast.Tuple)
            source = node.iter.args[0] if is_numbered and node.iter.args else node.iter
            target = node.target.elts[-1] if is_numbered else node.target
            names |= {getattr(target, "id", "")} - {""} if ast.unparse(source) in sources else set()
    return names


def used_value(node: Any) -> Any:
    """The part of an expression that must not be None: value of value.strip(), value[:80], pattern.search(value) and
    put_object(Body=value); None of other nodes."""
    if isinstance(node, ast.Attribute) or isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        return node.value
    if method_name(node) in MATCHING:
        at = int(base_name(node.func) == "re")
        return node.args[at] if len(node.args) > at else None
    return node.value if isinstance(node, ast.keyword) and node.arg == "Body" else None


def absent_part(node: Any, mails: set[str]) -> str:
    """Why a part of an e-mail may be None; "" of other expressions. mails: names of parsed e-mails"""
    owner, key = read_item(node)
    if method_name(node) == "get_body" and base_name(node.func) in mails:
        return "an e-mail need not have such a part"
    header, has_default = getattr(key, "value", None), getattr(node, "args", [])[1:] or keywords(node)
    return f"an e-mail need not have the header {header}" if getattr(owner, "id", "") in mails and isinstance(
        header, str) and header not in REQUIRED and not has_default else ""


def absent_payload(node: Any, mails: set[str]) -> str:
    """Why get_payload(decode=True) may be None; "" of other expressions. mails: names of parsed e-mails and parts"""
    is_of_mail = method_name(node) == "get_payload" and base_name(node.func) in mails
    return "an e-mail with several parts has no payload of its own" if is_of_mail and getattr(
        keywords(node).get("decode"), "value", None) is True else ""


def refused_parts(tree):
    """Yields pitfalls of headers that an EmailMessage gets twice, and of attachments whose type does not fit."""
    for function in functions(tree):
        nodes = every_node(function)
        made = {name: value for name, value in assignments(nodes) if called_name(value) == "EmailMessage"}
        texts = {name for name, value in assignments(nodes) if is_text(value)}
        removed = {ast.unparse(node.value) for node in nodes_of(function, ast.Subscript)
                   if isinstance(node.ctx, ast.Del)}
        for block in (part for node in nodes for field in ("body", "orelse") for part in [getattr(node, field, None)]):
            seen = set()
            for node in block if isinstance(block, list) else ():
                target = node.targets[0] if isinstance(node, ast.Assign) else None
                name = base_name(target)
                header = str(getattr(getattr(target, "slice", None), "value", "")).lower()
                if isinstance(target, ast.Subscript) and name in made and name not in removed and header in SINGLE:
                    if (name, header) in seen:
                        yield ["mail-part", node.lineno, f"{name} has a header {header.title()} already",
                               "', '.join([...]) as its only value"]
                    seen.add((name, header))
        for node in nodes_of(function, ast.Call):
            if method_name(node) == "add_attachment" and node.args and "maintype" in keywords(node) and (
                    is_text(node.args[0]) or getattr(node.args[0], "id", "") in texts):
                yield ["mail-part", node.lineno, "a text as an attachment takes no maintype",
                       f"{ast.unparse(node.args[0])}.encode(), or subtype='html' alone"]


def is_text(node):
    """Whether an expression is a text for certain."""
    return isinstance(node, ast.JoinedStr) or isinstance(node, ast.Constant) and isinstance(node.value, str) \
        or method_name(node) in ("decode", "dumps")


MAIL = "import email\nfrom email import policy\n\n\ndef handler(event, context):\n" \
    "    mail = email.message_from_string(event['text'], policy=policy.default)\n    return {'subject': %s.strip()}"
TWO = "from email.message import EmailMessage\n\n\ndef handler(event, context):\n    mail = EmailMessage()\n" \
    "    mail['To'] = event['to']\n    mail['%s'] = event['office']\n    return mail.as_string()"
PITFALLS = [(tuple(PARSERS), absent_parts), (("EmailMessage", "add_attachment"), refused_parts)]
CHECKS = [
    Check("P147", "A part that an EmailMessage refuses",
          "ValueError for a second header To; TypeError for a text with a maintype.",
          "https://docs.python.org/3/library/email.message.html#email.message.EmailMessage.__setitem__",
          TWO % "To", TWO % "Cc",
          pitfalls_of("mail-part", "ValueError: There may be at most 1 To headers in a message")),
    Check("P138", "A header or a part that an e-mail need not have",
          "AttributeError: the header, or the part, is None then.",
          "https://docs.python.org/3/library/email.message.html#email.message.EmailMessage.get_body",
          MAIL % "mail['Subject']", MAIL % "(mail['Subject'] or '')",
          pitfalls_of("mail", "AttributeError: 'NoneType' object has no attribute ...")),
]
