"""What the interpreter returns of a lambda's code: the types, all of them plain JSON; and the record of a call."""
import ast
from typing import Any, NotRequired, TypedDict

from interpreter import conditions
from interpreter.analysis import MAYBE
from interpreter.sources import decorator_names, nodes_of

CACHES = frozenset({"cache", "lru_cache"})  # decorators of functions that keep their results for equal arguments


class Call(TypedDict):
    """A call of AWS in a lambda's code: its operation, its arguments and whether it is reached."""

    service: str  # "dynamodb"
    operation: str  # "PutItem"
    method: str  # "put_item"
    via: str  # "client", "resource", "paginator", "waiter" or "batch"
    type: str | None  # "Table", of a resource
    python: bool  # of DynamoDB: whether items are Python's own values, not {"S": ...}
    ids: dict[str, Any]  # of a resource: {"Name": {"env": "DEMO_TABLE"}}
    args: dict[str, Any]  # {"Item": {"dict": ...}}: see plain.py; with those that the resource adds
    region: Any  # "us-east-1", or another plain value; None: the lambda's own
    filled: list[str]  # ["TableName"]: the arguments that the resource adds
    placed: int  # the number of positional arguments
    whole: bool  # False: it may have other arguments (**more)
    named: bool  # whether it has no others than `args`, some of which it may lack
    file: str
    line: int
    tried: bool  # whether it is inside a try that is meant for its exception (handlers.RAISED), or any try
    sure: bool  # False if it is one of several receivers'
    reached: bool  # whether a handler reaches it
    always: bool  # whether every invocation makes the call: see conditions.py
    dead: bool  # in a function that nothing mentions: no invocation makes the call
    cached: list | None  # [file, line, name] of the innermost function with a cache for its arguments that makes it


class Unresolved(TypedDict):
    """A call that may be one of AWS, of a value that the interpreter does not know (interpreter/unresolved.py)."""

    service: str  # that has an operation of that name; "" if it is not known
    method: str  # "put_item"; "" of a call of a plain name
    args: dict[str, Any]  # as of Call
    whole: bool
    file: str
    line: int
    dead: bool


def record_call(receiver, operation: str, method: str, arguments, site, filled=()) -> Call:
    """Record a call of AWS as plain JSON in analysis.calls. -> the Call, to which its response refers

    receiver  values.Aws; method: "put_item" of operation "PutItem"; filled: names of arguments that a resource adds
    """
    analysis = site.analysis
    call: Call = {"service": receiver.service, "operation": operation, "method": method, "via": receiver.role,
            "type": receiver.type, "python": receiver.role in ("resource", "batch") or receiver.type == "python",
            "ids": {key: analysis.plain(value) for key, value in receiver.ids.items()},
            "args": {key: analysis.plain(value) for key, value in arguments.keywords.items()},
            "region": None if receiver.region is None else analysis.plain(receiver.region),
            "placed": len(arguments.positional), "filled": list(filled), "whole": not arguments.more,
            "named": arguments.more in (False, MAYBE),
            "file": site.frame.module.path, "line": site.node.lineno,
            "tried": bool(analysis.open_tries), "sure": not analysis.silenced, "reached": analysis.reached,
            "always": analysis.in_handler and not (analysis.conditions or analysis.silenced), "dead": analysis.dead,
            "cached": _cached_function(analysis)}
    analysis.calls.append(call)
    if "ConditionExpression" in arguments.keywords or operation.startswith("Transact"):
        conditions.may_fail(site.analysis)
    return call


def _cached_function(analysis):
    """[file, line, name] of the innermost function that is followed, has parameters, uses all of them, and keeps its
    results; None if there is none. A parameter that it does not use may be the time: it lets the entries expire."""
    for code, (frame, _owner) in zip(reversed(analysis.stack), reversed(analysis.around)):
        if getattr(code, "decorator_list", None) and decorator_names(code) & CACHES:
            entries = {entry.arg for entry in (*code.args.args, *code.args.kwonlyargs)} - {"self", "cls"}
            names = {part.id for node in code.body for part in nodes_of(node, ast.Name)}
            return [frame.module.path, code.lineno, code.name] if entries and entries <= names else None
    return None


