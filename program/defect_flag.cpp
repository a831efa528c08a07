#include "program/defect_flag.hpp"

#include <fmt/format.h>

namespace drydock::program {

std::string defect_list(std::span<moor::DefectInfo const> table) {
  std::string text = "Defects:\n";
  for (auto const& defect : table) {
    text += fmt::format("  {:26} {:6} {}\n", defect.name, defect.source, defect.what);
  }
  return text;
}

}  // namespace drydock::program
