#include "reference/moor/tasks/ends.hpp"
#include "reference/moor/tasks/task_front.hpp"
#include "reference/moor/tasks/world_view.hpp"

// What clients ask of the world itself, without a task (hosts 3.3, 3.4).

namespace drydock::moor::tasks {
namespace {

ObjId viewer_of(sessions::Asker const& asker) {
  auto const* number = asker.player ? std::get_if<ObjId>(&*asker.player) : nullptr;
  return number == nullptr ? ObjId{} : *number;
}

}  // namespace

void TaskFront::not_retrieved(Asker const& asker, std::string_view what, Outbox& out) {
  around_.rpc.refuse(asker.reply, RpcMessageErrorCode::entity_retrieval_error,
                     "error " + std::string(what), out);
}

void TaskFront::serve(Asker const& asker, RequestSysProp const& asked, Outbox& out) {
  SysPropValue reply;
  if (auto seen = property(*world_, system_object, asked.object, asked.property))
    reply.value = std::move(seen->value);
  around_.rpc.accept(asker.reply, std::move(reply), out);
}

void TaskFront::serve(Asker const& asker, Verbs const& asked, Outbox& out) {
  auto seen = verbs(*world_, viewer_of(asker), asked.object, asked.inherited);
  if (!seen) return not_retrieved(asker, "requesting verbs", out);
  around_.rpc.accept(asker.reply, VerbsReply{*std::move(seen)}, out);
}

void TaskFront::serve(Asker const& asker, Properties const& asked, Outbox& out) {
  auto seen = properties(*world_, viewer_of(asker), asked.object, asked.inherited);
  if (!seen) return not_retrieved(asker, "requesting properties", out);
  around_.rpc.accept(asker.reply, PropertiesReply{*std::move(seen)}, out);
}

void TaskFront::serve(Asker const& asker, Retrieve const& asked, Outbox& out) {
  if (asked.entity_type == EntityType::property) {
    auto seen = property(*world_, viewer_of(asker), asked.object, asked.name);
    if (!seen) return not_retrieved(asker, "requesting property", out);
    return around_.rpc.accept(asker.reply, *std::move(seen), out);
  }
  auto seen = verb(*world_, viewer_of(asker), asked.object, asked.name);
  if (!seen) return not_retrieved(asker, "requesting verb", out);
  around_.rpc.accept(asker.reply, *std::move(seen), out);
}

void TaskFront::serve(Asker const& asker, Resolve const& asked, Outbox& out) {
  ResolveResult reply{Var(moo::raised(ErrorCode::e_invind).value())};
  if (auto const found = resolve(*world_, viewer_of(asker), asked.objref))
    reply.result = Var(Obj(*found));
  around_.rpc.accept(asker.reply, std::move(reply), out);
}

void TaskFront::serve(Asker const& asker, ListObjects const&, Outbox& out) {
  around_.rpc.accept(asker.reply, ListObjectsReply{objects(*world_, viewer_of(asker))}, out);
}

void TaskFront::serve(Asker const& asker, Program const& asked, Outbox& out) {
  auto const done = program(*world_, viewer_of(asker), asked.object, asked.verb, asked.code);
  auto const failed = [&](VerbProgramError error) {
    around_.rpc.accept(asker.reply, VerbProgramResponseReply{VerbProgramFailure{std::move(error)}},
                       out);
  };
  if (!done) {
    auto const* why = std::get_if<VerbProgramFailed>(&done.error());
    if (why != nullptr) return failed(why->error);
    return around_.rpc.refuse(asker.reply, done.error(), out);
  }
  if (!world_->commit()) {
    world_->rollback();
    return failed(VerbDatabaseError{});
  }
  around_.rpc.accept(
      asker.reply, VerbProgramResponseReply{VerbProgramSuccess{Obj(*done), asked.verb.text}}, out);
}

void TaskFront::serve(Asker const& asker, UpdateProperty const& asked, Outbox& out) {
  if (asked.value.as<None>() != nullptr)
    return around_.rpc.refuse(asker.reply, RpcMessageErrorCode::invalid_request,
                              "Property values cannot be TYPE_NONE", out);
  auto const done =
      update_property(*world_, viewer_of(asker), asked.object, asked.property, asked.value);
  if (done && world_->commit()) return around_.rpc.accept(asker.reply, PropertyUpdated{}, out);
  world_->rollback();
  not_retrieved(asker, "updating property", out);
}

void TaskFront::serve(Asker const& asker, BatchWorldState const& asked, Outbox& out) {
  auto results = run_batch(*world_, viewer_of(asker), asked.actions);
  if (!results) {
    world_->rollback();
    return around_.rpc.refuse(asker.reply, std::move(results.error()), out);
  }
  if (asked.rollback) {
    world_->rollback();
  } else if (auto const stored = world_->commit(); !stored) {
    world_->rollback();
    return around_.rpc.refuse(asker.reply, RpcMessageErrorCode::internal_error,
                              "the batch is not stored: " + stored.error().message, out);
  }
  around_.rpc.accept(asker.reply, BatchWorldStateReply{*std::move(results)}, out);
}

}  // namespace drydock::moor::tasks
