#!/usr/bin/env python3
"""The users of the private endpoints: add one, list them, sign one in, take one away.

    manage_users.py build/app.json create --email ann@example.com [--set "plan=gold age=41"]
    manage_users.py build/app.json list
    curl -H "Authorization: $(manage_users.py build/app.json token --email ann@example.com)" ...

A password is typed, or is the variable PASSWORD; create and password make one if there is none.
"""
from aws import clients, stages
from kit import cli, consent, files
from kit.columns import columns
from kit.problems import problem
from userpool import passwords, users


def create(pool, args):
    """Adds a user who can sign in at once; no e-mail is sent. Half a user is none."""
    said = users.attributes(args.set, pool.attributes)
    password, is_made = passwords.chosen_or_generated(args.email, pool.policy())
    add(pool, args.email, said, MessageAction="SUPPRESS")
    try:
        give(pool, args.email, password)
    except BaseException:
        pool.call_on_user("admin_delete_user", args.email)
        raise
    told(f"user {args.email} created", password, is_made)


def invite(pool, args):
    """Adds a user whom Cognito sends an e-mail with a first password."""
    if pool.stage == clients.LOCAL:
        raise problem("", 0, "the local cloud sends no e-mail", f"{pool.hint('create', args.email)} needs none")
    add(pool, args.email, users.attributes(args.set, pool.attributes), DesiredDeliveryMediums=["EMAIL"])
    cli.say(f"user {args.email} created, and invited")


def add(pool, email, said, **more):
    """Adds a user; the address counts as theirs. Raises Problems if they are there already."""
    try:
        pool.cognito.admin_create_user(UserPoolId=pool.id, Username=email, **more, UserAttributes=[
            {"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}, *said])
    except pool.cognito.exceptions.UsernameExistsException:
        raise problem("", 0, f"there is a user {email} already",
                      f"{pool.hint('password', email)} gives a new password")


def give(pool, email, password):
    """A password for good: no other need be chosen. Raises Problems if Cognito does not take it."""
    try:
        pool.call_on_user("admin_set_user_password", email, Password=password, Permanent=True)
    except pool.cognito.exceptions.InvalidPasswordException as error:
        raise problem("", 0, error.response["Error"]["Message"], passwords.demands(pool.policy()))


def told(what, password, is_made):
    """Says what was done; a password that was made goes to stdout, as nobody else knows it."""
    cli.say(f"{what}; the password, told this once:" if is_made else what)
    if is_made:
        print(password)


def password(pool, args):
    """Gives a user another password; whoever holds a token keeps it until it ends."""
    pool.call_on_user("admin_get_user", args.email)
    chosen, is_made = passwords.chosen_or_generated(args.email, pool.policy())
    give(pool, args.email, chosen)
    told(f"user {args.email} has a new password", chosen, is_made)


def set_(pool, args):
    """Writes attributes of a user that app.yaml names; they are in the next token."""
    said = users.attributes(args.set, pool.attributes)
    if not said:
        raise problem("", 0, "set what? say set=...", 'e.g. set="plan=gold age=41"')
    pool.call_on_user("admin_update_user_attributes", args.email, UserAttributes=said)
    cli.say(f"user {args.email}: {args.set}")


def list_(pool, args):
    """Prints each user: address, status, since when, and whether they may sign in."""
    rows = sorted([users.email_of(user), user["UserStatus"], f"{user['UserCreateDate']:%Y-%m-%d}",
                   "enabled" if user["Enabled"] else "disabled"] for user in pool.users())
    if not rows:
        return cli.say(f"no users yet: {pool.hint('create', 'ann@example.com')}")
    print("\n".join(columns(rows)))


def delete(pool, args):
    """Deletes a user, if the person agrees."""
    pool.call_on_user("admin_get_user", args.email)
    consent.ask(f"delete the user {args.email}", args.email, args.yes)
    pool.call_on_user("admin_delete_user", args.email)
    cli.say(f"user {args.email} deleted")


def token(pool, args):
    """Prints the ID token of a user who signs in as at a page, and nothing else."""
    refusals = pool.cognito.exceptions
    said = {"USERNAME": args.email, "PASSWORD": passwords.entered(args.email)}
    again = f"{pool.hint('password', args.email)} gives a new one"
    try:
        answer = pool.cognito.initiate_auth(ClientId=pool.client_id, AuthFlow="USER_PASSWORD_AUTH",
                                            AuthParameters=said)
    except (refusals.NotAuthorizedException, refusals.UserNotFoundException) as error:
        pool.call_on_user("admin_get_user", args.email)  # to strangers Cognito does not tell who is there
        raise problem("", 0, f"{args.email}: {error.response['Error']['Message']}", again)
    except (refusals.UserNotConfirmedException, refusals.PasswordResetRequiredException) as error:
        raise problem("", 0, f"{args.email}: {error.response['Error']['Message']}", again)
    if "AuthenticationResult" not in answer:
        raise problem("", 0, f"{args.email} must do more to sign in: {answer['ChallengeName']}",
                      again if answer["ChallengeName"] == "NEW_PASSWORD_REQUIRED" else "a page can ask for it")
    print(answer["AuthenticationResult"]["IdToken"])


DEEDS = {"create": create, "invite": invite, "list": list_, "token": token, "password": password,
         "set": set_, "delete": delete}


@clients.told()
def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("do", type=cli.choice("do", DEEDS), help=", ".join(DEEDS))
    parser.add_argument("--email", default="", help="the user")
    parser.add_argument("--set", default="", help='attributes: "plan=gold age=41"')
    parser.add_argument("--yes", action="store_true", help="do not ask")
    args = parser.parse_args(argv)
    app = files.read_json(args.app)
    if args.do != "list":
        args.email = users.address(args.email)
    DEEDS[args.do](users.pool(app, args.stage), args)


if __name__ == "__main__":
    cli.run(main)
