#include "simulator/campaign/seed_text.hpp"

#include <charconv>
#include <optional>

namespace drydock::simulator {
namespace {

std::optional<std::uint64_t> number(std::string_view digits, int base) {
  std::uint64_t value = 0;
  char const* const last = digits.data() + digits.size();
  auto const [end, problem] = std::from_chars(digits.data(), last, value, base);
  if (problem != std::errc{} || end != last) return std::nullopt;
  return value;
}

}  // namespace

Result<Seed> parse_seed(std::string_view text) {
  constexpr std::size_t hash_digits = 40;
  std::optional<std::uint64_t> seed;
  if (text.starts_with("0x")) {
    seed = number(text.substr(2), 16);
  } else if (text.size() == hash_digits) {
    bool const is_hash = number(text.substr(16, 12), 16) && number(text.substr(28), 16);
    if (is_hash) seed = number(text.substr(0, 16), 16);
  } else {
    seed = number(text, 10);
  }
  if (seed) return Seed{*seed};
  return fail("'" + std::string(text) +
              "' is no seed: a number below 2^64, 0x and hexadecimal, or a commit's hash");
}

std::string to_text(Seed seed) { return std::to_string(seed.value()); }

}  // namespace drydock::simulator
