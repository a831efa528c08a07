#include "program/loose_sockets.hpp"

#include <sys/stat.h>

#include <variant>

namespace drydock::program {

void LooseSockets::step(VirtualTime now, Input const& input, Outbox& out) {
  constexpr std::string_view ipc = "ipc://";
  loosen();
  Outbox outputs;
  machine_.step(now, input, outputs);
  for (Output& output : outputs) {
    if (auto const* open = std::get_if<OpenSocket>(&output)) {
      for (std::string const& endpoint : open->spec.bind) {
        if (endpoint.starts_with(ipc)) paths_.push_back(endpoint.substr(ipc.size()));
      }
    }
    out.push_back(std::move(output));
  }
}

/// Sockets are bound after the step that asks for them, so these are what earlier ones asked for.
void LooseSockets::loosen() {
  std::erase_if(paths_, [](std::string const& path) { return ::chmod(path.c_str(), 0777) == 0; });
}

}  // namespace drydock::program
