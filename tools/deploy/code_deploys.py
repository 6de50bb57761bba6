"""Deploys of code without CloudFormation, and what every deploy records about code.

    state = read_state(...)         what the stack records, what is live, what the deploy wants
    deploy(state)                   where only code differs
    begin(state), finish(state)     around a deploy by CloudFormation, after which other code may run
"""
import contextlib
import sys
from typing import Any, NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from aws import clients, stages
from aws.app import AppModel
from deploy import code_changes, code_records, function_code, hand_changes, present_stack
from deploy.code_changes import Version
from deploy.code_records import CodeRecord, Saved, Store
from deploy.function_code import Target, Update
from deploy.hand_changes import HandChanges
from deploy.recorded_versions import present_version, version
from kit import cli, names
from kit.problems import listed
from recipes import image

MOST_LISTED = 5  # lambdas in a line


class State(NamedTuple):
    """The code of a stack at the beginning of a deploy."""

    app: AppModel
    store: Store
    target: Target
    saved: Saved
    wanted: dict[str, str]  # {lambda: S3 key of the zip} of the deploy
    recorded: dict[str, str]  # {lambda: key} that the stack records
    only_code: bool  # whether the deploy changes nothing else
    obstacles: dict[str, str]  # {lambda: why its present code cannot run with the new infrastructure}
    functions: dict[str, str] = {}  # {lambda: function name}, where the stack may have others than the app model
    by_hand: HandChanges = HandChanges()

    def live(self, name: str) -> str | None:
        """The key of the zip that a lambda runs; None if it is unknown."""
        return self.saved.record["live"].get(name, self.recorded.get(name))

    def outdated(self) -> list[str]:
        """The lambdas that run other code than the deploy wants, or may do so."""
        return [name for name, key in sorted(self.wanted.items()) if self.live(name) != key]

    def is_settled(self) -> bool:
        """Whether the stack records the code that runs, it is what the deploy wants, and no deploy was killed."""
        record = self.saved.record
        return self.recorded == self.wanted and not record["live"] and record["complete"]

    def is_deployed_directly(self, is_full: bool, is_protected: bool) -> bool:
        """Whether a deploy leaves CloudFormation alone. is_full: through CloudFormation in any case"""
        return self.only_code and not is_full and (not is_protected or self.is_settled() and not any(self.by_hand))

    def with_code_unknown(self) -> "State":
        """This state, after which the code that was changed by hand is updated, and printed."""
        for line in hand_changes.code_lines(self.by_hand):
            cli.say(line)
        live = {**self.saved.record["live"], **dict.fromkeys(self.by_hand.code)}
        return self._replace(saved=self.saved._replace(record={**self.saved.record, "live": live}))


def connection(app: AppModel, stage: str) -> tuple[Store, Target]:
    """Where the record of the app's stack is, and where its functions are."""
    s3, bucket = stages.client("s3", app, stage), stages.bucket(app)
    return (Store(s3, bucket, names.stack(app["name"], stage), stage),
            Target(stages.client("lambda", app, stage), s3, bucket, stage))


def function_ids(lambdas) -> dict[str, str]:
    """{logical id of its function: lambda}"""
    return {names.logical_id(name, "function"): name for name in lambdas}


