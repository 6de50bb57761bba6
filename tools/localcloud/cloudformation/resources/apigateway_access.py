"""AWS::ApiGateway: API keys, usage plans, domain names, and the account's settings."""
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.resources.apigateway import replacement, retag
from localcloud.cloudformation.task import creation, nothing, one_call


def update_api_key(task):
    """Changes an API key's customer id, its description, and whether it is enabled."""
    names = {"CustomerId": ("/customerId", ""), "Description": ("/description", ""), "Enabled": ("/enabled", False)}
    patches = [replacement(path, task.properties.get(name, default))
               for name, (path, default) in names.items() if task.changed(name)]
    if patches:
        task.call("apigateway", "update_api_key", apiKey=task.ref, patchOperations=patches)
    retag(task, f"/apikeys/{task.ref}")


def create_usage_plan(task):
    """Creates a usage plan. Ref and Id are the plan's id."""
    response = task.call("apigateway", "create_usage_plan", **{"name": task.name, **task.pick(
        "", apiStages="ApiStages", description="Description", quota="Quota", tags="Tags", throttle="Throttle",
        name="UsagePlanName")})
    task.mark_created(response["id"], Id=response["id"])


def update_usage_plan(task):
    """Changes the stages and the limits of a usage plan."""
    patches = []
    for name, path in (("Description", "/description"), ("UsagePlanName", "/name")):
        if task.changed(name) and name in task.properties:
            patches.append(replacement(path, task.properties[name]))
    for name in ("Quota", "Throttle"):
        if task.changed(name):
            path, limits = f"/{name.lower()}", task.properties.get(name)
            patches += [replacement(f"{path}/{key[0].lower()}{key[1:]}", value)
                        for key, value in limits.items()] if limits else [{"op": "remove", "path": path}]
    old, new = ([f"{stage['ApiId']}:{stage['Stage']}" for stage in properties.get("ApiStages", [])]
                for properties in (task.before, task.properties))
    patches += [{"op": "remove", "path": "/apiStages", "value": stage} for stage in old if stage not in new]
    patches += [{"op": "add", "path": "/apiStages", "value": stage} for stage in new if stage not in old]
    if patches:
        task.call("apigateway", "update_usage_plan", usagePlanId=task.ref, patchOperations=patches)
    retag(task, f"/usageplans/{task.ref}")


def delete_usage_plan(task):
    """Deletes a usage plan, after its stages: API Gateway rejects the deletion of a plan with stages."""
    stages = [{"op": "remove", "path": "/apiStages", "value": f"{stage['ApiId']}:{stage['Stage']}"}
              for stage in task.properties.get("ApiStages", [])]
    if stages:
        task.call("apigateway", "update_usage_plan", usagePlanId=task.ref, patchOperations=stages)
    task.call("apigateway", "delete_usage_plan", usagePlanId=task.ref)


def create_usage_plan_key(task):
    """Adds an API key to a usage plan. Ref and Id are "KEY:PLAN", the two ids."""
    task.call("apigateway", "create_usage_plan_key", **task.properties)
    key, plan = task.properties["KeyId"], task.properties["UsagePlanId"]
    task.mark_created(f"{key}:{plan}", Id=f"{key}:{plan}")


create_domain_name = creation(
    "apigateway", "create_domain_name", properties="*", ref="DomainName",
    DistributionDomainName="distributionDomainName", DistributionHostedZoneId="distributionHostedZoneId",
    RegionalDomainName="regionalDomainName", RegionalHostedZoneId="regionalHostedZoneId")


def update_domain_name(task):
    """Deletes a domain name and creates it again: moto has no update, and its mappings stay meanwhile."""
    task.call("apigateway", "delete_domain_name", domainName=task.ref)
    create_domain_name(task)


def create_mapping(task):
    """Maps a base path of a domain name to a stage of an API. Ref is "DOMAIN|PATH"."""
    task.call("apigateway", "create_base_path_mapping", **task.pick("BasePath DomainName RestApiId Stage"))
    task.mark_created(f"{task.properties['DomainName']}|{base(task)}")


def base(task):
    """The base path; (none) is API Gateway's name for an empty one."""
    return task.properties.get("BasePath") or "(none)"


def update_mapping(task):
    """Changes the API and the stage to which a base path leads."""
    patches = [replacement(path, task.properties[name])
               for name, path in (("RestApiId", "/restapiId"), ("Stage", "/stage"))
               if task.changed(name) and name in task.properties]
    task.call("apigateway", "update_base_path_mapping", domainName=task.properties["DomainName"],
              basePath=base(task), patchOperations=patches)


def delete_mapping(task):
    """Deletes a base path mapping: requests to that path fail from now on."""
    task.call("apigateway", "delete_base_path_mapping", domainName=task.properties["DomainName"], basePath=base(task))


def write_account(task):
    """Sets the role with which API Gateway writes its logs: one per account and region."""
    role = task.properties.get("CloudWatchRoleArn")
    if role:
        task.call("apigateway", "update_account", patchOperations=[replacement("/cloudwatchRoleArn", role)])
    task.mark_created(task.name, Id=task.name)


TYPES = {
    "AWS::ApiGateway::ApiKey": Kind(
        creation("apigateway", "create_api_key", "Name", "*", ref="id", APIKeyId="id"), update_api_key,
        one_call("apigateway", "delete_api_key", "apiKey"), name="Name",
        properties="CustomerId Description Enabled GenerateDistinctId Name StageKeys Tags Value",
        attributes="APIKeyId", replacing="GenerateDistinctId Name StageKeys Value"),
    "AWS::ApiGateway::UsagePlan": Kind(
        create_usage_plan, update_usage_plan, delete_usage_plan,
        properties="ApiStages Description Quota Tags Throttle UsagePlanName", attributes="Id"),
    "AWS::ApiGateway::UsagePlanKey": Kind(
        create_usage_plan_key, None, one_call("apigateway", "delete_usage_plan_key", properties="KeyId UsagePlanId"),
        properties="KeyId KeyType UsagePlanId", attributes="Id", replacing="*"),
    "AWS::ApiGateway::DomainName": Kind(
        create_domain_name, update_domain_name, one_call("apigateway", "delete_domain_name", "domainName"),
        properties="CertificateArn DomainName EndpointConfiguration RegionalCertificateArn SecurityPolicy "
                   "Tags",
        attributes="DistributionDomainName DistributionHostedZoneId RegionalDomainName RegionalHostedZoneId",
        replacing="DomainName"),
    "AWS::ApiGateway::BasePathMapping": Kind(
        create_mapping, update_mapping, delete_mapping,
        properties="BasePath DomainName RestApiId Stage", replacing="BasePath DomainName"),
    "AWS::ApiGateway::Account": Kind(
        write_account, write_account, nothing,  # the setting stays, as on AWS, because other stacks depend on it
        properties="CloudWatchRoleArn", attributes="Id"),
}
