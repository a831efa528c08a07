#include "reference/token/key_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "reference/token/pem.hpp"

namespace drydock::token {
namespace {

constexpr std::size_t file_size_max = 65536;

/// Text that is wiped when it ends.
class WipedText {
 public:
  explicit WipedText(std::string text) : text_(std::move(text)) {}
  ~WipedText() { sodium_memzero(text_.data(), text_.size()); }
  WipedText(WipedText&&) = default;
  WipedText& operator=(WipedText&&) = delete;
  std::string_view view() const { return text_; }

 private:
  std::string text_;
};

tl::unexpected<Error> at_path(std::string const& path, std::string_view what) {
  return fail(fmt::format("{}: {}", path, what));
}

Result<WipedText> read_file(std::string const& path) {
  int const descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return at_path(path, std::strerror(errno));
  std::string text(file_size_max + 1, '\0');
  std::size_t size = 0;
  int error = 0;
  while (size < text.size()) {
    ssize_t const count = ::read(descriptor, text.data() + size, text.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) error = errno;
    if (count <= 0) break;
    size += static_cast<std::size_t>(count);
  }
  ::close(descriptor);
  text.resize(size);
  WipedText content{std::move(text)};
  if (error != 0) return at_path(path, std::strerror(error));
  if (size > file_size_max) return at_path(path, "too long for a PEM key");
  return content;
}

template <class Key>
Result<Key> read_key(std::string const& path, Result<Key> (*decode)(std::string_view)) {
  auto const text = read_file(path);
  if (!text) return tl::make_unexpected(text.error());
  auto key = decode(text->view());
  if (!key) return at_path(path, key.error().message);
  return key;
}

}  // namespace

Result<SecretKey> read_private_key_file(std::string const& path) {
  return read_key(path, decode_private_pem);
}

Result<PublicKey> read_public_key_file(std::string const& path) {
  return read_key(path, decode_public_pem);
}

Result<SecretKey> read_key_pair(std::string const& private_path, std::string const& public_path) {
  auto key = read_private_key_file(private_path);
  if (!key) return key;
  auto const published = read_public_key_file(public_path);
  if (!published) return tl::make_unexpected(published.error());
  if (*published != key->public_key()) {
    return fail(fmt::format("{} and {} are not of one key pair", private_path, public_path));
  }
  return key;
}

Result<void> write_private_key_file(std::string const& path, SecretKey const& key,
                                    Existing existing) {
  WipedText const text{encode_private_pem(key)};
  return files::write_file_atomically(path, text.view(), 0600, existing);
}

Result<void> write_public_key_file(std::string const& path, PublicKey const& key,
                                   Existing existing) {
  return files::write_file_atomically(path, encode_public_pem(key), 0644, existing);
}

std::optional<std::string> exposure_of(std::string const& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0 || (status.st_mode & 0077) == 0) return std::nullopt;
  return fmt::format("{}: mode {:04o} lets others than its owner at a private key; chmod 600 it",
                     path, static_cast<unsigned>(status.st_mode & 07777));
}

}  // namespace drydock::token
