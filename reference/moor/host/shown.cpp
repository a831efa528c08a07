#include "reference/moor/host/shown.hpp"

namespace drydock::moor::host {

std::string_view name_of(Purpose purpose) {
  switch (purpose) {
    case Purpose::connect:
      return "connect";
    case Purpose::greeting:
      return "greeting";
    case Purpose::login:
      return "login";
    case Purpose::attach:
      return "attach";
    case Purpose::command:
      return "command";
    case Purpose::call:
      return "call";
    case Purpose::answer:
      return "answer";
    case Purpose::out_of_band:
      return "out of band";
    case Purpose::eval:
      return "eval";
    case Purpose::program:
      return "program";
    case Purpose::attribute:
      return "attribute";
    case Purpose::detach:
      return "detach";
  }
  return "request";
}

}  // namespace drydock::moor::host
