"""A variable of make that an action does not use is an error, before anything is read or called."""
import pytest

import manage_bucket
import manage_keys
import manage_queues
import manage_secrets
import manage_stages
import manage_users
from kit.problems import Problems
from tests.fixtures.cases import cases

OF_QUEUES = "do=peek, do=drain, do=purge"


@cases("tool, words, message, hint", [
    (manage_secrets, ["list", "--name=zzz"], "do=list does not use name=zzz", "name= is for do=set, do=create, do=rotate, do=delete"),
    (manage_secrets, ["set", "--name=a", "--yes"], "do=set does not use yes=1", "yes= is for do=rotate, do=delete"),
    (manage_keys, ["list", "--name=ann"], "do=list does not use name=ann", "name= is for do=create, do=rotate, do=delete"),
    (manage_keys, ["create", "--name=ann", "--json"], "do=create does not use json=1", "json= is for do=list"),
    (manage_queues, ["list", "--name=a"], "do=list does not use name=a", f"name= is for {OF_QUEUES}"),
    (manage_queues, ["list", "--yes"], "do=list does not use yes=1", f"yes= is for {OF_QUEUES}"),
    (manage_users, ["list", "--email=a@b.cc"], "do=list does not use email=a@b.cc", "email= is for do=create, do=invite, do=token, "
     "do=password, do=set, do=group, do=ungroup, do=delete"),
    (manage_users, ["token", "--email=a@b.cc", "--set=a=1"], "do=token does not use set=a=1",
     "set= is for do=create, do=invite, do=set, do=group, do=ungroup"),
    (manage_bucket, ["list", "--yes"], "do=list does not use yes=1", "yes= is for do=prune, do=empty, do=delete"),
    (manage_stages, ["list", "--yes"], "do=list does not use yes=1", "yes= is for do=sweep")])
def test_a_variable_that_the_action_does_not_use_is_an_error(tool, words, message, hint):
    with pytest.raises(Problems) as raised:
        tool.main(["no-such-app.json", *words])
    assert str(raised.value) == f"{message}\n  hint: remove it: {hint}"
