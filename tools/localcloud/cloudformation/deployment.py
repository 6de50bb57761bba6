"""Applies a plan to one stack, and undoes it if it fails."""
import contextlib
import dataclasses
import traceback

from localcloud.cloudformation import existing, properties, references, removal, shapes, template
from localcloud.cloudformation.errors import ApiError, Cancelled, Failed, is_expected, is_not_found, status_reason
from localcloud.cloudformation.intrinsics import resolved, text
from localcloud.cloudformation.resources import TYPES
from localcloud.cloudformation.scope import plan_scope
from localcloud.cloudformation.stack import Resource
from localcloud.cloudformation.task import Task, generated_name

REPLACING = "Requested update requires the creation of a new physical resource; hence creating one."


class Deployment:
    """Applies a plan to a stack, one resource after the other, and can undo all of it."""

    def __init__(self, region, stack, plan):
        self.region, self.stack, self.plan = region, stack, plan
        self.scope = plan_scope(region, stack, plan)
        self.undo = []  # (the earlier Resource, or the one that was created; call), newest last
        self.created = []  # resources that did not exist before
        self.outdated = list(stack.outdated)  # resources that the plan no longer contains
        self.half_created = None  # the resource in creation, if any
        self.before = stack.plan, stack.outputs, stack.imports
        self.outputs = []

    def apply(self):
        """Creates and updates resources until the stack is as planned. Raises Failed."""
        definitions = template.active_resources(self.plan.template, self.scope.conditions)
        waits = {id_: references.needs(resource, definitions, self.scope.conditions)
                 for id_, resource in definitions.items()}
        for id_ in references.order(waits):
            self.deploy_resource(self.declared(id_, definitions[id_], waits[id_]), definitions[id_])
        try:
            self.outputs = resolved_outputs(self.region, self.stack, self.plan.template, self.scope)
        except ApiError as error:
            raise Failed(f"{error}.".replace("..", "."))
        self.outdated += [resource for id_, resource in self.stack.resources.items() if id_ not in definitions]

    def declared(self, id_, definition, needs):
        """The Resource that the template defines; its properties are not resolved yet."""
        return Resource(id_, definition["Type"], {}, needs, template.retains(definition, "DeletionPolicy", self.scope),
                        template.retains(definition, "UpdateReplacePolicy", self.scope))

    def deploy_resource(self, desired, definition):
        """Creates, replaces, updates or keeps one resource. definition: its entry in the template."""
        current = self.stack.resources.get(desired.id)
        if current is None:
            return self.create(desired, definition)
        with self.attempt(current, "update"):
            desired.properties = properties.resolved_properties(definition, self.scope, self.plan.tags)
            changed = properties.changed(current.properties, desired.properties)
            restored = not changed and (changed_if := TYPES[current.type].changed_if) and changed_if(
                self.region.name, current.ref, desired.properties)
            replacing = TYPES[current.type].replaced_by(changed, current.properties, desired.properties)
            if replacing:
                properties.check_custom_name(TYPES[current.type], current.properties, desired.properties)
        desired.ref, desired.attributes = current.ref, dict(current.attributes)
        if replacing:
            self.replace(current, desired)
        elif changed or restored:
            self.update(current, desired)
        else:
            self.keep(current, desired)

    def create(self, desired, definition):
        """Creates a resource that did not exist."""
        self.stack.resources[desired.id] = self.half_created = desired
        self.undo.append((desired, lambda: self.created.append(desired)))
        self.stack.set_resource_status(desired, "CREATE_IN_PROGRESS")
        with self.attempt(desired, "create"):
            desired.properties = properties.resolved_properties(definition, self.scope, self.plan.tags)
            self.call_create(desired, "CREATE_IN_PROGRESS")
        self.half_created = None
        self.stack.set_resource_status(desired, "CREATE_COMPLETE")

    def replace(self, current, desired):
        """Creates a replacement; the old resource stays until the stack's update is complete."""
        self.stack.set_resource_status(current, "UPDATE_IN_PROGRESS", REPLACING)
        desired.ref, desired.attributes = "", {}
        self.stack.resources[desired.id] = self.half_created = desired
        self.undo.append((current, lambda: self.undo_replacement(current, desired)))
        with self.attempt(desired, "update"):
            self.call_create(desired, "UPDATE_IN_PROGRESS")
        self.half_created = None
        self.outdated.append(current)
        self.stack.set_resource_status(desired, "UPDATE_COMPLETE")

    def call_create(self, desired, status):
        """Calls the create handler, which reports the resource's id as soon as the resource exists."""
        kind = TYPES[desired.type]
        existing.check_name(self.region, desired)
        name = desired.properties.get(kind.name) or \
            generated_name(self.stack.name, desired.id, kind.longest, kind.lower)
        kind.create(Task(self.stack, desired, desired.properties, shapes.string(name, None),
                         on_start=lambda: self.stack.set_resource_status(
                             desired, status, "Resource creation Initiated")))

    def update(self, current, desired):
        """Updates a resource in place."""
        self.stack.set_resource_status(current, "UPDATE_IN_PROGRESS")
        self.stack.resources[desired.id] = desired
        after, desired.properties = desired.properties, current.properties  # of a failed update, the old ones stay
        task = Task(self.stack, desired, after, before=current.properties)
        self.undo.append((current, lambda: self.undo_update(current, desired, task)))
        try:
            with self.attempt(desired, "update"):
                TYPES[desired.type].update(task)
        except Failed as failure:
            if not task.calls and not is_not_found(failure.__context__):  # nothing to undo; as on AWS, what was deleted
                # by hand cannot be put back
                self.undo[-1] = current, lambda: self.reinstate(current)
            raise
        desired.properties = after
        if desired.ref != current.ref:  # a custom resource whose function made another one
            self.outdated.append(current)
        self.stack.set_resource_status(desired, "UPDATE_COMPLETE")

    def keep(self, current, desired):
        """Puts `desired` into the stack without a call: only dependencies and policies may differ from `current`."""
        self.stack.resources[desired.id] = desired
        self.undo.append((current, lambda: self.reinstate(current)))

    def reinstate(self, current):
        """Puts the earlier record of a resource back into the stack."""
        self.stack.resources[current.id] = current

    def undo_replacement(self, current, desired):
        """Undoes a replacement: the old resource still exists."""
        self.reinstate(current)
        self.created.append(desired)

    def undo_update(self, current, desired, task):
        """Undoes an update in place, or the part that a failed one had done."""
        self.stack.set_resource_status(desired, "UPDATE_IN_PROGRESS")
        restored = dataclasses.replace(current, ref=desired.ref, attributes=dict(desired.attributes))
        with self.attempt(desired, "update"):
            task = Task(self.stack, restored, current.properties, before=task.properties, undoing=True)
            TYPES[current.type].update(task)
        if restored.ref != desired.ref:
            self.created.append(desired)
        self.stack.resources[current.id] = restored
        self.stack.set_resource_status(restored, "UPDATE_COMPLETE")

    @contextlib.contextmanager
    def attempt(self, resource, verb):
        """Any exception within sets the resource to failed, with its message as reason, and raises Failed."""
        try:
            if self.stack.cancelled.is_set():
                raise Cancelled(f"Resource {verb} cancelled")
            yield
        except Exception as error:
            if not is_expected(error):
                traceback.print_exc()
            self.stack.set_resource_status(resource, f"{verb.upper()}_FAILED", status_reason(error))
            raise Failed(f"The following resource(s) failed to {verb}: [{resource.id}].")

    def undo_all(self):
        """Undoes all, newest first, without deleting yet. Raises Failed; call it again to continue.

        What is skipped stays as it is, and is recorded as it was before, as on AWS.
        """
        while self.undo:
            before, call = self.undo[-1]
            if before.id in self.stack.skipped:
                self.stack.skipped.discard(before.id)
                self.reinstate(before)
                self.stack.set_resource_status(before, "UPDATE_COMPLETE")
            else:
                call()
            self.undo.pop()

    def delete_outdated(self):
        """Deletes resources that the plan no longer contains, unless their policy retains them."""
        obsolete = []
        for resource in self.outdated:
            replaced = self.stack.resources.get(resource.id) is not resource
            if resource.retained_when_replaced if replaced else resource.retained:
                self.stack.set_resource_status(resource, "DELETE_SKIPPED")
                removal.forget(self.stack, resource)
            else:
                obsolete.append(resource)
        removal.remove(self.stack, obsolete)
        for resource in self.outdated:
            removal.erase(self.stack, resource)
        self.stack.outdated = []
        self.finish()

    def finish(self):
        """Calls the finish handlers: the update of the stack is final."""
        for resource in list(self.stack.resources.values()):
            if finish := TYPES[resource.type].finish:
                finish(Task(self.stack, resource, resource.properties))


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
