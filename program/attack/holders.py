"""From within a daemon of the strict profile: tokens."""
import time, uuid

from attacker import strict_attack, require, enrolled, refused
from harbour import PATIENCE, Peer, secrets_uuid, worker_message


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
