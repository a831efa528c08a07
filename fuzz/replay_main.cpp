#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

// A fuzz target without libFuzzer: runs it on every file of the folders that it is given. What
// fails aborts.

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

void replay(fs::path const& file) {
  std::ifstream in(file, std::ios::binary);
  std::vector<char> const content((std::istreambuf_iterator<char>(in)),
                                  std::istreambuf_iterator<char>());
  // Of exact size, so that AddressSanitizer sees each read beyond.
  std::vector<std::uint8_t> const bytes(content.begin(), content.end());
  std::fprintf(stderr, "%s\n", file.c_str());  // Before, so that the last line names what failed.
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<fs::path> files;
  for (int i = 1; i < argc; ++i) {
    for (auto const& entry : fs::directory_iterator(argv[i])) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (auto const& file : files) replay(file);
  // A corpus that went missing must not pass for one that is fine.
  if (files.empty()) std::fprintf(stderr, "no files to replay\n");
  return files.empty() ? 1 : 0;
}
