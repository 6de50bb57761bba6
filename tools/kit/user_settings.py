"""`users:` of app.yaml: attributes and groups of users, whether they may sign up, and the e-mails to them.

    users:
      sign_up: true
      attributes: {plan: string, age: number}
      groups: [admin, staff]                  # or {admin: May do everything, staff: }
      mfa: optional                           # or required
      invitation: {subject: Welcome, message: "You are {username}. Your first password: {####}"}
      verification: {message: "Your code is {####}"}
      pools:                                  # further user pools, each with the same fields
        staff: {mfa: required, groups: [admin]}
"""
import re
from collections.abc import Iterator
from typing import Any

from kit import names, schema, sign_in_settings
from kit.problems import KeyProblem

# The types of an attribute, and Cognito's names for them.
TYPES = {"string": "String", "number": "Number", "boolean": "Boolean", "datetime": "DateTime"}
MOST_ATTRIBUTES = 50  # of one user pool
POOL = re.compile("[a-z][a-z0-9]{0,19}")  # no -, so that the logical ids of two pools' groups are never equal
# Cognito takes any characters but spaces: docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/
# API_SchemaAttributeType.html. `make user set="plan=gold"` needs the "=" to separate.
ATTRIBUTE = re.compile(r"(?!custom:)[^\s=]{1,20}")
# API_CreateGroup.html: any characters but spaces. The groups of a token are a text with commas between them.
GROUP = re.compile(r"[^\s,]{1,128}")
# Attributes that every user pool has: an app cannot declare them.
STANDARD = set("address birthdate email email_verified family_name gender given_name identities locale "
               "middle_name name nickname phone_number phone_number_verified picture preferred_username "
               "profile sub updated_at website zoneinfo".split())
PLACEHOLDER = re.compile(r"\{[A-Za-z#]*\}")  # CSS between braces does not match
PLAIN_GROUP = re.compile("[A-Za-z](?:[_-]?[A-Za-z0-9])*")  # its logical id needs no digest
GROUP_HINT = "1 to 128 characters, without spaces and commas"
USERNAME, CODE = "{username}", "{####}"
# What a text must hold, or Cognito rejects it. In a verification Cognito would not replace {username}.
PLACEHOLDERS = {"invitation": [USERNAME, CODE], "verification": [CODE]}
MEANINGS = {USERNAME: "stands for the address", CODE: "stands for the password, or the code"}


def letter(description: str) -> dict:
    """The schema of an e-mail: its subject and message."""
    return {"type": "object", "description": description, "additionalProperties": False, "properties": {
        "subject": {"type": "string", "minLength": 1, "maxLength": 140},
        "message": {"type": "string", "minLength": 6, "maxLength": 20000,
                    "description": "text or HTML"}}}


SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "the users of the app's private endpoints: their attributes, and the e-mails to them "
                   "(docs/users.md)",
    "examples": [{"sign_up": True, "attributes": {"plan": "string"},
                  "invitation": {"subject": "Welcome", "message": "You are {username}. Your password: {####}"},
                  "verification": {"message": "Your code is {####}"}}],
    "properties": {
        "sign_up": {"type": "boolean", "default": False,
                    "description": "whether people may sign up themselves, not only be added"},
        "attributes": {"type": "object", "default": {},
                       "additionalProperties": {"type": "string", "enum": list(TYPES)},
                       "description": "the attributes of a user, besides the e-mail address",
                       "examples": [{"plan": "string"}]},
        "mfa": {"type": "string", "enum": ["optional", "required"],
                "description": "sign-in with a second factor, the code of an authenticator app: for users who turn it "
                               "on, or for all"},
        "groups": {"anyOf": [{"type": "array", "items": {"type": "string"}},
                             {"type": "object", "additionalProperties": {"anyOf": [
                                 {"type": "string", "maxLength": 2048}, {"type": "null"}]}}],
                   "description": "groups of users, for `groups` of an endpoint: their names, or {name: description}. "
                                  "`make user do=group` adds a user to one", "examples": [["admin", "staff"]]},
        "sign_in": sign_in_settings.SCHEMA,
        "invitation": letter("the e-mail to a user whom `make user do=invite` adds"),
        "verification": letter("the e-mail with a code: for signing up, and for a forgotten password")},
    "additionalProperties": False,
}


OF_POOL = dict(SCHEMA["properties"])
SCHEMA["properties"]["pools"] = {
    "type": "object", "examples": [{"staff": {"mfa": "required", "groups": ["admin"]}}],
    "description": "further user pools, which an endpoint names: `api: private, pool: staff` (docs/users.md)",
    "additionalProperties": {"type": "object", "description": "a user pool, with the fields of `users`",
                             "properties": OF_POOL, "additionalProperties": False}}


def group_part(name: str) -> str:
    """The part of a logical id for a group: "admin" -> "Admin". A name of other characters gets a digest as well."""
    digest = "" if PLAIN_GROUP.fullmatch(name) else names.short_hash(name)
    return names.logical_id(name) + digest


def of_pool(users: dict[str, Any], pool: str) -> dict[str, Any]:
    """The settings of a pool; "" is the one without a name. users: of app.yaml"""
    return users.get("pools", {}).get(pool, {}) if pool else users


