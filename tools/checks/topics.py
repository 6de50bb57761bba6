"""Topics: messages that SNS refuses."""
from checks.check import Check, Finding
from interpreter.plain import options

LONGEST = 100  # docs.aws.amazon.com/sns/latest/api/API_Publish.html


def refused_subjects(subject):
    """Subjects with a line break, or too long, as far as their text is known."""
    for _name, call in subject.calls("sns", frozenset({"Publish"})):
        for value in options(call["args"].get("Subject")):
            parts = [value] if isinstance(value, str) else value.get("text", []) if isinstance(value, dict) else []
            text = "".join(part for part in parts if isinstance(part, str))
            if "\n" in text or len(text) > LONGEST:
                fault = "contains a line break" if "\n" in text else f"has {len(text)} characters"
                yield Finding(call["file"], call["line"], f"the subject {fault}",
                              f"a subject is one line of at most {LONGEST} characters: put the rest into the message",
                              "InvalidParameterException: Invalid parameter: Subject")


CHECKS = [
    Check("P209", "A subject that SNS refuses",
          "InvalidParameterException; the local cloud accepts it.",
          "https://docs.aws.amazon.com/sns/latest/api/API_Publish.html",
          "boto3.client('sns').publish(TopicArn=os.environ['DEMO_ALARM_TOPIC'], Message='m', Subject='Due\\ntoday')",
          "boto3.client('sns').publish(TopicArn=os.environ['DEMO_ALARM_TOPIC'], Message='m', Subject='Due today')",
          refused_subjects,
          files={"lambdas/alarm/index.py": '"""Alarms.\n\ninfra:\n  topic: {}\n"""\n\n\ndef handler(event, context):\n'
                                           '    return None\n'}),
]
