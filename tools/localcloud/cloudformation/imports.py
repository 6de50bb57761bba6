"""Change sets of type IMPORT: resources that exist become resources of a stack, and nothing else changes.

docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-manually.html
"""
from botocore.exceptions import ClientError

from localcloud.cloudformation import properties, references, regions, template
from localcloud.cloudformation.errors import ApiError, is_not_found
from localcloud.cloudformation.resources.s3 import bucket_attributes
from localcloud.cloudformation.scope import plan_scope
from localcloud.cloudformation.stack import Resource
from localcloud.moto import state


def table(client, name, _region):
    """(Ref, attributes) of a table. Raises ClientError if there is none."""
    description = client("dynamodb").describe_table(TableName=name)["Table"]
    return name, {"Arn": description["TableArn"], "TableId": description.get("TableId"),
                  "StreamArn": description.get("LatestStreamArn")}


def bucket(client, name, region):
    """(Ref, attributes) of a bucket."""
    client("s3").head_bucket(Bucket=name)
    return name, bucket_attributes(name, region)


def pool(client, id_, region):
    """(Ref, attributes) of a user pool."""
    description = client("cognito-idp").describe_user_pool(UserPoolId=id_)["UserPool"]
    provider = f"cognito-idp.{region}.amazonaws.com/{id_}"
    return id_, {"Arn": description["Arn"], "ProviderName": provider, "ProviderURL": f"https://{provider}",
                 "UserPoolId": id_}


def secret(client, id_, _region):
    """(Ref, attributes) of a secret, by its ARN."""
    arn = client("secretsmanager").describe_secret(SecretId=id_)["ARN"]
    return arn, {"Id": arn}


IMPORTERS = {"AWS::DynamoDB::Table": ("TableName", table), "AWS::S3::Bucket": ("BucketName", bucket),
             "AWS::Cognito::UserPool": ("UserPoolId", pool), "AWS::SecretsManager::Secret": ("Id", secret)}


def imported(region, stack, plan, request) -> dict[str, Resource]:
    """{logical id: Resource} of the resources to import; their properties are those of the template. Raises ApiError.

    plan  of the stack with them
    """
    chosen = {entry["LogicalResourceId"]: entry for entry in request.get("ResourcesToImport", [])}
    check_template(stack, plan, chosen)
    scope = plan_scope(region, stack, plan)
    definitions = template.active_resources(plan.template, scope.conditions)
    result = {}
    for id_, entry in chosen.items():
        ref, attributes = existing(region, entry)
        if ref in [other.ref for other in result.values() if other.type == entry["ResourceType"]]:
            raise ApiError(f"ResourcesToImport has {ref} of type {entry['ResourceType']} more than once")
        definition = definitions[id_]
        result[id_] = Resource(id_, definition["Type"], properties.resolved_properties(definition, scope, []),
                               references.needs(definition, definitions, scope.conditions),
                               template.retains(definition, "DeletionPolicy", scope),
                               template.retains(definition, "UpdateReplacePolicy", scope), ref, attributes)
    return result


def check_template(stack, plan, chosen):
    """Raises ApiError where the template does more than add the resources to import. chosen: {logical id: entry}"""
    before, after = stack.plan.template, plan.template
    if not chosen:
        raise ApiError("ResourcesToImport must be specified for a change set of type IMPORT")
    resources = after["Resources"]
    added = resources.keys() - before["Resources"].keys()
    for id_, entry in chosen.items():
        if id_ not in resources or resources[id_]["Type"] != entry["ResourceType"]:
            raise ApiError(f"Resource [{id_}] of type {entry['ResourceType']} is not in the template")
        if id_ in stack.resources:
            raise ApiError(f"Resource [{id_}] passed in ResourceToImport is already in a stack {stack.id} and cannot "
                           "be imported.")
        if "DeletionPolicy" not in resources[id_]:
            raise ApiError(f"The following resources to import [{id_}] must have DeletionPolicy attribute specified in "
                           "the template.")
    if others := sorted(added - chosen.keys()):
        raise ApiError(f"Resources [{', '.join(others)}] is missing from ResourceToImport list")
    changed = sorted(id_ for id_, resource in before["Resources"].items() if resources.get(id_) != resource)
    if changed:
        raise ApiError("You have modified resources in your template that are not being imported. Only resources in "
                       f"ResourcesToImport may change during an import operation: [{', '.join(changed)}]")
    if after.get("Outputs", {}) != before.get("Outputs", {}):
        raise ApiError("As part of the import operation, you cannot modify or add [Outputs]")


def existing(region, entry):
    """(Ref, attributes) of the resource that an entry of ResourcesToImport names. Raises ApiError."""
    type_, id_, identifier = entry["ResourceType"], entry["LogicalResourceId"], entry["ResourceIdentifier"]
    if type_ not in IMPORTERS:
        raise ApiError(f"ResourceTypes [{type_}] are not supported for Import")
    name, read = IMPORTERS[type_]
    if [*identifier] != [name]:
        raise ApiError(f"The resource identifier of [{id_}] must be {name}, not {', '.join(identifier)}")
    try:
        ref, attributes = read(lambda service: state.client(service, region.name), identifier[name], region.name)
    except ClientError as error:
        if not is_not_found(error) and error.response["Error"]["Code"] != "404":
            raise
        raise ApiError(f"Resource of type '{type_}' with identifier '{identifier[name]}' was not found.")
    for stack in regions.every():
        if any(resource.type == type_ and resource.ref == ref for resource in stack.resources.values()):
            raise ApiError(f"{ref} of type {type_} already exists in stack {stack.id}")
    return ref, attributes


def changes(resources):
    """[{"Type": "Resource", "ResourceChange": {...}}] of resources to import."""
    return [{"Type": "Resource", "ResourceChange": {
        "Action": "Import", "LogicalResourceId": resource.id, "PhysicalResourceId": resource.ref,
        "ResourceType": resource.type, "Scope": [], "Details": []}} for resource in resources.values()]


def execute(stack, plan, resources):
    """Makes resources a part of the stack. resources: of imported()"""
    for resource in resources.values():
        stack.set_resource_status(resource, "IMPORT_IN_PROGRESS", "Resource import started.")
        stack.resources[resource.id] = resource
        stack.set_resource_status(resource, "IMPORT_COMPLETE", "Resource import completed.")
    stack.plan = plan
    stack.set_status("IMPORT_COMPLETE")
