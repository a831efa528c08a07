"""From within: keys that are allowed, used wrongly."""
import os, secrets, sys, time

import zmq

from attacker import attack, require, enrolled
from harbour import PATIENCE, SILENCE, new, opened, secrets_uuid, uuid_table, worker_message

sys.setrecursionlimit(100_000)  # For values in values.


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
    peer = enrolled(daemon)
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
