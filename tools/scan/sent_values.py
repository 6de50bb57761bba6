"""The parameters of a call as boto3 would send them, from their plain form, with marks for parts that only a run
knows. Pure.

    VARIABLE    the value of a variable
    EVENT       a part of the event: its path follows, with line feeds between, and EVENT_END
    ANSWER      a part of a response of AWS
    UNKNOWN     anything
"""
import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Any

EVENT_END = "\ue007"
UNKNOWN, EVENT, ANSWER = "\ue003", "\ue002", "\ue001"
SIGN = "\ua66e"  # a letter, so that a name with it is a word in PartiQL
VARIABLE = re.compile(f"{SIGN}(\\w+?){SIGN}")
MOST = 24  # variants of a call
OF_DATA = {"input", "Payload", "Data", "Message", "Detail", "body", "Item"}  # parameters
STRUCTURES = {"IamInstanceProfile"}  # of which each field names the same
NAMING = ("Arn", "Id", "Name", "Key", "Bucket", "Url", "Names", "Path", "Items", "Entries", "Statement", "Statements",
          "CopySource", "Delete", "Source", "FromEmailAddress", "Alias", "Identifier", "Model", "Image", "Document",
          "Video", "DocumentLocation", "Target", "Ids", "IdList", "Template", "topic", "LanguageCode", "Media",
          "Content", "ShardIterator", "services", "Groups", "tasks", "Arns", "ARN", "ARNs", "ArnList", "Resource",
          "cluster", "clusters", "service", "taskDefinition", "TableCreationParameters", "Identifiers", "Layers")


def variants(args: dict, own: Mapping[str, str | None]) -> list[dict]:
    """[params] that a call may send: one for each combination of the values that name its resources.

    args  of interpreter.observation.Call
    own   {variable: its value, None if only a run knows it} of those that always have one: their defaults do not count
    """
    names = {key: values(value, own) for key, value in args.items() if str(key).endswith(NAMING)}
    others = {key: simple(value, own) for key, value in args.items() if key not in names}
    return [{**others, **by_name} for by_name in combinations(names)]


def combinations(options: dict[str, list]) -> list[dict]:
    """[{name: value}], one for each combination of the options of names. There may be MOST: a name that has too many
    options is UNKNOWN, and of those first one that names no resource."""
    count = 1
    for name in sorted(options, key=lambda name: not str(name).endswith(NAMING)):
        count *= len(options[name])
        if count > MOST:
            options, count = {**options, name: [UNKNOWN]}, count // len(options[name])
    return [dict(zip(options, values_)) for values_ in itertools.product(*options.values())]


def values(value: Any, own: Mapping[str, str | None]) -> list:
    """[value] that a plain value may be, with marks. own: of variants()"""
    if not isinstance(value, dict):
        return [value]
    for form in FORMS:
        if form in value:
            return FORMS[form](value, own)
    return [UNKNOWN]


def all_fields(args: dict, own: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    """Yields (name, text) of a call's fields with texts, also of those inside mappings and lists, but not of OF_DATA.
    own: of variants()"""
    for name, value in args.items():
        parts = [value] if name not in OF_DATA else []
        while parts:
            part = parts.pop()
            forms = part if isinstance(part, dict) else {}
            parts += forms.get("list", []) + forms.get("any", [])
            if "dict" in forms:
                yield from ((name if name in STRUCTURES else inner, text) for inner, text in all_fields(
                    forms["dict"], own))
            elif not forms.keys() & {"list", "any"}:
                yield from ((name, text) for text in values(part, own) if isinstance(text, str))


def answered_names(value: Any) -> Iterator[tuple[str | bool, str]]:
    """Yields (service, field) of each name in a plain value with which AWS responded: the service whose list has it, or
    True, and the field of the response."""
    if isinstance(value, dict) and "answered" in value:
        yield value["answered"], value["field"]
    elif isinstance(value, (dict, list)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from answered_names(part)


def _variable(value, own):
    """The text of a variable, or its mark and its default."""
    if own.get(value["env"]) is not None:
        return [own[value["env"]]]
    default = [value["default"]] if "default" in value and value["env"] not in own else []
    return [f"{SIGN}{value['env']}{SIGN}", *default]


def _options(value, own):
    """The values of several options; None names nothing, and a name's other values are known (values.LOOSE)."""
    return [entry for option in value["any"]
            if option is not None and not (isinstance(option, dict) and "loose" in option)
            for entry in values(option, own)] or [UNKNOWN]


def _text(value, own):
    """The texts of parts, each with a mark if it is not known."""
    paths = value.get("of") or [None] * len(value["text"])
    answers = value.get("answers") or [False] * len(value["text"])
    parts = [values(part, own) if part is not None else [event_part(path) if path else ANSWER if answer else UNKNOWN]
             for part, path, answer in zip(value["text"], paths, answers)]
    return ["".join(map(str, combination)) for combination in itertools.islice(itertools.product(*parts), MOST)]


def _mapping(value, own):
    """The mappings with each combination of the values of their fields."""
    by_name = {key if isinstance(key, str) else UNKNOWN: UNKNOWN
             for part in value.get("keys", []) for key in values(part, own)}
    base = {**({UNKNOWN: UNKNOWN} if value["open"] and not by_name else {}), **by_name}
    if value["open"] and "DetailType" in value["dict"] and "EventBusName" not in value["dict"]:
        base["EventBusName"] = UNKNOWN
    options = {key: values(part, own) for key, part in value["dict"].items()}
    return [{**base, **fields} for fields in combinations(options)]


def _list(value, own):
    """The list with all options of its elements."""
    return [[entry for part in value["list"] for entry in values(part, own)] or ([UNKNOWN] if value["open"] else [])]


def _execution(value, own):
    """The ARNs of executions of a state machine: ":stateMachine:a" has ":execution:a:<id>"."""
    arns = [str(text).split(":") for text in values(value["execution"], own)]
    return [":".join([*parts[:5], "execution", parts[6], UNKNOWN]) if parts[5:6] == ["stateMachine"] else ANSWER
            for parts in arns]


def _answered(value, own):
    """A name with which AWS responded: that of the app's own resource whose variable the call has, or any."""
    texts = values(value["origin"], own) if "origin" in value else [ANSWER]
    return [text if isinstance(text, str) and (text.startswith("arn:") or any(
        VARIABLE.fullmatch(text) and name in own for name in VARIABLE.findall(text))) else ANSWER for text in texts]


FORMS = {
    "any": _options, "text": _text, "env": _variable,
    "event": lambda value, _own: [event_part(value["event"])], "answer": lambda _value, _own: [ANSWER],
    "derived": lambda _value, _own: [ANSWER],
    "answered": _answered, "execution": _execution, "dict": _mapping, "list": _list,
    "of": lambda value, _own: [event_part(value["of"][0])]}


def event_part(path: list) -> str:
    """The mark of a part of the event."""
    return EVENT + "\n".join(map(str, path)) + EVENT_END


def simple(value: Any, own: Mapping[str, str | None]) -> Any:
    """The form of a value that has no name of NAMING: the text if it is one for certain. own: of variants()"""
    texts = values(value, own) if isinstance(value, dict) else [value]
    return texts[0] if len(texts) == 1 and not isinstance(texts[0], (dict, list)) else UNKNOWN
