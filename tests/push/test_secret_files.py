"""Which files hold secrets, by name and by content, beside ordinary files of similar names and contents."""
import base64
import io

import pytest

from kit import secret_files
from tests.fixtures.cases import cases

BODY = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7"
KEY = f"-----BEGIN RSA PRIVATE KEY-----\n{BODY}\n-----END RSA PRIVATE KEY-----\n"
ACCESS = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"


def der(tag, *parts):
    """The bytes of a DER value of a tag, of the bytes of its parts."""
    content = b"".join(parts)
    size = len(content)
    length = bytes([size]) if size < 128 else bytes([0x82, size >> 8, size & 255])
    return bytes([tag]) + length + content


def number(value, size=1):
    """The bytes of an INTEGER in DER."""
    return der(2, value.to_bytes(size, "big"))


RSA_OID = bytes.fromhex("06092a864886f70d010101")
PBES2_OID, DATA_OID = bytes.fromhex("06092a864886f70d01050d"), bytes.fromhex("06092a864886f70d010701")
MODULUS = number(1 << 2047, 257)
PKCS_1 = der(0x30, number(0), MODULUS, number(65537, 3), MODULUS)
PKCS_8 = der(0x30, number(0), der(0x30, RSA_OID, b"\5\0"), der(4, PKCS_1))
SEC_1 = der(0x30, number(1), der(4, b"k" * 32), der(0xa0, bytes.fromhex("06082a8648ce3d030107")))
ED25519 = der(0x30, number(0), der(0x30, bytes.fromhex("06032b6570")), der(4, der(4, b"k" * 32)))
ENCRYPTED = der(0x30, der(0x30, PBES2_OID, der(0x30)), der(4, b"k" * 300))
PKCS_12 = der(0x30, number(3), der(0x30, DATA_OID, der(0xa0, b"k" * 300)))
PUBLIC = der(0x30, der(0x30, RSA_OID, b"\5\0"), der(3, b"\0", der(0x30, MODULUS, number(65537, 3))))
PKCS_1_PUBLIC = der(0x30, MODULUS, number(65537, 3))
CERTIFICATE = der(0x30, der(0x30, der(0xa0, number(2)), number(1), der(0x30, RSA_OID)), der(0x30, RSA_OID), der(3, b"k" * 257))
REQUEST = der(0x30, der(0x30, number(0), der(0x30, der(0x31, b"name"))), der(0x30, RSA_OID), der(3, b"k" * 257))


@cases("name", """id_rsa ID_RSA id_rsa.bak id_rsa_old id_rsa-work id_rsa.1 id_rsa~ id_ed25519_sk id_ecdsa.backup
    server.key.bak server.pem~ cert.pem.old key.pem.2024-11-28 server.key.gz a.p12.orig backup-server.key
    .env .env.prod env.prod env.production env_local prod.env .env.bak .env~ secrets.json secrets.yml prod.secrets.yaml
    secrets.prod.json secret.yaml credentials.yml credentials.txt credentials.json aws-credentials aws_credentials
    my.credentials.json application_default_credentials.json credentials-old.json credentials credentials.prod.json
    terraform.tfvars prod.auto.tfvars terraform.tfvars.json terraform.tfstate.backup kubeconfig passwords.txt htpasswd
    .secrets .env-prod .env_prod .envrc.local .flaskenv .dev.vars .aws-credentials .aws_credentials kubeconfig.yaml prod.kubeconfig
    .dockerconfigjson gha-creds-0123.json .vault_pass .vault-pass.txt vault_password rclone.conf .mylogin.cnf .authinfo.gpg
    login.keychain-db password.txt .passwd""".split() + ["id_rsa (copy)", "id_rsa copy", "id_rsa (1)", "Copy of id_rsa", "credentials (1).json", "server.key (copy 2)"])
def test_a_name_of_a_secret(name):
    message, hint = secret_files.name_problem(name)
    assert message.startswith(f"{name} ") and hint


@cases("name", """keys.py keys.json key.svg key.txt monkey.pem.md environment.md environment.py env.py env.json
    env.js env.d.ts env.sh env.md id_rsa.pub id_rsa.pub.bak id_rsa.md id_rsa.py identity.txt secrets.py secrets.md secrets.html
    secret.html secret.css secret.txt credentials.py credentials.html credentials.md credentials.js credentials.svg
    credential.json vault_passwords.py kubeconfig.example.yaml .environment rclone.config secrets.example.json secrets.schema.json credentials.sample.yml .env.example .env.template.bak example.env
    terraform.tf variables.tf passwords.py password.html keyboard.js index.html.bak data.old backup.zip report-2024.csv
    threshold.json public.crt ca.cer chain.der tokens.json token.py private.html private.txt pem.py ssh.md config.json
    docker-compose.yml Dockerfile aws.md get-credentials get-credentials.1.gz ~ old copy .bak (1) 2024""".split() + ["a copy of it.txt", "my notes (1).md"])
def test_a_name_of_an_ordinary_file(name):
    assert secret_files.name_problem(name) is None


def complaint(data):
    """What content_complaint() returns for a text or bytes."""
    return secret_files.content_problem(io.BytesIO(data if isinstance(data, bytes) else data.encode()))


