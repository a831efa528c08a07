#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "reference/moor/codec/events.hpp"
#include "reference/moor/host/actions.hpp"

namespace drydock::moor::host {

/// Nothing to send; `said` is for whoever typed it, if it is not empty.
struct NothingYet {
  std::string said;
};
/// The output prefix, or suffix, is that text from now on; without text there is none.
struct Surround {
  bool prefix = true;
  std::string text;
};
using Meaning = std::variant<NothingYet, Surround, Action>;

/// What the lines of a logged-in person mean: collects those of `.program` and of text areas, knows
/// `PREFIX` and the like, and tells answers from commands. Source: hosts 9.3.
class LineReader {
 public:
  /// `request` is the input request that has waited longest, if any.
  Meaning read(std::string_view line, RequestInputEvent const* request);

  /// Whether the next line belongs to something that is being collected.
  bool collecting() const { return program_.has_value() || area_.has_value(); }
  /// What was being collected is lost.
  void forget();

  /// Whether `#$#` begins a line out of band.
  void set_out_of_band(bool on) { out_of_band_ = on; }
  /// Whether `;` begins one that is evaluated.
  void set_evaluates(bool on) { evaluates_ = on; }

 private:
  Meaning collect_program(std::string_view line);
  Meaning collect_area(std::string_view line);
  Meaning answer(std::string_view line, RequestInputEvent const& request);
  Meaning begin_program(std::string_view target);

  bool out_of_band_ = true;
  bool evaluates_ = false;
  std::optional<ProgramVerb> program_;
  std::optional<std::vector<std::string>> area_;
};

}  // namespace drydock::moor::host
