"""Stops machines in the evening.

infra:
  timer: {cron: 0 19 ? * MON-FRI *, zone: Europe/Oslo, body: {tag: Scheduled, values: [Stop, "Start,Stop"]}}
  timeout: 60
  permissions:
  - ec2:DescribeInstances
  - {action: "ec2:StopInstances", resource: "arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:instance/*"}
"""
import boto3


def list_instances_by_tag_value(ec2_obj, tagkey, tagvalues):
    instancelist = []
    paginator = ec2_obj.get_paginator("describe_instances")
    for page in paginator.paginate(Filters=[{"Name": "tag:" + tagkey, "Values": tagvalues}]):
        for reservation in page["Reservations"]:
            for instance in reservation["Instances"]:
                instancelist.append(instance["InstanceId"])
    return instancelist


def handler(event, context):
    region = context.invoked_function_arn.split(":")[3]
    ec2 = boto3.client("ec2", region_name=region)
    instances = list_instances_by_tag_value(ec2, event["tag"], event["values"])
    if instances:
        ec2.stop_instances(InstanceIds=instances)
    print("Stopped your instances: {0}".format(str(instances)))
    return instances
