#include "program/defect_flag.hpp"

#include <fmt/format.h>

namespace drydock::program {

std::string defect_list(std::span<moor::DefectInfo const> table, std::string_view heading) {
  std::string text = fmt::format("{}:\n", heading);
  for (auto const& defect : table) {
    text += fmt::format("  {:26} {:6} {}\n", defect.name, defect.source, defect.what);
  }
  return text;
}

}  // namespace drydock::program
