#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <istream>

#include "program/hex_text.hpp"
#include "program/message_json.hpp"
#include "program/verb.hpp"
#include "reference/moor/codec/describe.hpp"

namespace drydock::program {
namespace {

using namespace moor;
using AnyDecoded = Decoded<AnyMessage>;

template <class Message>
AnyDecoded any(Decoded<Message> decoded) {
  return std::move(decoded).map([](Message&& message) { return AnyMessage{std::move(message)}; });
}

/// What the callers' socket lets through, so that its messages can be looked at too.
Limits const with_lambdas{.lambdas = true};

struct RootInfo {
  std::string_view name;
  Root root;
  AnyDecoded (*decode)(ByteView buffer);
};
constexpr RootInfo roots[] = {
    {"WorkerToDaemonMessage", Root::worker_to_daemon,
     [](ByteView buffer) { return any(decode_worker_to_daemon(buffer)); }},
    {"DaemonToWorkerMessage", Root::daemon_to_worker,
     [](ByteView buffer) { return any(decode_daemon_to_worker(buffer)); }},
    {"DaemonToWorkerReply", Root::daemon_to_worker_reply,
     [](ByteView buffer) { return any(decode_reply(buffer)); }},
    {"CallerRequest", Root::caller_request,
     [](ByteView buffer) { return any(decode_caller_request(buffer, with_lambdas)); }},
    {"CallerReply", Root::caller_reply,
     [](ByteView buffer) { return any(decode_caller_reply(buffer, with_lambdas)); }},
    {"MessageType", Root::message_type,
     [](ByteView buffer) { return any(decode_message_type(buffer)); }},
    {"HostToDaemonMessage", Root::host_to_daemon,
     [](ByteView buffer) { return any(decode_host_to_daemon(buffer)); }},
    {"HostClientToDaemonMessage", Root::client_to_daemon,
     [](ByteView buffer) { return any(decode_client_to_daemon(buffer)); }},
    {"ReplyResult", Root::reply_result,
     [](ByteView buffer) { return any(decode_reply_result(buffer)); }},
    {"ClientEvent", Root::client_event,
     [](ByteView buffer) { return any(decode_client_event(buffer)); }},
    {"ClientsBroadcastEvent", Root::clients_broadcast,
     [](ByteView buffer) { return any(decode_clients_broadcast(buffer)); }},
    {"HostBroadcastEvent", Root::host_broadcast,
     [](ByteView buffer) { return any(decode_host_broadcast(buffer)); }},
    {"NarrativeEvent", Root::narrative_event,
     [](ByteView buffer) { return any(decode_narrative_event(buffer)); }},
    {"Presentation", Root::presentation,
     [](ByteView buffer) { return any(decode_presentation(buffer)); }},
};

/// One byte more than any message may have is enough to see that it is too long; hexadecimal has
/// two digits a byte, and may have white space.
constexpr std::size_t input_bytes_max = (std::size_t{64} << 20) * 4 + 1;

Result<std::string> read_all(std::istream& input, std::string const& name) {
  std::string text;
  char block[65536];
  while (input.read(block, sizeof block), input.gcount() > 0) {
    text.append(block, static_cast<std::size_t>(input.gcount()));
    if (text.size() > input_bytes_max) {
      return fail(fmt::format("{}: longer than any message", name));
    }
  }
  if (input.bad()) return fail(fmt::format("{}: cannot be read", name));
  return text;
}

Result<std::string> read_file(std::string const& name) {
  if (name == "-") return read_all(std::cin, "stdin");
  std::ifstream file{name, std::ios::binary};
  if (!file) return fail(fmt::format("{}: {}", name, std::strerror(errno)));
  return read_all(file, name);
}

Result<Bytes> read_buffer(std::string const& name, bool hex) {
  auto const text = read_file(name);
  if (!text) return tl::make_unexpected(text.error());
  if (!hex) return bytes_of(*text);
  auto bytes = parse_hex(*text);
  if (!bytes) return fail(fmt::format("{}: {}", name, bytes.error().message));
  return bytes;
}

/// Prints what `buffer` is as this root; whether it is one.
bool print(RootInfo const& info, ByteView buffer, AnyDecoded const& decoded, bool json) {
  if (json) {
    std::cout << (decoded ? json_of(info.name, *decoded) : json_of(info.name, decoded.error()));
  } else if (decoded) {
    std::cout << info.name << ": " << describe(info.root, buffer, SIZE_MAX);
  } else {
    std::cout << info.name << ": invalid: " << decoded.error().text();
  }
  std::cout << "\n";
  return decoded.has_value();
}

RootInfo const* find_root(std::string_view name) {
  for (auto const& info : roots) {
    if (info.name == name) return &info;
  }
  return nullptr;
}

/// A buffer does not say what it is (workers 2.1): all that it can be is printed, and where it can
/// be nothing, what is wrong with it as each.
bool print_any(ByteView buffer, bool json) {
  bool valid = false;
  for (auto const& info : roots) {
    auto const decoded = info.decode(buffer);
    if (decoded) valid = print(info, buffer, decoded, json);
  }
  if (valid) return true;
  for (auto const& info : roots) print(info, buffer, info.decode(buffer), json);
  return false;
}

}  // namespace

int run_decode(Arguments const& arguments) {
  std::string root;
  std::string file;
  bool hex = false;
  bool json = false;
  std::string names;
  for (auto const& info : roots) names += (names.empty() ? "" : ", ") + std::string(info.name);

  CommandLine line{"decode",
                   "Says what is in one payload of mooR's protocols, or where and why it is "
                   "invalid; then the exit code is 1."};
  line.argument("FILE", file, "the payload's bytes; - is stdin");
  line.option("--as", root, "the root table: " + names + "; otherwise all that it can be");
  line.flag("--hex", hex, "FILE is hexadecimal text");
  line.flag("--json", json, "print a JSON document a line");
  if (auto const code = line.parse(arguments)) return *code;

  auto const* info = find_root(root);
  if (info == nullptr && !root.empty()) {
    return refuse("decode", fmt::format("--as: \"{}\" is none of {}", root, names));
  }
  auto const buffer = read_buffer(file, hex);
  if (!buffer) return refuse("decode", buffer.error().message);
  bool const valid = info != nullptr ? print(*info, *buffer, info->decode(*buffer), json)
                                     : print_any(*buffer, json);
  return valid ? fine : found_failure;
}

}  // namespace drydock::program
