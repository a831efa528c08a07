#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "conformance/moor/cases.hpp"
#include "conformance/moor/fake_daemon.hpp"
#include "conformance/moor/requirements.hpp"
#include "conformance/moor/same_value.hpp"
#include "reference/moor/codec/var_order.hpp"
#include "reference/moor/codec/var_text.hpp"

namespace drydock::conformance {
namespace {

using moor::list_of;
using moor::Var;

/// Has the worker echo each of `values`, all in flight at once.
void expect_echoes(FakeDaemon& daemon, std::vector<Var> const& values, Duration within) {
  std::vector<Uuid> requests;
  requests.reserve(values.size());
  for (Var const& value : values) requests.push_back(daemon.request({value}));
  for (std::size_t at = 0; at < values.size(); ++at) {
    std::string const wanted =
        fmt::format("{}", to_literal(list_of({"echo_response", values[at]}), 120));
    Heard const& answer = daemon.expect_that(
        0, within, wanted, [&](Heard const& one) { return one.answers(requests[at]); });
    auto const* result = answer.as<moor::RequestResult>();
    bool const same =
        result != nullptr && same_value(result->result, list_of({"echo_response", values[at]}));
    daemon.require(same, wanted, "another answer", {&answer});
  }
}

void echo_all(Stage& stage, std::vector<Var> const& values, Duration within = answer_within) {
  FakeDaemon daemon{stage};
  daemon.attach();
  expect_echoes(daemon, values, within);
}

Var error(moor::ErrorCode code) {
  return moor::ErrorValue{code, std::nullopt, nullptr, std::nullopt};
}

Var full_error() {
  return moor::ErrorValue{moor::ErrorCode::e_invarg, "no such luck", std::make_shared<Var>(7),
                          std::nullopt};
}

Var custom_error() {
  return moor::ErrorValue{moor::ErrorCode::custom, "odd", nullptr, moor::Symbol{"E_ODD"}};
}

Var map_of(std::vector<std::pair<Var, Var>> pairs) { return moor::make_map(std::move(pairs)); }

Var flyweight() {
  return moor::make_flyweight(moor::ObjId{3},
                              {{moor::Symbol{"name"}, "a fly"}, {moor::Symbol{"size"}, 2}},
                              moor::List{{1, "two"}});
}

Var uu_object() { return moor::Obj{moor::UuObjId{0x0123'4567'89ab'cdef}}; }
Var anonymous_object() { return moor::Obj{moor::AnonymousObjId{0x0123'4567'89ab'cdef}}; }

/// MOO code cannot make a map with other keys.
bool can_be_key(Var const& value) {
  return value.as<moor::List>() == nullptr && value.as<moor::Map>() == nullptr &&
         value.as<moor::Flyweight>() == nullptr;
}

/// One of each type.
std::vector<Var> one_of_each() {
  return {moor::None{},
          true,
          -7,
          2.5,
          "text",
          moor::Obj{moor::ObjId{12}},
          uu_object(),
          anonymous_object(),
          error(moor::ErrorCode::e_perm),
          full_error(),
          custom_error(),
          list_of({1, "a"}),
          map_of({{"k", 1}, {2, "v"}}),
          moor::Symbol{"sYm"},
          moor::Binary{{0, 1, 254, 255}},
          flyweight()};
}

void every_type_is_echoed(Stage& stage) { echo_all(stage, one_of_each()); }

void every_type_is_echoed_within_others(Stage& stage) {
  std::vector<Var> nested;
  for (Var const& value : one_of_each()) {
    nested.push_back(list_of({list_of({value}), map_of({{"key", list_of({value})}})}));
    nested.push_back(
        moor::make_flyweight(moor::ObjId{1}, {{moor::Symbol{"slot"}, value}}, moor::List{{value}}));
    nested.push_back(moor::ErrorValue{moor::ErrorCode::e_type, std::nullopt,
                                      std::make_shared<Var>(value), std::nullopt});
    if (can_be_key(value)) nested.push_back(map_of({{value, "as a key"}}));
  }
  echo_all(stage, nested);
}

void empty_values_are_echoed(Stage& stage) {
  echo_all(stage, {false, 0, 0.0, -0.0, "", moor::Obj{moor::ObjId{0}}, moor::Obj{moor::ObjId{-1}},
                   error(moor::ErrorCode::e_none), list_of({}), map_of({}), moor::Symbol{""},
                   moor::Binary{}, moor::make_flyweight(moor::ObjId{0}, {}, {})});
}

void extreme_values_are_echoed(Stage& stage) {
  using Real = std::numeric_limits<double>;
  using Whole = std::numeric_limits<std::int64_t>;
  std::vector<Var> numbers;
  numbers.reserve(10'000);
  for (int number = 0; number < 10'000; ++number) numbers.emplace_back(number);
  std::vector<std::pair<Var, Var>> pairs;
  pairs.reserve(1000);
  for (int number = 0; number < 1000; ++number) pairs.emplace_back(number, "v");
  echo_all(
      stage,
      {Var{Whole::max()}, Var{Whole::min()}, Real::max(), Real::lowest(), Real::denorm_min(),
       Real::infinity(), -Real::infinity(), Real::quiet_NaN(),
       moor::Obj{moor::ObjId{std::numeric_limits<std::int32_t>::max()}},
       moor::Obj{moor::UuObjId{moor::packed_obj_mask}}, "\xf0\x9f\x9a\xa2 ship, \xc3\xa9t\xc3\xa9",
       std::string(1 << 20, 'x'), moor::Binary{Bytes(1 << 20, 0xa5)}, list_of(std::move(numbers)),
       map_of(std::move(pairs))},
      std::chrono::seconds{30});
}

void a_list_100_deep_is_echoed(Stage& stage) {
  Var nested{"bottom"};
  for (int level = 0; level < 100; ++level) nested = list_of({nested});
  echo_all(stage, {nested});
}

constexpr Case value_case_list[] = {
    {requirement("worker.value.every-type"), "plain", "a value of every type is echoed", echo,
     every_type_is_echoed},
    {requirement("worker.value.every-type"), "nested",
     "every type is echoed in lists, maps, flyweights and errors", echo,
     every_type_is_echoed_within_others},
    {requirement("worker.value.every-type"), "empty", "empty values and zeros are echoed", echo,
     empty_values_are_echoed},
    {requirement("worker.value.every-type"), "extreme", "the largest values are echoed", echo,
     extreme_values_are_echoed},
    {requirement("worker.value.depth"), "", "a list that is nested 100 deep is echoed", echo,
     a_list_100_deep_is_echoed},
};

}  // namespace

std::span<Case const> value_cases() { return value_case_list; }

}  // namespace drydock::conformance
