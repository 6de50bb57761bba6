"""Files that hold secrets: private keys, passwords and access keys, recognized by their name and by their content."""
import base64
import fnmatch
import functools
import json
import os
import re

KEY_NAMES = "*.pem *.key *.p8 *.pk8 *.p12 *.pfx *.ppk *.jks *.keystore *.keytab *.kdbx *.kdb *.ovpn secring.*"
SECRET_NAMES = """.env .env[._-]* .envrc .envrc.* .flaskenv .dev.vars *.env .aws .ssh .gnupg .azure .gcloud .kube
    .docker .dockercfg .netrc _netrc .pypirc .npmrc .yarnrc .yarnrc.yml .pgpass .my.cnf .mylogin.cnf .authinfo
    .authinfo.gpg .htpasswd htpasswd .s3cfg .boto .vault-token .git-credentials .terraformrc .secret .secrets
    rootkey.csv accesskeys.csv *_accesskeys.csv client_secret*.json gha-creds*.json kubeconfig kubeconfig.*
    *.kubeconfig .dockerconfigjson rclone.conf .rclone.conf .vault[_-]pass* vault[_-]pass vault[_-]password
    *.keychain *.keychain-db .passwd .password password.txt passwords.txt passwords.csv *.tfvars *.tfvars.json
    *.tfstate *.tfstate.backup"""
STAGE = "prod|production|stage|staging|dev|development|test|qa|uat|live|local|private|secrets?"
DATA = "json5?|ya?ml|toml|ini|cfg|conf|properties|env|txt|csv|xml"  # endings of data: secrets.py is code
PRIVATE_KEY = re.compile(r"id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?(?:[ _-][^.]*)?")  # as ssh-keygen names it: id_rsa_work
SECRETS = re.compile(rf"env[._-](?:{STAGE})|\.?(?:(?:aws|gcp|gcloud|google|azure|git|db|my)?[._ -])?credentials|"
                     rf"(?:.*[._ -])?(?:credentials|secrets)(?:[._-](?:{STAGE}))?\.(?:{DATA})|"
                     rf"credentials[._-](?:{STAGE})|secret\.(?:json|ya?ml|toml|ini|properties)")
EXAMPLE = re.compile(r"(?:^|[._-])(?:example|sample|template|tmpl|dist|schema)(?:[._-]|$)")
# What people and editors add to the name of a copy: server.key.bak, "id_rsa (copy)", credentials-old.json, .env~
COPY = re.compile(r"^(?:copy|backup)[ _-](?:of[ _-])?|(?:~|[ ._-]+\(?(?:bak|backup|old|orig|original|saved?|copy|new|"
                  r"prev|tmp|swp)\d*\)?|[ ._-]+\(?\d[\d_-]*\)?|\.(?:gz|bz2|xz|zip|7z|tar|tgz))$")

# The line before a key, and the key itself: libraries hold the line alone. A JSON file has `\n` for its newlines.
HEADER = rb"-{4,5} ?BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)? ?-{4,5}"
MARK = rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?"  # the byte order mark
FIRST = re.compile(MARK + rb"\s*(?:" + HEADER + rb"|PuTTY-User-Key-File-\d)|openssh-key-v1\0")
PEM = re.compile(HEADER + rb"(?:(?:\s|\\r|\\n|[\"'+,])+(?:[A-Za-z-]{1,40}: [^\n]{0,999}\n\s*){0,9}[A-Za-z0-9+/=]{20}|"
                 rb"(?:M[A-Z]|b3Bl)[A-Za-z0-9+/=]{18})")