def key_of(pool: str, *fields: str) -> str:
    """The dotted key in app.yaml of a pool: "users.pools.staff", or of a field of it; "" is the one without a name."""
    return ".".join(["users", *(["pools", pool] if pool else []), *fields])


def section(pool: str, field: str) -> str:
    """A section of app.yaml with a field of a pool: ("staff", "groups: [a]") -> "users: {pools: {staff: {...}}}"."""
    return f"users: {{pools: {{{pool}: {{{field}}}}}}}" if pool else f"users: {{{field}}}"


def problems(users: Any, app: Any = "") -> list[KeyProblem]:
    """[(dotted key, message, hint)] of `users`, a value of any type: problems that the schema cannot express.

    app  the app's name
    """
    faults = pool_problems("users", users, app)
    pools = users.get("pools") if isinstance(users, dict) else None
    for name, pool in pools.items() if isinstance(pools, dict) else ():
        if not isinstance(name, str):
            continue
        if not POOL.fullmatch(name):
            faults.append((key_of(name), f"users.pools: {name!r} is not a valid name of a user pool",
                           "a letter, then letters and digits, lower-case and 20 at most"))
        faults += pool_problems(key_of(name), pool, f"{app} {name}")
    return faults


def pool_problems(key: str, users: Any, app: str) -> list[KeyProblem]:
    """[(dotted key, message, hint)] of the settings of one pool. key: theirs; app: the texts in its address"""
    faults: list[KeyProblem] = []
    users = users if isinstance(users, dict) else {}
    attributes = users.get("attributes")
    if isinstance(attributes, dict):
        faults += [(f"{key}.attributes.{name}", f"{key}.attributes.{name}: not a valid name of an attribute",
                    "1 to 20 characters, without spaces and `=`; Cognito writes `custom:` before it")
                   for name in attributes if not (ATTRIBUTE.fullmatch(name) and name.isprintable())]
        faults += [(f"{key}.attributes.{name}", f"{key}.attributes.{name}: this name is Cognito's own",
                    f"choose {name}_ or another name")
                   for name in sorted(STANDARD.intersection(attributes))]
        if len(attributes) > MOST_ATTRIBUTES:
            faults.append((f"{key}.attributes", f"{len(attributes)} attributes are more than a user pool can have",
                           f"{MOST_ATTRIBUTES} at most"))
    faults += [*group_problems(f"{key}.groups", users.get("groups")),
               *sign_in_settings.problems(f"{key}.sign_in", app, users.get("sign_in"))]
    for kind in PLACEHOLDERS:
        text = users.get(kind)
        message = text.get("message") if isinstance(text, dict) else None
        if isinstance(message, str):
            faults += letter_problems(f"{key}.{kind}.message", PLACEHOLDERS[kind], message)
    return faults


def group_problems(key: str, groups: Any) -> Iterator[KeyProblem]:
    """(dotted key, message, hint) of names that are invalid, or that have one logical id; of a value of any type."""
    seen: dict = {}
    for at, name in enumerate(groups if isinstance(groups, (list, dict)) else ()):
        own_key = f"{key}.{at if isinstance(groups, list) else name}"
        if not isinstance(name, str):
            continue
        if not (GROUP.fullmatch(name) and name.isprintable()):
            yield own_key, f"{key}: {name!r} is not a valid name of a group", GROUP_HINT
        id_ = group_part(name)
        first = seen.get(id_)
        seen.setdefault(id_, name)
        if first is not None:
            yield (own_key, f"{key}: {name} is listed twice", "write it once") if first == name else (
                own_key, f"{key}: {name} and {first} have the same name in the template", "give it another name")


def normal(users: dict, lines: dict[str, int], key: str = "users") -> dict:
    """The settings, where the `groups` of each pool are {name: description or ""}, and `sign_in` has its line.

    lines  {dotted key of app.yaml: line}
    """
    changed: dict[str, Any] = {}
    if users.get("pools"):
        pools = {name: schema.filled({"properties": OF_POOL}, pool or {}) for name, pool in users["pools"].items()}
        changed["pools"] = {name: normal(pool, lines, f"{key}.pools.{name}") for name, pool in pools.items()}
    if "sign_in" in users:
        changed["sign_in"] = {**users["sign_in"], "line": schema.line_of(lines, f"{key}.sign_in")}
    if "groups" in users:
        groups = users["groups"]
        changed["groups"] = dict.fromkeys(groups, "") if isinstance(groups, list) else {
            name: description or "" for name, description in groups.items()}
    return {**users, **changed}


def letter_problems(key: str, allowed: list[str], message: str) -> Iterator[KeyProblem]:
    """(dotted key, message, hint) of each {placeholder} that Cognito requires, or would not replace.

    allowed  one of PLACEHOLDERS
    """
    used = set(PLACEHOLDER.findall(message))
    missing = [placeholder for placeholder in allowed if placeholder not in used]
    for placeholder in sorted(used.difference(allowed)):
        hint = schema.nearest(placeholder, allowed) or f"it may hold {' and '.join(allowed)}"
        yield key, f"{key}: {placeholder} has no meaning here", hint
    for placeholder in missing:
        yield key, f"{key} needs {placeholder}", f"it {MEANINGS[placeholder]}"
