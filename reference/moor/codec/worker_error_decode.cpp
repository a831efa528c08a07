#include "reference/moor/codec/worker_error_decode.hpp"

#include <fmt/format.h>

namespace drydock::moor {

bool read_worker_error(Decoding& decoding, MoorRpc::WorkerError const& from, Place const& place,
                       WorkerError& out) {
  using Tag = MoorRpc::WorkerErrorUnion;
  auto const read_message = [&](auto const* body, std::string& message) {
    return decoding.text(*body->message(), Place{&place, "message"}, message);
  };
  switch (from.error_type()) {
    case Tag::WorkerPermissionDenied:
      return read_message(from.error_as_WorkerPermissionDenied(),
                          out.emplace<WorkerPermissionDenied>().message);
    case Tag::WorkerInvalidRequest:
      return read_message(from.error_as_WorkerInvalidRequest(),
                          out.emplace<WorkerInvalidRequest>().message);
    case Tag::WorkerInternalError:
      return read_message(from.error_as_WorkerInternalError(),
                          out.emplace<WorkerInternalError>().message);
    case Tag::WorkerRequestTimedOut:
      return read_message(from.error_as_WorkerRequestTimedOut(),
                          out.emplace<WorkerRequestTimedOut>().message);
    case Tag::WorkerRequestError:
      return read_message(from.error_as_WorkerRequestError(),
                          out.emplace<WorkerRequestError>().message);
    case Tag::WorkerDetached:
      return read_message(from.error_as_WorkerDetached(), out.emplace<WorkerDetached>().message);
    case Tag::NoWorkerAvailable:
      return decoding.symbol(*from.error_as_NoWorkerAvailable()->worker_type(),
                             Place{&place, "worker_type"},
                             out.emplace<NoWorkerAvailable>().worker_type);
    default:
      break;
  }
  return decoding.refuse(Place{&place, "error"}, &from,
                         fmt::format("the tag {} is no kind of worker error",
                                     static_cast<unsigned>(from.error_type())));
}

}  // namespace drydock::moor
