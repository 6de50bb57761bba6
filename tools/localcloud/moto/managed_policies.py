"""AWS's own managed policies, which moto has as data but does not create: reading all would slow the start by 0.2 s."""
import functools
import json

from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.models import AWSManagedPolicy, IAMBackend

from localcloud.moto.replacing import replace

PREFIX = ":iam::aws:policy/"


def install():
    """Replaces functions of moto, so that a policy of AWS exists in moto before a role attaches it."""

    @replace(IAMBackend, "attach_role_policy")
    def attach_role_policy(original, self, policy_arn, role_name):
        add_aws_policy(self, policy_arn)
        return original(self, policy_arn, role_name)

    @replace(IAMBackend, "get_policy")
    def policy(original, self, policy_arn):
        add_aws_policy(self, policy_arn)
        return original(self, policy_arn)


def add_aws_policy(backend, arn):
    """Adds AWS's policy with this ARN to moto's backend, unless it is there or AWS has no such policy."""
    if PREFIX in arn and arn not in backend.managed_policies:
        name = arn.rpartition("/")[2]
        data = policies().get(name)
        managed = data and AWSManagedPolicy.from_data(name, backend.account_id, backend.region_name, data)
        if managed and managed.arn == arn:
            backend.managed_policies[arn] = managed


@functools.cache
def policies():
    """{name: moto's dict} of all managed policies of AWS."""
    return json.loads(aws_managed_policies_data)
