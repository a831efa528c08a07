#!/usr/bin/python3
"""A worker for mooR that echoes. To write your own, replace `echo` and keep the rest: it attaches,
answers pings, works on many requests at once and gives each one answer, outlives its daemon, and
detaches when told to stop."""
import argparse, asyncio, importlib, itertools, logging, os, random, signal, sys, uuid

BINDINGS = os.path.realpath(__file__ + "/../../build/release/python")
sys.path.append(os.environ.get("DRYDOCK_PYTHON") or BINDINGS)
try:
    import flatbuffers, zmq, zmq.asyncio
    from MoorRpc.DaemonToWorkerMessage import DaemonToWorkerMessage
    from MoorRpc.DaemonToWorkerMessageUnion import DaemonToWorkerMessageUnion as Broadcast
    from MoorRpc.DaemonToWorkerReply import DaemonToWorkerReply, DaemonToWorkerReplyT
    from MoorRpc.WorkerRequest import WorkerRequest, WorkerRequestT
except ImportError as missing:
    sys.exit(f"{missing}: this needs Debian's python3-zmq and python3-flatbuffers, and bindings\n"
             f"such as `./run build` leaves in {BINDINGS} (or where DRYDOCK_PYTHON says).")

SETTLE, SILENCE_MAX, REPLY_WAIT_MAX, RETRY_MAX = 0.1, 30, 5, 30  # Seconds, like all times here.
REMEMBER, STOP_GRACE, STOP_WAIT_MAX, RUNNING_MAX, BYTES_MAX = 60, 2, 5, 64, 16 << 20
KINDS = "AttachWorker WorkerPong RequestResult RequestError DetachWorker".split()  # By urgency.
sys.setrecursionlimit(10_000)  # For lists in lists, 1,000 deep and more.

async def echo(perms, arguments):
    """The service: from a request to its result. An exception's text becomes the caller's error;
    what blocks belongs into asyncio.to_thread()."""
    first = getattr(arguments[0].variant, "elements", []) if arguments else []
    match [getattr(element.variant, "value", None) for element in first]:
        case [b"fail", bytes(message)]: raise RuntimeError(message.decode())
        case [b"sleep", int() | float() as seconds] if seconds > 0: await asyncio.sleep(seconds)
        case [b"perms"]: arguments = [var("VarObj", obj=perms), *arguments]
    return var("VarList", elements=[var("VarStr", value="echo_response"), *arguments])

def new(table, **fields):
    """An object of the class that was generated for the table, such as MoorRpc.WorkerPong."""
    name = table.partition(".")[2]
    made = getattr(importlib.import_module(table), name + "T")()
    for field, value in fields.items():
        setattr(made, field, value)
        if hasattr(made, field + "Type"):  # A union, whose tag says what the value is.
            tags = getattr(importlib.import_module(table + "Union"), name + "Union")
            setattr(made, field + "Type", getattr(tags, type(value).__name__[:-1]))
    return made

def var(variant, **fields):
    return new("MoorVar.Var", variant=new("MoorVar." + variant, **fields))

def unpack(request):
    """Who asks, and with which arguments. FlatBuffers for Python has no verifier, so we look."""
    whole = WorkerRequestT.InitFromObj(request)
    nodes = [whole]
    for node in nodes:
        table, fields = type(node).__name__[:-1], vars(node).values()
        if table == "VarLambda" or table != "Error" and any(field is None for field in fields):
            raise ValueError(f"a {table} that is not whole, or does not travel")
        for part in fields:
            children = part if isinstance(part, list) else [part]
            nodes += [child for child in children if hasattr(child, "__dict__")]
            if isinstance(part, bytes):
                part.decode()
    return whole.perms, whole.request

def id_of(table):
    return uuid.UUID(bytes=bytes(map(table.Data, range(table.DataLength())))).bytes

