#include "reference/moor/worker/echo_service.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace drydock::moor::worker {
namespace {

constexpr double sleep_seconds_max = 86'400;

Var echo(std::vector<Var> const& arguments) {
  std::vector<Var> elements{Var{"echo_response"}};
  elements.insert(elements.end(), arguments.begin(), arguments.end());
  return list_of(std::move(elements));
}

/// `{word, ...}` as the first argument, if it is one.
List const* order_of(std::vector<Var> const& arguments, char const* word) {
  if (arguments.empty()) return nullptr;
  List const* const order = arguments.front().as<List>();
  if (order == nullptr || order->elements.empty()) return nullptr;
  std::string const* const first = order->elements.front().as<std::string>();
  return first != nullptr && *first == word ? order : nullptr;
}

std::optional<double> number_of(Var const& value) {
  if (auto const* const whole = value.as<std::int64_t>()) return static_cast<double>(*whole);
  if (auto const* const real = value.as<Float>()) return real->value;
  return std::nullopt;
}

Duration sleep_of(List const& order) {
  if (order.elements.size() != 2) return Duration{0};
  double const seconds = number_of(order.elements[1]).value_or(0);
  if (!(seconds > 0)) return Duration{0};  // Neither for NaN.
  return Duration{std::llround(std::min(seconds, sleep_seconds_max) * 1e9)};
}

}  // namespace

Work EchoService::perform(Job const& job) { return {echo(job.arguments)}; }

Work TestService::perform(Job const& job) {
  if (List const* const order = order_of(job.arguments, "fail")) {
    std::string const* const message =
        order->elements.size() == 2 ? order->elements[1].as<std::string>() : nullptr;
    return {WorkerError{WorkerRequestError{message != nullptr ? *message : "failed as asked"}}};
  }
  if (List const* const order = order_of(job.arguments, "sleep")) {
    return {echo(job.arguments), sleep_of(*order)};
  }
  if (order_of(job.arguments, "perms") != nullptr) {
    std::vector<Var> elements{Var{"echo_response"}, Var{job.perms}};
    elements.insert(elements.end(), job.arguments.begin(), job.arguments.end());
    return {list_of(std::move(elements))};
  }
  return {echo(job.arguments)};
}

}  // namespace drydock::moor::worker
