#pragma once

#include <set>
#include <string>

namespace drydock::conformance {

/// `Suite.Name` of all tests below `source_directory`, for tables that name them.
std::set<std::string> tests_in_tree(std::string const& source_directory);

}  // namespace drydock::conformance
