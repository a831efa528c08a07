#include "reference/moor/codec/table_root.hpp"

#include "reference/moor/codec/explain.hpp"
#include "reference/moor/codec/soundness.hpp"
#include "reference/moor/codec/verify_limits.hpp"

namespace drydock::moor {
namespace {

// Around a value there are up to twelve tables of the message's own (a reply, a batch's result, its
// error, an exception), and what is counted as one value (an element of a vector) takes up to ten
// beside the values in it.
std::size_t depth_max(Limits const& limits) { return VerifyLimits::depth(limits) + 16; }
std::size_t tables_max(Limits const& limits) { return 3 * VerifyLimits::tables(limits); }

}  // namespace

std::optional<DecodeError> refusal_of(std::size_t table, RootUnion root_union, ByteView view,
                                      Limits const& limits) {
  auto const& schema = WireSchema::moor();
  // Nearly every message is good, and then it does not matter which rule comes first.
  bool const good =
      fits(view.size(), limits) && opens_and_is_sound(schema, table, root_union.tag_max, view,
                                                      depth_max(limits), tables_max(limits));
  if (good) return std::nullopt;
  if (root_union.tag_max > 0) {
    if (auto const opened = open_union(view, root_union, limits); !opened) return opened.error();
  } else if (auto const opened = open_root(view, limits); !opened) {
    return opened.error();
  }
  return verify(schema, table, view, depth_max(limits), tables_max(limits));
}

}  // namespace drydock::moor
