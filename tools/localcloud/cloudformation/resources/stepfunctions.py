"""AWS::StepFunctions::StateMachine; localcloud/moto/state_machines.py runs its executions."""
import json

from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.task import one_call

# docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html
DEFAULTS = {"TracingConfiguration": {"enabled": False}, "EncryptionConfiguration": {"type": "AWS_OWNED_KEY"},
            "LoggingConfiguration": {"level": "OFF", "includeExecutionData": False}}


def definition(task):
    """The definition as JSON, its ${name} replaced by DefinitionSubstitutions."""
    text = task.properties.get("DefinitionString")
    if text is None:
        if "Definition" not in task.properties:
            raise ApiError("The local cloud needs DefinitionString or Definition of AWS::StepFunctions::StateMachine")
        text = json.dumps(task.properties["Definition"])
    for name, value in task.properties.get("DefinitionSubstitutions", {}).items():
        text = text.replace(f"${{{name}}}", str(value))
    return text


def settings(task):
    """The parameters that the creation and an update have in common; a setting that is absent gets its default."""
    return {"definition": definition(task), "roleArn": task.properties["RoleArn"],
            **{name: task.properties.get(name, default) for name, default in DEFAULTS.items()}}


def create_machine(task):
    """Creates a state machine. Ref and Arn are its ARN."""
    response = task.call("stepfunctions", "create_state_machine", name=task.name, **settings(task),
                         type=task.properties.get("StateMachineType"), tags=task.properties.get("Tags"))
    task.mark_created(response["stateMachineArn"], Arn=response["stateMachineArn"], Name=task.name)


def update_machine(task):
    """Changes the definition, the role, the settings and the tags."""
    task.call("stepfunctions", "update_state_machine", stateMachineArn=task.ref, **settings(task))
    task.retag("stepfunctions", resourceArn=task.ref)


TYPES = {
    "AWS::StepFunctions::StateMachine": Kind(
        create_machine, update_machine,
        one_call("stepfunctions", "delete_state_machine", "stateMachineArn"), name="StateMachineName", longest=80,
        properties="Definition DefinitionString DefinitionSubstitutions EncryptionConfiguration LoggingConfiguration "
                   "RoleArn StateMachineName StateMachineType Tags TracingConfiguration",
        attributes="Arn Name", replacing="StateMachineName StateMachineType"),
}
