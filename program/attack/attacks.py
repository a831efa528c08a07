#!/usr/bin/python3
"""Attacks on a running `drydock daemon` over tcp, from outside: each prints one line with what came
of it, and after each an honest worker has to be served as if nothing had happened.

usage: attacks.py DRYDOCK [PYTHON_BINDINGS]     Exit code 0 if all were withstood, 1 if not."""
import os, secrets, socket, struct, subprocess, sys, tempfile, time, uuid

if len(sys.argv) > 2:
    sys.path.append(sys.argv[2])
import zmq
from harbour import (PATIENCE, SILENCE, Daemon, Peer, new, opened, packed, secrets_uuid,
                     uuid_table, worker_message)

ATTACKS, STRICT_ATTACKS = [], []
sys.setrecursionlimit(100_000)  # For values in values.


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


# Who is not allowed.

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


# Enrollment.

@attack
def a_wrong_enrollment_token(daemon):
    return refused(Peer(daemon).enroll(enrollmentToken=str(uuid.uuid4())), "Invalid enrollment token")


@attack
def an_empty_enrollment_token(daemon):
    return refused(Peer(daemon).enroll(enrollmentToken=""), "Invalid enrollment token")


@attack
def the_enrollment_token_with_its_last_character_cut(daemon):
    return refused(Peer(daemon).enroll(enrollmentToken=daemon.token()[:-1]), "Invalid")


@attack
def a_thousand_guesses_at_the_token(daemon):
    before = daemon.allowed_hosts()
    peer, answers = Peer(daemon), {}
    for _ in range(1000):
        error = refused(peer.enroll(enrollmentToken=str(uuid.uuid4())))
        answers[error] = answers.get(error, 0) + 1
    require(enrolled(daemon).user, "an honest newcomer is refused")
    require(len(daemon.allowed_hosts()) == len(before) + 1, "something was stored")
    return ", ".join(f"{count} x {error!r}" for error, count in answers.items())


@attack
def a_key_outside_of_the_alphabet(daemon):
    return refused(Peer(daemon).enroll(curvePublicKey="~" * 40))


@attack
def a_key_of_small_order(daemon):
    peer = Peer(daemon)
    response = peer.enroll(curvePublicKey="0" * 40)  # 32 zero bytes.
    if not response.success:
        return refused(response)
    peer.public, peer.secret = b"0" * 40, b"0" * 40
    message = [peer.worker, worker_message("AttachWorker", peer.worker)]
    require(peer.tell(message, wait=SILENCE) is None, "let in without a secret")
    return "enrolled, as its holder knew the token; it opens no box"


@attack
def a_host_name_that_adds_a_key(daemon):
    stranger = zmq.curve_keypair()[0].decode()
    return refused(Peer(daemon).enroll(hostname=f"here\npublic={stranger}"))


@attack
def a_service_type_of_a_megabyte(daemon):
    return refused(Peer(daemon).enroll(serviceType="x" * (1 << 20)))


@attack
def a_service_id_that_climbs_out_of_the_directory(daemon):
    response = Peer(daemon).enroll(serviceId="../../../../tmp/drydock-was-here")
    require(not os.path.exists("/tmp/drydock-was-here"), "wrote outside of its directory")
    return refused(response) if not response.success else "ignored, as the profile asks"


@attack
def two_requests_in_two_frames(daemon):
    before = daemon.allowed_hosts()
    peer = Peer(daemon)
    request = packed(new("MoorRpc.EnrollmentRequest", enrollmentToken=daemon.token(),
                         curvePublicKey=peer.public.decode(), serviceType="echo", hostname="here"))
    error = refused(opened("MoorRpc.EnrollmentResponse", peer.ask_enrollment([request, request])))
    require(daemon.allowed_hosts() == before, "something was stored")
    return error


@attack
def enrollment_requests_that_are_noise(daemon):
    peer = Peer(daemon)
    for size in (0, 1, 3, 4, 8, 100, 5000):
        for _ in range(10):
            refused(opened("MoorRpc.EnrollmentResponse", peer.ask_enrollment([secrets.token_bytes(size)])))
    return "70 x refused"


@attack
def a_newcomer_that_hangs_up_before_the_answer(daemon):
    for _ in range(50):
        peer = Peer(daemon)
        enrollment = peer.context.socket(zmq.DEALER)
        enrollment.connect(daemon.enrollment)
        enrollment.send_multipart([b"", b"noise"])
        peer.close()
    return "50 x gone"


@attack
def an_enrollment_without_delimiter(daemon):
    peer = Peer(daemon)
    with peer.context.socket(zmq.DEALER) as enrollment:
        enrollment.connect(daemon.enrollment)
        for _ in range(100):
            enrollment.send_multipart([b"no", b"delimiter"])
        require(not enrollment.poll(SILENCE * 500), "answered")
    return "no answer"


