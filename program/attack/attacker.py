"""What the attacks share: how one is declared, and what it needs of a daemon and of bytes."""
import socket

from harbour import PATIENCE, Peer

ATTACKS, STRICT_ATTACKS = [], []


def attack(function):
    ATTACKS.append(function)
    return function


def strict_attack(function):
    STRICT_ATTACKS.append(function)
    return function


def require(claim, otherwise):
    if not claim:
        raise AssertionError(otherwise)


def enrolled(daemon, **fields):
    peer = Peer(daemon)
    response = peer.enroll(**fields)
    require(response.success, f"an honest newcomer is refused: {response.error}")
    return peer


def refused(response, *words):
    """The server's text of a refusal that has to hold those words and gives nothing away."""
    require(not response.success, "enrolled")
    require(not response.serviceUuid and not response.daemonCurvePublicKey, "told more than why")
    require(not response.serviceToken, "gave a token")
    error = response.error.decode()
    require(all(word in error for word in words), error)
    return error


def raw(endpoint, data, then_wait=0.2):
    """What the endpoint says to these bytes on a fresh tcp connection."""
    host, _, port = endpoint.removeprefix("tcp://").partition(":")
    with socket.create_connection((host, int(port)), PATIENCE) as stream:
        stream.settimeout(then_wait)
        heard = b""
        try:
            stream.sendall(data)
            while chunk := stream.recv(65536):
                heard += chunk
        except (TimeoutError, ConnectionError):
            pass
        return heard


def greeting(mechanism, as_server=0):
    return (b"\xff" + bytes(8) + b"\x7f\x03\x01" + mechanism.ljust(20, b"\0") +
            bytes([as_server]) + bytes(31))
