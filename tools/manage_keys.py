#!/usr/bin/env python3
"""The API keys of a stage, one for each caller of endpoints with `key: true`: create, list, replace and delete them.

    manage_keys.py build/app.json list
    manage_keys.py build/app.json create --name partner        prints the value; no other command does
    manage_keys.py build/app.json rotate --name partner        a new value; the old one is refused from now on
    manage_keys.py build/app.json delete --name partner

The key of the stack itself (the output ApiKeyId) is not among them: it lives and ends with the stack.
"""
import re

from aws import clients, stacks, stages
from kit import api_settings, cli, consent, names
from kit.columns import print_rows
from kit.problems import listed, problem

PLAN_ID = "ApiUsagePlan"  # of recipes/endpoint.py
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


class Keys:
    """The keys of a stage, those too that a deleted stack left."""

    def __init__(self, app, stage):
        self.app, self.stage = app, stage
        self.stack = names.stack(app["name"], stage)
        self.gateway = stages.client("apigateway", app, stage)
        cfn = stages.client("cloudformation", app, stage)
        stages.check_owner(cfn, app, stage)
        self.plan = stacks.physical_id(cfn, self.stack, PLAN_ID)

    def check_plan(self):
        """Raises Problems if the stage has no usage plan."""
        if self.plan is None:
            before = "an HTTP API has no API keys: write `type: rest` in `api` of app.yaml, " \
                if api_settings.is_http(self.app["settings"]) else "write "
            raise problem("", 0, f"no endpoint of {self.stack} needs an API key",
                          f"{before}`key: true` in an endpoint, and `make deploy{stages.variable(self.stage)}`")

    def valid_ids(self):
        """{id} of the keys in the usage plan: API Gateway refuses all others."""
        pages = self.gateway.get_paginator("get_usage_plan_keys").paginate(usagePlanId=self.plan) if self.plan else ()
        return {key["id"] for page in pages for key in page["items"]}

    def by_caller(self):
        """{name of a caller: [its key, as GetApiKeys returns it]}; two while a rotation is not complete."""
        prefix, by_name = f"{self.stack}-key-", {}
        for page in self.gateway.get_paginator("get_api_keys").paginate(nameQuery=prefix):
            for key in page["items"]:
                if key["name"].startswith(prefix):
                    by_name.setdefault(key["name"].removeprefix(prefix), []).append(key)
        return by_name

    def of(self, name):
        """[key] of a caller. Raises Problems if there is none."""
        by_name = self.by_caller()
        if name not in by_name:
            raise problem("", 0, f"there is no key {name}", f"there are: {listed(sorted(by_name))}" if by_name else
                          "`make keys do=create name=...` creates one")
        return by_name[name]

    def create(self, name):
        """Creates a key that the usage plan allows. -> its value"""
        key = self.gateway.create_api_key(name=f"{self.stack}-key-{name}", enabled=True,
                                          tags={"app": self.app["name"], "stage": self.stage})
        self.gateway.create_usage_plan_key(usagePlanId=self.plan, keyId=key["id"], keyType="API_KEY")
        return key["value"]

    def delete(self, keys):
        """Deletes keys, and with them their places in usage plans."""
        for key in keys:
            self.gateway.delete_api_key(apiKey=key["id"])


def list_(keys, args):
    """Print the name and id of each key, when it was created, and whether it is valid."""
    valid = keys.valid_ids()
    rows = [{"key": name, "id": key["id"], "created": f"{key['createdDate']:%Y-%m-%d %H:%M}",
             "status": "valid" if key["id"] in valid else "refused"}
            for name, of_name in sorted(keys.by_caller().items()) for key in of_name]
    if not rows:
        keys.check_plan()
    if any(row["status"] == "refused" for row in rows):
        cli.say("a refused key is not in the usage plan of the stack: `make keys do=rotate name=...` replaces it, "
                "do=delete deletes it")
    if not rows and not args.json:
        return cli.say("no keys besides that of the stack: `make keys do=create name=...` creates one")
    return print_rows(rows, args.json, head=True)


def create(keys, args):
    """Create a key, and print its value."""
    keys.check_plan()
    if args.name in keys.by_caller():
        raise problem("", 0, f"there is a key {args.name}", f"`make keys do=rotate name={args.name}` replaces it")
    print(keys.create(args.name))


def rotate(keys, args):
    """Create the new key first, then delete the old ones: killed in between, both are valid, and it can be repeated."""
    keys.check_plan()
    old = keys.of(args.name)
    consent.ask(f"replace the key {args.name} in stage {args.stage}; its callers need the new value at once",
                args.name, args.yes)
    print(keys.create(args.name), flush=True)
    keys.delete(old)


def delete(keys, args):
    """Delete a key: its callers are refused from then on."""
    old = keys.of(args.name)
    consent.ask(f"delete the key {args.name} in stage {args.stage}", args.name, args.yes)
    keys.delete(old)
    cli.say(f"key {args.name} is deleted")


ACTIONS = {"list": list_, "create": create, "rotate": rotate, "delete": delete}


@clients.errors_as_problems()
def main(argv):
    parser = stages.actions_parser(__doc__, ACTIONS)
    parser.add_argument("--name", default="", help="who calls with the key")
    args = parser.parse_args(argv)
    cli.check_variables(args, {"json": ["list"], "name": ("create", "rotate", "delete"), "yes": ("rotate", "delete")})
    if args.do != "list" and not NAME.fullmatch(args.name):
        raise problem("", 0, f"{args.name!r} is not a name of a key" if args.name else "which key? write name=...",
                      "letters, digits, ., _ and -, such as name=partner")
    ACTIONS[args.do](Keys(stages.model(args.app), args.stage), args)


if __name__ == "__main__":
    cli.run(main)
