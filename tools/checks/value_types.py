"""Texts, bytes, numbers and times where Python's own library takes another type. ty knows the types."""
import ast
import hashlib
import re

from checks import type_casts, type_checker, type_faults, type_probes, type_trials
from checks.app_functions import dotted_names
from checks.certain_types import certain_type, members
from checks.check import Check, Finding, Findings, Subject
from checks.closed_classes import names_of_file, own_names
from checks.imports import runtime_version
from checks.python_versions import guarded_lines
from checks.syntax import functions_around, lines_of, stored_names
from checks.type_sentences import ASSIGNED, ATTRIBUTE_ERROR, DOUBTFUL, OTHERS, TEXTS, TYPE_ERROR, described
from interpreter.sources import FUNCTIONS, assignments, called_name, last_name, nodes_of
from scan.source import absolute

MATCHING = {"match", "search", "fullmatch", "finditer", "group", "groups", "groupdict"}
LOGGING = re.compile(r"(?:print|debug|info|warning|error|exception|critical|log|\w*Error|\w*Exception)")
# Of a value of several types, these messages name the one that does not fit.
OF_MEMBER = re.compile(r"Cannot subscript (?!.+`(?:bound method|Overload)).+|Method `__getitem__` .+|"
                       r".+ is not callable|Cannot assign to a subscript .+")


def findings_of(id_):
    """The function of a Check whose findings are those of faults() with its id."""
    def findings(subject: Subject) -> Findings:
        for path, of_file in sorted(all_faults(subject).items()):
            for fault_id, line, message, hint, error in of_file:
                if fault_id == id_:
                    yield Finding(path, line, message, hint, error)
    return findings


def all_faults(subject):
    """{path: faults()} of the files of an app: cached between runs until a file, or one that it imports, changes."""
    version = ".".join(map(str, runtime_version(subject)))
    results = {path: subject.files[path].setdefault("results", {}) for path in subject.files if is_read(subject, path)}
    read = {path: read_files(subject, path) for path in results}
    types = type_casts.types_by_file(subject)
    digests = {path: f"{digest_of(subject, path)} {short_digest(repr(types.get(path)))}" for path in results}
    keys = {path: [version, *map(digests.get, files)] for path, files in read.items()}
    changed = [path for path, own in results.items() if own.get(__name__, [None])[0] != keys[path]]
    own = own_names([name for path in subject.files if path.endswith(".py")
                     for name in subject.of_tree(names_of_file, path)] if changed else [])
    typed = {path: type_casts.with_types(subject.sources.text(path), subject.tree(path), types.get(path, {}), own)
             for path in {file for path in changed for file in read[path]}}
    texts = {path: type_probes.probed(text, tree) for path, (text, tree) in typed.items()}
    reports = type_checker.messages({path: probed.text for path, probed in texts.items()}, changed, version)
    doubtful = {path: calls for path, messages in reports.items()
                if (calls := doubtful_calls(typed[path][1], texts[path], messages))}
    texts.update((path, type_probes.probed(*typed[path], calls)) for path, calls in doubtful.items())
    if doubtful:
        reports.update(type_checker.messages({path: probed.text for path, probed in texts.items()}, doubtful, version))
    for path, messages in reports.items():
        results[path][__name__] = [keys[path], faults(typed[path][1], texts[path], messages, own)]
        subject.has_new_results = True
    return {path: own_results[__name__][1] for path, own_results in results.items()}


def doubtful_calls(tree, probed, messages):
    """The calls of which ty says that no form of their function fits: it judges all arguments together."""
    return type_trials.calls_at(tree, {(probed.line(number), column) for number, column, _rule, text in messages
                                       if DOUBTFUL.match(text)})


def read_files(subject, path):
    """The paths of a file and of all of the app's that it imports, directly or through others."""
    modules, paths = subject.sources.files, [path]
    for file in paths:  # which grows meanwhile
        package = subject.sources.package_of(dotted_names(subject).get(file, ""))
        paths += sorted({modules[name] for name in subject.of_tree(imported, file, package) if name in modules
                         and is_read(subject, modules[name])} - {*paths})
    return paths


def is_read(subject, path):
    """Whether ty gets a file: a Python file that is not too large for a person to write it."""
    return path in subject.files and path.endswith(".py") and not subject.files[path].get("large")


def imported(tree, package):
    """[dotted name] of all that a file may import."""
    names = set()
    for node in nodes_of(tree, ast.Import, ast.ImportFrom):
        base = absolute(node.module or "", node.level, package) if isinstance(node, ast.ImportFrom) else ""
        names |= {".".join(filter(None, (base, alias.name))) for alias in node.names} | {base}
    return sorted(names)


def digest_of(subject, path):
    """The digest of a file's text, cached until the file changes."""
    results = subject.files[path]["results"]
    if "digest" not in results:
        results["digest"], subject.has_new_results = short_digest(subject.sources.text(path)), True
    return results["digest"]


