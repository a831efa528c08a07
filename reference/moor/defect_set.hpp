#pragma once

#include <bitset>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "reference/core/result.hpp"

namespace drydock::moor {

/// A mistake that a machine can be told to make: its name on the command line, the quirk of stock
/// mooR that it is (`UQ-01`) or the requirement that it breaks (`W-08`), and what it does.
struct DefectInfo {
  std::string_view name;
  std::string_view source;
  std::string_view what;
};

/// The defects of one machine that are switched on. `Defect` is an enum whose last enumerator is
/// `count`, and `info` its table, in the enum's order.
template <class Defect>
class DefectSet {
 public:
  DefectSet() = default;
  DefectSet(std::initializer_list<Defect> defects) {
    for (Defect const defect : defects) add(defect);
  }
  void add(Defect defect) { on_.set(static_cast<std::size_t>(defect)); }
  bool has(Defect defect) const { return on_.test(static_cast<std::size_t>(defect)); }
  bool any() const { return on_.any(); }
  friend bool operator==(DefectSet const&, DefectSet const&) = default;

 private:
  std::bitset<static_cast<std::size_t>(Defect::count)> on_;
};

/// The defect of that name in `table`. Fails quoting the name.
template <class Defect>
Result<Defect> find_defect(std::span<DefectInfo const> table, std::string_view name) {
  for (std::size_t at = 0; at < table.size(); ++at) {
    if (table[at].name == name) return static_cast<Defect>(at);
  }
  return fail("there is no defect '" + std::string(name) + "'");
}

}  // namespace drydock::moor
