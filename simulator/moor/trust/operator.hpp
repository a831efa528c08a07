#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reference/core/curve_key.hpp"
#include "reference/token/ed25519.hpp"
#include "simulator/world/world.hpp"

namespace drydock::simulator {

/// What was taken back in a run, and when: what checkers hold the daemon to.
struct TakenBack {
  VirtualTime at;
  NodeId barred = no_node;                            // A host that was removed;
  std::string token_id = {};                          // or a token, by its `jti`;
  std::optional<drydock::token::PublicKey> key = {};  // or a key.
  std::optional<VirtualTime> given_back_at = {};      // Of a host.
};

/// Whoever runs a secured daemon: lays its files before it first starts, hands the enrollment token
/// to those that start, and changes files while it runs. The daemon notices at its next look.
class Operator {
 public:
  explicit Operator(World& world);

  /// Sees to it that a daemon that is about to start finds CURVE keys, an enrollment token and a
  /// signing key on its disk. What the disk refuses is there at a later start.
  void set_up(NodeId daemon);
  CurveKeyPair const& daemon_keys() const { return daemon_keys_; }
  /// What those are told that start now.
  std::string const& enrollment_token() const { return enrollment_token_; }

  void rotate_enrollment_token(NodeId daemon);
  void rotate_signing_key(NodeId daemon);
  /// Revokes the key that signs, once another does: its tokens are refused from then on.
  void revoke_signing_key(NodeId daemon);
  /// Takes back that token, if it has an id.
  void revoke_token(NodeId daemon, std::string_view token);
  /// Removes the allowed host that `service` enrolled as, and puts it back. False where it has not
  /// enrolled, or is not removed.
  bool disallow(NodeId daemon, NodeId service, std::string const& service_type);
  bool allow(NodeId daemon, NodeId service);
  void allow_all(NodeId daemon);
  /// Gives the daemon a key that can sign, if the one that it has was revoked: an old one may have
  /// been put back.
  void tidy_keys(NodeId daemon);

  std::vector<TakenBack> const& taken_back() const { return taken_back_; }

 private:
  struct AllowedHostFile {
    std::string name;
    std::string content;
  };
  struct Removed {
    AllowedHostFile file;
    CurvePublicKey key;
    std::size_t taken_back;  // Its place in the list.
  };

  /// All files of allowed hosts with that key.
  std::vector<AllowedHostFile> files_of(NodeId daemon, CurvePublicKey const& key);

  World& world_;
  Rng rng_;
  CurveKeyPair daemon_keys_;
  std::string enrollment_token_;
  bool is_set_up_ = false;
  std::map<NodeId, Removed> removed_;
  std::vector<TakenBack> taken_back_;
};

/// The directories of a daemon's disk.
inline constexpr std::string_view data_directory = "data";
inline constexpr std::string_view config_directory = "config";

}  // namespace drydock::simulator
