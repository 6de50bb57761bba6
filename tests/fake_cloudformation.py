"""CloudFormation as a small world in memory, which deploys are tried on without waiting.

    world = World()
    world.stack("UPDATE_COMPLETE")            there is a stack
    world.changes(added("HelloFunction"))     what the next change set will hold; none: nothing to change
    world.fails("HelloFunction", "No.")       and what happens when it is executed
    world.client                              the client to hand to a tool

Every request is checked against botocore's own model, and so is every answer. Each look at the
events shows one more of them: time is the number of looks.
"""
import itertools

import botocore.session
from botocore.exceptions import ClientError
from botocore.validate import ParamValidator

MODEL = botocore.session.get_session().get_service_model("cloudformation")
OPERATIONS = {botocore.xform_name(name): MODEL.operation_model(name) for name in MODEL.operation_names}


def change(action, id_, type_="AWS::Lambda::Function", **more):
    """One ResourceChange."""
    return {"Action": action, "LogicalResourceId": id_, "ResourceType": type_, **more}


def added(id_, type_="AWS::Lambda::Function"):
    """A resource that a change set would create."""
    return change("Add", id_, type_)


def refuse(code, message, operation="?"):
    """Raises what boto3 raises."""
    raise ClientError({"Error": {"Code": code, "Message": message}}, operation)


class Client:
    """world.do_<operation> as a boto3 client, with botocore's checks."""

    def __init__(self, world):
        self.world = world

    def __getattr__(self, name):
        operation = OPERATIONS[name]

        def call(**request):
            report = ParamValidator().validate(request, operation.input_shape)
            assert not report.has_errors(), report.generate_report()
            self.world.calls.append((name, request))
            answer = getattr(self.world, f"do_{name}")(request) or {}
            unknown = answer.keys() - (operation.output_shape.members.keys() if operation.output_shape else set())
            assert not unknown, f"the fake answers {unknown} to {name}"
            return answer
        return call

    def get_paginator(self, name):
        """One page is all."""
        paginator = type("Paginator", (), {})()
        paginator.paginate = lambda **request: iter([getattr(self, name)(**request)])
        return paginator


