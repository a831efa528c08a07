#include "reference/moor/codec/opening.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "reference/moor/codec/explain.hpp"
#include "reference/moor/codec/verify_limits.hpp"

namespace drydock::moor {
namespace {

tl::unexpected<DecodeError> refusal(DecodeError::Stage stage, std::string path,
                                    Violation violation) {
  return tl::make_unexpected(
      DecodeError{stage, std::move(path), violation.offset, std::move(violation.rule)});
}

}  // namespace

AlignedBuffer::AlignedBuffer(ByteView bytes) : view_(bytes) {
  constexpr auto word = sizeof(std::uint64_t);
  if (reinterpret_cast<std::uintptr_t>(bytes.data()) % word == 0) return;
  copy_.resize((bytes.size() + word - 1) / word);
  if (!bytes.empty()) std::memcpy(copy_.data(), bytes.data(), bytes.size());
  view_ = ByteView(reinterpret_cast<std::uint8_t const*>(copy_.data()), bytes.size());
}

Decoded<RawTable> open_root(ByteView buffer, Limits const& limits) {
  constexpr auto stage = DecodeError::Stage::unopenable;
  if (!fits(buffer.size(), limits)) {
    auto const size_max = size_max_of(limits);
    return refusal(
        stage, {},
        {size_max, fmt::format("a message of {} bytes, more than {}", buffer.size(), size_max)});
  }
  auto root = RawBuffer(buffer).root();
  if (!root) return refusal(stage, {}, root.error());
  if (root->vtable_size < 4) {
    return refusal(
        stage, {},
        {root->vtable, fmt::format("the vtable's length of {} is below 4", root->vtable_size)});
  }
  return *root;
}

Decoded<OpenedUnion> open_union(ByteView buffer, RootUnion root_union, Limits const& limits) {
  auto const root = open_root(buffer, limits);
  if (!root) return tl::make_unexpected(root.error());
  auto const none = [&](Violation violation) {
    return refusal(DecodeError::Stage::no_union, std::string(root_union.name),
                   std::move(violation));
  };
  RawBuffer const raw(buffer);
  auto const tag_position = raw.field(*root, 0);
  if (!tag_position) return none({root->position, "required, but its tag is missing"});
  auto const checked = raw.scalar(*tag_position, 1);
  if (!checked) return none(checked.error());
  auto const tag = raw.byte_at(*checked);
  if (tag == 0) return none({*checked, "required, but its tag is 0"});
  if (tag > root_union.tag_max) {
    return none(
        {*checked, fmt::format("the tag {} is unknown, above {}", tag, root_union.tag_max)});
  }
  auto const value_position = raw.field(*root, 1);
  if (!value_position) return none({root->position, "required, but missing"});
  auto const value =
      raw.follow(*value_position).and_then([&](std::size_t at) { return raw.table(at); });
  if (!value) return none(value.error());
  return OpenedUnion{tag, *value};
}

DecodeError explain_refusal(WireSchema const& schema, std::string_view table, ByteView buffer,
                            Limits const& limits) {
  auto found =
      explain(schema, table, buffer, VerifyLimits::depth(limits), VerifyLimits::tables(limits));
  if (found) return *std::move(found);
  // The walker and the verifier disagree, which is ours to mend; the fuzzers watch for it.
  return DecodeError{DecodeError::Stage::field, {}, 0, std::string(unexplained_rule)};
}

}  // namespace drydock::moor
