"""How long a lambda waits for others, against the time it has itself."""
from checks.check import Check, Finding


def late_answers(subject):
    """Invokes that wait for a lambda which may take longer than who asks has."""
    for name, call in subject.all_calls:
        kind = call["args"].get("InvocationType", "RequestResponse")
        if call["operation"] != "Invoke" or not (call["sure"] and call["reached"] and call["whole"]) \
                or kind != "RequestResponse":
            continue
        is_, of = subject.named(name, call["args"].get("FunctionName"))
        own, other = (subject.model["lambdas"].get(one, {}).get("infra", {}).get("timeout") for one in (name, of))
        if is_ == "function" and own and other and other > own:
            yield Finding(call["file"], call["line"], f"{name} has {own} s, and waits for {of}, which has {other} s",
                          f"a longer `timeout` for {name}, a shorter one for {of}, or InvocationType='Event'",
                          f"Task timed out after {own}.00 seconds")


def long_waits(subject):
    """Sleeps and timeouts of HTTP requests that the lambda does not live to see the end of."""
    for name, note in subject.notes("waits"):
        own = subject.model["lambdas"][name]["infra"]["timeout"]
        if note["reached"] and note["seconds"] >= own:
            yield Finding(note["file"], note["line"],
                          f"{note['name']} may wait {note['seconds']:g} s, and {name} has {own} s",
                          f"a `timeout` above {note['seconds']:g} for {name}, or wait less",
                          f"Task timed out after {own}.00 seconds")


INVOKE = "infra:\n  timeout: %s\n---\nboto3.client('lambda').invoke(FunctionName=os.environ['DEMO_B_FUNCTION'])"
SLOW = {"lambdas/b/index.py": '"""Thinks.\n\ninfra:\n  timeout: 60\n"""\n\n\ndef handler(event, context):\n'
        '    return {"sum": 5}\n'}
FETCH = "infra:\n  timeout: %s\n---\nimport urllib.request\n\n\ndef handler(event, context):\n" \
    "    with urllib.request.urlopen(event['url'], timeout=20) as answer:\n        print(answer.status)"
CHECKS = [
    Check("P605", "A lambda that waits for a slower one",
          "Task timed out, while the other one works on and is paid for.",
          INVOKE % 20, INVOKE % 90, late_answers, SLOW),
    Check("P606", "A wait that is longer than the lambda has",
          "Task timed out: what comes after the wait, and the except around it, is never run.",
          FETCH % 10, FETCH % 30, long_waits),
]
