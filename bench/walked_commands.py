"""The commands of bench/measure_walks.py: the programs behind a target of make, and the command that an error names."""
import datetime
import re
from typing import NamedTuple

import adopt_resources
import check_app
import delete_stack
import deploy_stack
import diff_stack
import expand_template
import manage_bucket
import manage_stages
import replay_messages
import rollback_code
import scan_infra
from faulty_apps import APP, ARTIFACTS, STAGE, TEMPLATE

IN_STAGE = [f"--stage={STAGE}"]
BUILD = [(scan_infra, ["-o", APP]), (expand_template, [APP, "-o", TEMPLATE])]
QUOTED = re.compile(r"`([^`]+)`")
LATER = datetime.timedelta(days=2)  # until then the stage has expired


class Sweep:
    """A program: manage_stages.py, two days later."""

    @staticmethod
    def main(arguments):
        manage_stages.now = lambda: datetime.datetime.now(datetime.UTC) + LATER
        manage_stages.main(arguments)


class Command(NamedTuple):
    """A target of make with variables."""

    goal: str
    values: tuple[tuple[str, str], ...] = ()  # ((variable, value), ...)

    def __str__(self):
        return " ".join(["make", self.goal, *(f"{name}={value}" for name, value in self.values)])

    def lost(self):
        """The names of lose=."""
        return {name for variable, value in self.values if variable == "lose" for name in value.split(",")}

    def with_values(self, **values):
        """This command with further variables."""
        return self._replace(values=tuple({**dict(self.values), **values}.items()))

    def programs(self):
        """The programs that the Makefile runs for it, with their arguments."""
        values = dict(self.values)
        agreed = ["--yes"] * ("yes" in values) + [f"--lose={values.get('lose')}"] * ("lose" in values)
        yes = ["--yes"] * ("yes" in values)
        switches = [f"--{name}" for name in ("full", "empty") if name in values]
        stack = ["-o", f"build/{STAGE}/stack.json"]
        push = (deploy_stack, [APP, ARTIFACTS, "--push", *IN_STAGE, *agreed])
        return {
            "deploy": [*BUILD, (check_app, [APP, "--before-deploy", *IN_STAGE, *yes]),
                       (push[0], [*push[1], *switches, *stack])],
            "dry": [*BUILD, (diff_stack, [APP, TEMPLATE, *IN_STAGE, *switches, "--calls"])],
            "diff": [*BUILD, (diff_stack, [APP, TEMPLATE, *IN_STAGE, "--json", *["--drift"] * ("drift" in values)])],
            "adopt": [*BUILD, (adopt_resources, [APP, TEMPLATE, *IN_STAGE, f"--name={values.get('name', '')}",
                                                 f"--resource={values.get('resource', '')}"]), (push[0], [*push[1], *stack])],
            "rollback": [(rollback_code, [APP, *IN_STAGE])],
            "delete": [(delete_stack, [APP, *IN_STAGE, *agreed])],
            "replay": [(replay_messages, [APP, *IN_STAGE, *yes])],
            "bucket": [BUILD[0], (manage_bucket, [APP, *IN_STAGE, *yes, "--", values.get("do", "create")])],
            "stages": [BUILD[0], (Sweep, [APP, *IN_STAGE, *yes, "--", values.get("do", "list")])],
        }["dry" if self.goal == "deploy" and "dry" in values else self.goal]


def parsed(text):
    """The Command of "make deploy full=1 stage=dev"; None of anything else, or of another target."""
    make, goal, *words = [*text.split(), "", ""]
    values = tuple(tuple(word.split("=", 1)) for word in words if "=" in word and not word.startswith("stage="))
    return Command(goal, values) if make == "make" and goal in ("deploy", "adopt", "delete", "rollback", "bucket") else None


def hinted(text, command):
    """The commands that an error of a command names, the first one first: its own with a variable that agrees, or
    others."""
    commands = []
    for quoted in QUOTED.findall(text):
        if re.fullmatch(r"\w+=\S+", quoted):
            commands.append(command.with_values(**dict([quoted.split("=", 1)])))
        elif other := parsed(quoted):
            commands.append(other)
    return commands
