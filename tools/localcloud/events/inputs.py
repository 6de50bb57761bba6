"""The input of a rule's target: the event, a part of it, or a template filled from it. Pure.

docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
"""
import json
import re

from aws import arns
from localcloud.events import stamps

_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|\['([^']+)'\]")
_EVENT_KEYS = {"detail-type": "detailType"}  # in <aws.events.event> (recorded from AWS)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_VARIABLE = re.compile(r"<([^<>\s\"]+)>")


def text(target, event, rule_arn, now=0):
    """The payload, a text of JSON. target: one of a rule's Targets. Raises ValueError if its template makes none."""
    if target.get("Input") is not None:
        return target["Input"]
    if target.get("InputPath"):
        return compact(value_at(target["InputPath"], event))
    if target.get("InputTransformer"):
        transformer = target["InputTransformer"]
        paths = transformer.get("InputPathsMap") or {}
        values = {name: value_at(path, event) for name, path in paths.items()}
        return filled(transformer["InputTemplate"], {**values, **_standard_variables(event, rule_arn, now)})
    return compact(event)


def compact(value):
    """A value as EventBridge writes JSON: without spaces, and with its letters, if they can be sent."""
    text_ = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return text_ if text_.isascii() or not _SURROGATE.search(text_) else json.dumps(value, separators=(",", ":"))


def value_at(path, data, absent=None):
    """The value at a JSONPath of AWS's small dialect ($.detail.items[0].id); `absent` if there is none."""
    for name, index, quoted in _STEP.findall(path):
        try:
            data = data[int(index)] if index else data[name or quoted]
        except (KeyError, IndexError, TypeError):
            return absent
    return data


def filled(template, values):
    """The template with <name> replaced: inside quotes by bare text, elsewhere by JSON.

    A name without a value is an empty text (recorded from AWS). Inside quotes an object or a list loses its
    quotes; in a template that is a JSON object it makes no JSON, and EventBridge delivers nothing: ValueError.
    """
    parts, quoted, end = [], False, 0
    is_object = template.lstrip().startswith("{")
    for match in _VARIABLE.finditer(template):
        between = template[end:match.start()]
        quoted ^= len(re.findall(r'(?<!\\)"', between)) % 2 == 1
        value = values.get(match[1])
        if quoted and is_object and isinstance(value, (dict, list)):
            raise ValueError(f"the template has <{match[1]}> in quotes, and its value is an object or a list")
        parts += [between, _shown(value, quoted)]
        end = match.end()
    return "".join(parts) + template[end:]


def _shown(value, quoted):
    """A value as text within quotes, or as JSON outside them."""
    value = "" if value is None else value
    if not quoted:
        return compact(value)
    if isinstance(value, str):
        return json.dumps(value)[1:-1]
    return json.dumps(value, separators=(",", ":") if isinstance(value, list) else None).replace('"', "")


def _standard_variables(event, rule_arn, now):
    """The variables that every template may use."""
    return {
        "aws.events.rule-arn": rule_arn,
        "aws.events.rule-name": arns.last(rule_arn) if rule_arn else "",
        "aws.events.event.ingestion-time": stamps.seconds(now),
        "aws.events.event": {_EVENT_KEYS.get(key, key): value for key, value in event.items() if key != "detail"},
        "aws.events.event.json": event,
    }
