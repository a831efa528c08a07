#pragma once

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/host_codec.hpp"

namespace drydock::fuzz {

/// Numbered files in a folder; others in it are left alone.
class SeedFolder {
 public:
  explicit SeedFolder(std::filesystem::path path) : path_(std::move(path)) {
    std::filesystem::create_directories(path_);
  }
  void add(ByteView bytes) {
    char name[32];
    std::snprintf(name, sizeof name, "seed-%02d", ++count_);
    std::ofstream(path_ / name, std::ios::binary)
        .write(reinterpret_cast<char const*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
  }
  /// The message, and then it cut short, with a byte of its middle flipped, and with a length made
  /// huge.
  template <class Message>
  void add_broken(Message const& message) {
    auto bytes = *moor::encode(message);
    add(ByteView(bytes).first(bytes.size() / 2));
    auto flipped = bytes;
    flipped[bytes.size() / 2] ^= 0xff;
    add(flipped);
    std::fill(bytes.end() - 24, bytes.end() - 20, std::uint8_t{0xff});
    add(bytes);
    add({});
  }
  template <class Message>
  void add_message(Message const& message, moor::Limits const& limits = {}) {
    add(*moor::encode(message, limits));
  }

 private:
  std::filesystem::path path_;
  int count_ = 0;
};

}  // namespace drydock::fuzz
