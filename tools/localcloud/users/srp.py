"""Cognito's proof of a password (USER_SRP_AUTH), the server's side: SRP-6a with Cognito's own hashes. Pure.

A client proves that it has the password without sending it. The formulas are those of Amazon's client,
amazon-cognito-identity-js, AuthenticationHelper.js.
"""
import base64
import hashlib
import hmac

# RFC 3526, group 15: 3072 bits.
N = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
    "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF", 16)
G = 2
_INFO = b"Caldera Derived Key\x01"


def padded(number):
    """A number as hexadecimal digits of whole bytes, with a zero byte first where Java would read a negative number."""
    digits = f"{number:x}"
    digits = "0" * (len(digits) % 2) + digits
    return "00" + digits if digits[0] in "89abcdef" else digits


def verifier(pool, user, password, salt):
    """v = g^x: the number that a server stores of a password. pool: the part of the pool's id after "_"."""
    identity = hashlib.sha256(f"{pool}{user}:{password}".encode()).hexdigest()
    return pow(G, _hashed(padded(salt) + identity), N)


def public_value(secret, verifier_):
    """B, which the server sends: k*v + g^b. verifier_: v."""
    k = _hashed(padded(N) + padded(G))
    return (k * verifier_ + pow(G, secret, N)) % N


def signature(parts, client_value, server_secret, verifier_):
    """The signature that the client must send, in base64; None if its value A determines the key.

    parts  the signed text: [pool, user, secret block, timestamp] as bytes
    """
    if client_value % N == 0:
        return None
    u = _hashed(padded(client_value) + padded(public_value(server_secret, verifier_)))
    shared = pow(client_value * pow(verifier_, u, N) % N, server_secret, N)
    seed = hmac.digest(bytes.fromhex(padded(u)), bytes.fromhex(padded(shared)), "sha256")
    key = hmac.digest(seed, _INFO, "sha256")[:16]
    return base64.b64encode(hmac.digest(key, b"".join(parts), "sha256")).decode()


def _hashed(digits):
    """SHA-256 of the bytes given as hexadecimal digits, as a number."""
    return int(hashlib.sha256(bytes.fromhex(digits)).hexdigest(), 16)
