#include "program/host_message_json.hpp"

namespace drydock::program {

using Json = nlohmann::ordered_json;

Json& JsonSink::add(Json json) {
  if (open_.empty()) return root_ = std::move(json);
  auto& parent = *open_.back();
  if (parent.is_array()) {
    parent.push_back(std::move(json));
    return parent.back();
  }
  return parent[std::string(field_)] = std::move(json);
}

void JsonSink::begin_table(Table const& table) {
  if (!table.is_member) {
    open_.push_back(&add(Json::object()));
    return;
  }
  auto& member = add(Json::object());
  open_.push_back(&(member[std::string(table.name)] = Json::object()));
}

void JsonSink::begin_list() { open_.push_back(&add(Json::array())); }

}  // namespace drydock::program
