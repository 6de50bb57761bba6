"""The state of the template in moto: made by the local cloud's own handlers, only what is asked for."""
from localcloud.cloudformation import properties, references
from localcloud.cloudformation.resources import TYPES
from localcloud.cloudformation.task import Task
from testkit import names

MADE = ("AWS::DynamoDB::Table", "AWS::Events::EventBus", "AWS::S3::Bucket", "AWS::SNS::Topic", "AWS::SQS::Queue")


class State:
    """The resources that exist in one test: {logical id: what Ref and Fn::GetAtt give of it}."""

    def __init__(self, app):
        self.app, self.region, self.made = app, app.region, {}

    def resource(self, id_):
        """A resource by its logical id, made now unless it is there."""
        if id_ not in self.made:
            said = self.app.template["Resources"][id_]
            for other in sorted(self.wanted(said.get("Properties", {}))):
                self.resource(other)
            self.made[id_] = self.create(id_, said)
        return self.made[id_]

    def wanted(self, value):
        """The ids of the state that a value of the template names."""
        return {name for name, _attribute in references.names(value)
                if self.app.template["Resources"].get(name, {}).get("Type") in MADE}

    def create(self, id_, said):
        """Makes one resource, as a deploy would."""
        made = names.Named("", {})
        made.retained = False
        given = properties.resolved_properties(said, self.app.scope, [])
        name = given.get(TYPES[said["Type"]].name) or names.physical(self.app.bus, id_, said["Type"])
        TYPES[said["Type"]].create(Task(self, made, given, name))
        return made
