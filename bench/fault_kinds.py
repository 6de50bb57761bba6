"""The commands into which faults are injected: the preparation of the app, and the state that must hold after the command was repeated.

An app serves many points: where the repeated command brought it to its end, its next point begins there.
"""
import contextlib
import io
import json
import shutil
import zipfile

import faulty_apps
from faulty_apps import ADOPT, BUILD, DELETE, DEPLOY, DEPLOY_ALL, DEPLOY_EMPTY, HANDLER, ROLLBACK
from recipes import function

FIRST, SECOND = 7, 9  # seconds of the timeout, and the answer: they show what is deployed


def zipped(path, text):
    """The bytes of a zip with one file."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(path, text)
    return data.getvalue()


OTHER_ZIP = zipped("lambdas/hello/index.py", f"def handler(event, context):\n    return {SECOND}\n")


class Kind:
    """The first deploy of an app."""

    name, steps, then = "first", DEPLOY, []
    expected = (FIRST, FIRST)  # state() at the end
    stacks = 1
    is_reusable = False  # whether an app whose repeated command went well can begin again

    def ready(self, app):
        """Bring an app, new or at its end, to where the command begins. Raises AssertionError if this fails."""
        app.write_hello(FIRST, FIRST)
        app.must(*BUILD)

    def problem(self, app, _faulty_text):
        """"" if the repeated command brings the app to its end; else what is wrong. _faulty_text: of the first run"""
        code, text, *_ = app.run([*self.steps, *self.then])
        if code or app.status() not in ("CREATE_COMPLETE", "UPDATE_COMPLETE") or app.state() != self.expected:
            return f"the repeated run ends with {code}, {app.status()}:\n{text}"
        return ""


class Update(Kind):
    """A change of infrastructure and code, of a function whose code the stack does not record, to the recorded code."""

    name, is_reusable = "update", True

    def ready(self, app):
        if not app.number:
            super().ready(app)
            app.must(*DEPLOY)
        before, after = (SECOND, FIRST) if app.number % 2 else (FIRST, SECOND)
        app.number += 1
        app.write_hello(before, SECOND)
        app.must(*BUILD, *DEPLOY)
        app.write_hello(after, FIRST)
        app.must(*BUILD)
        self.expected = (after, FIRST)


class Failing(Update):
    """An update that CloudFormation rolls back, as the name of a new function is taken; then the update."""

    name = "failing"

    def ready(self, app):
        if app.number:
            shutil.rmtree(app.folder / f"lambdas/late{app.number}")
            app.must(*BUILD, *DEPLOY)
        super().ready(app)
        self.taken, self.before = app.function(f"late{app.number}"), app.state()
        app.write(f"late{app.number}", HANDLER, seconds=FIRST, answer=FIRST, trigger="queue: {}")
        app.must(*BUILD)
        take_name(app, self.taken)

    def problem(self, app, faulty_text):
        code, text, *_ = app.run(DEPLOY)
        if code != 1 or f"Late{app.number}Function" not in text or app.status() != "UPDATE_ROLLBACK_COMPLETE":
            return f"the failing deploy ends with {code}, {app.status()}:\n{text}"
        if app.state()[0] != self.before[0]:
            return f"the failed deploy left a changed function:\n{text}"
        app.client("lambda").delete_function(FunctionName=self.taken)
        return super().problem(app, faulty_text)


def take_name(app, function_name):
    """A function with the name of a lambda: the deploy fails at it, and rolls back."""
    iam = app.client("iam")
    with contextlib.suppress(iam.exceptions.EntityAlreadyExistsException):
        iam.create_role(RoleName=app.name, AssumeRolePolicyDocument=json.dumps(function.ASSUME))
    app.client("lambda").create_function(
        FunctionName=function_name, Runtime="python3.13", Handler="index.handler", Code={"ZipFile": OTHER_ZIP},
        Role=iam.get_role(RoleName=app.name)["Role"]["Arn"])


class Code(Kind):
    """A change of code alone."""

    name, is_reusable = "code", True

    def ready(self, app):
        if not app.number:
            super().ready(app)
            app.must(*DEPLOY)
        app.number += 1
        self.expected = (FIRST, SECOND if app.number % 2 else FIRST)
        app.write_hello(*self.expected)
        app.must(*BUILD)


class NestedUpdate(Update):
    """An update of an app whose lambdas are in nested stacks."""

    name, stacks = "nested update", 2


class NestedCode(Code):
    """A change of code alone of an app whose lambdas are in nested stacks."""

    name, stacks = "nested code", 2


class NestedFailing(Failing):
    """An update of an app with nested stacks that CloudFormation rolls back; then the update."""

    name, stacks = "nested failing", 2


class Rollback(Kind):
    """A rollback of code."""

    name, steps, is_reusable = "rollback", ROLLBACK, True

    def ready(self, app):
        if not app.number:
            super().ready(app)
            app.must(*DEPLOY)
        app.number += 1
        app.write_hello(FIRST, SECOND)
        app.must(*BUILD, *DEPLOY)


class Adoption(Kind):
    """The import of the table that a deleted stack kept, then a deploy: the table has its row."""

    name, steps, then, is_reusable = "adoption", ADOPT, DEPLOY, True

    def ready(self, app):
        if not app.number:
            super().ready(app)
            app.must(*DEPLOY)
            self.table = app.table()
            app.client("dynamodb").put_item(TableName=self.table, Item={"pk": {"S": "a"}, "sk": {"S": "a"}})
        app.number += 1
        app.must(*DELETE)

    def problem(self, app, faulty_text):
        if problem := super().problem(app, faulty_text):
            return problem
        rows = app.client("dynamodb").scan(TableName=app.table())["Count"]
        return "" if app.table() == self.table and rows == 1 else f"the table {app.table()} has {rows} rows"


class Kept(Kind):
    """A first deploy beside the table with data that a deleted stack kept: it stops, and is repeated with empty=1."""

    name, steps = "kept", [*faulty_apps.STOPPED_DEPLOY, *DEPLOY_EMPTY]

    def ready(self, app):
        super().ready(app)
        app.must(*DEPLOY)
        self.table = app.table()
        app.client("dynamodb").put_item(TableName=self.table, Item={"pk": {"S": "a"}, "sk": {"S": "a"}})
        app.must(*DELETE)

    def problem(self, app, faulty_text):
        if problem := super().problem(app, faulty_text):
            return problem
        rows = [app.client("dynamodb").scan(TableName=table)["Count"] for table in (self.table, app.table())]
        return "" if rows == [1, 0] else f"the tables {self.table} and {app.table()} have {rows} rows"


class Restoration(Kind):
    """A deploy with full=1 after code, settings and a rule were changed by hand."""

    name, steps, is_reusable = "restoration", DEPLOY_ALL, True

    def ready(self, app):
        if not app.number:
            app.write("tick", HANDLER, seconds=FIRST, answer=FIRST, trigger="timer: {rate: 1 hour}")
            super().ready(app)
            app.must(*DEPLOY)
        app.number += 1
        functions, name = app.client("lambda"), app.function("hello")
        functions.update_function_code(FunctionName=name, ZipFile=OTHER_ZIP)
        functions.update_function_configuration(FunctionName=name, Timeout=SECOND)
        app.client("events").disable_rule(Name=self.rule(app)["Name"])
        assert app.state() == (SECOND, SECOND), app.state()

    def rule(self, app):
        """The rule of the lambda tick."""
        rules = app.client("events").list_rules(NamePrefix=f"{app.stack}-")["Rules"]
        return next(rule for rule in rules if "TickTimerRule" in rule["Name"])

    def problem(self, app, faulty_text):
        problem = super().problem(app, faulty_text)
        return problem or ("" if self.rule(app)["State"] == "ENABLED" else "the rule is disabled")


class NestedRestoration(Restoration):
    """The same with an app whose lambdas are in nested stacks."""

    name, stacks = "nested restoration", 2
