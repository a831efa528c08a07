#!/usr/bin/python3
"""Attacks on a running `drydock daemon` over tcp, from outside: each prints one line with what came
of it, and after each an honest worker has to be served as if nothing had happened.

usage: attacks.py DRYDOCK [PYTHON_BINDINGS]     Exit code 0 if all were withstood, 1 if not."""
import os, sys

if len(sys.argv) > 2:
    sys.path.append(sys.argv[2])
import zmq
import strangers, newcomers, insiders, holders  # In this order they attack.
from attacker import ATTACKS, STRICT_ATTACKS, enrolled, require
from harbour import PATIENCE, Daemon


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
