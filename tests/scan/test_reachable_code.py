"""No code that Python reaches counts as dead: all forms of control flow, each run with every outcome of its choices."""
import sys
import types

from interpreter import observed
from interpreter.sources import Sources
from recipes import event_shape
from tests.fixtures import control_flow
from tests.fixtures.cases import cases

STEP = 1201  # of 300,000 combinations: 250
AT_ONCE = 25  # functions in one module


def unfollowed(forms):
    """[(name of a form, [text of a line])] of the calls that Python makes and the interpreter neither follows nor doubts.
    """
    text, of_form = control_flow.module([body for _name, body in forms])
    observation = observed({"name": "a", "handler": "lambdas.a.index.handler", "infra": {}}, Sources(
        {"lambdas.a.index": "index.py"}, {"index.py": text}.__getitem__), event_shape({}))
    assert observation["whole"]
    keys = {call["args"].get("Key") for call in observation["calls"] if not call["dead"]}
    lines = [text.splitlines()[call["line"] - 1] for call in observation["unresolved"] if not call["dead"]]
    namespace: dict = {}
    exec(compile(text, "index.py", "exec"), namespace)
    missing = [control_flow.reached(namespace[f"form{at}"], namespace) - keys for at in range(len(forms))]
    return [(name, body) for (name, body), own in zip(forms, missing)
            if any(not any(f'"{key}"' in line for line in lines) for key in own)]


def batches():
    """[[(name, body)]] of all forms."""
    forms = [*control_flow.own_forms(), *control_flow.forms(STEP)]
    return [forms[at:at + AT_ONCE] for at in range(0, len(forms), AT_ONCE)]


@cases("forms", batches)
def test_code_that_python_reaches_is_followed(forms, monkeypatch):
    monkeypatch.setitem(sys.modules, "boto3", types.SimpleNamespace(client=lambda _service: None))
    assert unfollowed(forms) == []
