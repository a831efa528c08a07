#include "reference/moor/codec/explain.hpp"

#include <flatbuffers/verifier.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reference/moor/codec/generators.hpp"
#include "reference/moor/codec/opening.hpp"
#include "reference/moor/codec/sample_buffers.hpp"
#include "reference/moor/codec/verify_limits.hpp"
#include "schema/moor/worker_generated.h"

namespace drydock::moor {
namespace {

TEST(WireSchema, EveryTableOfTheWireIsThere) {
  EXPECT_EQ(WireSchema::moor().table_count(), 318);
  auto const& caller = WireSchema::caller();
  auto const& request = caller.table(caller.table_index("DrydockCaller.CallerRequest"));
  ASSERT_EQ(request.fields.size(), 4);
  EXPECT_EQ(request.fields[1].name, "arguments");
  EXPECT_EQ(request.fields[1].kind, FieldKind::tables);
  EXPECT_TRUE(request.fields[1].required);
  EXPECT_FALSE(request.fields[3].required);
}

/// The walker and the generated verifier have to agree, or refusals go without a reason: on valid
/// messages, and after damage to any byte.
RC_GTEST_PROP(Explain, TheWalkerRefusesExactlyWhatTheVerifierRefuses,
              (WorkerToDaemonMessage const& message)) {
  auto bytes = *encode(message);
  auto const edits = *below(4);
  for (std::size_t i = 0; i < edits; ++i) {
    bytes[*below(bytes.size())] = *rc::gen::arbitrary<std::uint8_t>();
  }
  samples::ExactBuffer const buffer(bytes);
  AlignedBuffer const aligned(buffer.view());
  auto const depth = 1 + *below(30);
  auto const tables = 1 + *below(500);
  flatbuffers::Verifier verifier(aligned.view().data(), aligned.view().size(),
                                 static_cast<flatbuffers::uoffset_t>(depth),
                                 static_cast<flatbuffers::uoffset_t>(tables));
  auto const accepted = verifier.VerifyBuffer<MoorRpc::WorkerToDaemonMessage>(nullptr);
  auto const found =
      explain(WireSchema::moor(), "MoorRpc.WorkerToDaemonMessage", buffer.view(), depth, tables);
  if (found) RC_LOG(found->text());
  RC_ASSERT(accepted == !found.has_value());
}

}  // namespace
}  // namespace drydock::moor
