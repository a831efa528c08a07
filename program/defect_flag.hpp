#pragma once

#include <span>
#include <string>
#include <string_view>

#include "program/command_line.hpp"
#include "reference/moor/defect_set.hpp"

namespace drydock::program {

/// The names, sources and doings of all defects below that heading, for the foot of a help page.
std::string defect_list(std::span<moor::DefectInfo const> table,
                        std::string_view heading = "Defects");

/// `--defect NAME`, as often as wanted.
template <class Defect>
void add_defect_flag(CommandLine& line, std::span<moor::DefectInfo const> table,
                     moor::DefectSet<Defect>& defects) {
  line.option(
      "--defect", "", "make this mistake (see below); may be given more than once",
      [&defects, table](std::string const& name) -> Result<void> {
        auto const defect = moor::find_defect<Defect>(table, name);
        if (!defect) return tl::make_unexpected(defect.error());
        defects.add(*defect);
        return {};
      },
      true);
  line.footer(defect_list(table));
}

}  // namespace drydock::program
