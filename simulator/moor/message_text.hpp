#pragma once

#include <map>
#include <string>
#include <string_view>

#include "simulator/moor/roles.hpp"

namespace drydock::simulator {

/// Messages in words, with nodes in place of worker ids and numbers in place of request ids: `w`,
/// `r1` for the first request that was seen, `q1` for the first that a caller was told to make.
class MessageText {
 public:
  MessageText(World const& world, Roles const& roles) : world_(world), roles_(roles) {}
  void add_question(Uuid const& id);
  std::string question(Uuid const& id) const;
  std::string describe(NodeId node, SocketName socket, Direction direction, Frames const& frames);

 private:
  void learn_worker(NodeId node, Frames const& frames);
  std::string with_names(std::string text);
  std::string name_of(std::string_view what, std::string const& id);

  World const& world_;
  Roles const& roles_;
  std::map<std::string, std::string> workers_;
  std::map<std::string, std::size_t> requests_;
  std::map<Uuid, std::size_t> questions_;
};

}  // namespace drydock::simulator