class Worker:
    def __init__(self, options, service):
        self.options, self.service, self.id = options, service, uuid.uuid4().bytes
        self.context, self.control = zmq.asyncio.Context(), None
        self.context.immediate, self.context.linger, self.context.rcvhwm = 1, 0, 100_000
        self.subscribed, self.attached, self.stopping = asyncio.Event(), False, asyncio.Event()
        self.outbox, self.order = asyncio.PriorityQueue(), itertools.count()
        self.jobs, self.running = {}, asyncio.Semaphore(RUNNING_MAX)

    def pack(self, kind, request_id=None, **fields):
        if request_id:
            fields["requestId"] = new("MoorCommon.Uuid", data=request_id)
        if kind in ("AttachWorker", "WorkerPong"):
            fields["workerType"] = new("MoorCommon.Symbol", value=self.options.type)
        body = new("MoorRpc." + kind, workerId=new("MoorCommon.Uuid", data=self.id), **fields)
        builder = flatbuffers.Builder()
        builder.Finish(new("MoorRpc.WorkerToDaemonMessage", message=body).Pack(builder))
        return bytes(builder.Output())

    def post(self, kind, request_id=None, message=None):
        entry = kind, request_id, message or self.pack(kind)
        self.outbox.put_nowait((KINDS.index(kind), next(self.order), entry))

    def fail(self, request_id, table, text):
        error = new("MoorRpc.WorkerError", error=new("MoorRpc." + table, message=text))
        self.post("RequestError", request_id, self.pack("RequestError", request_id, error=error))

    async def exchange(self, message):
        """Sends as soon as a daemon is there, and waits for its reply, though not for ever."""
        if not self.control:
            self.control = self.context.socket(zmq.REQ)
            self.control.connect(self.options.response_address)
        await self.control.send_multipart([self.id, message])
        try:
            reply = await asyncio.wait_for(self.control.recv(), REPLY_WAIT_MAX)
            return DaemonToWorkerReplyT.InitFromObj(DaemonToWorkerReply.GetRootAs(reply)).reply
        except Exception as why:  # None came, or none that can be read.
            self.control = self.control.close()  # A late one has nowhere to arrive.
            return why

    async def talk(self):
        """Owns the control socket: attaches, then says what is posted, until it has detached."""
        await self.subscribed.wait()
        self.post("AttachWorker")
        kind, delay = None, 1
        while kind != "DetachWorker":
            _, _, (kind, request_id, message) = await self.outbox.get()
            reply = await self.exchange(message)
            match kind, type(reply).__name__.removesuffix("T"):
                case "AttachWorker", "WorkerAttached" | "WorkerAck":
                    self.attached, delay = True, 1
                case ("AttachWorker", answer) | (_, "WorkerNotRegistered" as answer):
                    logging.warning("not attached: %s %s", answer, getattr(reply, "reason", ""))
                    await asyncio.sleep(delay * random.uniform(0.5, 1))
                    self.attached, delay = False, min(2 * delay, RETRY_MAX)
                    self.post("AttachWorker")
                case "RequestResult", "WorkerInvalidPayload":
                    self.fail(request_id, "WorkerInternalError", "the result is unreadable")

    async def listen(self):
        """Subscribes, anew after a long silence, and takes what the daemon says to all workers."""
        while True:
            with (self.context.socket(zmq.SUB) as dispatch,
                  dispatch.get_monitor_socket(zmq.EVENT_HANDSHAKE_SUCCEEDED) as handshakes):
                dispatch.subscribe("workers")
                dispatch.connect(self.options.request_address)
                await handshakes.recv_multipart()
                await asyncio.sleep(SETTLE)
                self.subscribed.set()
                while await dispatch.poll(SILENCE_MAX * 1000):
                    self.take(await dispatch.recv_multipart())
                logging.warning("nothing heard for %d s: subscribing anew", SILENCE_MAX)

    def take(self, frames):
        """Acts on a broadcast. One that is damaged or for others changes nothing."""
        try:
            topic, message = frames
            root, request = DaemonToWorkerMessage.GetRootAs(message), WorkerRequest()
            kind = root.MessageType() if topic == b"workers" else Broadcast.NONE
            request.Init(message, root.Message().Pos)  # PleaseDie begins with a worker id, too.
            mine = kind != Broadcast.PingWorkers and id_of(request.WorkerId()) == self.id
            if kind == Broadcast.PingWorkers and self.attached:
                self.post("WorkerPong")
            elif kind == Broadcast.PleaseDie and mine:
                self.stopping.set()
            elif kind == Broadcast.WorkerRequest and mine and id_of(request.Id()) not in self.jobs:
                job = asyncio.create_task(self.work(id_of(request.Id()), request, len(message)))
                self.jobs[id_of(request.Id())] = job
        except Exception as why:
            logging.warning("ignored a broadcast: %s", type(why).__name__)

    async def work(self, request_id, request, size):
        """Gives a request its one answer."""
        blame, timeout = "WorkerInvalidRequest", request.TimeoutMs()
        try:
            async with asyncio.timeout(timeout / 1000 or None), self.running:
                if size > BYTES_MAX:
                    raise ValueError(f"{size} bytes, {BYTES_MAX} are the limit")
                perms, arguments = await asyncio.to_thread(unpack, request)
                blame = "WorkerRequestError"
                value = await self.service(perms, arguments)
                done = await asyncio.to_thread(self.pack, "RequestResult", request_id, result=value)
            self.post("RequestResult", request_id, done)
        except TimeoutError:
            self.fail(request_id, "WorkerRequestTimedOut", f"no result within {timeout} ms")
        except asyncio.CancelledError:
            self.fail(request_id, "WorkerInternalError", "the worker was told to stop")
        except Exception as why:
            self.fail(request_id, blame, str(why))
        asyncio.get_running_loop().call_later(REMEMBER, self.jobs.pop, request_id)

    async def run(self):
        """Works until told to stop; then answers what runs, detaches and returns."""
        for name in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(name, self.stopping.set)
        parts = self.listen(), self.talk(), self.stopping.wait()
        listen, talk, stop = parts = [asyncio.create_task(part) for part in parts]
        ended, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        listen.cancel()
        await asyncio.wait([stop, *self.jobs.values()], timeout=STOP_GRACE)
        for job in self.jobs.values():
            job.cancel()
        await asyncio.gather(*self.jobs.values())
        if self.attached:
            self.post("DetachWorker")
            await asyncio.wait([talk], timeout=STOP_WAIT_MAX)
        self.context.destroy()
        await asyncio.gather(*ended)  # Raises what ended a part of us, if that was a mistake.

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A worker for mooR that echoes.")
    parser.add_argument("--request-address", default="ipc:///tmp/moor_workers_request.sock")
    parser.add_argument("--response-address", default="ipc:///tmp/moor_workers_response.sock")
    parser.add_argument("--type", default="echo")
    asyncio.run(Worker(parser.parse_args(), echo).run())
