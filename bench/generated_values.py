"""Values that a schema of Pareto accepts, or nearly: blocks of `infra:` with every word, and app.yaml with every section."""
import copy
import sys
from pathlib import Path

import rstr
import yaml

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

import recipes
from kit import settings

TABLE, BUCKET = {"type": "table", "name": "demo"}, {"type": "bucket", "name": "demo"}
PATTERNS = [{"kind": ["a", {"prefix": "b"}]}, {"n": [{"numeric": [">", 0, "<=", 5]}]}, {"a": {"b": [{"exists": False}], "c": [None, True, 1.5]}},
            {"pk": [{"anything-but": ["x"]}]}, {"$or": [{"a": [1]}, {"b": [{"suffix": {"equals-ignore-case": "X"}}]}]}, {"object": {"key": [{"wildcard": "in/*.csv"}]}}]
BODIES = [{"type": "object", "required": ["sku"], "properties": {"sku": {"type": "string", "pattern": "^[a-z]+$", "minLength": 1}}}, {"type": "array", "items": {"enum": ["a", 1, None]}, "uniqueItems": True},
          {"properties": {"at": {"type": "string", "format": "date-time"}, "n": {"type": "number", "minimum": 0, "exclusiveMinimum": True}}}, {"oneOf": [{"type": "string"}, {"type": "null"}]},
          {"definitions": {"a": {"type": "integer"}}, "properties": {"x": {"$ref": "#/definitions/a"}}, "additionalProperties": False}, {"allOf": [{"not": {"required": ["a"]}}], "patternProperties": {"^x": {}}}]
# What a field holds whose schema leaves it open: by the field's name, and by that of the list or mapping that it is in.
TEXTS = {
    "path": ["/orders/{id}", "/orders/{rest+}", "/", "/a b", "$default", "/orders"], "topic": ["MODIFY", "Object Created", "Paid", "INSERT", ""], "prefix": ["in/", "é", ""], "suffix": [".csv", "*"], "age": ["1 hour", "30 minutes"],
    "authorizer": ["gate", "hello"], "groups": ["admin", "staff"], "subscribers": ["arn:aws:lambda:eu-west-1:123456789012:function:x", "https://example.com/x", "ann@example.com", "arn:aws:sqs:eu-west-1:123456789012:q"],
    "pattern": ["^Bearer [-0-9a-zA-Z._]*$", "("], "cron": ["0 9 ? * MON-FRI *", "0/5 * * * ? *", "0 0 L * ? *", "0 8 ? * 2#1 *"], "rate": ["5 minutes", "1 minute", "10 seconds", "1 day"], "once": ["2027-01-31T09:00"], "zone": ["Europe/Oslo", "UTC"],
    "email": ["ann@example.com"], "url": ["https://example.com/alerts"], "commands": ["npm ci", "echo ${x}"], "source": ["https://github.com/a/b.git"], "archive": ["30 days", "forever"], "origins": ["https://example.com", "*", "http://localhost:3000"],
    "callbacks": ["https://example.com/in"], "logouts": ["https://example.com/out"], "issuer": ["https://login.example.com"], "message": ["Your code is {####}", "You are {username}: {####}"], "subject": ["Welcome"], "ttl": ["expires"],
    "projection": ["total", "status"], "resource": ["*", "arn:aws:s3:::photos/*", "${DemoTable.Arn}", "arn:aws:ses:${AWS::Region}:${AWS::AccountId}:identity/example.com"],
    "table": ["demo", "demo-orders"], "stream": ["demo-clicks", "demo"], "layers": ["web", "arn:aws:lambda:eu-west-1:123456789012:layer:x:3"], "permissions": ["translate:TranslateText", "s3:Get*", "ses:SendEmail"], "action": ["s3:GetObject", "ses:*"],
    "region": ["eu-west-1", "us-east-1", "ap-southeast-2", "us-gov-west-1"], "domain": ["example.com"], "slack": ["slack"], "secret": ["google"],
    "start": ["2026-03-01T08:00:00Z"], "vpc": ["main"], "name": ["demo", "paid", "demo-orders"]}
OBJECTS = {"schema": BODIES, "pattern": PATTERNS, "filter": PATTERNS, "attributes": [{"kind": ["a"]}, {"n": [{"numeric": ["=", 1]}]}], "body": [*PATTERNS, {"report": "daily", "at": [1, 2.5, None]}], "source": [TABLE, BUCKET],
           "vpcs": [{"subnets": ["subnet-0a1b2c3d4e5f60718"], "security_groups": ["sg-0a1b2c3d4e5f60718"]}, {"dev": {"subnets": ["subnet-0a1b2c3d4e5f60718", "subnet-18076f5e4d3c2b1a0"], "security_groups": ["sg-0a1b2c3d4e5f60718"]}}]}
