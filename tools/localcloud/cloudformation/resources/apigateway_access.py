"""AWS::ApiGateway: who may call, under which name, and the account's own settings."""
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.resources.apigateway import replacement, retag


def create_api_key(task):
    """Ref and APIKeyId are the key's id."""
    made = task.call("apigateway", "create_api_key", **{"name": task.name, **task.pick(
        "", customerId="CustomerId", description="Description", enabled="Enabled", tags="Tags", value="Value",
        generateDistinctId="GenerateDistinctId", name="Name", stageKeys="StageKeys")})
    task.started(made["id"], APIKeyId=made["id"])


def update_api_key(task):
    """Its name, its description, and whether it opens anything."""
    names = {"CustomerId": ("/customerId", ""), "Description": ("/description", ""),
             "Enabled": ("/enabled", False)}
    patches = [replacement(path, task.properties.get(name, default))
               for name, (path, default) in names.items() if task.changed(name)]
    if patches:
        task.call("apigateway", "update_api_key", apiKey=task.ref, patchOperations=patches)
    retag(task, f"/apikeys/{task.ref}")


def delete_api_key(task):
    """Usage plans forget it."""
    task.call("apigateway", "delete_api_key", apiKey=task.ref)


def create_usage_plan(task):
    """Ref and Id are the plan's id."""
    made = task.call("apigateway", "create_usage_plan", **{"name": task.name, **task.pick(
        "", apiStages="ApiStages", description="Description", quota="Quota", tags="Tags", throttle="Throttle",
        name="UsagePlanName")})
    task.started(made["id"], Id=made["id"])


def update_usage_plan(task):
    """Its stages and limits."""
    patches = []
    for name, path in (("Description", "/description"), ("UsagePlanName", "/name")):
        if task.changed(name) and name in task.properties:
            patches.append(replacement(path, task.properties[name]))
    for name in ("Quota", "Throttle"):
        if task.changed(name):
            path, said = f"/{name.lower()}", task.properties.get(name)
            patches += [replacement(f"{path}/{key[0].lower()}{key[1:]}", value)
                        for key, value in said.items()] if said else [{"op": "remove", "path": path}]
    old, new = ([f"{stage['ApiId']}:{stage['Stage']}" for stage in properties.get("ApiStages", [])]
                for properties in (task.before, task.properties))
    patches += [{"op": "remove", "path": "/apiStages", "value": stage} for stage in old if stage not in new]
    patches += [{"op": "add", "path": "/apiStages", "value": stage} for stage in new if stage not in old]
    if patches:
        task.call("apigateway", "update_usage_plan", usagePlanId=task.ref, patchOperations=patches)
    retag(task, f"/usageplans/{task.ref}")


def delete_usage_plan(task):
    """API Gateway refuses to delete a plan that still has stages."""
    stages = [{"op": "remove", "path": "/apiStages", "value": f"{stage['ApiId']}:{stage['Stage']}"}
              for stage in task.properties.get("ApiStages", [])]
    if stages:
        task.call("apigateway", "update_usage_plan", usagePlanId=task.ref, patchOperations=stages)
    task.call("apigateway", "delete_usage_plan", usagePlanId=task.ref)


def create_usage_plan_key(task):
    """Lets a key use a plan. Ref is both their ids."""
    task.call("apigateway", "create_usage_plan_key", **task.properties)
    key, plan = task.properties["KeyId"], task.properties["UsagePlanId"]
    task.started(f"{key}:{plan}", Id=f"{key}:{plan}")


def delete_usage_plan_key(task):
    """The key no longer opens the plan."""
    task.call("apigateway", "delete_usage_plan_key", **task.pick("KeyId UsagePlanId"))


def create_domain_name(task):
    """Ref is the domain name."""
    made = task.call("apigateway", "create_domain_name", **task.properties)
    task.started(task.properties["DomainName"],
                 DistributionDomainName=made.get("distributionDomainName"),
                 DistributionHostedZoneId=made.get("distributionHostedZoneId"),
                 RegionalDomainName=made.get("regionalDomainName"),
                 RegionalHostedZoneId=made.get("regionalHostedZoneId"))


def update_domain_name(task):
    """moto cannot change one, but keeps its mappings when it goes and comes again."""
    task.call("apigateway", "delete_domain_name", domainName=task.ref)
    create_domain_name(task)


def delete_domain_name(task):
    """Its mappings went before."""
    task.call("apigateway", "delete_domain_name", domainName=task.ref)


def create_mapping(task):
    """Ref is the domain and the base path."""
    task.call("apigateway", "create_base_path_mapping", **task.pick(
        "BasePath DomainName RestApiId Stage"))
    task.started(f"{task.properties['DomainName']}|{base(task)}")


def base(task):
    """The base path; API Gateway's own word for none is (none)."""
    return task.properties.get("BasePath") or "(none)"


def update_mapping(task):
    """The API and the stage behind the path."""
    patches = [replacement(path, task.properties[name])
               for name, path in (("RestApiId", "/restapiId"), ("Stage", "/stage"))
               if task.changed(name) and name in task.properties]
    task.call("apigateway", "update_base_path_mapping", domainName=task.properties["DomainName"],
              basePath=base(task), patchOperations=patches)


def delete_mapping(task):
    """Nothing answers there any more."""
    task.call("apigateway", "delete_base_path_mapping", domainName=task.properties["DomainName"],
              basePath=base(task))


def write_account(task):
    """The role that API Gateway writes its logs with: one for the account and region."""
    role = task.properties.get("CloudWatchRoleArn")
    if role:
        task.call("apigateway", "update_account", patchOperations=[replacement("/cloudwatchRoleArn", role)])
    if not task.ref:
        task.started(task.name, Id=task.name)


def keep_account(_task):
    """The setting stays, as on AWS: other stacks rest on it."""


TYPES = {
    "AWS::ApiGateway::ApiKey": Kind(
        create_api_key, update_api_key, delete_api_key, name="Name",
        properties="CustomerId Description Enabled GenerateDistinctId Name StageKeys Tags Value",
        attributes="APIKeyId", replacing="GenerateDistinctId Name StageKeys Value"),
    "AWS::ApiGateway::UsagePlan": Kind(
        create_usage_plan, update_usage_plan, delete_usage_plan,
        properties="ApiStages Description Quota Tags Throttle UsagePlanName", attributes="Id"),
    "AWS::ApiGateway::UsagePlanKey": Kind(
        create_usage_plan_key, None, delete_usage_plan_key,
        properties="KeyId KeyType UsagePlanId", attributes="Id", replacing="*"),
    "AWS::ApiGateway::DomainName": Kind(
        create_domain_name, update_domain_name, delete_domain_name,
        properties="CertificateArn DomainName EndpointConfiguration RegionalCertificateArn SecurityPolicy "
                   "Tags",
        attributes="DistributionDomainName DistributionHostedZoneId RegionalDomainName RegionalHostedZoneId",
        replacing="DomainName"),
    "AWS::ApiGateway::BasePathMapping": Kind(
        create_mapping, update_mapping, delete_mapping,
        properties="BasePath DomainName RestApiId Stage", replacing="BasePath DomainName"),
    "AWS::ApiGateway::Account": Kind(
        write_account, write_account, keep_account, properties="CloudWatchRoleArn", attributes="Id"),
}