ENCODED = [base64.b64encode(line[:len(line) // 3 * 3]) for line in (  # a whole file in base64, as Kubernetes has it
    b"-----BEGIN PRIVATE KEY-", b"-----BEGIN RSA PRIVATE KEY", b"-----BEGIN EC PRIVATE KEY--",
    b"-----BEGIN OPENSSH PRIVATE KEY-", b"-----BEGIN ENCRYPTED PRIVATE KEY")]
# AWS_SECRET_ACCESS_KEY=..., {"SecretAccessKey": "..."}, secretAccessKey: ..., and the console's CSV
ACCESS_KEY = re.compile(
    rb"(?:(?:aws[_-]?secret[_-]?key|secret[_-]?access[_-]?key)[\\\"']*\s*(?:[=:>]|=>)\s*[\\\"']*|"
    rb"secret access key[^\r\n]{0,200}[\r\n]+[^\r\n]{0,400},[\"']?)([a-z0-9/+]{40})(?![a-z0-9/+=])", re.IGNORECASE)
WIDE = b"p\0r\0i\0v\0a\0t\0e", b"s\0e\0c\0r\0e\0t"  # in UTF-16

# A private key in DER, after its outer SEQUENCE: PKCS #8 (version, SEQUENCE of an OID), its encrypted form (the OID of
# PBES), PKCS #1 (version, a long modulus), SEC 1 (version, a short octet string), PKCS #12 (version 3, a ContentInfo).
# The last one is Java's keystore.
LENGTH = rb"(?:[\x00-\x7f]|\x81.|\x82..|\x83...|\x80)"
DER = re.compile(rb"\x30(" + LENGTH + rb")(?:\x02\x01[\x00\x01]\x30" + LENGTH + rb"\x06|"
                 rb"\x30" + LENGTH + rb"\x06.\x2a\x86\x48\x86\xf7\x0d\x01(?:\x05|\x0c)|"
                 rb"\x02\x01\x00\x02(?:[\x40-\x7f]|\x81.|\x82..)\x00?|\x02\x01\x01\x04[\x14-\x42]|"
                 rb"\x02\x01\x03\x30" + LENGTH + rb"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07)|"
                 rb"\xfe\xed\xfe\xed\0\0\0", re.DOTALL)
PART = 1 << 20  # bytes that are searched at once
OVERLAP = 1 << 13  # bytes of the part before that are searched again: a key may lie across two parts

LOCAL_FILE = ".secrets.json"  # {name: value} of the local cloud's secrets
SHORTEST = 8  # a shorter value may stand anywhere
VALUE_HINT = "read it from Secrets Manager where it is needed (docs/secrets.md); a value of tests belongs in test.py"
KEY_HINT = "a handler reads it from Secrets Manager, or from `env` of app.yaml; a public certificate may be called .crt"
SECRET_HINT = "remove it from the folder; values for handlers belong in `env` of app.yaml, or in Secrets Manager"


@functools.lru_cache(maxsize=4096)
def name_problem(name: str) -> tuple[str, str] | None:
    """(message, hint) of a file or folder whose name is that of a private key or of a file with secrets, else None."""
    plain = original_name(name)
    if plain.endswith(".pub"):
        return None
    if PRIVATE_KEY.fullmatch(plain) or any_of(KEY_NAMES).match(plain):
        return f"{name} is a private key by its name, and is not published", KEY_HINT
    is_secret = SECRETS.fullmatch(plain) or any_of(SECRET_NAMES).match(plain)
    if is_secret and not EXAMPLE.search(plain):
        return f"{name} has the name of a file with secrets, and is not published", SECRET_HINT
    return None


@functools.cache
def any_of(patterns: str) -> re.Pattern:
    """What matches the names of any of the patterns, as of a shell: "*.pem secring.*"."""
    return re.compile("|".join(map(fnmatch.translate, patterns.split())))


def original_name(name: str) -> str:
    """The name, in lower case, of the file that a file is a copy of by its name: "id_rsa (copy)" -> "id_rsa"."""
    name = name.lower()
    while True:
        stem, ending = os.path.splitext(name)
        shorter = COPY.sub("", name)
        if shorter == name:
            shorter = COPY.sub("", stem) + ending
        if shorter in (name, ending, ""):
            return name
        name = shorter


def content_problem(file) -> tuple[str, str] | None:
    """(message, hint) of an open binary file that holds a private key, an access key or the value of a secret, None of
    any other."""
    before, data, values = None, file.read(PART), local_values()
    while data:
        both = (before or b"") + data
        if before is None and starts_as_key(data) or holds_key(both):
            return "holds a private key or an access key, and is not published", KEY_HINT
        if name := next((name for name, value in values.items() if value in both), ""):
            return f"holds the value of the secret {name}, and is not published", VALUE_HINT
        before, data = data[-OVERLAP:], file.read(PART)
    return None


def local_values() -> dict[str, bytes]:
    """{name: value} of the local cloud's secrets, if the current folder has their file; without short ones."""
    try:
        return _values_of(os.path.abspath(LOCAL_FILE), os.stat(LOCAL_FILE).st_mtime_ns)
    except (OSError, ValueError):  # aws/secrets.py reports a broken file
        return {}


@functools.lru_cache(maxsize=4)
def _values_of(path: str, _changed: int) -> dict[str, bytes]:
    """local_values() of a file, read once for all files that are published."""
    with open(path, "rb") as file:
        content = json.load(file)
    return {name: value.encode() for name, value in content.items() if isinstance(value, str) and len(value) >= SHORTEST
            } if isinstance(content, dict) else {}


def starts_as_key(data: bytes) -> bool:
    """Whether a file is a private key by its first bytes, and in DER by its length: as many bytes as it declares."""
    if FIRST.match(narrow(data)):
        return True
    der = DER.match(data)
    if not der:
        return False
    length = der[1] or b"\x80"
    declared = int.from_bytes(length[1:], "big") if length[0] & 0x80 else length[0]
    return length == b"\x80" or 0 <= len(data) - declared - 1 - len(length) <= 2  # perhaps a newline after it


def holds_key(data: bytes) -> bool:
    """Whether a private key in PEM or an access key of AWS is somewhere in some bytes."""
    data = narrow(data)
    lower = data.lower()
    if b"private key" in lower and PEM.search(data) or any(line in data for line in ENCODED):
        return True
    return b"secret" in lower and b"key" in lower and any(is_random(match[1]) for match in ACCESS_KEY.finditer(data))


def narrow(data: bytes) -> bytes:
    """The bytes of a text in UTF-16 as ASCII; other bytes unchanged, or unrelated texts would become adjacent."""
    if b"\0" in data and (data[:2] in (b"\xff\xfe", b"\xfe\xff") or any(word in data.lower() for word in WIDE)):
        return data.translate(None, b"\0")
    return data


def is_random(value) -> bool:
    """Whether an access key can be real: many different characters, capitals and small letters; no digest in hex."""
    return len(set(value)) > 9 and value.lower() != value != value.upper()
