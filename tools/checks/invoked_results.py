"""What lambdas return to those that invoke them, against what these read of it."""
from checks.check import Check, Findings, Subject, finding
from checks.example import lambda_file
from checks.messages import at, has, reads
from interpreter.plain import fields, options
from kit.schema import nearest

ERROR_KEYS = frozenset("errorMessage errorType stackTrace requestId".split())


def has_one_form(responses, note):
    """Whether all results have a key in common at the path of a note: none is the form of an error."""
    keys = [fields(at(value, note["path"][2:])).keys() for value in responses]
    return bool(keys) and bool(set.intersection(*map(set, keys)))


def absent_response_keys(subject: Subject) -> Findings:
    """Keys that a lambda reads from another one's payload, and that the other never returns."""
    for name, notes in sorted(reads(subject).items()):
        for note in notes:
            kind, of = subject.kinds[name].get(note["path"][1] if len(note["path"]) > 1 else "", (None, None))
            if note["path"][:1] != ["answer of"] or kind != "function" or note["key"] in ERROR_KEYS:
                continue
            observation = subject.observations[of]
            responses = [option for returned in observation["returns"] for option in options(returned["value"])]
            results = [has(value, note["path"][2:], note["key"]) for value in responses]
            is_untested = note["always"] and has_one_form(responses, note) and all(
                read["how"] == "item" and read["always"] for read in notes if read["path"] == note["path"])
            if (set(results) == {False} or False in results and is_untested) and observation["whole"] \
                    and not note["expected"]:
                keys = sorted({key for value in responses for key in fields(at(value, note["path"][2:]))})
                near = nearest(note["key"], keys, 0.6)
                if note["how"] == "item" or near:
                    yield finding(note, f"{of} {'may return' if True in results else 'returns'} no {note['key']!r}: "
                                  f"{'it returns ' + ', '.join(keys) if keys else 'it returns no mapping'}", near,
                                  f"KeyError: {note['key']!r}")


INVOKE = "response = boto3.client('lambda').invoke(FunctionName=os.environ['DEMO_B_FUNCTION'])\n" \
    "print(json.load(response['Payload'])['%s'])"
CHECKS = [
    Check("P822", "A key that an invoked lambda does not return",
          "KeyError in the lambda that invoked it.",
          "https://docs.aws.amazon.com/lambda/latest/dg/invocation-sync.html",
          INVOKE % "total", INVOKE % "sum", absent_response_keys,
          lambda_file("b", "return {'sum': 5}")),
]
