#include "reference/moor/enrollment/key_file.hpp"

#include <fmt/format.h>

namespace drydock::moor::enrollment {
namespace {

constexpr std::string_view blanks = " \t\r\n\v\f";

std::string_view trimmed(std::string_view text) {
  std::size_t const first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

template <class Key>
Result<Key> key_in(std::string const& file, std::string_view content, std::string_view name,
                   KeyLines lines) {
  std::optional<std::string> const value = key_file_value(content, name, lines);
  if (!value) return fail(fmt::format("{}: there is no line '{}='", file, name));
  return Key::parse(*value).map_error([&](Error const& error) {
    return Error{fmt::format("{}: {}: {}", file, name, error.message)};
  });
}

}  // namespace

std::optional<std::string> key_file_value(std::string_view content, std::string_view name,
                                          KeyLines lines) {
  while (!content.empty()) {
    std::size_t const end = content.find('\n');
    std::string_view const line = trimmed(content.substr(0, end));
    content.remove_prefix(end == std::string_view::npos ? content.size() : end + 1);
    if (line.empty() || line.front() == '#') continue;
    std::size_t const equals = lines == KeyLines::split_at_first ? line.find('=') : line.rfind('=');
    if (equals == std::string_view::npos || trimmed(line.substr(0, equals)) != name) continue;
    return std::string(trimmed(line.substr(equals + 1)));
  }
  return std::nullopt;
}

Result<std::optional<CurveKeyPair>> read_key_files(FileStore& files, std::string const& stem,
                                                   KeyLines lines) {
  std::string const secret_file = stem + ".key";
  std::string const public_file = stem + ".pub";
  auto const secret_text = files.read(secret_file);
  if (!secret_text) return fail(secret_text.error().message);
  auto const public_text = files.read(public_file);
  if (!public_text) return fail(public_text.error().message);
  if (!*secret_text && !*public_text) return std::nullopt;
  if (!*secret_text || !*public_text) {
    return fail(fmt::format("{} is there, {} is not; a key pair is kept whole",
                            *secret_text ? secret_file : public_file,
                            *secret_text ? public_file : secret_file));
  }
  auto const secret = key_in<CurveSecretKey>(secret_file, **secret_text, "secret", lines);
  if (!secret) return fail(secret.error().message);
  auto const public_key = key_in<CurvePublicKey>(public_file, **public_text, "public", lines);
  if (!public_key) return fail(public_key.error().message);
  CurveKeyPair const pair = CurveKeyPair::of(*secret);
  if (pair.public_key != *public_key) {
    return fail(fmt::format("{} and {} do not belong together", secret_file, public_file));
  }
  return pair;
}

Result<void> write_key_files(FileStore& files, std::string const& stem, CurveKeyPair const& keys) {
  auto const written = files.write(
      stem + ".key", fmt::format("# CURVE secret key: keep it to yourself.\nsecret={}\n",
                                 z85_of_secret(keys.secret_key)));
  if (!written) return written;
  return files.write(stem + ".pub",
                     fmt::format("# CURVE public key.\npublic={}\n", keys.public_key.z85()));
}

}  // namespace drydock::moor::enrollment
