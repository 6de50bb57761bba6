#!/usr/bin/env python3
"""The users of the private endpoints: add, list, sign in, change and delete them, and change their groups.

    manage_users.py build/app.json create --email ann@example.com [--set "plan=gold age=41"]
    manage_users.py build/app.json group --email ann@example.com --set "admin staff"
    manage_users.py build/app.json list --pool staff
    curl -H "Authorization: $(manage_users.py build/app.json token --email ann@example.com)" ...

A password is typed, or is the variable PASSWORD; create and password make one if there is none.
"""
import contextlib

from botocore.exceptions import BotoCoreError, ClientError

from aws import clients, stages
from kit import cli, consent
from kit.columns import print_rows
from kit.problems import Problems, problem
from userpool import passwords, users


def create(pool, args):
    """Add a user who can sign in at once; no e-mail is sent. If the password is rejected, no user remains.

    A user without a password of their own, whom a creation that ended half-way left or who was invited, is completed.
    """
    attributes = users.attributes(args.set, pool)
    password, is_made = passwords.chosen_or_generated(args.email, pool.policy())
    try:
        add(pool, args.email, attributes, MessageAction="SUPPRESS")
        is_new = True
    except Problems:
        if pool.call_on_user("admin_get_user", args.email)["UserStatus"] != "FORCE_CHANGE_PASSWORD":
            raise
        is_new = False
        if attributes:
            pool.call_on_user("admin_update_user_attributes", args.email, UserAttributes=attributes)
    try:
        set_password(pool, args.email, password)
    except BaseException:
        with contextlib.suppress(ClientError, BotoCoreError):  # the first error is the useful one
            if is_new:
                pool.call_on_user("admin_delete_user", args.email)
        raise
    report(f"user {args.email} created" if is_new else
           f"user {args.email} existed, without a password of their own: completed", password, is_made)


def invite(pool, args):
    """Add a user; Cognito sends them an e-mail with a first password."""
    if pool.stage == clients.LOCAL:
        raise problem("", 0, "the local cloud sends no e-mail", f"{pool.hint('create', args.email)} needs none")
    add(pool, args.email, users.attributes(args.set, pool), DesiredDeliveryMediums=["EMAIL"])
    cli.say(f"user {args.email} created, and invited")


