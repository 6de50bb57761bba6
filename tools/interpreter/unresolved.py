"""Calls whose receiver the interpreter does not know, and that may be calls of AWS by the names of method or arguments.

boto3 accepts only keyword arguments, with AWS's names: `x.get("name")` is no call of a bucket's object.
"""
from interpreter import models, values
from interpreter.analysis import Arguments
from interpreter.values import UNKNOWN, Aws, Unknown

BY_SERVICE = {
    "dynamodb": """batch_get_item batch_write_item delete_item get_item put_item update_item query scan batch_writer
        transact_get_items transact_write_items execute_statement batch_execute_statement execute_transaction""",
    "s3": """list_objects list_objects_v2 list_object_versions head_bucket head_object get_object put_object
        delete_object delete_objects copy_object upload_file upload_fileobj download_file download_fileobj copy_from
        create_multipart_upload upload_part generate_presigned_url generate_presigned_post""",
    "sqs": """send_message send_message_batch send_messages receive_message receive_messages delete_message
        delete_message_batch get_queue_attributes get_queue_url get_queue_by_name""",
    "sns": "publish publish_batch", "events": "put_events", "lambda": "invoke invoke_async",
    "secretsmanager": "get_secret_value describe_secret",
    "cognito-idp": "admin_get_user admin_list_groups_for_user list_users"}
METHODS = {method: service for service, methods in BY_SERVICE.items() for method in methods.split()}
COMMON = {"query", "scan", "publish", "invoke"}  # names that other libraries have too
OF_OBJECTS = {"get", "put", "delete", "all", "filter", "load", "copy"}  # of S3's resources, whose names are common
POSITIONAL = {*models.S3_TRANSFERS, "generate_presigned_url", "generate_presigned_post", "copy_from"}
KEYWORDS = {"TableName": "dynamodb", "KeyConditionExpression": "dynamodb", "Item": "dynamodb",
            "RequestItems": "dynamodb", "TransactItems": "dynamodb", "Bucket": "s3", "QueueUrl": "sqs",
            "TopicArn": "sns", "FunctionName": "lambda", "SecretId": "secretsmanager", "UserPoolId": "cognito-idp"}
PACKAGES = {"boto3", "aioboto3", "aiobotocore", "botocore"}
MAKING = {"boto3", "aioboto3", "client", "resource", "create_client", "session", "Session", "AioSession", "get_session",
          "__dict__"}  # the last names of what makes clients in these packages


def makes_clients(value):
    """Whether a value is boto3, a related package, or what makes clients in it."""
    names = value.dotted.split(".") if value.__class__ is values.External else [""]
    return names[0] in PACKAGES and names[-1] in MAKING


def record_client(site):
    """Record a client of boto3 whose service is not known."""
    record("boto3_client", Arguments([], {"Service": UNKNOWN}), site)


def record(name, arguments, site):
    """Record a call of an unknown value, if it may be one of AWS. name: of the method, "" of a plain name"""
    service = service_of(name, arguments, site.analysis)
    if site.node is None or site.analysis.environment is not None or service is None and (
            arguments.positional or not name or name in OF_OBJECTS or site.analysis.dead):
        return
    site.analysis.unresolved.append({
        "service": service, "method": name, "whole": not arguments.more, "file": site.frame.module.path,
        "args": arguments.keywords if service is None else plain_arguments(arguments.keywords, site.analysis),
        "line": site.node.lineno, "dead": site.analysis.dead})


def plain_arguments(keywords, analysis):
    """{parameter: plain value} of the named arguments of a call."""
    return {key: analysis.plain(value) for key, value in keywords.items()}


def complete(analysis):
    """Complete the recorded calls when all live code has been followed: a client may be made after the call of its
    method. Those that have the name of no client's method are none of AWS."""
    results = []
    for call in analysis.unresolved:
        services = [call["service"]] if call["service"] is not None else [
            service for _kind, service in sorted(analysis.clients) if call["method"] in models.operations(service)]
        if services and call["service"] is None:
            call.update(service=services[0], args=plain_arguments(call["args"], analysis))
        results += [call] if services else []
    analysis.unresolved[:] = results


def service_of(name, arguments, analysis):
    """The service of a call by its names, "" for a call of an unknown one; None if it can be none of boto3's."""
    capitals = [key for key in arguments.keywords if key[:1].isupper()]
    if arguments.positional and name not in POSITIONAL:
        return None
    if name in METHODS and (name not in COMMON or capitals or arguments.more or not arguments.keywords):
        return METHODS[name]
    if name in OF_OBJECTS:
        return "s3" if ("resource", "s3") in analysis.clients else None
    for _kind, service in sorted(analysis.clients):
        if name in models.operations(service):
            return service
    services = [KEYWORDS[key] for key in capitals if key in KEYWORDS]
    if services:
        return services[0]
    return "" if capitals and "_" in name and name.islower() else None


def meant(called, arguments):
    """[value] of the options that a call may mean: of methods of several clients not those whose operation does not
    take the arguments, if another one does. Of **more only a run knows which arguments it has."""
    if arguments.more or arguments.positional:
        return called
    operations = {id(option): operation for option in called if option.__class__ is Aws and option.role == "method"
                  and (operation := models.operations(option.service).get(option.more[1]))
                  and option.more[0].role == "client"}
    taking = {id(option) for option in called if id(option) in operations and models.takes(
        option.service, operations[id(option)], {*arguments.keywords})}
    return [option for option in called if id(option) not in operations or id(option) in taking] if taking else called


def is_unknown(receiver):
    """Whether a value may be an object of boto3: nothing is known of it."""
    if receiver.__class__ is Unknown:
        return receiver is not values.LOOSE and receiver.kind in ("", "function")
    if receiver.__class__ is values.External:
        return not receiver.dotted.startswith("unittest.mock.")
    return receiver.__class__ in (values.Method, values.Answer)