# From within: keys that are allowed, used wrongly.

@attack
def control_messages_without_delimiter(daemon):
    peer = enrolled(daemon)
    with peer.socket(zmq.DEALER, daemon.control) as control:
        for _ in range(100):
            control.send_multipart([peer.worker, worker_message("AttachWorker", peer.worker)])
        require(not control.poll(SILENCE * 500), "answered")
    return "no answer"


@attack
def control_messages_that_are_noise(daemon):
    peer, kinds = enrolled(daemon), set()
    for count in (1, 2, 3, 9):
        for _ in range(25):
            frames = [secrets.token_bytes(secrets.choice((0, 1, 15, 16, 17, 4000))) for _ in range(count)]
            kinds.add(peer.tell(frames)[0])
    require(kinds <= {"WorkerRejected", "WorkerInvalidPayload"}, f"answered {kinds}")
    return " or ".join(sorted(kinds)) + ", 100 times"


@attack
def a_good_message_with_each_byte_spoilt(daemon):
    peer, replies = enrolled(daemon), {}
    good = worker_message("DetachWorker", peer.worker, peer.token)
    for at in range(len(good)):
        spoilt = bytearray(good)
        spoilt[at] ^= 0xFF
        kind = peer.tell([peer.worker, bytes(spoilt)])[0]
        replies[kind] = replies.get(kind, 0) + 1
    return ", ".join(f"{count} x {kind}" for kind, count in sorted(replies.items()))


@attack
def results_nested_far_too_deep(daemon):
    peer, came = enrolled(daemon), []
    peer.say("AttachWorker")
    for depth in (500, 3000, 9000):
        result = new("MoorVar.Var", variant=new("MoorVar.VarInt", value=1))
        for _ in range(depth):
            result = new("MoorVar.Var", variant=new("MoorVar.VarList", elements=[result]))
        came.append(peer.say("RequestResult", requestId=uuid_table(secrets_uuid()), result=result)[0])
    require(came[0] == "WorkerUnknownRequest", f"500 deep: {came[0]}")
    require(set(came[1:]) == {"WorkerInvalidPayload"}, f"answered {came}")
    return "500 deep is fine; 3,000 and 9,000 deep: WorkerInvalidPayload"


@attack
def a_message_above_64_mebibytes(daemon):
    peer, before = enrolled(daemon), daemon.resident_bytes()
    reply = peer.tell([peer.worker, bytes((64 << 20) + 1)], wait=3 * SILENCE)
    require(reply is None or reply[0] != "WorkerAttached", f"answered {reply}")
    return "no answer: the connection ends" if reply is None else reply[0]


@attack
def speaking_for_anothers_worker(daemon):
    victim, thief = enrolled(daemon), enrolled(daemon)
    require(victim.say("AttachWorker")[0] == "WorkerAttached", "the victim cannot attach")
    came = {thief.say(kind, victim.worker)[0] for kind in ("AttachWorker", "WorkerPong", "DetachWorker")}
    require(came == {"WorkerAuthFailed"}, f"answered {came}")
    require(victim.say("WorkerPong")[0] == "WorkerAck", "the victim was harmed")
    return "WorkerAuthFailed, 3 times; the victim works on"


@attack
def answering_anothers_request(daemon):
    victim, thief = enrolled(daemon), enrolled(daemon)
    victim.say("AttachWorker")
    reply = thief.say("RequestResult", victim.worker, requestId=uuid_table(secrets_uuid()),
                      result=new("MoorVar.Var", variant=new("MoorVar.VarInt", value=1)))
    require(reply[0] == "WorkerAuthFailed", f"answered {reply}")
    return ": ".join(reply)


@attack
def another_id_in_the_body_than_in_the_frame(daemon):
    peer = enrolled(daemon)
    reply = peer.tell([peer.worker, worker_message("AttachWorker", secrets_uuid(), peer.token)])
    require(reply[0] in ("WorkerInvalidPayload", "WorkerAuthFailed"), f"answered {reply}")
    return ": ".join(reply)


@attack
def the_three_frames_of_2024(daemon):
    peer = enrolled(daemon)
    reply = peer.tell([b"v4.public.x.y", peer.worker, worker_message("AttachWorker", peer.worker)])
    require(reply[0] == "WorkerRejected", f"answered {reply}")
    return ": ".join(reply)


@attack
def ten_thousand_subscriptions(daemon):
    peer, before = enrolled(daemon), daemon.resident_bytes()
    # Without a limit, or libzmq drops subscriptions of its own accord.
    with peer.socket(zmq.SUB, daemon.dispatch, sndhwm=0) as dispatch:
        dispatch.subscribe(b"workers")
        for number in range(10_000):
            dispatch.subscribe(b"topic %d" % number)
        require(dispatch.poll(PATIENCE * 1000), "hears nothing")
    return f"served; grew by {(daemon.resident_bytes() - before) >> 10} KiB"


