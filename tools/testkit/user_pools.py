"""The user pools of a test: their users, and the ids of moto's pools, which are those of the lambdas' variables."""
import itertools

import boto3
from moto.cognitoidp.models import cognitoidp_backends

from localcloud.users import user_pools
from testkit.app import ACCOUNT

PASSWORD = "Password-1234"
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

    def put(self, email, groups=(), password=PASSWORD, **attributes):
        """Adds a user who can sign in, or changes one; returns the claims of the user for event.api(claims=...)."""
        if not self.model._get_user(email):
            self.add(email, password)
        values = [{"Name": name, "Value": str(value)} for name, value in attributes.items()]
        self.client.admin_update_user_attributes(UserPoolId=self.id, Username=email, UserAttributes=values)
        for group in groups:
            self.client.admin_add_user_to_group(UserPoolId=self.id, Username=email, GroupName=group)
        in_groups = self.groups(email)
        return {**self.user(email), **({"cognito:groups": in_groups} if in_groups else {})}

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
        return sorted(group.group_name for group in self.model._get_user(email).groups)


def rename(region, before, id_):
    """Gives a pool of moto, or a client, the id that variables have; moto gets the rules that the local cloud adds."""
    user_pools.install()
    backend = cognitoidp_backends[ACCOUNT][region]
    entries = backend.user_pools if before in backend.user_pools else user_pools.pool_of(backend, before).clients
    entry = entries[id_] = entries.pop(before)
    entry.id = id_
    if entries is backend.user_pools:
        entry.arn = entry.arn.replace(before, id_)
