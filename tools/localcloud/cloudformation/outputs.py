"""What a stack says of itself: its outputs, and those of them that other stacks may import."""
from localcloud.cloudformation import template
from localcloud.cloudformation.intrinsics import resolved, text
from localcloud.cloudformation.refusal import Refusal


def worked_out(region, stack, template_, scope):
    """[{"OutputKey", "OutputValue", "Description", "ExportName"}] of a stack whose resources are all made.

    Raises Refusal for a value that is no text, and for an export that is taken, or in use and changed.
    """
    found = []
    for name, said in template.wanted_outputs(template_, scope.conditions).items():
        value = resolved(scope, said["Value"])
        if isinstance(value, (dict, list)):
            raise Refusal("Template format error: Output " + name + " is malformed. The Value field of every "
                          "Outputs member must evaluate to a String.")
        output = {"OutputKey": name, "OutputValue": text(value)}
        if "Description" in said:
            output["Description"] = said["Description"]
        if "Export" in said:
            output["ExportName"] = resolved(scope, said["Export"]["Name"])
        found.append(output)
    check_exports(region, stack, {output["ExportName"]: output["OutputValue"] for output in found
                                  if "ExportName" in output})
    return found


def check_exports(region, stack, exports):
    """Raises Refusal if another stack exports the name, or imports what is about to change."""
    for other in region.stacks():
        taken = sorted(exports.keys() & other.exports().keys()) if other is not stack else []
        if taken and not other.deleted:
            raise Refusal(f"Export with name {taken[0]} is already exported by stack {other.name}")
    for name, value in stack.exports().items():
        users = region.importers(name) if exports.get(name) != value else []
        if users:
            verb = "update" if name in exports else "delete"
            raise Refusal(f"Cannot {verb} export {name} as it is in use by {', '.join(users)}")