NAMES = {"buckets": ["demo", "demo-x"], "tables": ["demo", "demo-orders"], "streams": ["demo-clicks", "demo"], "secrets": ["demo-stripe"], "stages": ["prod", "*", "local"], "vpcs": ["main"], "env": ["SLACK_URL", "LIMIT", "LOG_LEVEL"], "key": ["pk", "sk", "customer"], "indexes": ["by-day"]}


def value(schema, dice, field=""):
    """A value that the schema accepts, in most cases. field: the name of the field that has it."""
    if "anyOf" in schema:
        return value(dice.choice(schema["anyOf"]), dice, field)
    if dice.random() < 0.3 and (examples := [*schema.get("examples", []), *([schema["default"]] if "default" in schema else [])]):
        return copy.deepcopy(dice.choice(examples))
    if "enum" in schema:
        return dice.choice(schema["enum"])
    kind = schema.get("type", "string")
    return MAKERS[dice.choice(kind) if isinstance(kind, list) else kind](schema, dice, field)


def text(schema, dice, field):
    """A text that the field usually has, or one of the schema's pattern."""
    if field in TEXTS and dice.random() < 0.9:
        return dice.choice(TEXTS[field])
    return rstr.Rstr(dice).xeger(schema["pattern"].replace("{0,", "{1,"))[:60] if "pattern" in schema else dice.choice(["x", "demo", "a b", "é", ""])


def number(schema, dice, _field):
    """A number at the ends of the range, or in it."""
    least, most = schema.get("minimum", 0), schema.get("maximum", schema.get("minimum", 0) + 1000)
    between = round(dice.uniform(least, most), 3) if schema["type"] == "number" else dice.randint(least, most)
    return dice.choice([least, most, between])


def mapping(schema, dice, field):
    """The required fields and some of the others."""
    fields = schema.get("properties", {})
    if not fields and field in OBJECTS and schema.get("additionalProperties") in (None, True):
        return copy.deepcopy(dice.choice(OBJECTS[field]))
    share = dice.choice([0, 0.3, 0.6])
    chosen = {name: value(part, dice, name) for name, part in fields.items() if name in schema.get("required", []) or dice.random() < share}
    others = schema.get("additionalProperties")
    names = set(dice.choices(NAMES.get(field, ["a", "demo", "B_1"]), k=dice.randint(0, 2))) if isinstance(others, dict) else ()
    return {**chosen, **{name: value(others, dice, field) for name in sorted(names)}}


def sequence(schema, dice, field):
    """One to three entries."""
    return [value(schema.get("items", {}), dice, field) for _time in range(dice.choice([1, 1, 2, 3]))]


MAKERS = {"string": text, "integer": number, "number": number, "boolean": lambda _schema, dice, _field: dice.random() < 0.5,
          "null": lambda *_arguments: None, "object": mapping, "array": sequence}


def sections(schema, dice, names):
    """{name: value} of some fields of a mapping."""
    return {name: value(schema["properties"][name], dice, name) for name in names}


def app_yaml(dice):
    """The text of app.yaml with some of its sections."""
    names = [name for name in settings.SCHEMA["properties"] if name not in ("name", "package")]
    written = {"name": "demo", **sections(settings.SCHEMA, dice, dice.sample(names, dice.randint(1, 4)))}
    written["env"] = {"SLACK_URL": "x", "LIMIT": 1, **written.get("env", {})}
    return yaml.safe_dump(written, sort_keys=False, allow_unicode=True, default_flow_style=dice.choice([None, False]))


def infra(dice):
    """The text of a docstring whose block has a trigger, and some other words."""
    others = sorted(recipes.WORDS.keys() - recipes.TRIGGERS.keys())
    names = [*dice.sample(sorted(recipes.TRIGGERS), dice.choice([0, 1, 1, 1, 1, 2])), *dice.sample(others, dice.randint(0, 3))]
    block = {"infra": sections(recipes.INFRA, dice, names)}
    return yaml.safe_dump(block, sort_keys=False, allow_unicode=True, default_flow_style=dice.choice([None, False]))


GENERATED = {"settings": app_yaml, "block": infra}
