#!/usr/bin/python3
"""A worker for mooR that echoes. To write your own, replace `echo` and keep the rest.

It subscribes, attaches, answers pings, works on many requests at once and gives each exactly one
answer, outlives its daemon, and detaches when told to stop.
"""
import argparse, asyncio, itertools, logging, os, pathlib, random, signal, sys, uuid
from importlib import import_module

ROOT = pathlib.Path(__file__).resolve().parents[1]
BINDINGS = os.environ.get("DRYDOCK_PYTHON") or str(ROOT / "build/release/python")
sys.path.append(BINDINGS)
try:
    import flatbuffers, zmq, zmq.asyncio
    from MoorRpc.DaemonToWorkerMessage import DaemonToWorkerMessage
    from MoorRpc.DaemonToWorkerMessageUnion import DaemonToWorkerMessageUnion as Broadcast
    from MoorRpc.DaemonToWorkerReply import DaemonToWorkerReply, DaemonToWorkerReplyT
    from MoorRpc.WorkerRequest import WorkerRequest, WorkerRequestT
except ImportError as missing:
    sys.exit(f"{missing}. This worker needs Debian's python3-zmq and python3-flatbuffers, and the\n"
             f"bindings that `./run build` generates, looked for in {BINDINGS}\n"
             "(DRYDOCK_PYTHON or PYTHONPATH may name another folder).")

SETTLE, SILENCE_MAX, REPLY_WAIT_MAX, RETRY_MAX = 0.1, 30, 5, 30  # Seconds, like all times here.
REMEMBER_FINISHED, STOP_GRACE, STOP_WAIT_MAX = 60, 2, 5
REQUEST_BYTES_MAX, RUNNING_MAX = 16 << 20, 64
sys.setrecursionlimit(10_000)  # For lists in lists, 1,000 deep and more.
# What a worker says, the most urgent first.
KINDS = ["AttachWorker", "WorkerPong", "RequestResult", "RequestError", "DetachWorker"]


class Failure(Exception):
    """Ends a request with an error, not a result: a table of WorkerErrorUnion, and its message."""


async def echo(perms, arguments):
    """The service: from a request to its result. What blocks belongs into asyncio.to_thread()."""
    first = getattr(arguments[0].variant, "elements", []) if arguments else []
    match [getattr(element.variant, "value", None) for element in first]:
        case [b"fail", bytes(message)]:
            raise Failure("WorkerRequestError", message)
        case [b"sleep", int() | float() as seconds] if seconds > 0:
            await asyncio.sleep(min(seconds, 86_400))
        case [b"perms"]:
            arguments = [var("VarObj", obj=perms), *arguments]
    return var("VarList", elements=[var("VarStr", value="echo_response"), *arguments])


def new(table, **fields):
    """An object of the class that was generated for the table, such as MoorRpc.WorkerPong."""
    name = table.partition(".")[2]
    made = getattr(import_module(table), name + "T")()
    for field, value in fields.items():
        setattr(made, field, value)
        if hasattr(made, field + "Type"):  # A union, whose tag says what the value is.
            tags = getattr(import_module(table + "Union"), name + "Union")
            setattr(made, field + "Type", getattr(tags, type(value).__name__[:-1]))
    return made


def var(variant, **fields):
    return new("MoorVar.Var", variant=new("MoorVar." + variant, **fields))


def unpack(request):
    """Who asks, and with which arguments. FlatBuffers for Python has no verifier, so we look."""
    whole = WorkerRequestT.InitFromObj(request)
    nodes = [whole]
    for node in nodes:
        table = type(node).__name__[:-1]
        for name, part in vars(node).items():
            if table == "VarLambda" or part is None and table != "Error":
                raise ValueError(f"{table} lacks {name}, or does not travel")
            if isinstance(part, bytes):
                part.decode()
            parts = part if isinstance(part, list) else [part]
            nodes += [child for child in parts if hasattr(child, "__dict__")]
    return whole.perms, whole.request


def id_of(table):
    return uuid.UUID(bytes=bytes(map(table.Data, range(table.DataLength())))).bytes


