"""Enrollment, rightly and wrongly."""
import os, secrets, uuid

import zmq

from attacker import attack, require, enrolled, refused
from harbour import SILENCE, Peer, new, opened, packed, worker_message


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
