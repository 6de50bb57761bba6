"""Imports of moto that rare calls only need, delayed until these calls: they were two thirds of a start's CPU time.

moto.ssm.models imports moto.ec2 for commands to instances, which reads all types of instances in 0.7 s;
moto.applicationautoscaling.models imports moto.ecs, and that moto.ec2, for containers.
moto.apigateway.models imports openapi_spec_validator in 0.13 s, for an import of an API with failonwarnings.
moto.cognitoidp.models searches for the prime factors of one key again for each user pool, in 0.1 s: here for the first.
"""
import copy
import functools
import importlib
import json
import sys
import threading
import uuid
from importlib.machinery import PathFinder
from types import ModuleType, SimpleNamespace
from typing import Any


class Backends:
    """The backends of a service, imported when one of them is used: Backends("ec2")[account][region]."""

    def __init__(self, service, *keys):
        self._service, self._keys = service, keys

    def __getitem__(self, key):
        return Backends(self._service, *self._keys, key)

    def __getattr__(self, name):
        account, region = self._keys
        backends = vars(importlib.import_module(f"moto.{self._service}"))[f"{self._service}_backends"]
        return getattr(backends[account][region], name)


def client_of_state(*args, **kwargs):
    """state_machines.client(), which moto's interpreter of state machines has from now on."""
    from localcloud.moto import state_machines  # boto3, which this package's importers do not all need

    return state_machines.client(*args, **kwargs)


def set_codes(module):
    """Gives the errors of moto's interpreter of state machines the codes that their responses lack."""
    for error in vars(module).values():
        if isinstance(error, type) and "code" in vars(error):
            error.TYPE = error.code


def correct_executions(module):
    """Gives each execution of a state machine that has no name one of its own, where moto calls all of them None, and
    describes an output that is a text as JSON, and refuses transitions to states that there are not."""
    from localcloud.moto import state_machines  # moto, which this package's importers do not all need
    from localcloud.moto.replacing import replace

    @replace(module.StepFunctionsParserBackend, "start_execution")
    def start_execution(original, self, state_machine_arn, name=None, *args, **kwargs):
        return original(self, state_machine_arn, name or str(uuid.uuid4()), *args, **kwargs)

    @replace(module.StepFunctionsParserBackend, "describe_execution")
    def describe_execution(original, self, execution_arn):
        execution = original(self, execution_arn)
        if not isinstance(execution.output, str):
            return execution
        described = copy.copy(execution)
        described.output = json.dumps(execution.output)
        return described

    @replace(module.StepFunctionsParserBackend, "create_state_machine")
    def create_state_machine(original, self, name, definition, *args, **kwargs):
        state_machines.check_transitions(definition, module.InvalidDefinition)
        return original(self, name, definition, *args, **kwargs)

    @replace(module.StepFunctionsParserBackend, "update_state_machine")
    def update_state_machine(original, self, arn, definition=None, *args, **kwargs):
        state_machines.check_transitions(definition or "{}", module.InvalidDefinition)
        return original(self, arn, definition, *args, **kwargs)


def name_unmatched_choices(module):
    """Gives a Choice state without a matching choice the error of Step Functions, States.NoChoiceMatched."""
    from moto.stepfunctions.parser.asl.component.common.error_name import failure_event, states_error_name  # module's
    from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType

    from localcloud.moto.replacing import replace  # moto, which this package's importers do not all need

    @replace(module.StateChoice, "_eval_state")
    def evaluate(original, self, env):
        try:
            original(self, env)
        except RuntimeError as error:
            if "No branching option" not in str(error):
                raise
            name = StatesErrorNameType.StatesNoChoiceMatched
            details = {"error": name.to_name(), "cause": f"An error occurred while executing the state '{self.name}'. "
                       "Failed to transition out of the state. The state does not point to a next state."}
            event_details: Any = {"executionFailedEventDetails": details}  # a TypedDict, as moto makes it
            raise failure_event.FailureEventException(failure_event.FailureEvent(
                env, states_error_name.StatesErrorName(name), module.HistoryEventType.ExecutionFailed,
                event_details)) from None