def short_digest(text):
    """Sixteen hexadecimal digits."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def faults(tree, probed, messages, own):
    """[[id, line, message, hint, Python's error]] of the messages of ty about a file that hold for certain.

    probed: the text that ty read; own: own_names() of the app"""
    if not messages:
        return []
    guarded = guarded_lines(tree, (TYPE_ERROR, ATTRIBUTE_ERROR)) | retyped_lines(tree, probed, messages)
    logged = {line for node in nodes_of(tree, ast.Call) if LOGGING.fullmatch(last_name(node.func))
              for line in lines_of(node)}
    of_groups = lines_of_groups(tree) if any("Any" in message.text for message in messages) else set()
    messages = [message for message in messages if message.rule == type_checker.REVEALED
                or probed.line(message.line) in of_groups or not any(map(may_be_any, message.text.split("`")[1::2]))]
    types = revealed(messages, probed, of_groups, own)
    guarded |= several_types(probed, types)
    result = {}
    for number, column, rule, text in messages:
        line = probed.line(number)
        if rule != type_checker.REVEALED and line not in guarded and (not OF_MEMBER.fullmatch(text) or has_one_type(
                tree, line, column, ast.Call if "callable" in text else ast.Subscript)) \
                and (fault := described(text, own.open)):
            result.setdefault((line, fault[0]), [fault[0], line, *fault[1:]])
    for number, of_line in types.items():
        line, nodes = probed.line(number), probed.nodes.get(number, [])
        for fault in type_faults.of_probes(nodes, of_line, own) if len(nodes) == len(of_line) else ():
            if line not in guarded and not (line in logged and fault[-1] in type_faults.WITHOUT_ERROR):
                result.setdefault((line, fault[0]), [fault[0], line, *fault[1:]])
    return [*result.values()]


def may_be_any(type_):
    """Whether a type, as ty writes it, is `str | Any`: of that type, or of any other."""
    return "Any" in (parts := members(type_)) and len(parts) > 1 and not type_.startswith(("def ", "bound method"))


def lines_of_groups(tree):
    """The lines with a part of a match of a regular expression, `str | Any` for ty, which is a text for certain; other
    such types, of elements of a list with values of all types, may be of any type."""
    matching: set[str] = set()

    def is_match(node):
        return getattr(node, "id", "") in matching or called_name(node) in MATCHING
    for node in sorted(nodes_of(tree, ast.Assign, ast.NamedExpr), key=lambda node: node.lineno):
        if any(map(is_match, nodes_of(node.value, ast.Name, ast.Call))):
            matching |= {part.id for part in nodes_of(node, ast.Name) if isinstance(part.ctx, ast.Store)}
    return {node.lineno for node in nodes_of(tree, ast.Name, ast.Call) if is_match(node)}


def revealed(messages, probed, of_groups, own):
    """{line of a probe: [(certain_type() or None, type) of each of its expressions]}"""
    types = {}
    for number, _column, rule, text in messages:
        if rule == type_checker.REVEALED:
            type_ = text.partition("`")[2].rstrip("`")
            known = certain_type(type_, own.open) if probed.line(number) in of_groups or not may_be_any(type_) else None
            types.setdefault(number, []).append((known, type_))
    return types


def several_types(probed, types):
    """The lines with result["count"] += 1 of an element that is of one of several types: ty names the one that does not
    fit. types: of revealed()"""
    return {probed.line(number) for number, of_line in types.items()
            for node, (certain, _type) in zip(probed.nodes.get(number, []), of_line)
            if isinstance(node, ast.AugAssign) and certain is None}


def retyped_lines(tree, probed, messages):
    """The lines of functions that give a name a value which its annotation does not allow: it may be of any type."""
    lines = {probed.line(number) for number, _column, _rule, text in messages if ASSIGNED in text}
    functions = map(lines_of, nodes_of(tree, *FUNCTIONS) if lines else [])
    return {line for function in functions if lines.intersection(function) for line in function}


def has_one_type(tree, line, column, kind):
    """Whether what is subscripted or called there is a call's result, a method, or a name with one value.

    kind  ast.Subscript or ast.Call
    """
    scope = max(functions_around(tree, line), key=lambda function: function.lineno, default=tree)
    names = [*stored_names(scope), *(node.arg for node in nodes_of(scope, ast.arg))]
    values = {name: value for name, value in [*values_of_names(scope)] if names.count(name) == 1}
    for node in nodes_of(tree, kind):
        base = node.value if isinstance(node, ast.Subscript) else node.func
        is_method = isinstance(base, ast.Attribute) and isinstance(node, ast.Call)
        if (node.lineno, node.col_offset + 1) == (line, column) and not is_method:
            while isinstance(base, ast.Name):
                base = values.pop(base.id, None)
            if not isinstance(base, (ast.Call, ast.Constant, ast.JoinedStr, ast.List, ast.Dict, ast.Set, ast.ListComp)):
                return False
    return True


def values_of_names(scope):
    """Yields (name, expression) of the values of names whose types are certain: also of parameters whose type is that
    of data, and of elements of data, for which a cast stands."""
    yield from assignments(nodes_of(scope, ast.Assign))
    for node in nodes_of(scope, ast.arg):
        if type_casts.is_cast(node.annotation):
            yield node.arg, ast.Constant(None)
    for node in nodes_of(scope, ast.For, ast.comprehension):
        target, iterable = node.target, node.iter
        if isinstance(target, ast.Tuple) and last_name(getattr(iterable, "func", None)) == "enumerate":
            target = target.elts[0]
        elif isinstance(iterable, ast.Call) and not type_casts.is_cast(iterable):
            continue
        if isinstance(target, ast.Name):
            yield target.id, iterable


DIGEST = "import hashlib\ndigest = hashlib.sha256()\ndigest.update(json.dumps(event)%s)\nreturn digest.hexdigest()"
CHECKS = [
    Check(TEXTS, "A text where bytes are expected, or bytes where a text is",
          "TypeError when the line runs; an f-string makes \"b'...'\" of bytes, and a comparison is never true.",
          "https://docs.python.org/3/library/stdtypes.html#bytes-objects",
          DIGEST % "", DIGEST % ".encode()",
          findings_of(TEXTS)),
    Check(OTHERS, "A value of a type that the operation or the function of Python's library does not take",
          "TypeError or AttributeError when the line runs.",
          "https://docs.python.org/3/library/exceptions.html#TypeError",
          "import uuid\nreturn 'order-' + uuid.uuid4()", "import uuid\nreturn 'order-' + str(uuid.uuid4())",
          findings_of(OTHERS)),
]
