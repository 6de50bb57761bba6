"""Files that must never be published: private keys, passwords and tokens, and links to files elsewhere.

Every file of a zip, a layer or a website is checked here first, by its name and by its content.
"""
import fnmatch
import os
import re
import stat

from kit.problems import Problem

KEYS = """id_rsa id_dsa id_ecdsa id_ed25519 id_ecdsa_sk id_ed25519_sk *.pem *.key *.p8 *.pk8 *.p12 *.pfx *.ppk *.jks
    *.keystore *.kdbx *.kdb *.ovpn secring.*""".split()
SECRETS = """.env .env.* .envrc *.env .aws .ssh .gnupg .azure .gcloud .kube .docker .dockercfg .netrc _netrc
    .pypirc .npmrc .yarnrc .yarnrc.yml .pgpass .my.cnf .htpasswd .s3cfg .boto .vault-token .git-credentials
    .terraformrc credentials credentials.json credentials.csv *_credentials.csv rootkey.csv accesskeys.csv
    *_accesskeys.csv client_secret*.json *.tfstate *.tfstate.backup""".split()
EXAMPLES = ".env.example .env.sample .env.template .env.dist *.example.env example.env sample.env".split()

# The line before a key, and the key itself: code of libraries holds the line alone. JSON writes newlines as `\n`.
HEADER = rb"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----"
STARTS = re.compile(rb"\s*(?:" + HEADER + rb"|PuTTY-User-Key-File-\d)")
HOLDS = re.compile(HEADER + rb"(?:\s|\\r|\\n|[\"'+,])*(?:[A-Za-z-]+: [^\n]*\s+)*[A-Za-z0-9+/=]{20}|"
                   rb"aws_secret_access_key[\"']?\s*[=:]\s*[\"']?[A-Za-z0-9/+]{40}\b")
MOST = 1 << 18  # the first bytes of a file, which are searched: a file of secrets is small

KEY_HINT = "a handler reads a key from Secrets Manager, or from `env` of app.yaml; rename a public certificate to .crt"
SECRET_HINT = "move it out of the folder; values for a handler belong in `env` of app.yaml, or in Secrets Manager"
LINK_HINT = "copy the file, or link to a file in the same folder"


def name_problem(name):
    """(message, hint) of a file or folder whose name says that it holds secrets, None of any other."""
    low = name.lower()
    if low.endswith(".pub") or any(fnmatch.fnmatchcase(low, pattern) for pattern in EXAMPLES):
        return None
    if any(fnmatch.fnmatchcase(low, pattern) for pattern in KEYS):
        return f"{name} is a private key by its name, and is not published", KEY_HINT
    if any(fnmatch.fnmatchcase(low, pattern) for pattern in SECRETS):
        return f"{name} holds secrets by its name, and is not published", SECRET_HINT
    return None


def content_problem(data):
    """(message, hint) of bytes that hold a private key or an access key, None of others."""
    if STARTS.match(data) or HOLDS.search(data):
        return "holds a private key or an access key, and is not published", KEY_HINT
    return None


def problems(path, root):
    """[Problem] of one file that is to be published from a folder, `root`; [] if it may be published.

    A link is followed: its target must be in the folder too, and must hold no secret either.
    """
    try:
        kind = os.stat(path).st_mode
        if not stat.S_ISREG(kind):
            return [Problem(path, 0, "cannot be published", "it is a pipe, a socket or a device, and no file")]
        message_and_hint = name_problem(os.path.basename(path)) or link_problem(path, root)
        if not message_and_hint:
            with open(path, "rb") as file:
                message_and_hint = content_problem(file.read(MOST))
    except OSError as error:
        hint = "the link has no target" if os.path.islink(path) else "whoever runs make needs permission to read it"
        return [Problem(path, 0, f"cannot be read: {error.strerror}", hint)]
    return [Problem(path, 0, *message_and_hint)] if message_and_hint else []


def link_problem(path, root):
    """(message, hint) of a path that leads out of the folder `root` by a link, or to a secret in it; else None."""
    target, top = os.path.realpath(path), os.path.realpath(root)
    inside = os.path.relpath(target, top)
    if inside.split(os.sep)[0] == os.pardir:
        return f"a link that leaves {root} is not published", LINK_HINT
    if os.path.islink(path):
        hidden = [part for part in inside.split(os.sep) if part[0] == "." and part not in (os.curdir, ".well-known")]
        if hidden:
            return "a link to a hidden file is not published", LINK_HINT
        return name_problem(os.path.basename(target))
    return None


def hidden_secrets(folders):
    """[Problem] of hidden files and folders in some folders whose names say that they hold secrets.

    They are never published; a person who put them there should know it.
    """
    problems_ = []
    for folder in sorted(folders):
        for name in sorted(os.listdir(folder or ".")) if os.path.isdir(folder or ".") else ():
            if name.startswith(".") and name_problem(name):
                problems_.append(Problem(os.path.join(folder, name), 0, *name_problem(name)))
    return problems_
