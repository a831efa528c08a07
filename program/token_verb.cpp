#include <fmt/format.h>

#include <iostream>

#include "program/token_flags.hpp"
#include "program/verb.hpp"
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

struct TokenVerb {
  std::string_view name;
  std::string_view does;
  int (*run)(Arguments const& arguments);
};
constexpr TokenVerb token_verbs[] = {
    {"mint", "prints a token, signed with a private key", run_token_mint},
    {"inspect", "says what a token claims, without verifying it", run_token_inspect},
    {"verify", "says whether a token is valid, and if not, why", run_token_verify},
    {"keygen", "writes a new key pair", run_keygen},
};

std::string help() {
  std::string text =
      "drydock token: the tokens of mooR by hand\n\n"
      "Usage: drydock token VERB ...\n       drydock token VERB --help\n\nVerbs:\n";
  for (auto const& verb : token_verbs) text += fmt::format("  {:10}  {}\n", verb.name, verb.does);
  return text + "\n" + std::string(about_stdin) + "\n";
}

}  // namespace

int run_token(Arguments const& arguments) {
  if (arguments.empty()) {
    std::cerr << help();
    return could_not_run;
  }
  auto const& name = arguments.front();
  if (name == "--help" || name == "-h") {
    std::cout << help();
    return fine;
  }
  for (auto const& verb : token_verbs) {
    if (verb.name == name) return verb.run(Arguments(arguments.begin() + 1, arguments.end()));
  }
  // What stands there may be a token, so it is not quoted.
  return refuse("token", "expected mint, inspect, verify or keygen; see drydock token --help");
}

}  // namespace drydock::program
