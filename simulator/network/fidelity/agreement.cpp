#include "simulator/network/fidelity/agreement.hpp"

#include <algorithm>
#include <map>

#include "simulator/network/fidelity/both_worlds.hpp"

namespace drydock::simulator::fidelity {
namespace {

std::vector<Frames> frames_of(Messages const& messages) {
  std::vector<Frames> frames;
  for (Message const& message : messages) frames.push_back(message.frames);
  return frames;
}

std::map<std::string, std::vector<Frames>> by_sender(Messages const& messages, bool in_any_order) {
  std::map<std::string, std::vector<Frames>> sorted;
  for (Message const& message : messages) sorted[sender_of(message)].push_back(message.frames);
  for (auto& [sender, frames] : sorted) {
    if (in_any_order) std::sort(frames.begin(), frames.end());
  }
  return sorted;
}

}  // namespace

bool agree(Messages const& model, Messages const& real, Agreement as) {
  bool const in_any_order = as == Agreement::in_any_order;
  if (as == Agreement::exact) return frames_of(model) == frames_of(real);
  return by_sender(model, in_any_order) == by_sender(real, in_any_order);
}

void take_note(Topics& topics, Messages const& shown) {
  for (Message const& message : shown) {
    Frame const& frame = message.frames.front();
    Frame topic(frame.begin() + 1, frame.end());
    if (frame.front() == 1) {
      topics.insert(std::move(topic));
    } else {
      topics.erase(topic);
    }
  }
}

std::string_view label_of(Message const& message) {
  return drydock::text_of(message.frames.back());
}

std::string sender_of(Message const& message) {
  std::string_view const label = label_of(message);
  return std::string(label.substr(0, label.find('#')));
}

std::string text_of(Messages const& messages) {
  std::string text;
  for (Message const& message : messages) text += ' ' + text_of(message.frames);
  return text.empty() ? " nothing" : text;
}

}  // namespace drydock::simulator::fidelity
