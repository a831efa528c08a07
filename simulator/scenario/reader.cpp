#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "simulator/faults/words.hpp"
#include "simulator/scenario/scenario.hpp"

namespace drydock::simulator {
namespace {

using Read = Result<void>;

class Reader {
 public:
  Result<Scenario> read(std::string_view text) {
    while (!text.empty()) {
      std::size_t const end = text.find('\n');
      std::string_view const line = text.substr(0, end);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
      ++line_;
      if (line == "----") {
        scenario_.trace = std::string(text);
        break;
      }
      Read const read = read_line(line);
      if (!read) return fail(fmt::format("line {}, {}", line_, read.error().message));
    }
    return std::move(scenario_);
  }

 private:
  Read read_line(std::string_view line) {
    if (line.starts_with('#')) return read_comment(line);
    Words words(line);
    if (words.at_end()) return {};
    if (words.take("seed")) return read_seed(words);
    if (words.take("profile")) return read_text(words, scenario_.profile, "a profile");
    if (words.take("defect")) {
      return read_text(words, scenario_.defects.emplace_back(), "the name of a defect");
    }
    if (words.take("network")) return read_network(words);
    if (words.take("node")) return read_node(words);
    return read_step(words);
  }

  Read read_comment(std::string_view line) {
    line.remove_prefix(line.starts_with("# ") ? 2 : 1);
    scenario_.story.emplace_back(line);
    return {};
  }

  Read read_text(Words& words, std::string& text, std::string_view what) {
    Result<std::string_view> const word = words.word(what);
    if (!word) return tl::make_unexpected(word.error());
    text = *word;
    return words.end();
  }

  Read read_seed(Words& words) {
    Words const before = words;
    Result<std::string_view> const word = words.word("a seed");
    if (!word) return tl::make_unexpected(word.error());
    bool const is_hex = word->starts_with("0x");
    std::string_view const digits = is_hex ? word->substr(2) : *word;
    std::uint64_t seed = 0;
    char const* const last = digits.data() + digits.size();
    auto const [end, problem] = std::from_chars(digits.data(), last, seed, is_hex ? 16 : 10);
    if (problem != std::errc{} || end != last) {
      return before.error(fmt::format("'{}' is no seed: a number below 2^64", *word));
    }
    scenario_.seed = Seed{seed};
    return words.end();
  }

  Read read_network(Words& words) {
    while (!words.at_end()) {
      Words const before = words;
      std::string_view const word = *words.word("a setting");
      std::size_t const equals = word.find('=');
      std::string_view const key = word.substr(0, equals);
      if (equals == std::string_view::npos || (key != "latency" && key != "jitter")) {
        return before.error(fmt::format("'{}' where latency=TIME or jitter=TIME should be", word));
      }
      Words value(word.substr(equals + 1), before.column() + equals + 1);
      Result<Duration> const duration = value.duration();
      if (!duration) return tl::make_unexpected(duration.error());
      (key == "latency" ? scenario_.link.latency : scenario_.link.jitter) = *duration;
    }
    return {};
  }

  Read read_node(Words& words) {
    NodeDeclaration node;
    node.line = line_;
    Words const before = words;
    Result<std::string_view> const name = words.word("the node's name");
    if (!name) return tl::make_unexpected(name.error());
    node.name = *name;
    bool const is_taken =
        std::any_of(scenario_.nodes.begin(), scenario_.nodes.end(),
                    [&](NodeDeclaration const& other) { return other.name == node.name; });
    if (is_taken) return before.error(fmt::format("there is a node '{}' already", node.name));
    Result<std::string_view> const kind = words.word("the node's kind");
    if (!kind) return tl::make_unexpected(kind.error());
    node.kind = *kind;
    while (!words.at_end()) {
      Words const at = words;
      std::string_view const setting = *words.word("a setting");
      std::size_t const equals = setting.find('=');
      if (equals == 0 || equals == std::string_view::npos) {
        return at.error(fmt::format("'{}' where a setting, key=value, should be", setting));
      }
      node.settings.emplace_back(setting.substr(0, equals), setting.substr(equals + 1));
    }
    scenario_.nodes.push_back(std::move(node));
    return {};
  }

  Read read_step(Words& words) {
    Step step;
    step.line = line_;
    if (words.take("run")) {
      step.kind = Step::Kind::run;
      return read_time(words, step, true);
    }
    if (words.take("settle")) {
      step.kind = Step::Kind::settle;
      return read_time(words, step, true);
    }
    if (words.take("at")) {
      step.kind = Step::Kind::at;
      Read const time = read_time(words, step, false);
      if (!time) return time;
    } else if (words.take("when")) {
      step.kind = Step::Kind::when;
      Read const occasion = read_occasion(words, step.when);
      if (!occasion) return occasion;
    }
    return read_command(words, std::move(step));
  }

  Read read_time(Words& words, Step& step, bool is_all) {
    Result<Duration> const time = words.duration();
    if (!time) return tl::make_unexpected(time.error());
    step.time = *time;
    if (!is_all) return {};
    Read const end = words.end();
    if (end) scenario_.steps.push_back(std::move(step));
    return end;
  }

  Read read_command(Words& words, Step step) {
    if (words.at_end()) return words.error("a command is missing at the end of the line");
    step.column = words.column();
    step.command = words.rest();
    while (step.command.ends_with(' ')) step.command.pop_back();
    scenario_.steps.push_back(std::move(step));
    return {};
  }

  Read read_occasion(Words& words, Occasion& occasion) {
    if (Read const the = words.expect("the"); !the) return the;
    Result<std::uint64_t> const ordinal = words.ordinal();
    if (!ordinal) return tl::make_unexpected(ordinal.error());
    occasion.ordinal = *ordinal;
    Result<std::string_view> const message = words.word("the kind of a message");
    if (!message) return tl::make_unexpected(message.error());
    occasion.message = *message;
    if (Read const of = words.expect("of"); !of) return of;
    Result<std::string_view> const sender = words.word("the node that sends it");
    if (!sender) return tl::make_unexpected(sender.error());
    occasion.sender = *sender;
    return read_point(words, occasion);
  }

  Read read_point(Words& words, Occasion& occasion) {
    if (words.take("leaves:")) return {};
    occasion.point = Occasion::Point::arrives;
    if (words.take("arrives:")) return {};
    if (!words.take("arrives")) {
      return words.error(fmt::format(
          "'{}' where 'leaves:', 'arrives:' or 'arrives at NODE:' should be", words.peek()));
    }
    if (Read const at = words.expect("at"); !at) return at;
    Words const before = words;
    Result<std::string_view> const receiver = words.word("the node that it arrives at");
    if (!receiver) return tl::make_unexpected(receiver.error());
    if (!receiver->ends_with(':')) {
      return before.error(fmt::format("'{}' should end with a colon", *receiver));
    }
    occasion.receiver = receiver->substr(0, receiver->size() - 1);
    return {};
  }

  Scenario scenario_;
  std::size_t line_ = 0;
};

}  // namespace

Result<Scenario> parse_scenario(std::string_view text) { return Reader{}.read(text); }

}  // namespace drydock::simulator
