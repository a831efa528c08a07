#include "simulator/network/fifo.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <algorithm>
#include <deque>
#include <memory>
#include <vector>

namespace drydock::simulator {
namespace {

/// Runs of each doing, so that it also gets long enough to be moved up.
RC_GTEST_PROP(Fifo, IsWhatADequeIs, (std::vector<std::uint8_t> const& doings)) {
  Fifo<std::shared_ptr<unsigned>> fifo;
  std::deque<std::shared_ptr<unsigned>> expected;
  unsigned number = 0;
  for (std::uint8_t const doing : doings) {
    for (unsigned times = doing / 4U; times > 0; --times) {
      if (doing % 4 < 2) {
        expected.push_back(std::make_shared<unsigned>(++number));
        fifo.push(expected.back());
      } else if (!expected.empty() && doing % 4 == 2) {
        RC_ASSERT(fifo.front() == expected.front());
        RC_ASSERT(fifo.pop() == expected.front());
        RC_ASSERT(expected.front().use_count() == 1);
        expected.pop_front();
      } else if (!expected.empty() && doing > 8) {
        RC_ASSERT(fifo.back() == expected.back());
        RC_ASSERT(fifo.pop_back() == expected.back());
        expected.pop_back();
      }
    }
    if (doing == 3) fifo.clear();
    if (doing == 3) expected.clear();
    RC_ASSERT(fifo.size() == expected.size());
    RC_ASSERT(std::equal(fifo.begin(), fifo.end(), expected.begin(), expected.end()));
  }
}

}  // namespace
}  // namespace drydock::simulator
