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

/// The defects of one machine, and where those that are chosen go.
template <class Defect>
struct DefectChoice {
  std::span<moor::DefectInfo const> table;
  moor::DefectSet<Defect>& defects;
  std::string_view heading = "Defects";

  bool choose(std::string const& name) const {
    auto const defect = moor::find_defect<Defect>(table, name);
    if (defect) defects.add(*defect);
    return defect.has_value();
  }
};

/// `--defect NAME`, as often as wanted; no name is in two tables.
template <class... Defect>
void add_defect_flag(CommandLine& line, DefectChoice<Defect> const&... choices) {
  line.option(
      "--defect", "", "make this mistake (see below); may be given more than once",
      [choices...](std::string const& name) -> Result<void> {
        if ((choices.choose(name) || ...)) return {};
        return fail("there is no defect '" + name + "'");
      },
      true);
  std::string footer;
  ((footer += defect_list(choices.table, choices.heading)), ...);
  line.footer(footer);
}

template <class Defect>
void add_defect_flag(CommandLine& line, std::span<moor::DefectInfo const> table,
                     moor::DefectSet<Defect>& defects) {
  add_defect_flag(line, DefectChoice<Defect>{table, defects});
}

}  // namespace drydock::program
