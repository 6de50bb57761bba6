"""What the user pool sends to a lambda that is its trigger, and what the lambda returns."""
from kit.schema import nearest
from recipes import user_trigger
from testkit import failure

SUB = "00000000-0000-4000-8000-000000000000"
RETURN = "set fields of event['response'], then `return event`"
MIGRATED = "UserMigration_"


def event(world, block: dict, parts: dict) -> dict:
    """The event of a trigger. Its user is in the pool, unless the trigger comes before the pool has the user.

    block  of `users`
    parts  {"email", "source", "attributes", "request"} of Makers.users; groups are in the request of
           pre-token-generation
    """
    word, pool = block["trigger"], world.view("user_pool", block["pool"])
    trigger = user_trigger.of(block)
    source = parts["source"] or trigger.sources[0]
    if source not in trigger.sources:
        failure.misuse(f"{word} has no source {source!r}", nearest(source, trigger.sources)
                       or f"there are {', '.join(trigger.sources)}")
    pool.check(parts["attributes"])
    if word in user_trigger.EARLY:
        claims, groups = {"email": parts["email"], "email_verified": "false", **parts["attributes"]}, []
    else:
        pool.put(parts["email"], attributes=parts["attributes"])
        claims, groups = pool.user(parts["email"]), pool.groups(parts["email"])
    user = {"region": world.app.region, "pool": pool.id, "client": pool.client_id,
            "name": claims.get("sub", parts["email"] if source.startswith(MIGRATED) else SUB)}
    status = "UNCONFIRMED" if word == "pre-sign-up" else "CONFIRMED"
    request = {} if word in user_trigger.WITHOUT_ATTRIBUTES else {
        "userAttributes": {**claims, "cognito:user_status": status}}
    if "groupConfiguration" in trigger.request:
        request["groupConfiguration"] = {"groupsToOverride": groups, "iamRolesToOverride": [], "preferredRole": None}
    return user_trigger.event(trigger, source, user, {**request, **parts["request"]})


def checked(lambda_, output):
    """What a trigger returned; fails the test if Cognito cannot use it: the operation of its caller would fail."""
    fault = user_trigger.output_fault(user_trigger.of(lambda_.fn["infra"]["users"]), output)
    if fault:
        lambda_.app.fail(lambda_.name, "users", f"Cognito cannot use the answer of {lambda_.name}: {fault}", RETURN)
    return output
