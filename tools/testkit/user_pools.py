"""The user pools of a test: their users, and the ids of moto's pools, which are those of the lambdas' variables."""
import itertools

import boto3
from moto.cognitoidp.models import CognitoIdpUserPoolAttribute, cognitoidp_backends

from kit.schema import nearest
from localcloud.users import user_pools
from testkit import failure
from testkit.app import ACCOUNT

PASSWORD = "Password-1234"
RULES = "a user is named by an e-mail address; a password has 12 characters or more, upper case, lower case and a digit"
SUB = "00000000-0000-4000-8000-{:012}"  # of the users of a test, in the order of their creation


class UserPool:
    """A user pool; it has no users until a test puts some, or makes the event of one."""

    def __init__(self, id_, region):
        self.id, self.client = id_, boto3.client("cognito-idp", region_name=region)
        self.model = cognitoidp_backends[ACCOUNT][region].user_pools[id_]

    @property
    def client_id(self):
        """The id of the pool's client."""
        return next(iter(self.model.clients))

    def put(self, email, groups=(), password=None, attributes=(), **more):
        """Adds a user who can sign in, or changes one; returns the claims of the user for event.api(claims=...).
        attributes  {"custom:plan": "gold"}; those whose names are Python's may be arguments: name="Ann"
        """
        values = {**dict(attributes), **more}
        self.check(values)
        for group in groups:
            if group not in self.model.groups:
                failure.misuse(f"the user pool has no group {group!r}",
                               nearest(group, self.model.groups) or "write it under `groups` of `users` in app.yaml")
        try:
            self.write(email, groups, password, values)
        except self.client.exceptions.ClientError as error:
            failure.misuse(f"the user pool refuses {email!r}: {error.response['Error']['Message']}", RULES)
        user, in_groups = self.user(email), self.groups(email)
        issuer = f"https://cognito-idp.{self.client.meta.region_name}.amazonaws.com/{self.id}"
        return {**user, "cognito:username": user["sub"], "iss": issuer, "aud": self.client_id, "token_use": "id",
                **({"cognito:groups": in_groups} if in_groups else {})}

    def check(self, attributes):
        """Fails the test if the pool does not have all of {"custom:plan": "gold"}."""
        present = {*CognitoIdpUserPoolAttribute.STANDARD_SCHEMA, *self.model.schema_attributes}
        for name in attributes:
            if name not in present:
                failure.misuse(f"the user pool has no attribute {name!r}",
                               nearest(name, present) or "write it under `attributes` of `users` in app.yaml")

    def write(self, email, groups, password, attributes):
        """Adds a user, or changes one."""
        if not self.model._get_user(email):
            self.add(email, password or PASSWORD)
        elif password:
            self.client.admin_set_user_password(UserPoolId=self.id, Username=email, Password=password, Permanent=True)
        values = [{"Name": name, "Value": str(value)} for name, value in attributes.items()]
        self.client.admin_update_user_attributes(UserPoolId=self.id, Username=email, UserAttributes=values)
        for group in groups:
            self.client.admin_add_user_to_group(UserPoolId=self.id, Username=email, GroupName=group)

    def add(self, email, password):
        """Adds a confirmed user with the next SUB."""
        self.client.admin_create_user(UserPoolId=self.id, Username=email, MessageAction="SUPPRESS",
                                      UserAttributes=[{"Name": "email_verified", "Value": "true"}])
        self.client.admin_set_user_password(UserPoolId=self.id, Username=email, Password=password, Permanent=True)
        user = self.model._get_user(email)
        del self.model.users[user.username]
        numbers = vars(self.model.backend).setdefault("numbers_of_users", itertools.count())  # until moto's reset
        user.id = user.username = SUB.format(next(numbers))
        user.update_attributes([{"Name": "sub", "Value": user.id}])
        self.model.users[user.username] = user

    def user(self, email):
        """{"sub", "email", "email_verified", "custom:plan", ...}: the attributes of a user, None for an unknown one."""
        user = self.model._get_user(email)
        return user and dict(user.attribute_lookup)

    def emails(self):
        """The addresses of all users, sorted."""
        return sorted(user.attribute_lookup["email"] for user in self.model.users.values())

    def groups(self, email):
        """The names of a user's groups, sorted."""
        user = self.model._get_user(email)
        if not user:
            failure.misuse(f"the user pool has no user {email!r}", f"user_pool.put({email!r}) adds one")
        return sorted(group.group_name for group in user.groups)


def rename(region, before, id_):
    """Gives a pool of moto, or a client, the id that variables have; moto gets the rules that the local cloud adds."""
    user_pools.install()
    backend = cognitoidp_backends[ACCOUNT][region]
    entries = backend.user_pools if before in backend.user_pools else user_pools.pool_of(backend, before).clients
    entry = entries[id_] = entries.pop(before)
    entry.id = id_
    if entries is backend.user_pools:
        entry.arn = entry.arn.replace(before, id_)
