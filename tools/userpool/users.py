"""The users of a deployed app: its user pool in the cloud, and a user's attributes."""
import itertools
import re

from aws import stacks, stages
from aws.app import AppModel
from kit import user_settings
from kit.problems import listed, problem
from kit.schema import nearest
from recipes import user_pool

MOST_COMPARED = 1000  # users among whom the nearest name is sought
_ATOM, _LABEL = r"[^\s@.,;:\"()<>\[\]\\]+", r"[^\W_]([\w-]*[^\W_])?"
EMAIL = re.compile(rf"(?!-){_ATOM}(\.{_ATOM})*@{_LABEL}(\.{_LABEL})+")  # that Cognito takes, and no option of a program


class Pool:
    """A user pool that is deployed.

    name           in app.yaml; "" is the one without a name
    id, client_id  the pool's, and its client's
    cognito        a boto3 client
    attributes     those of app.yaml: {"plan": "string", "age": "number"}
    """

    def __init__(self, cognito, stage, name, outputs, attributes):
        self.cognito, self.stage, self.name, self.attributes = cognito, stage, name, attributes
        self.id = outputs[f"{user_pool.pool_id(name)}Id"]
        self.client_id = outputs[f"{user_pool.client_id(name)}Id"]

    def call_on_user(self, operation, email, **arguments):
        """The response of one of Cognito's admin operations on a user. Raises Problems if there is no such user."""
        try:
            return getattr(self.cognito, operation)(UserPoolId=self.id, Username=email, **arguments)
        except self.cognito.exceptions.UserNotFoundException:
            raise self.unknown(email)

    def policy(self):
        """The pool's password policy: {"MinimumLength": 12, "RequireNumbers": True, ...}."""
        described = self.cognito.describe_user_pool(UserPoolId=self.id)["UserPool"]
        return described.get("Policies", {}).get("PasswordPolicy", {})

    def users(self):
        """Yields each user as ListUsers returns it."""
        for page in self.cognito.get_paginator("list_users").paginate(UserPoolId=self.id):
            yield from page["Users"]

    def groups(self):
        """{group: {name of a user}} of every group of the pool; the names are those of ListUsers, not addresses."""
        names_of_groups = [group["GroupName"] for page in self.cognito.get_paginator("list_groups").paginate(
            UserPoolId=self.id) for group in page["Groups"]]
        members = self.cognito.get_paginator("list_users_in_group")
        return {name: {user["Username"] for page in members.paginate(UserPoolId=self.id, GroupName=name)
                       for user in page["Users"]} for name in names_of_groups}

    def hint(self, operation, email):
        """The command that does an operation: "`make user do=create email=ann@example.com stage=dev`"."""
        return f"`make user do={operation} email={email}{variables(self.name, self.stage)}`"

    def section(self, field):
        """The section of app.yaml with a field of the pool: "`users: {groups: [admin]}` in app.yaml"."""
        return f"`{user_settings.section(self.name, field)}` in app.yaml"

    def unknown(self, email):
        """The Problems of an unknown user, with the nearest address as hint."""
        emails = [email_of(user) for user in itertools.islice(self.users(), MOST_COMPARED)]
        return problem("", 0, f"there is no user {email}",
                       nearest(email, emails, 0.85) or f"{self.hint('create', email)} adds one")


def variables(pool: str, stage: str) -> str:
    """" pool=staff stage=dev": the variables of a command of make for a pool of a stage."""
    return f" pool={pool}" * bool(pool) + stages.variable(stage)


def pool(app: AppModel, stage: str, name: str = ""):
    """The app's Pool of a name in a stage. Raises Problems if the app has no such pool, or it is not deployed."""
    needed = user_pool.needed(app)
    if name not in needed:
        pools = [pool_ for pool_ in needed if pool_]
        if name and name not in app["settings"].get("users", {}).get("pools", {}):
            raise problem("", 0, f"the app has no user pool {name!r}", nearest(name, pools) or
                          (f"there are: {listed(pools)}" if pools else "without pool=: the app's own"))
        if name:
            raise problem("", 0, f"no endpoint has `pool: {name}`, so there are no users",
                          f"set `api: private` and `pool: {name}` in a lambda's endpoint, then `make deploy`")
        raise problem("", 0, "no endpoint is private, so there are no users" if not pools else
                      "every pool of the app has a name", f"pool=..., one of: {listed(pools)}" if pools else
                      "set `api: private` in a lambda's endpoint, then `make deploy`")
    stack = stages.stack(stages.client("cloudformation", app, stage), app, stage)
    outputs = stacks.outputs(stack)
    if f"{user_pool.pool_id(name)}Id" not in outputs:
        raise stages.undeployed(app, stage, f"the user pool{f' {name}' * bool(name)}")
    return Pool(stages.client("cognito-idp", app, stage), stage, name, outputs,
                user_pool.settings(app, name).get("attributes", {}))


def address(text: str, variables: str = "") -> str:
    """An e-mail address in lower case: for Cognito ANN@ and ann@ are one. Raises Problems.

    variables  " pool=staff stage=dev", of a command for the same pool
    """
    if not text:
        raise problem("", 0, "which user? write email=...", f"`make user do=list{variables}` lists them")
    if not EMAIL.fullmatch(text):
        raise problem("", 0, f"{text!r} is no e-mail address", "e.g. email=ann@example.com")
    return text.lower()


def attributes(text: str, pool: Pool) -> list:
    """[{"Name": "custom:plan", "Value": "gold"}] of "plan=gold age=41", which the pool has. Raises Problems."""
    attributes, types = [], pool.attributes
    for assignment in text.split():
        name, sign, value = assignment.partition("=")
        if not sign:
            raise problem("", 0, f"set: {assignment!r} is no name=value", 'e.g. set="plan=gold age=41"')
        if name not in types:
            hint = nearest(name, types) or f"{pool.section(f'attributes: {{{name}: string}}')}, and deploy"
            raise problem("", 0, f"set: users have no {name!r}", hint)
        if types[name] == "number" and not re.fullmatch(r"-?\d+", value):
            raise problem("", 0, f"set: {name} is a whole number, not {value!r}", f"e.g. set={name}=41")
        if types[name] == "boolean" and value not in ("true", "false"):
            raise problem("", 0, f"set: {name} is true or false, not {value!r}", f"e.g. set={name}=true")
        attributes.append({"Name": f"custom:{name}", "Value": value})
    return attributes


def groups(text: str, pool: Pool) -> list[str]:
    """["admin", "staff"] of "admin staff". Raises Problems of none, and of one that the pool does not have."""
    group_names = text.replace(",", " ").split()
    if not group_names:
        raise problem("", 0, "which groups? write set=...", 'e.g. set="admin staff"')
    existing = pool.groups()
    for name in group_names:
        if name not in existing:
            raise problem("", 0, f"set: the pool has no group {name!r}", nearest(name, existing)
                          or f"{pool.section(f'groups: [{name}]')}, and deploy")
    return group_names


def email_of(user: dict) -> str:
    """The e-mail address of a user in ListUsers' response."""
    return next((attribute["Value"] for attribute in user["Attributes"] if attribute["Name"] == "email"),
                user["Username"])