class Note(TypedDict):
    """An observation that a check may make a finding of. Its kind decides which further fields it has:

    null, no-key, open-key, maybe, index-text, index-list   of the event
    no-answer       a field that the response of AWS does not have
    no-method, no-service, no-name, arguments               a missing name; arguments that do not fit
    no-attribute    an attribute (name) that no object of a class of the app, or of a type of Python (of), has
    function-compared   a function (name) of the app beside < or >
    unordered       sorted(), min() or max() of mappings without a key
    uncallable      a call of a value (how: "a text") that has no calls
    read            of JSON that another lambda may have written
    text-data       a text as the data of a request of urllib
    text-argument   a text as the argument of a function (name) that takes numbers: timedelta
    text-lines      a text as the lines that csv reads
    text-bytes      a text as the argument of a function that takes bytes
    spread          the keys of JSON that another lambda may have written are the arguments of a function
    read-row        of an item of a table
    read-metadata   of the metadata (key) of an object of S3, in the response of a call
    read-known-row  the same in a choice, where the code looks up another attribute of the item, and tests none
    needs-item      the code reads the item of a response as if it were there
    none-attribute  a use of item.get("name"), of an item of a table (call), as if it were not None
    escaped         an object of boto3, or a variable's value, is passed to code outside the app
    text-number     a text or a number (how) of the event or of a response in one operation with the other
    form            the fields and conditions of a presigned form, in plain form
    presigned       a presigned URL, with the seconds until it expires
    time-of-row     a time of a table's item in one operation with one whose time zone is known
    empty-payload   the payload of an invocation that does not wait, read as JSON
    slice           a slice or an element of the records of an event
    zone            the name of a time zone
    condition-logic an operator of Python between conditions of boto3
    milliseconds    a time in milliseconds that is used as seconds
    request         a request to a known host, or to an address in a variable
    no-timeout      a request that may wait without an end; default-timeout: all have one
    uses-value      the values of variables are compared, or sent as a token
    method-test     the method of a request is compared with a name
    opens           a constant path that is opened for writing: how "append", or "new"
    waits           a call with a known waiting time
    changes-row     an attribute of an item that was read gets another value
    sets-response   a field of the response in the event of a user pool is set
    writes          a path that is written; chdir: the code changes its folder; shared-memory
    try-of-record   a try in a function that the handler calls for each record
    unique-keys     the keys by which a batch of a table keeps the last item alone
    no-enum-key     a mapping of the code lacks a value that a schema allows for a part of the event
    looks-up        a part of JSON is the key of a mapping of the code with the keys `has`; key: "upper" or "lower"
    looks-up-row    the same of an attribute (key) of an item of a table (call)
    number-header   a number as a header of a request
    frozen          an attribute of an object of a frozen class is set
    transfer        an argument that a method of boto3's transfers does not have
    no-match        the code uses a match of a part of the event as if it were not None; key: the pattern
    decoded         a part of the event that urllib.parse.unquote_plus decodes
    replaced-key    a part of the request's path, or the caller's id, under a key that the body may replace
    row-text        an attribute (key) of an item in a comparison with a text; call: the Call that read the item
    utc-replaced    time.replace(tzinfo=...) of a time in UTC, or of one of an attribute (key) of an item (call)
    env-number      int(), float() or Decimal() (name) of the value of a variable (key)
    other-text      a part of the event is compared with a text (key) that it never is; has: what it may be; own: only
                    because of the lambda's block
    edge-text       a method (how) of a part of the event, a text, with a constant (key): startswith, removesuffix ...
    edge-row        the same of an attribute of an item of a table (call)
    unreadable-time a text like another one (text) that strptime() cannot read with a format (key)
    misplaced       an argument (key) of a method (name) of boto3's transfers that is "a path" or "a bucket" (how)
    enum-compared   a text, or a part of the event or of an item, in a comparison with a member of an Enum (name)
    no-item         an item (key) of a client, resource, collection or pages (name) of boto3, which have none
    part-count      a value with other numbers of parts (has) than the assignment has names (key)
    unraised        an except for an exception (name) that the calls of its try (operation) never raise; raised: may
    head-key        an except for an exception (key) that a HEAD request (name: the method) never raises
    waiter-error    an except for ClientError around waiters alone
    naive-aware, dumps, loads-object, loads-stream, index-stream, stream-method, decimal-float, sets-env
    """

    note: str  # the kind
    file: str
    line: int
    tried: bool  # whether it is inside a try that is meant for its exception (handlers.RAISED), or any try
    caught: bool  # in a try that may catch the error of a missing key or of None (handlers.py)
    wrapped: bool  # caught by the handler's decorator alone
    reached: bool  # whether a handler reaches it
    path: NotRequired[tuple]  # of the part of the event, of JSON, or of an item
    key: NotRequired[Any]  # that is read there
    guarded: NotRequired[bool]  # open-key, maybe: whether the code tests the key before
    ended: NotRequired[bool]  # open-key, maybe: the same, without the conditions that do not end a branch
    nested: NotRequired[bool]  # open-key, maybe: whether an if, a loop or a try is around it
    inside: NotRequired[bool]  # open-key, maybe: whether an if is around it
    caught_here: NotRequired[bool]  # open-key: whether a try of the same function is around it
    inner: NotRequired[list[str]]  # open-key: the known keys beside it whose mappings have the key
    examined: NotRequired[bool]  # open-key: whether the code has tested the eventName of the record before
    takes: NotRequired[list[str]]  # spread: the names of the function's parameters
    needs: NotRequired[list[str]]  # spread: those without a default
    how: NotRequired[str]  # read: "item", "get", ...; no-answer: "item" or "test"; decoded: "plus" by unquote_plus()
    call: NotRequired[Any]  # read-row, read-metadata, needs-item: the Call that read it; writes: the name of the call
    through: NotRequired[list]  # try-of-record: the names and lines of the functions from the handler to it
    expected: NotRequired[bool]  # read, read-row, read-metadata: whether the code expects a KeyError
    by_caller: NotRequired[bool]  # read, read-row: whether it is a caller that expects it
    always: NotRequired[bool]  # read, read-row: see conditions.py
    chosen: NotRequired[bool]  # read: see conditions.py
    by_row: NotRequired[bool]  # read, read-row: whether a condition on another attribute of the item may choose it
    service: NotRequired[str]  # no-answer, escaped
    operation: NotRequired[str]  # no-answer
    own: NotRequired[bool]  # other-text
    has: NotRequired[list[str]]  # no-answer, no-name, other-text: what there is instead
    module: NotRequired[str]  # no-name
    name: NotRequired[str]  # no-name, waits, condition-logic, milliseconds, no-timeout, method-test
    variables: NotRequired[list[str]]  # escaped, uses-value
    to: NotRequired[str]  # escaped: the name of the function outside the app; "" if that is not known
    pure: NotRequired[bool]  # escaped: whether it only reads its arguments
    text: NotRequired[str]  # row-text, unreadable-time
    object: NotRequired[str]  # dumps: the class of the app of which the value has an object, ""
    seconds: NotRequired[Any]  # presigned, waits, milliseconds


