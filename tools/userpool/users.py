"""The users of a deployed app: its user pool in the cloud, and what may be said of a user."""
import itertools
import re

from aws import stacks, stages
from kit import names
from kit.problems import problem
from kit.schema import nearest

SOME = 1000  # users among whom the nearest name is sought
_ATOM, _LABEL = r"[^\s@.,;:\"()<>\[\]\\]+", r"[^\W_]([\w-]*[^\W_])?"
EMAIL = re.compile(rf"(?!-){_ATOM}(\.{_ATOM})*@{_LABEL}(\.{_LABEL})+")  # that Cognito takes, and no option of a program


class Pool:
    """A user pool that is deployed.

    id, client_id  the pool's, and its client's
    cognito        a boto3 client
    attributes     those of app.yaml: {"plan": "string", "age": "number"}
    """

    def __init__(self, cognito, stage, outputs, attributes):
        self.cognito, self.stage, self.attributes = cognito, stage, attributes
        self.id, self.client_id = outputs["UserPoolId"], outputs["UserPoolClientId"]

    def ask(self, operation, email, **asked):
        """One of Cognito's admin operations on a user. Raises Problems if there is no such user."""
        try:
            return getattr(self.cognito, operation)(UserPoolId=self.id, Username=email, **asked)
        except self.cognito.exceptions.UserNotFoundException:
            raise self.unknown(email)

    def policy(self):
        """What it wants of a password: {"MinimumLength": 12, "RequireNumbers": True, ...}."""
        described = self.cognito.describe_user_pool(UserPoolId=self.id)["UserPool"]
        return described.get("Policies", {}).get("PasswordPolicy", {})

    def users(self):
        """Every user as Cognito tells it, one after the other."""
        for page in self.cognito.get_paginator("list_users").paginate(UserPoolId=self.id):
            yield from page["Users"]

    def hint(self, deed, email):
        """"`make user do=create email=ann@example.com stage=dev`"."""
        return f"`make user do={deed} email={email}{stages.variable(self.stage)}`"

    def unknown(self, email):
        """Problems of a user that is not there, with the one that is nearest."""
        there = [email_of(user) for user in itertools.islice(self.users(), SOME)]
        return problem("", 0, f"there is no user {email}",
                       nearest(email, there, 0.85) or f"{self.hint('create', email)} adds one")


def pool(app, stage):
    """The app's Pool in a stage. Raises Problems if the app has none, or it is not deployed."""
    endpoints = [fn["infra"].get("endpoint", {}) for fn in app["lambdas"].values()]
    if not any(endpoint.get("api") == "private" for endpoint in endpoints):
        raise problem("", 0, "no endpoint is private, so there are no users",
                      "say `api: private` in a lambda's endpoint, then `make deploy`")
    stack = stacks.described(stages.client("cloudformation", app, stage), names.stack(app["name"], stage)) or {}
    outputs = {each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs", [])}
    if "UserPoolId" not in outputs:
        raise stages.undeployed(app, stage, "the user pool")
    return Pool(stages.client("cognito-idp", app, stage), stage, outputs,
                app["settings"].get("users", {}).get("attributes", {}))


def address(text):
    """An e-mail address in lower case: for Cognito ANN@ and ann@ are one. Raises Problems."""
    if not text:
        raise problem("", 0, "which user? say email=...", "`make user do=list` lists them")
    if not EMAIL.fullmatch(text):
        raise problem("", 0, f"{text!r} is no e-mail address", "e.g. email=ann@example.com")
    return text.lower()


def attributes(said, known):
    """[{"Name": "custom:plan", "Value": "gold"}] of "plan=gold age=41". Raises Problems.

    known  {"plan": "string", "age": "number"}
    """
    found = []
    for each in said.split():
        name, sign, value = each.partition("=")
        if not sign:
            raise problem("", 0, f"set: {each!r} is no name=value", 'e.g. set="plan=gold age=41"')
        if name not in known:
            hint = nearest(name, known) or f"`users: {{attributes: {{{name}: string}}}}` in app.yaml, and deploy"
            raise problem("", 0, f"set: users have no {name!r}", hint)
        if known[name] == "number" and not re.fullmatch(r"-?\d+", value):
            raise problem("", 0, f"set: {name} is a whole number, not {value!r}", f"e.g. set={name}=41")
        found.append({"Name": f"custom:{name}", "Value": value})
    return found


def email_of(user):
    """A user's address, of Cognito's answer to ListUsers."""
    return next((each["Value"] for each in user["Attributes"] if each["Name"] == "email"), user["Username"])
