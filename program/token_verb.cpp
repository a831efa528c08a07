#include <fmt/format.h>

#include <iostream>

#include "program/token_flags.hpp"
#include "program/verb_group.hpp"
#include "reference/token/key_file.hpp"

namespace drydock::program {
namespace {

int run_keygen(Arguments const& arguments) {
  std::string private_path;
  std::string public_path;
  CommandLine line{"token keygen",
                   "Writes a new key pair for tokens: Ed25519, as openssl writes it. The private "
                   "key's file has mode 0600 from the start; files that are there stay."};
  line.option("--private-key", private_path, "the file of the private key");
  line.option("--public-key", public_path, "the file of the public key");
  if (auto const code = line.parse(arguments)) return *code;
  if (private_path.empty()) return refuse("token keygen", "--private-key is required");
  if (public_path.empty()) return refuse("token keygen", "--public-key is required");
  using namespace drydock::token;
  auto const key = SecretKey::generate();
  auto const secret = write_private_key_file(private_path, key, Existing::refuse);
  if (!secret) return refuse("token keygen", secret.error().message);
  auto const published = write_public_key_file(public_path, key.public_key(), Existing::refuse);
  if (!published) {
    return refuse("token keygen", fmt::format("{}; the private key is in {}",
                                              published.error().message, private_path));
  }
  std::cout << "key " << key.public_key().fingerprint() << "\n";
  return fine;
}

constexpr Verb token_verbs[] = {
    {"mint", "prints a token, signed with a private key", run_token_mint},
    {"inspect", "says what a token claims, without verifying it", run_token_inspect},
    {"verify", "says whether a token is valid, and if not, why", run_token_verify},
    {"keygen", "writes a new key pair", run_keygen},
};

}  // namespace

int run_token(Arguments const& arguments) {
  return run_verb_of({"token", "the tokens of mooR by hand", token_verbs, about_stdin}, arguments);
}

}  // namespace drydock::program
