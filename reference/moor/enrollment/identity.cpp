#include "reference/moor/enrollment/identity.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "reference/moor/enrollment/key_file.hpp"

namespace drydock::moor::enrollment {
namespace {

using nlohmann::json;

std::string file_of(std::string const& service_type) { return service_type + "-identity.json"; }
std::string stem_of(std::string const& service_type) { return service_type + "-curve"; }

Result<std::string> member(json const& document, char const* name) {
  auto const found = document.find(name);
  if (found == document.end() || !found->is_string()) {
    return fail(fmt::format("there is no text '{}'", name));
  }
  return found->get<std::string>();
}

Result<Identity> parse(std::string const& text) {
  json const document = json::parse(text, nullptr, false);
  if (!document.is_object()) return fail("it is no JSON object");
  Identity identity;
  auto const uuid = member(document, "service_uuid").and_then(&Uuid::parse);
  if (!uuid) return fail(uuid.error().message);
  identity.service_uuid = *uuid;
  auto const key = member(document, "daemon_curve_public_key").and_then(&CurvePublicKey::parse);
  if (!key) return fail(key.error().message);
  identity.daemon_key = *key;
  for (auto const& [name, into] : {std::pair{"service_type", &identity.service_type},
                                   std::pair{"hostname", &identity.hostname},
                                   std::pair{"enrolled_at", &identity.enrolled_at}}) {
    auto text_of_member = member(document, name);
    if (!text_of_member) return fail(text_of_member.error().message);
    *into = *std::move(text_of_member);
  }
  return identity;
}

}  // namespace

std::optional<Identity> load_identity(FileStore& files, std::string const& service_type,
                                      std::string& why_not, IdentityReading const& reading) {
  std::string const file = file_of(service_type);
  auto const text = files.read(file);
  if (!text || !*text) {
    why_not = text ? file + " is not there" : text.error().message;
    return std::nullopt;
  }
  auto identity = parse(**text);
  if (!identity) {
    why_not = file + ": " + identity.error().message;
    return std::nullopt;
  }
  auto keys = read_key_files(files, stem_of(service_type), reading.key_lines);
  if ((!keys || !*keys) && reading.in_place_of_missing_keys != nullptr) {
    keys = std::optional{*reading.in_place_of_missing_keys};
  }
  if (!keys || !*keys) {
    why_not = keys ? "the key files are not there" : keys.error().message;
    return std::nullopt;
  }
  identity->keys = **keys;
  return *std::move(identity);
}

std::string secret_key_file(std::string const& service_type) {
  return stem_of(service_type) + ".key";
}

Result<void> save_identity(FileStore& files, Identity const& identity) {
  // An old identity must not be found beside new keys, should the next write be the last.
  auto const removed = files.remove(file_of(identity.service_type));
  if (!removed) return removed;
  auto const written = write_key_files(files, stem_of(identity.service_type), identity.keys);
  if (!written) return written;
  json const document{{"service_uuid", identity.service_uuid.text()},
                      {"service_type", identity.service_type},
                      {"hostname", identity.hostname},
                      {"daemon_curve_public_key", identity.daemon_key.z85()},
                      {"enrolled_at", identity.enrolled_at}};
  return files.write(file_of(identity.service_type), document.dump(2) + "\n");
}

}  // namespace drydock::moor::enrollment
