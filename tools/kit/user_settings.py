"""`users:` of app.yaml: what the app knows of its users, how they come to be, and what they are written.

    users:
      sign_up: true
      attributes: {plan: string, age: number}
      invitation: {subject: Welcome, message: "You are {username}. Your first password: {####}"}
      verification: {message: "Your code is {####}"}
"""
import re

from kit import schema

MOST_ATTRIBUTES = 50  # of one user pool
ATTRIBUTE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,19}")
# Every user may have these, without asking: their names are taken.
STANDARD = set("address birthdate email email_verified family_name gender given_name identities locale "
               "middle_name name nickname phone_number phone_number_verified picture preferred_username "
               "profile sub updated_at website zoneinfo".split())
PLACEHOLDER = re.compile(r"\{[A-Za-z#]*\}")  # CSS between braces is none
USERNAME, CODE = "{username}", "{####}"
# What a text must hold: Cognito refuses it otherwise. In a verification {username} would stay as it is.
PLACEHOLDERS = {"invitation": [USERNAME, CODE], "verification": [CODE]}
MEANT = {USERNAME: "stands for the address", CODE: "stands for the password, or the code"}


def letter(description):
    """The schema of an e-mail's texts."""
    return {"type": "object", "description": description, "additionalProperties": False, "properties": {
        "subject": {"type": "string", "minLength": 1, "maxLength": 140},
        "message": {"type": "string", "minLength": 6, "maxLength": 20000,
                    "description": "text or HTML"}}}


SCHEMA = {
    "type": "object",
    "description": "of the app's private endpoints. Who they are, and what they are written (docs/users.md)",
    "examples": [{"sign_up": True, "attributes": {"plan": "string"},
                  "invitation": {"subject": "Welcome", "message": "You are {username}. Your password: {####}"},
                  "verification": {"message": "Your code is {####}"}}],
    "properties": {
        "sign_up": {"type": "boolean", "default": False,
                    "description": "whether people may sign up themselves, not only be added"},
        "attributes": {"type": "object", "default": {},
                       "additionalProperties": {"type": "string", "enum": ["string", "number"]},
                       "description": "what the app knows of a user", "examples": [{"plan": "string"}]},
        "invitation": letter("the e-mail to whom `make user do=invite` adds"),
        "verification": letter("the e-mail with a code: for signing up, and for a forgotten password")},
    "additionalProperties": False,
}


def complaints(users):
    """[(dotted key, message, hint)] of what the schema cannot say; of a value of any type."""
    found = []
    users = users if isinstance(users, dict) else {}
    attributes = users.get("attributes")
    if isinstance(attributes, dict):
        found += [(f"users.attributes.{name}", f"users.attributes.{name}: no name of an attribute",
                   "a letter, then letters, digits and _, 20 at most")
                  for name in attributes if not ATTRIBUTE.fullmatch(name)]
        found += [(f"users.attributes.{name}", f"users.attributes.{name}: this name is Cognito's own",
                   f"say {name}_ or another")
                  for name in sorted(STANDARD.intersection(attributes))]
        if len(attributes) > MOST_ATTRIBUTES:
            found.append(("users.attributes", f"{len(attributes)} attributes are more than a user pool takes",
                          f"{MOST_ATTRIBUTES} at most"))
    for kind in PLACEHOLDERS:
        text = users.get(kind)
        message = text.get("message") if isinstance(text, dict) else None
        if isinstance(message, str):
            found += letter_complaints(kind, message)
    return found


def letter_complaints(kind, message):
    """What of a message's {placeholders} Cognito would refuse, or leave as it stands."""
    key, known = f"users.{kind}.message", PLACEHOLDERS[kind]
    said = set(PLACEHOLDER.findall(message))
    lacking = [each for each in known if each not in said]
    for each in sorted(said.difference(known)):
        hint = schema.nearest(each, known) or f"it knows {' and '.join(known)}"
        yield key, f"{key}: {each} stands for nothing here", hint
    for each in lacking:
        yield key, f"{key} needs {each}", f"it {MEANT[each]}"
