#pragma once

#include <gtest/gtest.h>

#include <initializer_list>

#include "reference/moo/testing.hpp"

namespace drydock::moo {

/// A program, and the text of what comes of it.
struct Row {
  char const* program;
  char const* outcome;
};

/// Each in a world of its own.
inline void expect_rows(std::initializer_list<Row> rows) {
  for (auto const& row : rows) {
    Stage stage;
    EXPECT_EQ(text_of(stage.eval(row.program)), row.outcome) << row.program;
  }
}

}  // namespace drydock::moo
