"""What a person can try after a deploy: addresses and a call that answers, chosen from the app itself."""
import json
import re
import shlex
from pathlib import Path
from urllib.parse import quote

from kit import cloud, stages

EXAMPLES = {"string": "hello", "integer": 1, "number": 1.5, "boolean": True, "null": None}
# What people ask for by a pattern: the first that matches is the example.
PATTERNED = ["2026-01-31", "2026-01-31T12:00:00Z", "2026-01-31T12:00:00", "2026-01-31T12:00Z",
             "2026-01-31T12:00", "12:00", "1", "12", "123",
             "1234", "12345", "hello", "Hello", "HELLO", "a", "A", "a-1", "A1", "abc",
             "ABC", "abc123", "ann@example.com", "https://example.com", "+441234567890",
             "00000000-0000-4000-8000-000000000000"]
FORMATS = {"date": "2026-01-31", "date-time": "2026-01-31T12:00:00Z", "email": "ann@example.com",
           "uri": "https://example.com", "uuid": "00000000-0000-4000-8000-000000000000", "time": "12:00:00Z"}


def words(app, outputs, stage):
    """The lines that end a deploy.

    outputs  {name: value} of the stack; what is an address is known by its value
    """
    rows = []
    for name, value in sorted(outputs.items()):
        if ".execute-api." in value:
            url = cloud.reachable(value, stage).rstrip("/")
            rows += [("api", url), *(("try", line) for line in call(app, url))]
        elif ".cloudfront.net" in value:
            rows.append(("website", cloud.reachable(value, stage)))
            rows += [("pages", f"make site dir=site{stages.said(stage)}")] if Path("site").is_dir() else []
    rows += [("domain", value if stage != cloud.LOCAL else
              shlex.join(["curl", "-H", f"Host: {value.removeprefix('https://')}", cloud.endpoint()]))
             for name, value in sorted(outputs.items()) if name.endswith("DomainUrl")]
    if app["lambdas"]:
        named = call_of(app)[0] if call_of(app) else min(app["lambdas"])
        rows.append(("logs", f"make logs name={named}{stages.said(stage)}"))
    return [f"  {label:<8} {text}" for label, text in rows]


def call(app, url):
    """[one `curl` line] that the API answers without a key or a sign-in, or []."""
    chosen = call_of(app)
    if not chosen:
        return []
    endpoint = chosen[1]
    path = "/".join("hello" if part.startswith("{") else quote(part) for part in endpoint["path"].split("/"))
    query = "&".join(f"{name}=1" for name in endpoint.get("parameters", []))
    words_ = ["curl", f"{url}{path}{'?' + query if query else ''}"]
    if "schema" in endpoint or endpoint["method"] not in ("GET", "ANY"):
        body = json.dumps(example(endpoint.get("schema", {"type": "object"})))
        words_ += ["-X", endpoint["method"], "-H", "content-type: application/json", "-d", body]
    return [shlex.join(words_)]


def call_of(app):
    """(name of the lambda, its endpoint): the public one that is the easiest to call; None if there is none.

    A GET of a whole path without parameters comes first, then a POST, whose body the schema tells; what is
    put into a path or a query is a guess.
    """
    endpoints = [(name, each["infra"]["endpoint"]) for name, each in sorted(app["lambdas"].items())
                 if "endpoint" in each["infra"]]
    open_ = [(name, endpoint) for name, endpoint in endpoints
             if endpoint["api"] == "public" and not endpoint.get("key")]
    return min(open_, default=None, key=lambda item: rank(item[1]))


def rank(endpoint):
    """How hard an endpoint is to call: the number of guesses, then its method."""
    order = {"GET": 0, "ANY": 1, "POST": 2}
    return endpoint["path"].count("{") + len(endpoint.get("parameters", [])), order.get(endpoint["method"], 3)


def example(schema):
    """A value that the JSON Schema accepts, in plain cases: its example or default, else what it requires."""
    for key in ("example", "default", "const"):
        if key in schema:
            return schema[key]
    for key in ("examples", "enum"):
        if schema.get(key):
            return schema[key][0]
    for key in ("anyOf", "oneOf", "allOf"):
        if schema.get(key):
            return example(schema[key][0])
    kind = schema.get("type", "object" if "properties" in schema else "string")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        properties = schema.get("properties", {})
        return {name: example(properties.get(name, {})) for name in schema.get("required", properties)}
    if kind == "array":
        return [example(schema.get("items", {}))] * schema.get("minItems", 1)
    if kind == "string":
        text = FORMATS.get(schema.get("format"), EXAMPLES["string"])
        if "pattern" in schema:
            return next((one for one in PATTERNED if re.search(schema["pattern"], one)), text)
        return text.ljust(schema.get("minLength", 0), "o")[:schema.get("maxLength")]
    return EXAMPLES[kind] if kind not in ("integer", "number") else within(schema, EXAMPLES[kind])


def within(schema, number):
    """The number, moved into the schema's bounds."""
    least = max(number, schema.get("minimum", number))
    return min(least, schema.get("maximum", least))
