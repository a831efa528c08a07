#include "reference/moo/testing.hpp"

#include <fmt/format.h>

#include "reference/moor/codec/error_code.hpp"
#include "reference/moor/codec/var_text.hpp"

namespace drydock::moo {
namespace {

struct Teller {
  std::string operator()(Returned const& ended) const {
    return "=> " + moor::to_literal(ended.value);
  }
  std::string operator()(Failed const& ended) const {
    auto const name = ended.error.custom_symbol ? ended.error.custom_symbol->text
                                                : std::string(moor::name_of(ended.error.code));
    return fmt::format("{}: {}", name, message_of(ended.error));
  }
  std::string operator()(OutOfLimit const& ended) const {
    return fmt::format("out of {} in {}, line {}",
                       ended.limit == OutOfLimit::Limit::ticks ? "ticks" : "time", ended.verb,
                       ended.line);
  }
  std::string operator()(VerbNotFound const& ended) const { return "no verb " + ended.verb; }
  std::string operator()(NoCommand const& ended) const {
    return fmt::format("no command {}", static_cast<int>(ended.reason));
  }
  std::string operator()(Killed const&) const { return "killed"; }
  std::string operator()(Sleeping const& wait) const {
    return wait.time ? fmt::format("sleeps {}", seconds_of(*wait.time)) : "sleeps for ever";
  }
  std::string operator()(Reading const& wait) const {
    return "reads of " + moor::text_of(wait.player);
  }
  std::string operator()(AskingWorker const& wait) const {
    return fmt::format("asks {} {}", wait.worker_type.text, moor::to_literal(List{wait.arguments}));
  }
  std::string operator()(Interrupted const&) const { return "interrupted"; }
};

}  // namespace

std::string text_of(Outcome const& outcome) { return std::visit(Teller{}, outcome); }

}  // namespace drydock::moo