SECRETS = {
    "environment": f"AWS_SECRET_ACCESS_KEY={ACCESS}\n", "exported": f"export AWS_SECRET_ACCESS_KEY='{ACCESS}'",
    "ini": f"[default]\naws_secret_access_key = {ACCESS}\n", "cli": f'{{"AccessKey":{{"SecretAccessKey":"{ACCESS}"}}}}',
    "javascript": f"new S3({{ secretAccessKey: '{ACCESS}' }})", "xml": f"<SecretAccessKey>{ACCESS}</SecretAccessKey>",
    "escaped": f'"{{\\"SecretAccessKey\\": \\"{ACCESS}\\"}}"', "hash": f":secret_access_key => '{ACCESS}'",
    "csv": f"Access key ID,Secret access key\r\nAKIAIOSFODNN7EXAMPLE,{ACCESS}\r\n",
    "older csv": f"User name,Access key ID,Secret access key,Console login link\r\nann,AKIAIOSFODNN7EXAMPLE,{ACCESS},https://a.b\r\n",
    "late": "x" * 300_000 + "\n" + KEY, "across two parts": "x" * ((1 << 20) - 20) + KEY, "late access key":
    "x" * (5 << 20) + f"\nSecretAccessKey: {ACCESS}\n", "utf-16": KEY.encode("utf-16"),
    "utf-16 without a mark": ("notes\n" + KEY).encode("utf-16-be"), "late utf-16": ("x" * 300_000 + KEY).encode("utf-16-le"),
    "access key in utf-16": f"AWS_SECRET_ACCESS_KEY={ACCESS}\n".encode("utf-16"), "mark": b"\xef\xbb\xbf" + KEY.encode(),
    "in base64": b"key: " + base64.b64encode(KEY.encode()), "ssh2": f"---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n{BODY}\n",
    "PKCS #1": PKCS_1, "PKCS #8": PKCS_8, "SEC 1": SEC_1, "Ed25519": ED25519, "encrypted": ENCRYPTED, "PKCS #12": PKCS_12}


@cases("kind", SECRETS)
def test_a_content_with_a_secret(kind):
    assert complaint(SECRETS[kind]) == ("holds a private key or an access key, and is not published", secret_files.KEY_HINT)


ORDINARY = {
    "empty": "", "code": "aws_secret_access_key = os.environ['AWS_SECRET_ACCESS_KEY']", "public": KEY.replace("PRIVATE", "PUBLIC"),
    "placeholder": f"AWS_SECRET_ACCESS_KEY={'x' * 40}", "capitals": f"AWS_SECRET_ACCESS_KEY={'YOUR' * 10}",
    "digest": "aws_secret_access_key_digest = '" + "0123456789abcdef" * 2 + "01234567'",
    "digest as key": f"secret_access_key: {'0123456789abcdef' * 2}01234567", "longer": f"SecretAccessKey={ACCESS}{ACCESS}",
    "words": "The secret access key is shown once.", "header": 'if text.startswith("-----BEGIN PRIVATE KEY-----"):\n    pass',
    "headers of a library": b"\0-----BEGIN PRIVATE KEY-----\0-----END PRIVATE KEY-----\0ThisIsAnotherConstantOfIt\0",
    "joined constants": b"\x7fELF-----BEGIN RSA PRIVATE KEY-----anotherConstantThatFollowsIt",
    "certificate in DER": CERTIFICATE, "request in DER": REQUEST, "public key in DER": PUBLIC, "PKCS #1 public": PKCS_1_PUBLIC,
    "begins as DER": PKCS_8[:20] + b"0" * 5000, "digits": "0123456789" * 20, "image": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9,
    "utf-16": "The private key and the secret access key".encode("utf-16"), "python": "import secrets\nkey = secrets.token_hex()\n"}


@cases("kind", ORDINARY)
def test_an_ordinary_content_is_no_secret(kind):
    assert complaint(ORDINARY[kind]) is None


HEADER = "-----BEGIN PRIVATE KEY-----"


@cases("text", [
    "A:  " * 40 + "!", f"A: {HEADER}\n" * 5_000, "secret access key" + "\n" * 200_000 + "!",
    "secret access key\n" * 5_000 + "," * 50_000])
def test_a_search_whose_time_would_double_ends(text):
    assert complaint(f"A file:\n{HEADER}\n{text}") is None


@pytest.mark.parametrize("content, is_found", [
    (b'{"demo-stripe": "sk_test_1234"}', True), (b"KEY = 'sk_test_1234'", True), (b"sk_test_123", False),
    (b"sk_test " * 200_000 + b"sk_test_1234", True), (b"short", False)])
def test_the_value_of_a_secret_of_the_local_cloud(own_folder, content, is_found):
    (own_folder / ".secrets.json").write_text('{"demo-stripe": "sk_test_1234", "demo-pin": "short"}')
    problem = secret_files.content_problem(io.BytesIO(content))
    assert (problem is not None) == is_found
    assert not problem or problem[0] == "holds the value of the secret demo-stripe, and is not published"


@pytest.mark.parametrize("broken", ["", "[]", "{", '{"demo-stripe": 5}'])
def test_a_broken_file_of_secrets_finds_nothing(own_folder, broken):
    (own_folder / ".secrets.json").write_text(broken)
    assert secret_files.content_problem(io.BytesIO(b"sk_test_1234")) is None
