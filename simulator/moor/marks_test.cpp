#include "simulator/moor/marks.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

namespace drydock::simulator {
namespace {

std::set<std::string> marks_in_tree() {
  std::set<std::string> all;
  std::regex const mark("\\bmark\\(\"([a-z.-]+)\"\\)");
  for (char const* folder : {"reference", "simulator"}) {
    for (auto const& entry : std::filesystem::recursive_directory_iterator(
             std::filesystem::path(DRYDOCK_SOURCE_DIR) / folder)) {
      std::string const name = entry.path().string();
      if (!name.ends_with(".cpp") || name.ends_with("_test.cpp")) continue;
      std::ifstream file(entry.path());
      std::string const text{std::istreambuf_iterator<char>(file), {}};
      for (std::sregex_iterator at(text.begin(), text.end(), mark); at != std::sregex_iterator();
           ++at) {
        all.insert((*at)[1]);
      }
    }
  }
  return all;
}

TEST(Marks, TheListNamesThoseOfTheTree) {
  std::vector<std::string_view> const list = moor_marks();
  std::set<std::string> const listed(list.begin(), list.end());
  EXPECT_EQ(listed, marks_in_tree());
  EXPECT_EQ(listed.size(), list.size());
}

}  // namespace
}  // namespace drydock::simulator
