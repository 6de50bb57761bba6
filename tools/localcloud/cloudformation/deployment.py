"""The way of one stack to a plan, and back if it fails."""
import contextlib
import dataclasses
import traceback

from localcloud.cloudformation import outputs, properties, references, removal, template
from localcloud.cloudformation.refusal import Cancelled, Failed, Refusal, foreseen, reason
from localcloud.cloudformation.resources import TYPES
from localcloud.cloudformation.scope import scope
from localcloud.cloudformation.stack import Resource
from localcloud.cloudformation.task import Task, made_name

RETAIN = ("Retain", "RetainExceptOnCreate")
REPLACING = "Requested update requires the creation of a new physical resource; hence creating one."


class Deployment:
    """Brings a stack to a plan, one resource after the other, and can take all of it back."""

    def __init__(self, region, stack, plan):
        self.region, self.stack, self.plan = region, stack, plan
        self.scope = scope(region, stack, plan)
        self.undo = []  # (logical id, call), newest last
        self.made = []  # resources that were not there before
        self.outdated = list(stack.outdated)  # resources that the plan has no place for
        self.half_made = None  # the resource under way, if it was not there before
        self.before = stack.plan, stack.outputs, stack.imports
        self.outputs = []

    def forward(self):
        """Makes and changes resources until the stack is what the plan says. Raises Failed."""
        wanted = template.wanted(self.plan.template, self.scope.conditions)
        waits = {id_: references.needs(resource, wanted, self.scope.conditions)
                 for id_, resource in wanted.items()}
        for id_ in references.order(waits):
            self.place(self.declared(id_, wanted[id_], waits[id_]), wanted[id_])
        try:
            self.outputs = outputs.worked_out(self.region, self.stack, self.plan.template, self.scope)
        except Refusal as refusal:
            raise Failed(f"{refusal}.".replace("..", "."))
        self.outdated += [resource for id_, resource in self.stack.resources.items() if id_ not in wanted]

    def declared(self, id_, said, needs):
        """The Resource that the template asks for, its properties still to be worked out."""
        return Resource(id_, said["Type"], {}, needs, said.get("DeletionPolicy") in RETAIN,
                        said.get("UpdateReplacePolicy") in RETAIN)

    def place(self, wanted, said):
        """Makes, replaces, changes or leaves one resource; said: it in the template."""
        now = self.stack.resources.get(wanted.id)
        if now is None:
            return self.create(wanted, said)
        with self.attempt(now, "update"):
            wanted.properties = properties.worked_out(said, self.scope, self.plan.tags)
            changed = properties.changed(now.properties, wanted.properties)
            anew = TYPES[now.type].replaced_by(changed)
            if anew:
                properties.refuse_custom_name(TYPES[now.type], now.properties, wanted.properties)
        wanted.ref, wanted.attributes = now.ref, dict(now.attributes)
        if anew:
            self.replace(now, wanted)
        elif changed:
            self.change(now, wanted)
        else:
            self.swap(now, wanted)

    def create(self, wanted, said):
        """Makes a resource that was not there."""
        self.stack.resources[wanted.id] = self.half_made = wanted
        self.undo.append((wanted.id, lambda: self.made.append(wanted)))
        self.stack.tell_of(wanted, "CREATE_IN_PROGRESS")
        with self.attempt(wanted, "create"):
            wanted.properties = properties.worked_out(said, self.scope, self.plan.tags)
            self.bring_up(wanted, "Resource creation Initiated", "CREATE_IN_PROGRESS")
        self.half_made = None
        self.stack.tell_of(wanted, "CREATE_COMPLETE")

    def replace(self, now, wanted):
        """Makes a resource anew; the old one stays until all else is done."""
        self.stack.tell_of(now, "UPDATE_IN_PROGRESS", REPLACING)
        wanted.ref, wanted.attributes = "", {}
        self.stack.resources[wanted.id] = self.half_made = wanted
        self.undo.append((wanted.id, lambda: self.put_back(now, wanted)))
        with self.attempt(wanted, "update"):
            self.bring_up(wanted, "Resource creation Initiated", "UPDATE_IN_PROGRESS")
        self.half_made = None
        self.outdated.append(now)
        self.stack.tell_of(wanted, "UPDATE_COMPLETE")

    def bring_up(self, wanted, why, status):
        """Calls the handler that creates; it tells when the resource has come to be."""
        kind = TYPES[wanted.type]
        name = wanted.properties.get(kind.name) or made_name(self.stack.name, wanted.id, kind.longest,
                                                             kind.lower)
        kind.create(Task(self.stack, wanted, wanted.properties, name,
                         on_start=lambda: self.stack.tell_of(wanted, status, why)))

    def change(self, now, wanted):
        """Changes a resource in its place."""
        self.stack.tell_of(now, "UPDATE_IN_PROGRESS")
        self.stack.resources[wanted.id] = wanted
        after, wanted.properties = wanted.properties, now.properties  # should it fail, it is not done
        task = Task(self.stack, wanted, after, before=now.properties)
        self.undo.append((wanted.id, lambda: self.change_back(now, wanted, task)))
        try:
            with self.attempt(wanted, "update"):
                TYPES[wanted.type].update(task)
        except Failed:
            if not task.calls:  # refused at once: to undo it would be refused as well
                self.undo[-1] = wanted.id, lambda: self.reinstate(now)
            raise
        wanted.properties = after
        self.stack.tell_of(wanted, "UPDATE_COMPLETE")

    def swap(self, now, wanted):
        """Nothing to do to the resource itself; what it waits for, and its policies, may be new."""
        self.stack.resources[wanted.id] = wanted
        self.undo.append((wanted.id, lambda: self.reinstate(now)))

    def reinstate(self, now):
        """The stack holds again what it held."""
        self.stack.resources[now.id] = now

    def put_back(self, now, wanted):
        """Undoes a replacement: the old one never went away."""
        self.reinstate(now)
        self.made.append(wanted)

    def change_back(self, now, wanted, task):
        """Undoes a change in place, or what a failed one did of it."""
        self.stack.tell_of(wanted, "UPDATE_IN_PROGRESS")
        back = dataclasses.replace(now, attributes=dict(wanted.attributes))
        with self.attempt(wanted, "update"):
            task = Task(self.stack, back, now.properties, before=task.properties, undoing=True)
            TYPES[now.type].update(task)
        self.stack.resources[now.id] = back
        self.stack.tell_of(back, "UPDATE_COMPLETE")

    @contextlib.contextmanager
    def attempt(self, resource, verb):
        """Whatever goes wrong within fails the resource, with its text, and raises Failed."""
        try:
            if self.stack.cancelled.is_set():
                raise Cancelled(f"Resource {verb} cancelled")
            yield
        except Exception as error:
            if not foreseen(error):
                traceback.print_exc()
            self.stack.tell_of(resource, f"{verb.upper()}_FAILED", reason(error))
            raise Failed(f"The following resource(s) failed to {verb}: [{resource.id}].")

    def back(self, skipped=()):
        """Undoes everything, newest first, without deleting yet. Raises Failed; call again to go on."""
        while self.undo:
            id_, call = self.undo[-1]
            if id_ not in skipped:
                call()
            self.undo.pop()

    def clear_up(self):
        """Deletes what the plan has no place for, unless its policy keeps it."""
        going = []
        for resource in self.outdated:
            replaced = self.stack.resources.get(resource.id) is not resource
            if resource.kept if replaced else resource.retained:
                self.stack.tell_of(resource, "DELETE_SKIPPED")
                removal.forget(self.stack, resource)
            else:
                going.append(resource)
        removal.remove(self.stack, going)
        for resource in self.outdated:
            removal.erase(self.stack, resource)
        self.stack.outdated = []
        self.finish()

    def finish(self):
        """Tells those resources that wait for it that what was done to them stands."""
        for resource in list(self.stack.resources.values()):
            if TYPES[resource.type].finish:
                TYPES[resource.type].finish(Task(self.stack, resource, resource.properties))