@attack
def a_key_that_was_removed_while_it_was_connected(daemon):
    peer = enrolled(daemon)
    with peer.socket(zmq.REQ, daemon.control) as control:
        def say(kind):
            control.send_multipart([peer.worker, worker_message(kind, peer.worker, peer.token)])
            require(control.poll(PATIENCE * 1000), "no answer")
            reply = opened("MoorRpc.DaemonToWorkerReply", control.recv()).reply
            return type(reply).__name__[:-1]
        require(say("AttachWorker") == "WorkerAttached", "cannot attach")
        os.remove(f"{daemon.data}/allowed-hosts/{peer.user}")
        until = time.monotonic() + 60
        while (kind := say("WorkerPong")) != "WorkerAuthFailed" and time.monotonic() < until:
            time.sleep(0.2)
        require(kind == "WorkerAuthFailed", f"still answered {kind}")
    message = [peer.worker, worker_message("AttachWorker", peer.worker, peer.token)]
    require(peer.tell(message, wait=SILENCE) is None, "let in again")
    return "WorkerAuthFailed on the connection that it had, no new one"


@attack
def reading_the_process_list(daemon):
    secret = {daemon.token()}
    with open(daemon.data + "/daemon-curve.key") as keys:
        secret |= {line.partition("=")[2].strip() for line in keys if line.startswith("secret=")}
    pid = daemon.process.pid
    seen = open(f"/proc/{pid}/cmdline").read() + open(f"/proc/{pid}/environ").read()
    require(not any(one in seen for one in secret), "a secret is in the arguments or environment")
    require(not any(one in open(daemon.log).read() for one in secret), "a secret is in the log")
    return "neither arguments, environment nor the loudest log hold a secret"


@attack
def reading_files_as_another_user(daemon):
    loose = [os.path.join(directory, name) for directory, _, names in os.walk(daemon.data)
             for name in names if os.stat(os.path.join(directory, name)).st_mode & 0o077
             and not name.endswith(".pub")]
    require(not loose and not os.stat(daemon.token_file).st_mode & 0o077, f"open to others: {loose}")
    return "all files are their owner's only"


# From within a daemon of the strict profile: tokens.

@strict_attack
def a_worker_without_token(daemon):
    peer = enrolled(daemon)
    reply = peer.tell([peer.worker, worker_message("AttachWorker", peer.worker)])
    require(reply[0] == "WorkerAuthFailed", f"answered {reply}")
    return ": ".join(reply)


@strict_attack
def a_token_with_any_character_changed(daemon):
    peer, came = enrolled(daemon), {}
    for at in range(len(peer.token)):
        letter = "A" if peer.token[at] != "A" else "B"
        reply = peer.say("AttachWorker", token=peer.token[:at] + letter + peer.token[at + 1:])
        require(reply[0] == "WorkerAuthFailed", f"character {at}: {reply}")
        came[reply[1]] = came.get(reply[1], 0) + 1
    return ", ".join(f"{count} x {reason}" for reason, count in came.items())


@strict_attack
def a_token_without_its_footer(daemon):
    peer = enrolled(daemon)
    reply = peer.say("AttachWorker", token=peer.token.rpartition(".")[0])
    require(reply[0] == "WorkerAuthFailed", f"answered {reply}")
    return ": ".join(reply)


@strict_attack
def a_token_that_claims_another_version_or_purpose(daemon):
    peer, came = enrolled(daemon), set()
    for header in ("v1.public.", "v2.public.", "v3.public.", "v4.local.", "v4.secret.", "none."):
        reply = peer.say("AttachWorker", token=header + peer.token.removeprefix("v4.public."))
        require(reply[0] == "WorkerAuthFailed", f"{header}: {reply}")
        came.add(reply[1])
    return "; ".join(sorted(came))


@strict_attack
def anothers_token_with_ones_own_id(daemon):
    victim, thief = enrolled(daemon), enrolled(daemon)
    reply = thief.say("AttachWorker", token=victim.token)
    require(reply[0] == "WorkerAuthFailed", f"answered {reply}")
    return ": ".join(reply)


@strict_attack
def anothers_token_with_its_id_before_it_attached(daemon):
    victim, thief = enrolled(daemon), enrolled(daemon)
    reply = thief.say("AttachWorker", victim.worker, victim.token)
    require(reply[0] == "WorkerAuthFailed", f"answered {reply}")
    require(victim.say("AttachWorker")[0] == "WorkerAttached", "the victim was harmed")
    return ": ".join(reply)