class World:
    """One stack at most, its events, and the change sets asked for."""

    def __init__(self):
        self.client, self.calls, self.name = Client(self), [], "demo-local"
        self.status, self.events, self.coming, self.sets = None, [], [], {}
        self.planned, self.refused, self.failing, self.outputs = [], None, {}, {}
        self.numbers, self.later = itertools.count(), []
        self.id = f"arn:aws:cloudformation:eu-west-1:123456789012:stack/{self.name}/1"

    # what a test says

    def stack(self, status):
        """There is a stack in that state."""
        self.status = status
        self.events = [self.event(self.name, status)]

    def changes(self, *changes):
        """What the next change set holds."""
        self.planned = list(changes)

    def fails(self, id_, reason):
        """The resource that will fail."""
        self.failing[id_] = reason

    def meanwhile(self, *statuses):
        """The stack's own next states, which come without our doing."""
        self.coming += [self.event(self.name, status) for status in statuses]

    def event(self, id_, status, reason="", type_="AWS::Lambda::Function"):
        """An event, not yet seen."""
        own = id_ == self.name
        return {"EventId": f"e{next(self.numbers)}", "StackId": self.id, "StackName": self.name,
                "LogicalResourceId": id_, "PhysicalResourceId": self.id if own else f"{id_}-1",
                "ResourceType": "AWS::CloudFormation::Stack" if own else type_, "ResourceStatus": status,
                **({"ResourceStatusReason": reason} if reason else {})}

    def requests(self, name):
        """The parameters of each call of an operation."""
        return [request for called, request in self.calls if called == name]

    # what CloudFormation does

    def look(self):
        """A moment passes: the next event happens."""
        if self.coming:
            event = self.coming.pop(0)
            self.events.insert(0, event)
            if event["LogicalResourceId"] == self.name:
                self.status = event["ResourceStatus"]

    def exists(self, request, operation):
        """Refuses what asks for a stack that is not there."""
        by_arn = request["StackName"] == self.id
        if self.status is None or self.status == "DELETE_COMPLETE" and not by_arn:
            refuse("ValidationError", f"Stack with id {request['StackName']} does not exist", operation)

    def do_describe_stacks(self, request):
        self.exists(request, "DescribeStacks")
        outputs = [{"OutputKey": key, "OutputValue": value} for key, value in self.outputs.items()]
        return {"Stacks": [{"StackName": self.name, "StackId": self.id, "StackStatus": self.status, "Outputs": outputs}]}

    def do_describe_stack_events(self, request):
        self.exists(request, "DescribeStackEvents")
        self.look()
        return {"StackEvents": list(self.events)}

    def do_create_change_set(self, request):
        running = (self.status or "").endswith("_IN_PROGRESS") and self.status != "REVIEW_IN_PROGRESS"
        if running or self.status in ("ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_FAILED"):
            refuse("ValidationError", f"Stack:{self.id} is in {self.status} state and can not be updated.")
        new = self.status in (None, "REVIEW_IN_PROGRESS", "DELETE_COMPLETE")
        assert request["ChangeSetType"] == ("CREATE" if new else "UPDATE")
        assert request["ChangeSetName"] not in self.sets, "a change set's name is used once"
        if new and self.status != "REVIEW_IN_PROGRESS":
            self.stack("REVIEW_IN_PROGRESS")
        self.sets[request["ChangeSetName"]] = request
        return {"Id": request["ChangeSetName"], "StackId": self.id}

    def do_describe_change_set(self, request):
        reason = self.refused or "" if self.planned else "The submitted information didn't contain changes."
        return {"ChangeSetId": request["ChangeSetName"], "ChangeSetName": request["ChangeSetName"], "StackId": self.id,
                "StackName": self.name, "Status": "FAILED" if reason else "CREATE_COMPLETE", "StatusReason": reason,
                "Changes": [{"Type": "Resource", "ResourceChange": change} for change in self.planned]}

    def do_delete_change_set(self, request):
        del self.sets[request["ChangeSetName"]]

    def do_execute_change_set(self, request):
        if self.later:
            refuse(*self.later.pop(0), "ExecuteChangeSet")
        word = "CREATE" if self.status == "REVIEW_IN_PROGRESS" else "UPDATE"
        self.coming.append(self.event(self.name, f"{word}_IN_PROGRESS", "User Initiated"))
        for change in self.planned:
            id_, type_ = change["LogicalResourceId"], change["ResourceType"]
            status = f"{word}_FAILED" if id_ in self.failing else f"{word}_COMPLETE"
            self.coming += [self.event(id_, f"{word}_IN_PROGRESS", type_=type_),
                            self.event(id_, status, self.failing.get(id_, ""), type_)]
        back = {"CREATE": "ROLLBACK", "UPDATE": "UPDATE_ROLLBACK"}[word]
        ends = [f"{back}_IN_PROGRESS", f"{back}_COMPLETE"] if self.failing else [f"{word}_COMPLETE"]
        self.meanwhile(*ends)
        self.planned, self.sets = [], {}

    def do_delete_stack(self, request):
        if self.status == "REVIEW_IN_PROGRESS":
            self.status = None
            return
        self.meanwhile("DELETE_IN_PROGRESS", "DELETE_FAILED" if self.failing else "DELETE_COMPLETE")
        for id_, reason in self.failing.items():
            self.coming.insert(1, self.event(id_, "DELETE_FAILED", reason))

    def do_describe_events(self, request):
        return {"OperationEvents": [{"LogicalResourceId": id_, "ResourceType": "AWS::Lambda::Function",
                                     "ValidationStatusReason": reason} for id_, reason in self.failing.items()]}

    def do_get_template(self, request):
        return {"TemplateBody": {"Resources": {"DemoTable": {"DeletionPolicy": "Retain"}, "HelloFunction": {}}}}

    def do_list_stack_resources(self, request):
        self.exists(request, "ListStackResources")
        return {"StackResourceSummaries": [
            {"LogicalResourceId": "DemoTable", "PhysicalResourceId": "demo-dev-DemoTable-1",
             "ResourceType": "AWS::DynamoDB::Table", "ResourceStatus": "CREATE_COMPLETE"},
            {"LogicalResourceId": "HelloFunction", "PhysicalResourceId": "demo-dev-hello",
             "ResourceType": "AWS::Lambda::Function", "ResourceStatus": "CREATE_COMPLETE"}]}
