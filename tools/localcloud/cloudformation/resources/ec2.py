"""AWS::EC2: the networks that an app creates. They are ids only: a lambda reaches what this machine reaches."""
import functools
import uuid

from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.task import nothing


def create(prefix, attribute, task):
    """Creates an id in the form of AWS's: "subnet-0a1b2c3d4e5f60718"; Ref and one attribute are the id."""
    id_ = f"{prefix}-{uuid.uuid4().hex[:17]}"
    task.mark_created(id_, **{attribute: id_})


def kind(prefix, attribute, properties, replacing="*"):
    """The Kind of a part of a network, all of whose properties have no effect."""
    return Kind(functools.partial(create, prefix, attribute), nothing, nothing, properties, attribute, replacing)


TYPES = {
    "AWS::EC2::RouteTable": kind("rtb", "RouteTableId", "VpcId Tags", "VpcId"),
    "AWS::EC2::SecurityGroup": kind(
        "sg", "GroupId", "GroupDescription GroupName SecurityGroupEgress SecurityGroupIngress Tags VpcId",
        "GroupDescription GroupName VpcId"),
    "AWS::EC2::Subnet": kind("subnet", "SubnetId", "AvailabilityZone CidrBlock MapPublicIpOnLaunch Tags VpcId",
                             "AvailabilityZone CidrBlock VpcId"),
    "AWS::EC2::SubnetRouteTableAssociation": kind("rtbassoc", "Id", "RouteTableId SubnetId"),
    "AWS::EC2::VPC": kind(
        "vpc", "VpcId", "CidrBlock EnableDnsHostnames EnableDnsSupport InstanceTenancy Tags", "CidrBlock"),
    "AWS::EC2::VPCEndpoint": kind(
        "vpce", "Id", "PolicyDocument PrivateDnsEnabled RouteTableIds SecurityGroupIds ServiceName SubnetIds Tags "
        "VpcEndpointType VpcId", "ServiceName VpcEndpointType VpcId"),
}
