"""AWS::CloudFront: distributions and their policies.

moto has distributions and origin access controls, but no cache policies: those exist in the stack only, with
Ref and attributes, and do not change a distribution's responses. The local cloud's own CloudFront stores
response headers policies. Functions at the edge cannot run here: they are an error that names them.
"""
import importlib
import uuid

from localcloud.cloudformation import shapes
from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.task import client_and_shape, creation, nothing, tag_map


def distribution_config(task):
    """The DistributionConfig of the API, a dict; Task.call converts its lists and the case of its keys."""
    definition = dict(task.properties["DistributionConfig"])
    config = {"CallerReference": task.resource.attributes.get("reference", str(uuid.uuid4())), "Comment": "",
              **definition}
    config["Origins"] = [origin(entry) for entry in definition.get("Origins", [])]
    config["DefaultCacheBehavior"] = behavior(definition["DefaultCacheBehavior"])
    if "CacheBehaviors" in definition:
        config["CacheBehaviors"] = [behavior(entry) for entry in definition["CacheBehaviors"]]
    if "IPV6Enabled" in config:
        config["IsIPV6Enabled"] = config.pop("IPV6Enabled")
    if "Logging" in config:
        config["Logging"] = {"Enabled": True, "IncludeCookies": False, "Prefix": "", **config["Logging"]}
    if "Restrictions" in config:
        restriction = config["Restrictions"]["GeoRestriction"]
        countries = restriction.get("Locations", [])
        config["Restrictions"] = {"GeoRestriction": {"RestrictionType": restriction["RestrictionType"],
                                                     "Quantity": len(countries), "Items": countries}}
    return config


def origin(definition):
    """One origin in the form of the API, which requires an empty identity for a template's S3OriginConfig {}."""
    config = dict(definition)
    if "S3OriginConfig" in config:
        config["S3OriginConfig"] = {"OriginAccessIdentity": "", **config["S3OriginConfig"]}
    if "OriginCustomHeaders" in config:
        config["CustomHeaders"] = config.pop("OriginCustomHeaders")
    return config


def behavior(definition):
    """One cache behavior in the form of the API, where CachedMethods is a field of AllowedMethods."""
    config = dict(definition)
    for name in ("FunctionAssociations", "LambdaFunctionAssociations"):
        if config.get(name):
            raise ApiError(f"The local cloud does not support {name} of AWS::CloudFront::Distribution")
    cached = config.pop("CachedMethods", None)
    if "AllowedMethods" in config:
        methods = config["AllowedMethods"]
        config["AllowedMethods"] = {"Quantity": len(methods), "Items": methods,
                                    "CachedMethods": cached or ["GET", "HEAD"]}
    return config


def create_distribution(task):
    """Creates a distribution. Ref and Id are the distribution's id."""
    config, tags = distribution_config(task), tag_map(task.properties.get("Tags"))
    distribution = task.call("cloudfront", "create_distribution_with_tags", DistributionConfigWithTags={
        "DistributionConfig": config,
        "Tags": {"Items": [{"Key": key, "Value": value} for key, value in tags.items()]}})["Distribution"]
    task.mark_created(distribution["Id"], Id=distribution["Id"], DomainName=distribution["DomainName"],
                      reference=config["CallerReference"])


def etag(task):
    """The ETag of the distribution's configuration, which CloudFront requires for a change."""
    return task.call("cloudfront", "get_distribution_config", Id=task.ref)["ETag"]


def update_distribution(task):
    """Replaces the whole configuration of a distribution."""
    task.call("cloudfront", "update_distribution", Id=task.ref, IfMatch=etag(task),
              DistributionConfig=distribution_config(task))


def delete_distribution(task):
    """Disables a distribution, then deletes it: an enabled distribution cannot be deleted."""
    config = {**distribution_config(task), "Enabled": False}
    task.call("cloudfront", "update_distribution", Id=task.ref, IfMatch=etag(task), DistributionConfig=config)
    task.call("cloudfront", "delete_distribution", Id=task.ref, IfMatch=etag(task))


def update_access_control(task):
    """Replaces the whole configuration of an origin access control."""
    response = task.call("cloudfront", "get_origin_access_control", Id=task.ref)
    task.call("cloudfront", "update_origin_access_control", Id=task.ref, IfMatch=response["ETag"], **task.properties)


def delete_access_control(task):
    """Deletes an origin access control; the distributions that used it are deleted already."""
    response = task.call("cloudfront", "get_origin_access_control", Id=task.ref)
    task.call("cloudfront", "delete_origin_access_control", Id=task.ref, IfMatch=response["ETag"])


def note_cache_policy(task):
    """Creates nothing: moto has no cache policies. Ref and Id are a generated id."""
    id_ = str(uuid.uuid4())
    task.mark_created(id_, Id=id_)


def headers_policies():
    """The local cloud's module that adds the headers to responses."""
    return importlib.import_module("localcloud.websites.response_headers")


def write_headers_policy(task):
    """Stores the policy in the form of the API: moto has no such operation. Ref and Id are its id."""
    id_ = task.ref or str(uuid.uuid4())
    _, shape = client_and_shape("cloudfront", task.region, "create_response_headers_policy")
    config = shapes.coerced(task.properties, shape)["ResponseHeadersPolicyConfig"]
    headers_policies().save(id_, config)
    task.mark_created(id_, Id=id_)


TYPES = {
    "AWS::CloudFront::Distribution": Kind(
        create_distribution, update_distribution, delete_distribution,
        properties="DistributionConfig Tags", attributes="DomainName Id"),
    "AWS::CloudFront::OriginAccessControl": Kind(
        creation("cloudfront", "create_origin_access_control", properties="*", ref="OriginAccessControl.Id",
                 Id="OriginAccessControl.Id"), update_access_control, delete_access_control,
        properties="OriginAccessControlConfig", attributes="Id"),
    "AWS::CloudFront::ResponseHeadersPolicy": Kind(
        write_headers_policy, write_headers_policy, lambda task: headers_policies().delete(task.ref),
        properties="ResponseHeadersPolicyConfig", attributes="Id"),
    "AWS::CloudFront::CachePolicy": Kind(
        note_cache_policy, nothing, nothing, properties="CachePolicyConfig", attributes="Id"),
}