def read_state(cfn, app: AppModel, stack: dict, request: dict, root: dict, children: dict, codes: dict,
               stage: str, digests: dict[str, str], is_full: bool) -> State:
    """The State of a stack that CloudFormation does not change now.

    stack     described()
    request   of CreateChangeSet
    root      the template of the stack itself, with the URLs of nested stacks; children: {logical id: template}
    codes     {parameter: key} of artifacts.json
    digests   {key: CodeSha256} of zips, as far as this machine knows them; gets those that are requested
    is_full   whether to list all functions to find changes by hand; a deploy of code alone requests one page of them
    """
    store, target = connection(app, stage)
    parameters = {name: names.code_parameter(name) for name in app["lambdas"]}
    wanted = {name: codes[parameter] for name, parameter in parameters.items() if parameter in codes}
    functions, ids = present_stack.Functions(app, stage), function_ids(app["lambdas"])
    stack = present_stack.unmasked(app, stage, stack, functions)
    before = present_version(cfn, store, stack, root)
    saved = code_records.settled(store, stack["StackId"], wanted)
    if before is None:
        return State(app, store, target, saved, wanted, {}, False, {})
    own = {id_: child for id_, child in before.children.items() if id_ in children}  # others are of resources.yaml
    before = before._replace(children=own)
    after = version(root, request, {id_: children[id_] for id_ in before.children})
    only_code = code_changes.differ_in_code_alone(before, after, ids)
    of_stack = code_changes.codes(before, ids)  # a nested stack that does not change has the code of wanted
    obstacles = {} if only_code else code_changes.obstacles(before, after, ids)
    state = State(app, store, target, saved, wanted, {**wanted, **of_stack}, only_code, obstacles)
    has_functions = of_stack or code_changes.child_urls(before.template)  # not after an import of state alone
    live = (functions.with_all() if is_full or not only_code or not saved.etag else functions).configurations
    if not has_functions or not functions.are_all:
        return state
    state = state if saved.etag else compared(state, live)
    declared = root["Parameters"]
    values = {name: after.values.get(name, value) if declared.get(name, {}).get("NoEcho") else value
              for name, value in before.values.items()}
    present = Version(before.template, values, {
        id_: child for id_, child in {**children, **own}.items() if id_ in before.template["Resources"]}, {})
    return state._replace(by_hand=changed_by_hand(state, present, live, digests))


def changed_by_hand(state: State, present: Version, live: dict[str, dict], digests: dict[str, str]) -> HandChanges:
    """What somebody changed in the functions whose code the deploy does not change.

    present  with all nested stacks; live: {name of a function: configuration}; digests: as of read_state()
    """
    ids, store = function_ids(state.app["lambdas"]), state.store
    definitions = hand_changes.definitions(present.template, present.values, present.children, ids)
    keys = {name: key for name, key in state.wanted.items() if name in definitions and state.live(name) == key}
    return hand_changes.hand_changes(
        state.target, updates(state._replace(functions=code_changes.function_names(present, ids, store.name)), keys),
        live, digests, definitions, {})


def compared(state: State, functions: dict[str, dict]) -> State:
    """The State of a stack whose record is lost, or was never written: the code of a function that runs other code
    than the stack records is unknown. functions: {name: configuration}"""
    others = function_code.others(state.target, updates(state, state.recorded), functions, {})
    result = f"other code than the stack records: {listed(others, MOST_LISTED)}" if others else "no other code"
    cli.say(f"{state.store.name}: {code_records.key(state.store.name)} is not in the bucket; compared the functions "
            f"with the zips of the stack: {result}")
    return state._replace(saved=state.saved._replace(record={**state.saved.record, "live": dict.fromkeys(others)}))


def record_creation(app: AppModel, stage: str, stack_id: str) -> None:
    """Record that the functions of a new stack run the code that it records: later deploys need not compare them."""
    code_records.write_first(connection(app, stage)[0], stack_id)


def begin(state: State, changed: list[str], only_code: bool) -> State:
    """Record that the code of lambdas is about to change, and is unknown if this process dies."""
    record, is_complete = state.saved.record, state.saved.record["complete"]
    before = {name: key for name in changed if (key := state.live(name))}
    begun: CodeRecord = {
        "stack": record["stack"], "live": {**record["live"], **dict.fromkeys(changed if only_code else record["live"])},
        # What an interrupted deploy replaced, ran before this one too.
        "before": before if is_complete else {**before, **record["before"]},
        "obstacles": state.obstacles if is_complete else {**record["obstacles"], **state.obstacles},
        "infrastructure": not state.only_code or not is_complete and record["infrastructure"],
        "since": code_records.now() if is_complete else record["since"],
        "complete": False, "deployer": code_records.this_deployer(), "user": code_records.this_deployer()["user"]}
    return state._replace(saved=code_records.write(state.store, begun, state.saved.etag))


def end(state: State, **fields) -> State:
    """Record that this process changes nothing more. fields: of CodeRecord, which replace those of begin()"""
    record: Any = {**state.saved.record, "deployer": None, **fields}
    return state._replace(saved=code_records.write(state.store, record, state.saved.etag))


