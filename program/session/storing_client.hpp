#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "program/session/rpc_caller.hpp"
#include "reference/core/rng.hpp"

namespace drydock::program {

/// What was handed out by a daemon over all its lives, none of it twice.
struct HandedOut {
  std::set<moor::Obj> objects;
  std::set<moor::Obj> connections;
  std::set<std::uint64_t> tasks;
};

/// For tests: stores one thing after another, remembers what was acknowledged, and sees whether a
/// daemon that was started again still has it. All throw where it has not.
class StoringClient {
 public:
  StoringClient(std::string const& endpoint, DaemonLife& life, std::size_t number, Rng rng);

  /// Once: connects, logs in and makes its objects. The tokens that it gets serve to the end.
  void enter();
  /// Stores until the daemon is gone.
  void store();
  /// Everything that was acknowledged since the last check, or ever, is there.
  void check(bool everything);
  /// What was handed out to this client since the last time is nobody else's.
  void note_in(HandedOut& all);

  std::uint64_t writes() const { return writes_; }

 private:
  struct Thing {
    moor::ObjId id;
    std::string name;
  };
  struct Line {
    Uuid client;
    moor::ClientToken token;
    std::optional<moor::AuthToken> auth = {};
    std::optional<moor::Obj> player = {};
    bool may_be_gone = false;
  };

  bool store_one();
  bool store_pair_by_program();
  bool store_pair_by_batch();
  bool make_thing();
  bool run_command();
  bool open_line();
  bool close_line();
  bool make_player();

  void check_pair();
  void check_things(std::size_t from);
  void check_lines();
  std::optional<moor::Var> evaluate(std::string const& program);
  moor::Var evaluate_surely(std::string const& program);
  moor::Var next_value();

  RpcCaller caller_;
  std::string name_;
  Rng rng_;
  Uuid client_;
  moor::ClientToken token_;
  moor::AuthToken auth_;

  // Properties of two objects that are only ever stored together.
  moor::ObjId first_;
  moor::ObjId second_;
  moor::Var pair_;
  std::optional<moor::Var> pair_asked_;
  std::int64_t last_value_ = 0;

  std::vector<Thing> things_;
  std::size_t things_checked_ = 0;
  std::vector<Line> lines_;
  std::vector<Line> closed_;
  std::uint64_t names_ = 0;

  std::vector<moor::Obj> fresh_objects_;
  std::vector<moor::Obj> fresh_connections_;
  std::vector<std::uint64_t> fresh_tasks_;
  std::uint64_t writes_ = 0;
};

}  // namespace drydock::program