def add(pool, email, attributes, **arguments):
    """Add a user, whose e-mail address counts as verified. Raises Problems if the user exists already."""
    try:
        pool.cognito.admin_create_user(UserPoolId=pool.id, Username=email, **arguments, UserAttributes=[
            {"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}, *attributes])
    except pool.cognito.exceptions.UsernameExistsException:
        raise problem("", 0, f"the user {email} exists already", f"{pool.hint('password', email)} gives a new password")


def set_password(pool, email, password):
    """Set a permanent password, which the user need not change. Raises Problems if Cognito rejects it."""
    try:
        pool.call_on_user("admin_set_user_password", email, Password=password, Permanent=True)
    except pool.cognito.exceptions.InvalidPasswordException as error:
        raise problem("", 0, error.response["Error"]["Message"], passwords.demands(pool.policy()))


def report(message, password, is_made):
    """Print a message, and a generated password to stdout: it is stored nowhere."""
    cli.say(f"{message}; the password, printed only now:" if is_made else message)
    if is_made:
        print(password)


def password(pool, args):
    """Set another password of a user; tokens that were issued before stay valid until they expire."""
    pool.call_on_user("admin_get_user", args.email)
    chosen, is_made = passwords.chosen_or_generated(args.email, pool.policy())
    set_password(pool, args.email, chosen)
    report(f"user {args.email} has a new password", chosen, is_made)


def set_(pool, args):
    """Set attributes of a user that app.yaml declares; they are in the next token."""
    attributes = users.attributes(args.set, pool)
    if not attributes:
        raise problem("", 0, "which attributes? write set=...", 'e.g. set="plan=gold age=41"')
    pool.call_on_user("admin_update_user_attributes", args.email, UserAttributes=attributes)
    cli.say(f"user {args.email}: {args.set}")


def group(pool, args):
    """Add a user to groups; the user's next token has them."""
    change_groups(pool, args, "admin_add_user_to_group")


def ungroup(pool, args):
    """Remove a user from groups; tokens that were issued before stay valid until they expire."""
    change_groups(pool, args, "admin_remove_user_from_group")


def change_groups(pool, args, operation):
    """Call one of Cognito's operations for each group of `set`, and print the groups that the user then has."""
    for name in users.groups(args.set, pool):
        pool.call_on_user(operation, args.email, GroupName=name)
    groups = pool.call_on_user("admin_list_groups_for_user", args.email)["Groups"]
    cli.say(f"user {args.email}: {', '.join(sorted(group['GroupName'] for group in groups)) or 'in no group'}")


def list_(pool, args):
    """Print each user: e-mail address, status, date of creation, whether they may sign in, and their groups."""
    groups = pool.groups()
    rows = [{"email": users.email_of(user), "status": user["UserStatus"],
             "created": f"{user['UserCreateDate']:%Y-%m-%d}",
             "sign-in": "enabled" if user["Enabled"] else "disabled",
             **({"groups": sorted(name for name, members in groups.items() if user["Username"] in members)}
                if groups else {})} for user in pool.users()]
    if not rows and not args.json:
        return cli.say(f"no users yet: {pool.hint('create', 'ann@example.com')}")
    print_rows(sorted(rows, key=lambda row: row["email"]), args.json)


def delete(pool, args):
    """Delete a user, if the person agrees."""
    pool.call_on_user("admin_get_user", args.email)
    consent.ask(f"delete the user {args.email}", args.email, args.yes)
    pool.call_on_user("admin_delete_user", args.email)
    cli.say(f"user {args.email} deleted")


def token(pool, args):
    """Sign a user in as a web page does, and print only the ID token."""
    refusals = pool.cognito.exceptions
    credentials = {"USERNAME": args.email, "PASSWORD": passwords.entered(args.email)}
    hint = f"{pool.hint('password', args.email)} gives a new one"
    try:
        response = pool.cognito.initiate_auth(ClientId=pool.client_id, AuthFlow="USER_PASSWORD_AUTH",
                                              AuthParameters=credentials)
    except (refusals.NotAuthorizedException, refusals.UserNotFoundException) as error:
        pool.call_on_user("admin_get_user", args.email)  # raises Problems without such a user
        raise problem("", 0, f"{args.email}: {error.response['Error']['Message']}", hint)
    except (refusals.UserNotConfirmedException, refusals.PasswordResetRequiredException) as error:
        raise problem("", 0, f"{args.email}: {error.response['Error']['Message']}", hint)
    if "AuthenticationResult" not in response:
        raise problem("", 0, f"{args.email} must answer a challenge to sign in: {response['ChallengeName']}",
                      hint if response["ChallengeName"] == "NEW_PASSWORD_REQUIRED" else "sign in at a web page")
    print(response["AuthenticationResult"]["IdToken"])


ACTIONS = {"create": create, "invite": invite, "list": list_, "token": token, "password": password,
           "set": set_, "group": group, "ungroup": ungroup, "delete": delete}


@clients.errors_as_problems()
def main(argv):
    parser = stages.actions_parser(__doc__, ACTIONS)
    parser.add_argument("--email", default="", help="the user")
    parser.add_argument("--set", default="", help='attributes: "plan=gold age=41"; of group and ungroup: "admin staff"')
    parser.add_argument("--pool", default="", help="one of `users: {pools: ...}` in app.yaml (default: the app's own)")
    args = parser.parse_args(argv)
    cli.check_variables(args, {"json": ["list"], "email": [action for action in ACTIONS if action != "list"],
                               "set": ("create", "invite", "set", "group", "ungroup"), "yes": ["delete"]})
    app = stages.model(args.app)
    if args.do != "list":
        args.email = users.address(args.email, users.variables(args.pool, args.stage))
    ACTIONS[args.do](users.pool(app, args.stage, args.pool), args)


if __name__ == "__main__":
    cli.run(main)
