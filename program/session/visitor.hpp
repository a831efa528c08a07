#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>

// For tests: somebody with telnet.

namespace drydock::program {

/// A person at a TCP connection of a host. What it waits for ends with the thing itself; a limit
/// only turns a hang into a failure.
class Visitor {
 public:
  explicit Visitor(std::string name) : name_(std::move(name)) {}
  ~Visitor() { hang_up(); }
  Visitor(Visitor&& other) noexcept;
  Visitor& operator=(Visitor&& other) noexcept;

  /// Dials; false if nobody answers. Another call that was open is over.
  bool dial(std::uint16_t port);
  void hang_up();
  void type(std::string const& line);

  /// Waits until `text` comes, behind what it waited for before; what comes next is looked for
  /// behind it. False when it did not come in time, or the call ended without it.
  bool hears(std::string const& text) { return hears_one_of({text}).has_value(); }
  /// Likewise for the first of several that comes: its place among them.
  std::optional<std::size_t> hears_one_of(std::initializer_list<std::string> texts);
  /// Waits for the end of the call; false when it did not come in time.
  bool is_cut_off();
  /// Reads what is there; false if the call is over.
  bool is_connected();

  std::string const& name() const { return name_; }
  /// Everything that came in all its calls.
  std::string const& transcript() const { return transcript_; }
  /// What came behind that which it waited for last.
  std::string unheard() const { return transcript_.substr(heard_); }

 private:
  /// Waits for something, or the end of the call, for so long; false if nothing came.
  bool read(int milliseconds);

  std::string name_;
  int socket_ = -1;
  std::string transcript_;
  std::size_t heard_ = 0;
};

}  // namespace drydock::program
