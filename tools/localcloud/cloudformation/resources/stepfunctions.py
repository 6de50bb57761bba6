"""AWS::StepFunctions::StateMachine. Its executions are recorded, and run nothing."""
import json

from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.task import one_call


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


def create_machine(task):
    """Creates a state machine. Ref and Arn are its ARN."""
    response = task.call("stepfunctions", "create_state_machine", name=task.name, definition=definition(task),
                         roleArn=task.properties["RoleArn"], type=task.properties.get("StateMachineType"))
    task.mark_created(response["stateMachineArn"], Arn=response["stateMachineArn"], Name=task.name)


def update_machine(task):
    """Changes the definition and the role."""
    task.call("stepfunctions", "update_state_machine", stateMachineArn=task.ref, definition=definition(task),
              roleArn=task.properties["RoleArn"])


TYPES = {
    "AWS::StepFunctions::StateMachine": Kind(
        create_machine, update_machine,
        one_call("stepfunctions", "delete_state_machine", "stateMachineArn"), name="StateMachineName", longest=80,
        properties="Definition DefinitionString DefinitionSubstitutions RoleArn StateMachineName StateMachineType",
        attributes="Arn Name", replacing="StateMachineName StateMachineType",
        ignored="LoggingConfiguration Tags TracingConfiguration"),
}
