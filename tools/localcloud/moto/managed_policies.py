"""AWS's own managed policies, which moto has as data but does not offer: reading all would slow the start by 0.2 s."""
import functools
import json

from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.models import AWSManagedPolicy, IAMBackend

from localcloud.moto.replacing import replace

PREFIX = ":iam::aws:policy/"


def install():
    """Changes moto: a policy of AWS exists once it is named."""

    @replace(IAMBackend, "attach_role_policy", "self, policy_arn, role_name")
    def attach_role_policy(original, self, policy_arn, role_name):
        offer(self, policy_arn)
        return original(self, policy_arn, role_name)

    @replace(IAMBackend, "get_policy", "self, policy_arn")
    def policy(original, self, policy_arn):
        offer(self, policy_arn)
        return original(self, policy_arn)


def offer(backend, arn):
    """Adds a policy of AWS to the backend if it has this ARN and is not there yet."""
    if PREFIX in arn and arn not in backend.managed_policies:
        name = arn.rpartition("/")[2]
        data = policies().get(name)
        managed = data and AWSManagedPolicy.from_data(name, backend.account_id, backend.region_name, data)
        if managed and managed.arn == arn:
            backend.managed_policies[arn] = managed


@functools.cache
def policies():
    """{name: data} of all policies of AWS."""
    return json.loads(aws_managed_policies_data)
