#include "conformance/moor/tests_in_tree.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

namespace drydock::conformance {

std::set<std::string> tests_in_tree(std::string const& source_directory) {
  namespace fs = std::filesystem;
  static std::regex const test{R"((?:TEST|TEST_F|TEST_P|RC_GTEST_PROP)\(\s*(\w+)\s*,\s*(\w+))"};
  std::set<std::string> names;
  for (char const* folder : {"reference", "simulator", "conformance", "program"}) {
    for (auto const& entry :
         fs::recursive_directory_iterator{fs::path{source_directory} / folder}) {
      if (!entry.path().string().ends_with("_test.cpp")) continue;
      std::ifstream file{entry.path()};
      std::string const text{std::istreambuf_iterator<char>{file}, {}};
      for (std::sregex_iterator match{text.begin(), text.end(), test}, end; match != end; ++match) {
        names.insert((*match)[1].str() + "." + (*match)[2].str());
      }
    }
  }
  return names;
}

}  // namespace drydock::conformance