class Return(TypedDict):
    """A return statement of a handler: its value and its line."""

    value: Any  # see plain.py
    file: str
    line: int


class Observation(TypedDict):
    """All that following a lambda's code has shown: what the checks read."""

    files: list[str]  # the paths of the modules that it imports
    calls: list[Call]
    unresolved: list[Unresolved]
    missing_keys: bool  # whether code distinguishes a missing object of S3 from other errors
    notes: list[Note]
    returns: list[Return]
    falls: int  # the line of the last statement of a handler that may end without a return; 0 for none
    falls_surely: bool  # False where that statement may return or raise: a with, a match, a call of outside code
    warm: list  # the state that invocations of a warm Lambda share, and that a handler lets grow: see warm_state.py
    types: dict[str, list]  # see data_types.listed()
    whole: bool  # False where the budget was spent: what it saw may be true, and the code may do more
    gave_up: tuple | list | None  # (path, line) of where it was spent (analysis.py)


class EnvironmentReads(TypedDict):
    """The environment variables that code reads and sets, and the modules that it imports by a text."""

    files: list[str]
    reads: list[list]  # [variable, path, line, optional]
    assigns: list[str]
    unknown: list[list]  # [path, line, site, surely] of a read whose variable is, or may be, unknown
    known: list[str]  # sites of the resolved reads
    imports: list[list]  # [path, line] of import_module(name), where name is not known
    gave_up: tuple | list | None
