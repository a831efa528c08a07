"""Who is not allowed, and bytes that are no ZMTP, or bad."""
import secrets, socket, struct

import zmq

from attacker import attack, require, enrolled, raw, greeting
from harbour import PATIENCE, SILENCE, Peer, worker_message


@attack
def a_worker_in_the_clear(daemon):
    peer = Peer(daemon)
    message = [peer.worker, worker_message("AttachWorker", peer.worker)]
    require(peer.tell(message, curve=False, wait=SILENCE) is None, "answered")
    return "no answer"


@attack
def a_stranger_that_knows_the_daemons_key(daemon):
    peer = Peer(daemon)
    peer.server_key = enrolled(daemon).server_key
    message = [peer.worker, worker_message("AttachWorker", peer.worker)]
    require(peer.tell(message, wait=SILENCE) is None, "answered")
    return "no answer"


@attack
def a_stranger_that_listens_to_requests(daemon):
    peer = Peer(daemon)
    peer.server_key = enrolled(daemon).server_key
    with peer.socket(zmq.SUB, daemon.dispatch) as dispatch:
        dispatch.subscribe(b"")
        require(not dispatch.poll(3 * SILENCE * 1000), "heard a broadcast")
    return "hears nothing, not even pings"


@attack
def an_enrolled_peer_that_believes_another_server(daemon):
    peer = enrolled(daemon)
    peer.server_key = zmq.curve_keypair()[0]
    require(peer.tell([peer.worker, worker_message("AttachWorker", peer.worker)], wait=SILENCE)
            is None, "answered")
    return "no answer"


@attack
def the_plain_mechanism_with_a_password(daemon):
    peer = Peer(daemon)
    with peer.context.socket(zmq.REQ) as control:
        control.plain_username, control.plain_password = b"admin", b"admin"
        control.connect(daemon.control)
        control.send_multipart([peer.worker, worker_message("AttachWorker", peer.worker)])
        require(not control.poll(SILENCE * 1000), "answered")
    return "no answer"


@attack
def the_authenticators_own_endpoint_over_tcp(daemon):
    peer = enrolled(daemon)
    request = [b"1.0", b"1", b"moor", b"", b"", b"CURVE", secrets.token_bytes(32)]
    reply = peer.tell(request)
    require(reply and reply[0] == "WorkerRejected", f"answered {reply}")
    return f"{reply[0]}: an ordinary message that is none"


# Bytes that are no ZMTP, or bad.

@attack
def random_bytes_in_place_of_a_greeting(daemon):
    for endpoint in (daemon.dispatch, daemon.control, daemon.enrollment):
        for _ in range(20):
            raw(endpoint, secrets.token_bytes(500), 0.02)
    return "60 connections ended"


@attack
def messages_whose_senders_are_gone(daemon):
    """libzmq's REP would leave the next peer without its answer."""
    host, _, port = daemon.enrollment.removeprefix("tcp://").partition(":")
    for _ in range(10):
        for _ in range(50):
            with socket.create_connection((host, int(port)), PATIENCE) as stream:
                stream.sendall(b"\x01\x00" + b"\x02\x00x")
                stream.shutdown(socket.SHUT_WR)
        enrolled(daemon)
    return "500 of them; each of 10 honest newcomers in between enrolled"


@attack
def a_handshake_cut_off_at_every_byte(daemon):
    for cut in range(0, 64, 3):
        raw(daemon.control, greeting(b"CURVE")[:cut], 0.01)
    return "22 connections ended"


@attack
def a_curve_hello_full_of_zeros(daemon):
    hello = b"\x05HELLO\x01\x00" + bytes(72) + bytes(32) + bytes(8) + bytes(80)
    heard = raw(daemon.control, greeting(b"CURVE") + b"\x04" + bytes([len(hello)]) + hello)
    require(b"WELCOME" not in heard, "welcomed")
    return "not welcomed"


@attack
def a_message_before_the_handshake_ends(daemon):
    frame = b"\x01\x00" + b"\x01\x10" + bytes(16) + b"\x00\x04" + bytes(4)
    heard = raw(daemon.control, greeting(b"CURVE") + frame)
    require(b"Message rejected" not in heard, "answered")
    return "no answer"


@attack
def frames_that_promise_2_to_the_62_bytes(daemon):
    before = daemon.resident_bytes()
    promise = struct.pack(">Q", 1 << 62)
    ready = b"\x04\x29\x05READY\x0bSocket-Type\x00\x00\x00\x03REQ\x08Identity\x00\x00\x00\x00"
    for endpoint in (daemon.dispatch, daemon.control, daemon.enrollment):
        for _ in range(5):
            raw(endpoint, greeting(b"NULL") + ready + b"\x02" + promise, 0.05)
            raw(endpoint, b"\xff" + promise + b"\x00", 0.05)  # As ZMTP 1.0 has it.
    grown = daemon.resident_bytes() - before
    require(grown < 64 << 20, f"grew by {grown} bytes")
    return f"grew by {grown >> 10} KiB"


@attack
def three_hundred_connections_that_say_nothing(daemon):
    held = []
    for endpoint in (daemon.control, daemon.enrollment, daemon.dispatch):
        host, _, port = endpoint.removeprefix("tcp://").partition(":")
        held += [socket.create_connection((host, int(port)), PATIENCE) for _ in range(100)]
    peer = enrolled(daemon)
    reply = peer.say("AttachWorker")
    require(reply and reply[0] == "WorkerAttached", f"an honest worker got {reply}")
    for stream in held:
        stream.close()
    return "an honest worker attached meanwhile"
