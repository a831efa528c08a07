#include "reference/moor/codec/spare_builder.hpp"

#include <utility>

namespace drydock::moor {
namespace {

constexpr std::size_t begin_bytes = 1024;
constexpr std::size_t kept_bytes_max = std::size_t{64} * 1024;

thread_local std::unique_ptr<Builder> spare;

}  // namespace

SpareBuilder::SpareBuilder()
    : builder_(spare ? std::move(spare) : std::make_unique<Builder>(begin_bytes)) {}

SpareBuilder::~SpareBuilder() {
  if (builder_->size() > kept_bytes_max) return;
  builder_->clear();
  spare = std::move(builder_);
}

}  // namespace drydock::moor
