"""AWS::CloudFront: distributions and what they rest on.

moto has distributions and origin access controls. Cache policies it has not: they are kept in the stack
alone, with their Ref and attributes, and do nothing to what a distribution answers. Response headers
policies are kept by the local cloud's own CloudFront. Functions at the edge cannot run here: they are
refused by name.
"""
import importlib
import uuid

from localcloud.cloudformation import shapes
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.refusal import Refusal
from localcloud.cloudformation.task import described, tag_map


def distribution_config(task):
    """DistributionConfig as the API wants it; lists and cases are seen to when it is sent."""
    said = dict(task.properties["DistributionConfig"])
    config = {"CallerReference": task.resource.attributes.get("reference", str(uuid.uuid4())), "Comment": "",
              **said}
    config["Origins"] = [origin(entry) for entry in said.get("Origins", [])]
    config["DefaultCacheBehavior"] = behavior(said["DefaultCacheBehavior"])
    if "CacheBehaviors" in said:
        config["CacheBehaviors"] = [behavior(entry) for entry in said["CacheBehaviors"]]
    if "IPV6Enabled" in config:
        config["IsIPV6Enabled"] = config.pop("IPV6Enabled")
    if "Logging" in config:
        config["Logging"] = {"Enabled": True, "IncludeCookies": False, "Prefix": "", **config["Logging"]}
    if "Restrictions" in config:
        said = config["Restrictions"]["GeoRestriction"]
        places = said.get("Locations", [])
        config["Restrictions"] = {"GeoRestriction": {"RestrictionType": said["RestrictionType"],
                                                     "Quantity": len(places), "Items": places}}
    return config


def origin(said):
    """One origin; the API wants an empty identity where a template says S3OriginConfig {}."""
    wanted = dict(said)
    if "S3OriginConfig" in wanted:
        wanted["S3OriginConfig"] = {"OriginAccessIdentity": "", **wanted["S3OriginConfig"]}
    if "OriginCustomHeaders" in wanted:
        wanted["CustomHeaders"] = wanted.pop("OriginCustomHeaders")
    return wanted


def behavior(said):
    """One cache behaviour; the API has the cached methods within the allowed ones."""
    wanted = dict(said)
    for name in ("FunctionAssociations", "LambdaFunctionAssociations"):
        if wanted.get(name):
            raise Refusal(f"The local cloud does not support {name} of AWS::CloudFront::Distribution")
    cached = wanted.pop("CachedMethods", None)
    if "AllowedMethods" in wanted:
        methods = wanted["AllowedMethods"]
        wanted["AllowedMethods"] = {"Quantity": len(methods), "Items": methods,
                                    "CachedMethods": cached or ["GET", "HEAD"]}
    return wanted


def create_distribution(task):
    """Ref and Id are the distribution's id."""
    config, tags = distribution_config(task), tag_map(task.properties.get("Tags"))
    made = task.call("cloudfront", "create_distribution_with_tags", DistributionConfigWithTags={
        "DistributionConfig": config,
        "Tags": {"Items": [{"Key": key, "Value": value} for key, value in tags.items()]}})["Distribution"]
    task.started(made["Id"], Id=made["Id"], DomainName=made["DomainName"],
                 reference=config["CallerReference"])


def tag_of(task):
    """CloudFront wants to hear which version of the distribution is meant."""
    return task.call("cloudfront", "get_distribution_config", Id=task.ref)["ETag"]


def update_distribution(task):
    """Written whole."""
    task.call("cloudfront", "update_distribution", Id=task.ref, IfMatch=tag_of(task),
              DistributionConfig=distribution_config(task))


def delete_distribution(task):
    """One that is enabled cannot be deleted."""
    config = {**distribution_config(task), "Enabled": False}
    task.call("cloudfront", "update_distribution", Id=task.ref, IfMatch=tag_of(task),
              DistributionConfig=config)
    task.call("cloudfront", "delete_distribution", Id=task.ref, IfMatch=tag_of(task))


def create_access_control(task):
    """Ref and Id are its id."""
    made = task.call("cloudfront", "create_origin_access_control", **task.properties)["OriginAccessControl"]
    task.started(made["Id"], Id=made["Id"])


def update_access_control(task):
    """Written whole."""
    found = task.call("cloudfront", "get_origin_access_control", Id=task.ref)
    task.call("cloudfront", "update_origin_access_control", Id=task.ref, IfMatch=found["ETag"],
              **task.properties)


def delete_access_control(task):
    """The distributions that used it went before."""
    found = task.call("cloudfront", "get_origin_access_control", Id=task.ref)
    task.call("cloudfront", "delete_origin_access_control", Id=task.ref, IfMatch=found["ETag"])


def note_cache_policy(task):
    """Ref and Id are an id as CloudFront makes them."""
    id_ = str(uuid.uuid4())
    task.started(id_, Id=id_)


def headers_policies():
    """The local cloud's own CloudFront, which adds the headers."""
    return importlib.import_module("localcloud.response_headers")


def write_headers_policy(task):
    """Kept in the form of the API, though moto has no such operation. Ref and Id are its id."""
    id_ = task.ref or str(uuid.uuid4())
    _, shape = described("cloudfront", task.region, "create_response_headers_policy")
    config = shapes.coerced(task.properties, shape)["ResponseHeadersPolicyConfig"]
    headers_policies().keep(id_, config)
    if not task.ref:
        task.started(id_, Id=id_)


def forget_headers_policy(task):
    """The distributions that used it went before."""
    headers_policies().forget(task.ref)


def leave(_task):
    """Nothing outside the stack to change or to delete."""


TYPES = {
    "AWS::CloudFront::Distribution": Kind(
        create_distribution, update_distribution, delete_distribution,
        properties="DistributionConfig Tags", attributes="DomainName Id"),
    "AWS::CloudFront::OriginAccessControl": Kind(
        create_access_control, update_access_control, delete_access_control,
        properties="OriginAccessControlConfig", attributes="Id"),
    "AWS::CloudFront::ResponseHeadersPolicy": Kind(
        write_headers_policy, write_headers_policy, forget_headers_policy,
        properties="ResponseHeadersPolicyConfig", attributes="Id"),
    "AWS::CloudFront::CachePolicy": Kind(
        note_cache_policy, leave, leave, properties="CachePolicyConfig", attributes="Id"),
}
