#include <cstdio>
#include <filesystem>

#include "fuzz/host_seeds.hpp"
#include "fuzz/seed_folder.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/var_text.hpp"

// Seeds for the fuzz targets decode_*: valid messages of every kind, each with values of every
// kind, and for each root a few that are broken in one place. The files of a folder are numbered;
// others in it are left alone.

namespace {

using namespace drydock;
using namespace drydock::moor;
using Folder = drydock::fuzz::SeedFolder;

char const* const literals[] = {"None",
                                "true",
                                "-9223372036854775808",
                                "2.5",
                                "-0.0",
                                "NaN(0xfff8000000000001)",
                                "-inf",
                                R"("text with \"quotes\", \\, \n, \x00 and ä")",
                                "#-1",
                                "#0000FF-1234567890",
                                "*anonymous-3FFFFF-FFFFFFFFFF*",
                                "'symbol",
                                R"('"two words")",
                                "E_PERM",
                                R"(E_INVARG("bad", {1}))",
                                "E_QUOTA(None, 1)",
                                R"(E_MINE("own"))",
                                R"(E_'"odd one")",
                                R"({1, {2.0, {"three", {}}}})",
                                R"([1 -> "one", "Key" -> 'v, {1} -> [2 -> 3]])",
                                R"(b"aGVsbG8gd29ybGQ=")",
                                R"(<#1, .slot = 1, ."x y" = {2}, {3, E_DIV}>)",
                                "<lambda>"};

Var value_of(char const* literal) { return parse_literal(literal).value_or(None{}); }

std::vector<Var> values() {
  std::vector<Var> out;
  for (auto const* literal : literals) {
    if (auto value = value_of(literal); value.as<Lambda>() == nullptr)
      out.push_back(std::move(value));
  }
  return out;
}

Uuid uuid(std::uint8_t first) {
  return Uuid{{first, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}};
}

std::vector<WorkerError> errors() {
  return {WorkerPermissionDenied{"denied"}, WorkerInvalidRequest{"invalid"},
          WorkerInternalError{"internal"},  WorkerRequestTimedOut{"late"},
          WorkerRequestError{""},           WorkerDetached{"gone"},
          NoWorkerAvailable{Symbol{"echo"}}};
}

void worker_to_daemon(Folder folder) {
  using Message = WorkerToDaemonMessage;
  folder.add_message(Message{AttachWorker{uuid(1), Symbol{"echo"}}, {}});
  folder.add_message(Message{WorkerPong{uuid(1), Symbol{"ECHO"}}, "token"});
  folder.add_message(Message{DetachWorker{uuid(1)}, {}});
  folder.add_message(Message{RequestResult{uuid(1), uuid(2), list_of(values())}, {}});
  for (auto const& value : values())
    folder.add_message(Message{RequestResult{uuid(1), uuid(2), value}, {}});
  for (auto const& error : errors())
    folder.add_message(Message{RequestError{uuid(1), uuid(2), error}, {}});
  Limits with_lambdas;
  with_lambdas.lambdas = true;
  folder.add_message(Message{RequestResult{uuid(1), uuid(2), Lambda{}}, {}}, with_lambdas);
  folder.add_broken(Message{RequestResult{uuid(1), uuid(2), list_of({"a", 1})}, {}});
}

void daemon_to_worker(Folder folder) {
  using Message = DaemonToWorkerMessage;
  folder.add_message(Message{PingWorkers{}});
  folder.add_message(Message{PleaseDie{uuid(1)}});
  folder.add_message(Message{WorkerRequest{uuid(1), uuid(2), ObjId{2}, {}, 0}});
  folder.add_message(Message{WorkerRequest{uuid(1), uuid(2), UuObjId{77}, values(), 1500}});
  for (auto const& value : values()) {
    folder.add_message(
        Message{WorkerRequest{uuid(1), uuid(2), AnonymousObjId{7}, {value, value}, 1}});
  }
  folder.add_broken(Message{WorkerRequest{uuid(1), uuid(2), ObjId{2}, {"a", 1}, 1500}});
}

void reply(Folder folder) {
  using Message = DaemonToWorkerReply;
  folder.add_message(Message{WorkerAck{}});
  folder.add_message(Message{WorkerRejected{}});
  folder.add_message(Message{WorkerRejected{"Message rejected"}});
  folder.add_message(Message{WorkerAttached{uuid(1)}});
  folder.add_message(Message{WorkerAuthFailed{"no"}});
  folder.add_message(Message{WorkerInvalidPayload{"Missing or invalid message union"}});
  folder.add_message(Message{WorkerUnknownRequest{uuid(2)}});
  folder.add_message(Message{WorkerNotRegistered{uuid(1)}});
  folder.add_broken(Message{WorkerRejected{"Message rejected"}});
  folder.add_broken(Message{WorkerAttached{uuid(1)}});
}

void caller_request(Folder folder) {
  Limits with_lambdas;
  with_lambdas.lambdas = true;
  CallerRequest const plain{Symbol{"echo"}, {"Hello", 1}, ObjId{2}, {}};
  folder.add_message(plain);
  folder.add_message(CallerRequest{Symbol{"echo"}, values(), UuObjId{77}, 1.5});
  folder.add_message(CallerRequest{Symbol{"echo"}, {Lambda{}}, ObjId{2}, -0.0}, with_lambdas);
  for (auto const& value : values())
    folder.add_message(CallerRequest{Symbol{""}, {value}, ObjId{0}, 0.0});
  folder.add_broken(plain);
}

void caller_reply(Folder folder) {
  for (auto const& value : values()) folder.add_message(CallerReply{value});
  for (auto const& error : errors()) folder.add_message(CallerReply{error});
  folder.add_broken(CallerReply{list_of({"a", 1})});
}

void literal(Folder folder) {
  for (auto const* text : literals) folder.add(bytes_of(text));
  for (auto const* broken :
       {"", "{1, 2", "[1 -> ", "\"\\q\"", "#99999999999", "NaN(0x0)", "<#1, .a>", "b\"?\""}) {
    folder.add(bytes_of(broken));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: decode_seeds fuzz/corpus\n");
    return 2;
  }
  std::filesystem::path const corpus(argv[1]);
  worker_to_daemon(Folder(corpus / "decode_worker_to_daemon"));
  daemon_to_worker(Folder(corpus / "decode_daemon_to_worker"));
  reply(Folder(corpus / "decode_reply"));
  caller_request(Folder(corpus / "decode_caller_request"));
  caller_reply(Folder(corpus / "decode_caller_reply"));
  literal(Folder(corpus / "decode_literal"));
  drydock::fuzz::write_host_seeds(corpus);
  return 0;
}
