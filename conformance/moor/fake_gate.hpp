#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "conformance/testee/stage.hpp"
#include "reference/core/curve_key.hpp"
#include "reference/core/rng.hpp"
#include "reference/moor/enrollment/enrollment_messages.hpp"
#include "reference/token/ed25519.hpp"

namespace drydock::conformance {

/// The key that the suite's daemon has unless a case says otherwise: what `{daemon_key}` stands
/// for.
CurveKeyPair const& suite_keys();

/// Somebody who asked to be enrolled, or for another token.
struct Enrolling {
  VirtualTime at;
  PeerId from;
  Frames envelope;
  moor::enrollment::EnrollmentRequest request;
  std::optional<CurvePublicKey> key() const;
};

/// The suite's end of enrollment and of CURVE: tells who it is, admits whom it enrolled, and sees
/// all of it. By default it answers as a daemon does; a case says what is to be different. Source:
/// workers 7, 8; tokens.
class FakeGate {
 public:
  using Request = moor::enrollment::EnrollmentRequest;
  using Response = moor::enrollment::EnrollmentResponse;
  /// Nothing for no answer at all.
  using Answer = std::function<std::optional<Response>(Request const&)>;
  using Remember = std::function<void(std::string)>;

  /// `remember` takes a line of the conversation, in which there is never a token.
  FakeGate(Stage& stage, Rng rng, Remember remember);

  /// Binds both of its sockets.
  void open();
  /// Whether `received` came to one of them; then it has been answered.
  bool take(Received const& received);

  // What it does.

  /// For the sockets that bind from now on.
  void hold(CurveKeyPair const& keys) { keys_ = keys; }
  Security security() const;
  /// What a daemon says; a success admits the key.
  Response usual_answer(Request const& request);
  /// What is said in place of that.
  void answer_with(Answer answer) { answer_ = std::move(answer); }
  /// Tokens other than that of `{token_file}` that are good for enrollment.
  void accept_token(std::string token) { tokens_.insert(std::move(token)); }
  /// Whether keys that enrolled may connect.
  void admit_nobody(bool nobody) { admits_nobody_ = nobody; }
  void admit(CurvePublicKey const& key);
  /// From now on each answer has a WorkerToken that ends after `lifetime`.
  void issue_tokens(Duration lifetime) { token_lifetime_ = lifetime; }
  /// Renewals are refused, as if the token had ended.
  void refuse_renewals(bool refuse) { refuses_renewals_ = refuse; }

  // What it saw.

  std::deque<Enrolling> const& enrolling() const { return enrolling_; }
  /// Those that asked with an enrollment token; and to renew a token.
  std::size_t enrollments() const;
  std::size_t renewals() const { return enrolling_.size() - enrollments(); }
  std::size_t barred() const { return barred_; }
  /// The WorkerTokens that it gave, in their order.
  std::deque<std::string> const& tokens() const { return issued_; }

 private:
  void on_enrolling(Received const& received);
  std::optional<Response> refusal_of(Request const& request) const;
  std::string mint(Request const& request);

  Stage& stage_;
  Rng rng_;
  Remember remember_;
  CurveKeyPair keys_ = suite_keys();
  drydock::token::SecretKey signing_key_;
  Answer answer_;
  std::set<std::string> tokens_;
  std::map<CurvePublicKey, std::string> admitted_;  // With their user ids.
  bool admits_nobody_ = false;
  std::size_t barred_ = 0;
  std::optional<Duration> token_lifetime_;
  bool refuses_renewals_ = false;
  std::deque<std::string> issued_;
  std::deque<Enrolling> enrolling_;
};

}  // namespace drydock::conformance
