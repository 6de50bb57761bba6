"""Files that nobody means to publish: private keys, passwords and tokens, and links to files elsewhere.

What goes into a zip, a layer or a website is looked at here first, by its name and by its content.
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

# The line before a key, and the key itself: libraries hold the line alone. A JSON file has `\n` for its newlines.
HEADER = rb"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----"
STARTS = re.compile(rb"\s*(?:" + HEADER + rb"|PuTTY-User-Key-File-\d)")
HOLDS = re.compile(HEADER + rb"(?:\s|\\r|\\n|[\"'+,])*(?:[A-Za-z-]+: [^\n]*\s+)*[A-Za-z0-9+/=]{20}|"
                   rb"aws_secret_access_key[\"']?\s*[=:]\s*[\"']?[A-Za-z0-9/+]{40}\b")
MOST = 1 << 18  # bytes of a file that are searched: a file of secrets is small

KEY_HINT = "a handler reads it from Secrets Manager, or from `env` of app.yaml; a public certificate may be called .crt"
SECRET_HINT = "take it out of the folder; what a handler needs belongs to `env` of app.yaml, or to Secrets Manager"
LINK_HINT = "copy the file, or link one of the same folder"


def name_complaint(name):
    """(message, hint) of a file or folder that holds secrets by its name, None of any other."""
    low = name.lower()
    if low.endswith(".pub") or any(fnmatch.fnmatchcase(low, each) for each in EXAMPLES):
        return None
    if any(fnmatch.fnmatchcase(low, each) for each in KEYS):
        return f"{name} is a private key by its name, and is not published", KEY_HINT
    if any(fnmatch.fnmatchcase(low, each) for each in SECRETS):
        return f"{name} holds secrets by its name, and is not published", SECRET_HINT
    return None


def content_complaint(data):
    """(message, hint) of bytes that hold a private key or an access key, None of others."""
    if STARTS.match(data) or HOLDS.search(data):
        return "holds a private key or an access key, and is not published", KEY_HINT
    return None


def complaints(path, root):
    """[Problem] of one file that would be published from a folder, `root`; [] if it may be.

    A link is followed: what it leads to must be in the folder too, and may be no secret either.
    """
    try:
        kind = os.stat(path).st_mode
        if not stat.S_ISREG(kind):
            return [Problem(path, 0, "is no file that can be published", "a pipe, a socket or a device")]
        wrong = name_complaint(os.path.basename(path)) or link_complaint(path, root)
        if not wrong:
            with open(path, "rb") as file:
                wrong = content_complaint(file.read(MOST))
    except OSError as error:
        hint = "the link leads to nothing" if os.path.islink(path) else "who runs make must be allowed to read it"
        return [Problem(path, 0, f"cannot be read: {error.strerror}", hint)]
    return [Problem(path, 0, *wrong)] if wrong else []


def link_complaint(path, root):
    """(message, hint) of a file or folder that lies elsewhere, by whatever link on the way to it; else None."""
    target, top = os.path.realpath(path), os.path.realpath(root)
    inside = os.path.relpath(target, top)
    if inside.split(os.sep)[0] == os.pardir:
        return f"a link that leaves {root} is not published", LINK_HINT
    if os.path.islink(path):
        hidden = [part for part in inside.split(os.sep) if part[0] == "." and part not in (os.curdir, ".well-known")]
        if hidden:
            return "a link to a hidden file is not published", LINK_HINT
        return name_complaint(os.path.basename(target))
    return None


def beside(folders):
    """[Problem] of hidden files and folders of secrets in some folders: what is never published, and is told."""
    found = []
    for folder in sorted(folders):
        for name in sorted(os.listdir(folder or ".")) if os.path.isdir(folder or ".") else ():
            if name.startswith(".") and name_complaint(name):
                found.append(Problem(os.path.join(folder, name), 0, *name_complaint(name)))
    return found
