#pragma once

#include <string>
#include <vector>

namespace drydock::simulator::fidelity {

/// A proxy between two ipc endpoints, in whose hands everything is that the real network does to a
/// connection. It has no thread: bytes move when it is told to.
class Path {
 public:
  /// Whoever connects to `from` is connected to `to`. Both are endpoints of libzmq's, `ipc://...`.
  Path(std::string const& from, std::string to);
  Path(Path const&) = delete;
  Path& operator=(Path const&) = delete;
  ~Path();

  /// Takes up who came, and carries on all that has come since the last time. An end of one side
  /// ends the other.
  void carry();
  /// From now on nothing is carried, and nobody is taken up, until it is unclogged.
  void set_clogged(bool clogged) { is_clogged_ = clogged; }
  /// Ends the connections there are for who connected; the other side is told nothing, ever.
  void end_for_connecting();
  /// Loses the connections there are, and tells nobody.
  void forget() { lines_forgotten_ = lines_.size(); }

 private:
  struct Line {
    int connecting = -1;
    int binding = -1;
  };
  static bool pass(int from, int to);
  void close(Line& line);

  std::string to_;
  int listener_;
  bool is_clogged_ = false;
  std::vector<Line> lines_;
  std::size_t lines_forgotten_ = 0;  // The first so many.
};

}  // namespace drydock::simulator::fidelity
