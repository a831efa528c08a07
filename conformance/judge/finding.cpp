#include "conformance/judge/finding.hpp"

#include <array>
#include <utility>

namespace drydock::conformance {
namespace {

constexpr std::array<std::string_view, 4> verdict_words{"pass", "fail", "inconclusive", "skip"};
constexpr std::size_t hex_bytes_max = 1024;

}  // namespace

std::string_view word_of(Verdict verdict) {
  return verdict_words[static_cast<std::size_t>(verdict)];
}

Evidence evidence_of(std::string what, ByteView bytes) {
  return {std::move(what), to_hex(bytes, hex_bytes_max)};
}

std::string Finding::message() const {
  return expected.empty() ? came : "expected " + expected + "; came " + came;
}

void fail_case(std::string expected, std::string came, std::vector<Evidence> evidence) {
  throw CaseEnd{{Verdict::fail, std::move(expected), std::move(came), std::move(evidence), {}}};
}

void leave_inconclusive(std::string why) {
  throw CaseEnd{{Verdict::inconclusive, {}, std::move(why), {}, {}}};
}

}  // namespace drydock::conformance
