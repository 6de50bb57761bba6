"""The outputs of a stack, and the exports among them."""
from localcloud.cloudformation import template
from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.intrinsics import resolved, text


def resolved_outputs(region, stack, template_, scope):
    """[{"OutputKey", "OutputValue", "Description", "ExportName"}] of a stack whose resources all exist.

    Raises ApiError for a value that is no text, and for an export name that another stack exports, or a changed
    export that another stack imports.
    """
    outputs = []
    for name, definition in template.active_outputs(template_, scope.conditions).items():
        value = resolved(scope, definition["Value"])
        if isinstance(value, (dict, list)):
            raise ApiError("Template format error: Output " + name + " is malformed. The Value field of every "
                           "Outputs member must evaluate to a String.")
        output = {"OutputKey": name, "OutputValue": text(value)}
        if "Description" in definition:
            output["Description"] = definition["Description"]
        if "Export" in definition:
            output["ExportName"] = resolved(scope, definition["Export"]["Name"])
        outputs.append(output)
    check_exports(region, stack, {output["ExportName"]: output["OutputValue"] for output in outputs
                                  if "ExportName" in output})
    return outputs


def check_exports(region, stack, exports):
    """Raises ApiError if another stack exports one of the names, or imports an export that changes."""
    for exporter in region.stacks():
        taken = sorted(exports.keys() & exporter.exports().keys()) if exporter is not stack else []
        if taken and not exporter.deleted:
            raise ApiError(f"Export with name {taken[0]} is already exported by stack {exporter.name}")
    for name, value in stack.exports().items():
        users = region.importers(name) if exports.get(name) != value else []
        if users:
            verb = "update" if name in exports else "delete"
            raise ApiError(f"Cannot {verb} export {name} as it is in use by {', '.join(users)}")
