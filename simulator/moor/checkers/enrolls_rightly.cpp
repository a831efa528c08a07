#include "simulator/moor/checkers/enrolls_rightly.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reference/core/curve_key.hpp"
#include "reference/moor/enrollment/enrollment_messages.hpp"

namespace drydock::simulator {
namespace {

constexpr std::size_t key_size = 40;

bool has_controls(std::string_view label) {
  return std::any_of(label.begin(), label.end(), [](char letter) {
    auto const code = static_cast<unsigned char>(letter);
    return code < 0x20 || code == 0x7f;
  });
}

}  // namespace

std::string EnrollsRightly::objection(Frames const& frames) {
  has_short_key_ = false;
  if (frames.size() != 1) return fmt::format("who sent {} frames", frames.size());
  auto const asked = moor::enrollment::decode_enrollment_request(frames[0]);
  if (!asked) return "what cannot be read";
  has_short_key_ = asked->curve_public_key.size() != key_size;
  if (!CurvePublicKey::parse(asked->curve_public_key)) return "a key that is none";
  if (asked->service_token) return {};
  if (asked->enrollment_token != operator_.enrollment_token()) return "a token that does not count";
  bool const is_odd = has_controls(asked->service_type) || has_controls(asked->hostname);
  return is_odd ? "a name with control characters" : "";
}

void EnrollsRightly::on_input(VirtualTime, NodeId node, Input const& input) {
  auto const* received = std::get_if<Received>(&input);
  if (received == nullptr || !roles_.is(node, Role::daemon)) return;
  if (received->from.socket == "enrollment") objection_ = objection(received->frames);
}

void EnrollsRightly::on_output(VirtualTime, NodeId node, Output const& output) {
  auto const* send = std::get_if<Send>(&output);
  if (send == nullptr || send->to.socket != "enrollment" || !roles_.is(node, Role::daemon)) return;
  auto const answer = moor::enrollment::decode_enrollment_response(send->frames.back());
  if (!answer) return;
  if (answer->success) {
    if (!objection_.empty()) fail("the daemon enrolled " + objection_);
    return;
  }
  bool const says_more =
      answer->service_uuid || answer->daemon_curve_public_key || answer->service_token;
  if (says_more) fail("a refused enrollment says more than why");
  std::string const why = answer->error.value_or("");
  bool const is_about_length = why.find("key length") != std::string::npos;
  if (has_short_key_ && !is_about_length) {
    fail(fmt::format("a key of the wrong length was refused for another reason: {}", why));
  }
}

}  // namespace drydock::simulator