@strict_attack
def a_token_verified_a_moment_ago_with_another_id(daemon):
    peer = enrolled(daemon)
    require(peer.say("AttachWorker")[0] == "WorkerAttached", "cannot attach")
    reply = peer.say("AttachWorker", secrets_uuid())
    require(reply[0] == "WorkerAuthFailed", f"answered {reply}")
    return ": ".join(reply)


@strict_attack
def a_token_used_up_to_its_end_and_after_it(daemon):
    peer = enrolled(daemon)
    require(peer.say("AttachWorker")[0] == "WorkerAttached", "cannot attach")
    until, good = time.monotonic() + PATIENCE, 0
    while (reply := peer.say("WorkerPong"))[0] == "WorkerAck" and time.monotonic() < until:
        good += 1
    require(reply[0] == "WorkerAuthFailed" and "expired" in reply[1], f"answered {reply}")
    return f"{good} pongs acknowledged, then {reply[0]}: {reply[1]}"


@strict_attack
def a_hosts_token_in_a_workers_message(daemon):
    peer = enrolled(daemon, serviceType="telnet-host")
    reply = peer.say("AttachWorker")
    require(reply[0] == "WorkerAuthFailed", f"answered {reply}")
    return ": ".join(reply)


@strict_attack
def retired_tokens_signed_with_the_right_key(daemon):
    peer, came = enrolled(daemon), set()
    for payload in (str(uuid.UUID(bytes=peer.worker)), "tcp", "", "{}", "[" * 5000):
        reply = peer.say("AttachWorker", token=daemon.sign(payload.encode(), b"key-id:moor_worker"))
        require(reply[0] == "WorkerAuthFailed", f"answered {reply}")
        came.add(reply[1])
    return "; ".join(sorted(came))


@strict_attack
def renewing_anothers_token(daemon):
    victim, thief = enrolled(daemon), enrolled(daemon)
    return refused(thief.enroll(enrollmentToken="", serviceToken=victim.token,
                                serviceId=str(uuid.UUID(bytes=victim.worker))))


@strict_attack
def renewing_ones_token_for_another_id(daemon):
    peer = enrolled(daemon)
    return refused(peer.enroll(enrollmentToken="", serviceToken=peer.token,
                               serviceId=str(uuid.uuid4())))


@strict_attack
def renewing_from_a_key_that_never_enrolled(daemon):
    victim, thief = enrolled(daemon), Peer(daemon)
    return refused(thief.enroll(enrollmentToken="", serviceToken=victim.token,
                                serviceId=str(uuid.UUID(bytes=victim.worker))))


@strict_attack
def renewing_with_an_expired_token(daemon):
    peer = enrolled(daemon)
    until = time.monotonic() + PATIENCE
    while (reply := peer.say("AttachWorker"))[0] == "WorkerAttached" and time.monotonic() < until:
        pass
    require("expired" in reply[1], f"answered {reply}")
    return refused(peer.enroll(enrollmentToken="", serviceToken=peer.token), "expired")


@strict_attack
def tokens_in_the_loudest_log(daemon):
    peer = enrolled(daemon)
    peer.say("AttachWorker")
    peer.say("AttachWorker", secrets_uuid())
    log = open(daemon.log).read()
    require("v4.public." not in log and peer.token not in log, "a token is in the log")
    return "none"


def serves(daemon):
    """An honest newcomer still gets all that it needs."""
    require(daemon.process.poll() is None, f"the daemon has ended:\n{open(daemon.log).read()[-2000:]}")
    peer = enrolled(daemon)
    with peer.socket(zmq.SUB, daemon.dispatch) as dispatch:
        dispatch.subscribe(b"workers")
        reply = peer.say("AttachWorker")
        require(reply and reply[0] == "WorkerAttached", f"an honest worker got {reply}")
        require(dispatch.poll(PATIENCE * 1000), "an honest worker hears no ping")
    require(peer.say("DetachWorker")[0] == "WorkerAck", "an honest worker cannot detach")
    peer.close()


def run(daemon, attacks, label):
    failures = 0
    for one in attacks:
        name = one.__name__.replace("_", " ")
        try:
            outcome, verdict = one(daemon), "withstood"
            serves(daemon)
        except (AssertionError, OSError, zmq.ZMQError) as why:
            outcome, verdict, failures = str(why), "BROKEN", failures + 1
        print(f"{verdict}  {label}{name}: {outcome}", flush=True)
    return failures


def main():
    program = os.path.realpath(sys.argv[1])
    failures = 0
    strict = ("--profile", "strict", "--worker-token-lifetime", "8", "--generate-keypair")
    for label, flags, attacks in (("", (), ATTACKS), ("strict: ", strict, STRICT_ATTACKS)):
        daemon = Daemon(program, flags)
        failures += run(daemon, attacks, label)
        code = daemon.stop()
        if code != 0:
            print(f"BROKEN  {label}the daemon ended with {code}")
            failures += 1
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
