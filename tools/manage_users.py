"""The users of the private endpoints: add one, list them, sign one in, take one away.

    manage_users.py build/app.json create --email ann@example.com [--set "plan=gold age=41"]
    manage_users.py build/app.json list
    curl -H "Authorization: $(manage_users.py build/app.json token --email ann@example.com)" ...

A password is typed, or is the variable PASSWORD; create and password make one if there is none.
"""
import re

from botocore.exceptions import ClientError

from kit import cli, cloud, consent, files, names, passwords, stacks, stages
from kit.columns import columns
from kit.problems import problem
from kit.schema import nearest

SOME = 1000  # users among whom the nearest name is sought


class Pool:
    """A user pool that is deployed, and what Cognito's client is asked of it."""

    def __init__(self, cognito, stage, outputs, attributes):
        self.cognito, self.stage, self.attributes = cognito, stage, attributes
        self.id, self.client_id = outputs["UserPoolId"], outputs["UserPoolClientId"]

    def ask(self, operation, **asked):
        """One of Cognito's admin operations on this pool."""
        return getattr(self.cognito, operation)(UserPoolId=self.id, **asked)

    def policy(self):
        """What it wants of a password: {"MinimumLength": 12, "RequireNumbers": True, ...}."""
        return self.ask("describe_user_pool")["UserPool"].get("Policies", {}).get("PasswordPolicy", {})

    def users(self):
        """Every user as Cognito tells it, one after the other."""
        for page in self.cognito.get_paginator("list_users").paginate(UserPoolId=self.id):
            yield from page["Users"]

    def hint(self, deed, email):
        """"`make user do=create email=ann@example.com stage=dev`"."""
        return f"`make user do={deed} email={email}{stages.said(self.stage)}`"


def pool(app, stage):
    """The app's Pool in a stage. Raises Problems if the app has none, or it is not deployed."""
    if not any(fn["infra"].get("endpoint", {}).get("api") == "private" for fn in app["lambdas"].values()):
        raise problem("", 0, "no endpoint is private, so there are no users",
                      "say `api: private` in a lambda's endpoint, then `make deploy`")
    cfn = stages.client("cloudformation", app, stage)
    stack = stacks.described(cfn, names.stack(app["name"], stage)) or {}
    outputs = {each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs", [])}
    if "UserPoolId" not in outputs:
        raise stages.undeployed(app, stage, "the user pool")
    said = app["settings"].get("users", {}).get("attributes", {})
    return Pool(stages.client("cognito-idp", app, stage), stage, outputs, said)


def address(text):
    """The e-mail address of a user, in lower case: for Cognito ANN@ and ann@ are one. Raises Problems."""
    if not text:
        raise problem("", 0, "which user? say email=...", "`make user do=list` lists them")
    if not re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", text):
        raise problem("", 0, f"{text!r} is no e-mail address", "e.g. email=ann@example.com")
    return text.lower()


def attributes(said, known):
    """[{"Name": "custom:plan", "Value": "gold"}] of "plan=gold age=41". Raises Problems.

    known  the attributes of app.yaml: {"plan": "string", "age": "number"}
    """
    found = []
    for each in said.split():
        name, sign, value = each.partition("=")
        if not sign:
            raise problem("", 0, f"set: {each!r} is no name=value", 'e.g. set="plan=gold age=41"')
        if name not in known:
            raise problem("", 0, f"set: users have no {name!r}", nearest(name, known)
                          or f"app.yaml may say it: `users: {{attributes: {{{name}: string}}}}`")
        if known[name] == "number" and not re.fullmatch(r"-?\d+", value):
            raise problem("", 0, f"set: {name} is a whole number, not {value!r}", f"e.g. set={name}=41")
        found.append({"Name": f"custom:{name}", "Value": value})
    return found


def unknown(pool, email):
    """Problems of a user that is not there, with the one that is nearest."""
    there = [email_of(user) for _number, user in zip(range(SOME), pool.users())]
    return problem("", 0, f"there is no user {email}", nearest(email, there) or pool.hint("create", email))


def email_of(user):
    """A user's address, in Cognito's answer to ListUsers."""
    return next((each["Value"] for each in user["Attributes"] if each["Name"] == "email"), user["Username"])


def add(pool, email, said, **more):
    """Adds a user; his address counts as his. Raises Problems if he is there already."""
    his = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
    try:
        pool.ask("admin_create_user", Username=email, **more,
                 UserAttributes=[*his, *attributes(said, pool.attributes)])
    except pool.cognito.exceptions.UsernameExistsException:
        raise problem("", 0, f"there is a user {email} already",
                      f"{pool.hint('password', email)} gives a new password")


def set_password(pool, email, password):
    """A password for good: he need not choose another. Raises Problems if Cognito does not take it."""
    try:
        pool.ask("admin_set_user_password", Username=email, Password=password, Permanent=True)
    except pool.cognito.exceptions.InvalidPasswordException as error:
        raise problem("", 0, error.response["Error"]["Message"],
                      f"it must have {', '.join(passwords.wants(pool.policy()))}")


def create(pool, args):
    """Adds a user who can sign in at once; no e-mail is sent. Half a user is none."""
    email = address(args.email)
    attributes(args.set, pool.attributes)
    password = passwords.chosen(email, pool.policy())
    add(pool, email, args.set, MessageAction="SUPPRESS")
    try:
        set_password(pool, email, password)
    except BaseException:
        pool.ask("admin_delete_user", Username=email)
        raise
    cli.say(f"user {email} created")
    passwords.show(password)
