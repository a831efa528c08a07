"""A daemon as its operator runs it over tcp, and peers that can speak to it rightly and wrongly."""
import base64, importlib, os, secrets, signal, socket, struct, subprocess, tempfile, time, uuid

import flatbuffers, zmq

PATIENCE = 20.0  # Seconds: what an honest peer waits at most.
SILENCE = 1.0  # Seconds: for how long we look for what must not come.


def new(table, **fields):
    """An object of the class that was generated for the table, such as `MoorRpc.WorkerPong`."""
    name = table.partition(".")[2]
    made = getattr(importlib.import_module(table), name + "T")()
    for field, value in fields.items():
        setattr(made, field, value)
        if hasattr(made, field + "Type"):
            tags = getattr(importlib.import_module(table + "Union"), name + "Union")
            setattr(made, field + "Type", getattr(tags, type(value).__name__[:-1]))
    return made


def packed(table):
    builder = flatbuffers.Builder()
    builder.Finish(table.Pack(builder))
    return bytes(builder.Output())


def opened(table, buffer):
    module = importlib.import_module(table)
    name = table.partition(".")[2]
    return getattr(module, name + "T").InitFromObj(getattr(module, name).GetRootAs(buffer))


def uuid_table(value):
    return new("MoorCommon.Uuid", data=list(value))


def worker_message(kind, worker, token=None, **fields):
    """A WorkerToDaemonMessage of that kind as bytes; `worker` is 16 bytes."""
    if kind in ("AttachWorker", "WorkerPong"):
        fields.setdefault("workerType", new("MoorCommon.Symbol", value="echo"))
    body = new("MoorRpc." + kind, workerId=uuid_table(worker), **fields)
    return packed(new("MoorRpc.WorkerToDaemonMessage", message=body, token=token))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Daemon:
    """`drydock daemon` on three tcp ports of this machine, with files of its own."""

    def __init__(self, program, flags=()):
        self.directory = tempfile.TemporaryDirectory(prefix="drydock-attack-")
        root = self.directory.name
        self.data, self.token_file = root + "/data", root + "/enrollment-token"
        self.log = root + "/log"
        environment = {**os.environ, "HOME": root, "XDG_CONFIG_HOME": root + "/config"}
        for _ in range(10):  # Somebody else may take a port that we saw free.
            self.dispatch, self.control, self.enrollment = (
                f"tcp://127.0.0.1:{free_port()}" for _ in range(3))
            self.process = subprocess.Popen(
                [program, "daemon", "--workers-only",
                 "--workers-request-listen", self.dispatch,
                 "--workers-response-listen", self.control, "--enrollment-listen", self.enrollment,
                 "--callers-listen", f"ipc://{root}/callers", "--data-dir", self.data,
                 "--enrollment-token-file", self.token_file, "--log-level", "debug",
                 "--ping-period", "0.5", *flags],
                stdout=subprocess.DEVNULL, stderr=open(self.log, "wb"), env=environment, cwd=root)
            if self._is_up():
                return
        raise SystemExit("the daemon does not start:\n" + open(self.log).read())

    def _is_up(self):
        port = int(self.enrollment.rpartition(":")[2])
        until = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return True
            time.sleep(0.02)
        return False

    def token(self):
        return open(self.token_file).read().strip()

    def allowed_hosts(self):
        directory = self.data + "/allowed-hosts"
        return sorted(os.listdir(directory)) if os.path.isdir(directory) else []

    def resident_bytes(self):
        with open(f"/proc/{self.process.pid}/statm") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def sign(self, payload, footer):
        """A PASETO v4.public token of any payload, with the key that the daemon signs with."""
        pieces = (b"v4.public.", payload, footer, b"")
        message = struct.pack("<Q", len(pieces)) + b"".join(
            struct.pack("<Q", len(piece)) + piece for piece in pieces)
        with tempfile.NamedTemporaryFile(dir=self.directory.name) as signed:
            signed.write(message)
            signed.flush()
            signature = subprocess.run(
                ["openssl", "pkeyutl", "-sign", "-rawin", "-inkey",
                 self.directory.name + "/config/moor/moor-signing-key.pem", "-in", signed.name],
                check=True, capture_output=True).stdout
        text = (base64.urlsafe_b64encode(part).rstrip(b"=").decode()
                for part in (payload + signature, footer))
        return "v4.public." + ".".join(text)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(PATIENCE)
        self.directory.cleanup()
        return code


class Peer:
    """Somebody with a key pair, who may have enrolled it."""

    def __init__(self, daemon):
        self.daemon, self.context = daemon, zmq.Context()
        self.context.linger = 0
        self.public, self.secret = zmq.curve_keypair()
        self.worker, self.token, self.server_key = secrets_uuid(), None, None

    def enroll(self, **fields):
        """Enrolls as an honest newcomer does, but for `fields`; the response."""
        request = dict(enrollmentToken=self.daemon.token(), curvePublicKey=self.public.decode(),
                       serviceType="echo-worker", hostname="here",
                       serviceId=str(uuid.UUID(bytes=self.worker)))
        reply = self.ask_enrollment([packed(new("MoorRpc.EnrollmentRequest", **{**request, **fields}))])
        response = opened("MoorRpc.EnrollmentResponse", reply)
        if response.success:
            self.token = response.serviceToken and response.serviceToken.decode()
            self.server_key = response.daemonCurvePublicKey
            self.user = response.serviceUuid.decode()
        return response

    def ask_enrollment(self, frames):
        with self.context.socket(zmq.REQ) as enrollment:
            enrollment.connect(self.daemon.enrollment)
            enrollment.send_multipart(frames)
            if not enrollment.poll(PATIENCE * 1000):
                raise AssertionError("enrollment does not answer")
            return enrollment.recv()

    def socket(self, kind, address, curve=True, **options):
        made = self.context.socket(kind)
        for option, value in options.items():
            setattr(made, option, value)
        if curve:
            made.curve_publickey, made.curve_secretkey = self.public, self.secret
            made.curve_serverkey = self.server_key
        made.connect(address)
        return made

    def tell(self, frames, curve=True, wait=PATIENCE):
        """The reply to a control message: its kind and reason, or None if none comes."""
        with self.socket(zmq.REQ, self.daemon.control, curve) as control:
            control.send_multipart(frames)
            if not control.poll(wait * 1000):
                return None
            reply = opened("MoorRpc.DaemonToWorkerReply", control.recv()).reply
            reason = getattr(reply, "reason", None)
            return type(reply).__name__[:-1], (reason or b"").decode()

    def say(self, kind, worker=None, token=None, **fields):
        worker = worker or self.worker
        return self.tell([worker, worker_message(kind, worker, token or self.token, **fields)])

    def close(self):
        self.context.destroy()


def secrets_uuid():
    return uuid.UUID(bytes=secrets.token_bytes(16), version=4).bytes