class Worker:
    def __init__(self, options, service):
        self.options, self.service, self.id = options, service, uuid.uuid4().bytes
        self.context, self.control = zmq.asyncio.Context(), None
        self.subscribed, self.attached, self.stopping = asyncio.Event(), False, asyncio.Event()
        self.outbox, self.order = asyncio.PriorityQueue(), itertools.count()
        self.jobs, self.running = {}, asyncio.Semaphore(RUNNING_MAX)

    def encode(self, kind, request_id=None, **fields):
        if request_id:
            fields["requestId"] = new("MoorCommon.Uuid", data=request_id)
        if kind in ("AttachWorker", "WorkerPong"):
            fields["workerType"] = new("MoorCommon.Symbol", value=self.options.type)
        body = new("MoorRpc." + kind, workerId=new("MoorCommon.Uuid", data=self.id), **fields)
        builder = flatbuffers.Builder()
        builder.Finish(new("MoorRpc.WorkerToDaemonMessage", message=body).Pack(builder))
        return bytes(builder.Output())

    def post(self, kind, request_id=None, message=None):
        entry = kind, request_id, message or self.encode(kind)
        self.outbox.put_nowait((KINDS.index(kind), next(self.order), entry))

    def fail(self, request_id, table, text):
        error = new("MoorRpc.WorkerError", error=new("MoorRpc." + table, message=text))
        self.post("RequestError", request_id, self.encode("RequestError", request_id, error=error))

    async def exchange(self, message):
        """Sends as soon as a daemon is there, and waits for its reply, though not for ever."""
        if not self.control:
            self.control = self.context.socket(zmq.REQ)
            self.control.set(zmq.IMMEDIATE, 1)
            self.control.connect(self.options.response_address)
        await self.control.send_multipart([self.id, message])
        try:
            reply = await asyncio.wait_for(self.control.recv(), REPLY_WAIT_MAX)
            return DaemonToWorkerReplyT.InitFromObj(DaemonToWorkerReply.GetRootAs(reply)).reply
        except Exception as why:  # None came, or none that can be read.
            self.control = self.control.close(linger=0)  # A late one has nowhere to arrive.
            return why

    async def talk(self):
        """Has the control socket to itself: attaches, then says what is posted, until the detach."""
        await self.subscribed.wait()
        self.post("AttachWorker")
        kind, delay = None, 1
        while kind != "DetachWorker":
            _, _, (kind, request_id, message) = await self.outbox.get()
            reply = await self.exchange(message)
            match kind, type(reply).__name__[:-1]:
                case "AttachWorker", "WorkerAttached" | "WorkerAck":
                    self.attached, delay = True, 1
                case "AttachWorker", answer:
                    logging.warning("not attached: %s %s", answer, getattr(reply, "reason", ""))
                    self.attached, delay = False, min(2 * delay, RETRY_MAX)
                    await asyncio.sleep(delay * random.uniform(0.5, 1))
                    self.post("AttachWorker")
                case _, "WorkerNotRegistered":
                    self.post("AttachWorker")
                case "RequestResult", "WorkerInvalidPayload":
                    self.fail(request_id, "WorkerInternalError", "the result is unreadable")

    async def listen(self):
        """Subscribes, anew after a long silence, and takes what the daemon says to all workers."""
        while True:
            with self.context.socket(zmq.SUB) as dispatch:
                dispatch.set(zmq.RCVHWM, 100_000)
                dispatch.subscribe("workers")
                handshakes = dispatch.get_monitor_socket(zmq.EVENT_HANDSHAKE_SUCCEEDED)
                dispatch.connect(self.options.request_address)
                await handshakes.recv_multipart()
                await asyncio.sleep(SETTLE)
                self.subscribed.set()
                try:
                    while True:
                        self.take(await asyncio.wait_for(dispatch.recv_multipart(), SILENCE_MAX))
                except TimeoutError:
                    logging.warning("nothing heard for %d s: subscribing anew", SILENCE_MAX)

    def take(self, frames):
        """Acts on a broadcast. One that is damaged or for others changes nothing."""
        try:
            topic, message = frames
            root = DaemonToWorkerMessage.GetRootAs(message)
            if topic != b"workers":
                return
            if root.MessageType() == Broadcast.PingWorkers and self.attached:
                self.post("WorkerPong")
            if root.MessageType() in (Broadcast.WorkerRequest, Broadcast.PleaseDie):
                request = WorkerRequest()  # PleaseDie begins like it.
                request.Init(message, root.Message().Pos)
                if id_of(request.WorkerId()) != self.id:
                    return
                if root.MessageType() == Broadcast.PleaseDie:
                    return self.stopping.set()
                request_id = id_of(request.Id())
                if request_id not in self.jobs:
                    job = self.work(request_id, request, len(message))
                    self.jobs[request_id] = asyncio.create_task(job)
        except Exception as why:
            logging.warning("ignored a broadcast: %s", type(why).__name__)

    async def work(self, request_id, request, size):
        """Gives a request its one answer."""
        blame, timeout = "WorkerInvalidRequest", request.TimeoutMs()
        try:
            async with asyncio.timeout(timeout / 1000 or None), self.running:
                if size > REQUEST_BYTES_MAX:
                    raise ValueError(f"{size} bytes, {REQUEST_BYTES_MAX} are the limit")
                perms, arguments = await asyncio.to_thread(unpack, request)
                blame = "WorkerInternalError"
                result = await self.service(perms, arguments)
                message = await asyncio.to_thread(self.encode, "RequestResult", request_id, result=result)
            self.post("RequestResult", request_id, message)
        except Failure as failure:
            self.fail(request_id, *failure.args)
        except TimeoutError:
            self.fail(request_id, "WorkerRequestTimedOut", f"no result within {timeout} ms")
        except asyncio.CancelledError:
            self.fail(request_id, "WorkerInternalError", "the worker was told to stop")
        except Exception as why:
            self.fail(request_id, blame, f"{type(why).__name__}: {why}")
        asyncio.get_running_loop().call_later(REMEMBER_FINISHED, self.jobs.pop, request_id)

    async def run(self):
        """Works until told to stop; then answers what runs, detaches and returns."""
        for name in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(name, self.stopping.set)
        listen, talk = asyncio.create_task(self.listen()), asyncio.create_task(self.talk())
        stop = asyncio.create_task(self.stopping.wait())
        ended, _ = await asyncio.wait([listen, talk, stop], return_when=asyncio.FIRST_COMPLETED)
        listen.cancel()
        if self.jobs:
            _, late = await asyncio.wait(self.jobs.values(), timeout=STOP_GRACE)
            for job in late:
                job.cancel()
            await asyncio.gather(*late)
        if self.attached:
            self.post("DetachWorker")
            await asyncio.wait([talk], timeout=STOP_WAIT_MAX)
        self.context.destroy(linger=0)
        await asyncio.gather(*ended)  # Raises what ended a part of us, if that was a mistake.


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A worker for mooR that echoes.")
    parser.add_argument("--request-address", default="ipc:///tmp/moor_workers_request.sock")
    parser.add_argument("--response-address", default="ipc:///tmp/moor_workers_response.sock")
    parser.add_argument("--type", default="echo")
    logging.basicConfig(format="%(asctime)s %(message)s")
    asyncio.run(Worker(parser.parse_args(), echo).run())