def validate(document):
    """openapi_spec_validator's function, which moto.apigateway.models has from now on."""
    import openapi_spec_validator  # 0.13 s
    from openapi_spec_validator.validation.exceptions import OpenAPIValidationError

    models = sys.modules["moto.apigateway.models"]
    vars(models).update(validate=openapi_spec_validator.validate, OpenAPIValidationError=OpenAPIValidationError)
    openapi_spec_validator.validate(document)


@functools.cache
def pool_key():
    """The key that signs the tokens of all user pools, as moto reads it for each of them."""
    from joserfc import jwk  # 50 ms
    from moto.utilities.utils import load_resource

    return jwk.RSAKey.import_key(load_resource("cognitoidp/resources/jwks-private.json"))


# {module of moto: {module that it imports: what it takes from there}}
STAND_INS = {
    "moto.ssm.models": {"moto.ec2": {"ec2_backends": Backends("ec2")}},
    "moto.applicationautoscaling.models": {"moto.ecs": {"ecs_backends": Backends("ecs")}},
    "moto.apigateway.models": {
        "openapi_spec_validator": {"validate": validate},
        "openapi_spec_validator.validation": {},
        "openapi_spec_validator.validation.exceptions": {"OpenAPIValidationError": Exception}},
    "moto.cognitoidp.models": {}, "moto.stepfunctions.parser.api": {},
    "moto.stepfunctions.parser.models": {},
    "moto.stepfunctions.parser.asl.utils.boto_client": {},
    "moto.stepfunctions.parser.asl.component.state.choice.state_choice": {},
}
# {module of moto: {name in it: what it is from now on}}
REPLACED = {
    "moto.cognitoidp.models": {"jwk": SimpleNamespace(RSAKey=SimpleNamespace(import_key=lambda _document: pool_key()))},
    "moto.stepfunctions.parser.asl.utils.boto_client": {"boto_client_for": client_of_state},
}
# {module of moto: function(module), called after its code}
COMPLETED = {"moto.stepfunctions.parser.api": set_codes, "moto.stepfunctions.parser.models": correct_executions,
             "moto.stepfunctions.parser.asl.component.state.choice.state_choice": name_unmatched_choices}


# {type of CloudFormation: the module that is imported for the first resource of it}; the last takes two seconds.
OF_TYPES = {"AWS::StepFunctions::StateMachine": "moto.stepfunctions.parser.models"}


def begin(types):
    """Begins to import what the resources of a template need, beside the work on the others. types: {type}"""
    for type_ in OF_TYPES.keys() & types:
        if OF_TYPES[type_] not in sys.modules:
            threading.Thread(target=importlib.import_module, args=[OF_TYPES[type_]], daemon=True).start()


class Finder:
    """Finds the modules of STAND_INS; they run with the stand-ins in place of modules that are not imported yet."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        """Called by Python's import of any module."""
        spec = PathFinder.find_spec(name, path, target) if name in STAND_INS else None
        if spec is not None and spec.loader is not None:
            run = spec.loader.exec_module
            spec.loader.exec_module = lambda module: run_with_stand_ins(run, module)
        return spec


def run_with_stand_ins(run, module):
    """Runs the code of a module of STAND_INS: run(module)."""
    absent = {name: content for name, content in STAND_INS[module.__name__].items() if name not in sys.modules}
    for name, content in absent.items():
        sys.modules[name] = ModuleType(name)
        vars(sys.modules[name]).update(content)
    try:
        run(module)
        vars(module).update(REPLACED.get(module.__name__, {}))
        COMPLETED.get(module.__name__, lambda _module: None)(module)
    finally:
        for name in absent:
            del sys.modules[name]


def install():
    """Changes Python's imports of the modules of STAND_INS."""
    if Finder not in sys.meta_path:
        sys.meta_path.insert(0, Finder)
