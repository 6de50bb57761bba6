"""The state of the template in moto: each resource is created at its first use, by the local cloud's handlers."""
from moto.secretsmanager.models import secretsmanager_backends

from localcloud.cloudformation import properties, references
from localcloud.cloudformation.resources import TYPES
from localcloud.cloudformation.task import Task
from testkit import names
from testkit.app import ACCOUNT

PARTS_OF_POOL = (names.POOL_CLIENT, "AWS::Cognito::UserPoolGroup")
CREATED_TYPES = ("AWS::CodeBuild::Project", "AWS::DynamoDB::Table", "AWS::Events::EventBus", "AWS::Kinesis::Stream",
                 "AWS::S3::Bucket", "AWS::SNS::Topic", "AWS::SQS::Queue", "AWS::Scheduler::ScheduleGroup",
                 "AWS::SecretsManager::Secret", "AWS::StepFunctions::StateMachine", names.POOL, *PARTS_OF_POOL)


class State:
    """The resources of one test. created: {logical id: testkit.names.Resource}"""

    def __init__(self, app):
        self.app, self.region, self.created = app, app.region, {}

    def resource(self, id_):
        """A resource by its logical id, created now unless it exists."""
        if id_ not in self.created:
            definition = self.app.template["Resources"][id_]
            for dependency in sorted(self.dependencies(definition.get("Properties", {}))):
                self.resource(dependency)
            self.created[id_] = self.create(id_, definition)
            for part in self.parts_of_pool(id_) if definition["Type"] == names.POOL else ():
                self.resource(part)
        return self.created[id_]

    def dependencies(self, value):
        """The logical ids of the state that a value of the template refers to."""
        return {name for name, _attribute in references.of_value(value)
                if self.app.template["Resources"].get(name, {}).get("Type") in CREATED_TYPES}

    def parts_of_pool(self, id_):
        """[logical id] of the clients and the groups of a user pool."""
        return [name for name, definition in sorted(self.app.template["Resources"].items())
                if definition["Type"] in PARTS_OF_POOL and id_ in self.dependencies(definition["Properties"])]

    def create(self, id_, definition):
        """Creates one resource, as a deploy would."""
        resource = names.Resource("", {})
        resolved = properties.resolved_properties(definition, self.app.scope, [])
        type_, expected_ref = definition["Type"], self.app.scope.resources[id_].ref
        name = type_ != names.SECRET and resolved.get(TYPES[type_].name) or \
            names.physical(self.app.bus, id_, definition)
        TYPES[type_].create(Task(self, resource, resolved, name))
        if type_ == names.SECRET:  # moto's ARN is random, and the one in the lambda's variable is known before
            secretsmanager_backends[ACCOUNT][self.region].secrets[resource.ref].arn = resource.ref = expected_ref
        if type_ in (names.POOL, names.POOL_CLIENT):
            from testkit import user_pools  # imports the models of Cognito

            user_pools.rename(self.region, resource.ref, expected_ref)
            resource.ref = expected_ref
        return resource