def updates(state: State, keys: dict[str, str]) -> list[Update]:
    """[Update] of lambdas. keys: {lambda: key of its zip}"""
    own = [update_of(state.app, state.target.stage, name, key) for name, key in sorted(keys.items())]
    return [update._replace(function=state.functions.get(update.name, update.function)) for update in own]


def update_of(app: AppModel, stage: str, name: str, key: str) -> Update:
    """The Update of a lambda, which the app may no longer have, or have as a zip instead of an image."""
    is_image = names.is_image(app, name) if stage == clients.LOCAL else image.is_uri(key)
    function = names.function(names.stack(app["name"], stage), name, names.stack_number(app, name), is_image)
    return Update(name, function, key, app["lambdas"][name]["path"] if name in app["lambdas"] else "")


def deploy(state: State) -> None:
    """Update the code of the lambdas that run other code than wanted, and print it. Raises Problems, Overtaken."""
    keys = {name: state.wanted[name] for name in state.outdated()}
    changed = f"code changed of {listed(keys, MOST_LISTED)}" if keys else "nothing to change"
    cli.say(f"{state.store.name}: {changed}")
    if keys or not state.saved.record["complete"]:
        codes = {**state.saved.record["live"], **keys}
        live = {name: key for name, key in codes.items() if key != state.recorded.get(name)}
        try:
            state = change(state, keys, live, begin, state, [*keys], True)
        except KeyboardInterrupt:
            cli.say(f"\nlambdas may have new code: `make deploy{stages.variable(state.target.stage)}` completes it")
            sys.exit(130)
    elif not state.saved.etag:
        code_records.write(state.store, state.saved.record, None)
    for line in [*difference_lines(state), *(f"  {text}" for text in hand_changes.lines(
            state.by_hand, state.target.stage))]:
        cli.say(line)


def change(state: State, keys: dict[str, str], live: dict[str, str | None], begin_, *arguments) -> State:
    """Update lambdas to the code of keys, {lambda: key}, and record it.

    live    {lambda: key} that the stack does not record, afterwards
    begin_  called with the arguments before the first function changes, once all zips are there. -> the State then
    """
    target, changes = state.target, updates(state, keys)
    expected = function_code.digests(target, changes)
    begun = begin_(*arguments)
    try:
        function_code.update_all(target, changes, expected)
    except BaseException:
        with contextlib.suppress(ClientError, BotoCoreError):  # the first error is the useful one
            end(begun)
        raise
    return end(begun, complete=True, live=live)


def finish(state: State, begun: State) -> None:
    """After CloudFormation, which does not update a function whose code the stack recorded already, even if other code
    runs: update these functions.

    No lambda with a new alias is among them, whose version would have the other code: `snapstart` and `concurrency`
    stand in index.py, so a lambda that gains them has another zip than the stack recorded.
    """
    keys = {name: key for name, key in state.wanted.items()
            if state.recorded.get(name) == key and state.live(name) != key}
    change(state, keys, {}, lambda: begun)


def after_failure(state: State, begun: State) -> None:
    """After CloudFormation rolled back: functions may have lost code that the stack did not record. Print it."""
    record, variable = state.saved.record, stages.variable(state.target.stage)
    lost = {name: key for name, key in record["live"].items() if key and name in state.recorded}
    if not lost:  # all is as before
        end(begun, **{name: record[name] for name in ("before", "obstacles", "infrastructure", "since", "complete")})
        return
    cli.say("CloudFormation may have restored older code, which the stack records, of "
            f"{listed(sorted(lost), MOST_LISTED)}\n"
            f"  hint: `make deploy{variable}` updates it; `make rollback{variable}` restores what ran before")
    end(begun, before=lost, obstacles={}, infrastructure=False)


def difference_lines(state: State, next_deploy: str = "") -> list[str]:
    """[text]: that the stack records other code than the functions run, or nothing. next_deploy: what changes this"""
    lambdas = sorted(name for name in state.saved.record["live"] if name in state.wanted)
    next_deploy = next_deploy or f"`make deploy full=1{stages.variable(state.target.stage)}` records it"
    return [f"  the stack records other code of {listed(lambdas, MOST_LISTED)} than the functions run: {next_deploy}"
            ] if lambdas else []
