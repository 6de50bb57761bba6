"""The commands of bench/measure_walks.py: the programs behind a target of make, and the command that an error names."""
import datetime
import os
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
import publish_site
import replay_messages
import rollback_code
import scan_infra
import setup_domain
import watch_app
from faulty_apps import APP, TEMPLATE
from walked_apps import BRANCHES

BUILD = [(scan_infra, ["-o", APP]), (expand_template, [APP, "-o", TEMPLATE])]
GOALS = {"deploy", "adopt", "delete", "rollback", "bucket", "domain", "site"}  # of the hints that are followed
QUOTED = re.compile(r"`([^`]+)`")
LATER = datetime.timedelta(days=2)  # until then the stage has expired


class Environment:
    """A program: sets the variables of the environment that make exports."""

    @staticmethod
    def main(arguments):
        os.environ.update(argument.split("=", 1) for argument in arguments)


class Group:
    """A program: makes this process the first of a group, which Ctrl-C reaches as a whole."""

    @staticmethod
    def main(_arguments):
        os.setpgrp()


class Prune:
    """A program: manage_bucket.py, after which no file counts as just uploaded."""

    @staticmethod
    def main(arguments):
        manage_bucket.YOUNG = datetime.timedelta()
        manage_bucket.main(arguments)


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

    def programs(self, app):
        """The programs that the Makefile runs for it in the stage of a WalkedApp, with their arguments."""
        values, in_stage, output = dict(self.values), [f"--stage={app.stage}"], ["-o", f"build/{app.stage}/stack.json"]
        yes = ["--yes"] * ("yes" in values)
        agreed = [*yes, *[f"--lose={values.get('lose')}"] * ("lose" in values)]
        switches = [f"--{name}" for name in ("full", "empty") if name in values]
        delete = ["--delete"] * ("delete" in values)
        push = [APP, f"build/{app.stage}/artifacts.json", "--push", *in_stage, *agreed]
        domain = [(setup_domain, [APP, *in_stage, "--listed"])] * bool(app.domain_stages)
        model = BUILD[:1] * (not (app.folder / APP).exists())  # as MODEL of the Makefile
        environment = (Environment, [f"stage={app.stage}", f"PARETO_BRANCH={BRANCHES.get(app.stage, '')}"])
        return [environment, *{
            "deploy": [*BUILD, (check_app, [APP, "--before-deploy", *in_stage, *yes]), *domain,
                       (deploy_stack, [*push, *switches, *output])],
            "dry": [*BUILD, (diff_stack, [APP, TEMPLATE, *in_stage, *switches, "--calls"])],
            "diff": [*BUILD, (diff_stack, [APP, TEMPLATE, *in_stage, "--json", *["--drift"] * ("drift" in values)])],
            "adopt": [*BUILD, *domain, (adopt_resources, [APP, TEMPLATE, *in_stage, f"--name={values.get('name', '')}",
                                                 f"--resource={values.get('resource', '')}"]), (deploy_stack, [*push, *output])],
            "rollback": [*model, (rollback_code, [APP, *in_stage])],
            "delete": [*model, (delete_stack, [APP, *in_stage, *agreed])],
            "replay": [*model, (replay_messages, [APP, *in_stage, *yes])],
            "bucket": [BUILD[0], (Prune, [APP, *in_stage, *yes, "--", values.get("do", "create")])],
            "stages": [BUILD[0], (Sweep, [APP, *in_stage, *yes, "--", values.get("do", "list")])],
            "site": [BUILD[0], (publish_site, [APP, *in_stage, *delete, "--", "site"])],
            "domain": [BUILD[0], (setup_domain, [APP, *in_stage, f"--name={values.get('name', '')}", *delete])],
            "watch": [(Group, []), *BUILD, (watch_app, [APP, *in_stage])],
        }["dry" if self.goal == "deploy" and "dry" in values else self.goal]]


def parsed(text):
    """The Command of "make deploy full=1 stage=dev"; None of anything else, or of another target."""
    make, goal, *words = [*text.split(), "", ""]
    values = tuple(tuple(word.split("=", 1)) for word in words if "=" in word and not word.startswith("stage="))
    return Command(goal, values) if make == "make" and goal in GOALS else None


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
