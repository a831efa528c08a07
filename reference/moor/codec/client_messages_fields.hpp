#pragma once

#include <array>

#include "reference/moor/codec/batch_fields.hpp"
#include "reference/moor/codec/client_messages.hpp"
#include "reference/moor/codec/fields.hpp"
#include "reference/moor/codec/history_fields.hpp"
#include "reference/moor/codec/session_fields.hpp"
#include "reference/moor/codec/world_fields.hpp"

// The tables of client_messages.hpp, field by field.

namespace drydock::moor {

constexpr auto table_of(Type<ConnectionAttribute>) {
  return table<ConnectionAttribute>("ConnectionAttribute", field("key", &ConnectionAttribute::key),
                                    field("value", &ConnectionAttribute::value));
}
constexpr auto table_of(Type<ConnectionEstablish>) {
  return table<ConnectionEstablish>(
      "ConnectionEstablish", field("peer_addr", &ConnectionEstablish::peer_addr),
      field("local_port", &ConnectionEstablish::local_port),
      field("remote_port", &ConnectionEstablish::remote_port),
      field("acceptable_content_types", &ConnectionEstablish::acceptable_content_types),
      field("connection_attributes", &ConnectionEstablish::connection_attributes));
}
constexpr auto table_of(Type<Reattach>) {
  return table<Reattach>(
      "Reattach", field("client_token", &Reattach::client_token),
      field("auth_token", &Reattach::auth_token), field("peer_addr", &Reattach::peer_addr),
      field("local_port", &Reattach::local_port), field("remote_port", &Reattach::remote_port),
      field("acceptable_content_types", &Reattach::acceptable_content_types),
      field("connection_attributes", &Reattach::connection_attributes));
}
constexpr auto table_of(Type<LoginCommand>) {
  return table<LoginCommand>("LoginCommand", field("client_token", &LoginCommand::client_token),
                             field("handler_object", &LoginCommand::handler_object),
                             login_words("connect_args", &LoginCommand::connect_args),
                             field("do_attach", &LoginCommand::do_attach),
                             field("event_log_pubkey", &LoginCommand::event_log_pubkey),
                             field("registration_data", &LoginCommand::registration_data));
}
constexpr auto table_of(Type<Attach>) {
  return table<Attach>(
      "Attach", field("auth_token", &Attach::auth_token),
      field("connect_type", &Attach::connect_type),
      field("handler_object", &Attach::handler_object), field("peer_addr", &Attach::peer_addr),
      field("local_port", &Attach::local_port), field("remote_port", &Attach::remote_port),
      field("acceptable_content_types", &Attach::acceptable_content_types));
}
constexpr auto table_of(Type<ClientPong>) {
  return table<ClientPong>(
      "ClientPong", field("client_token", &ClientPong::client_token),
      field("client_sys_time", &ClientPong::client_sys_time), field("player", &ClientPong::player),
      field("host_type", &ClientPong::host_type), field("socket_addr", &ClientPong::socket_addr));
}
constexpr auto table_of(Type<SetClientAttribute>) {
  return table<SetClientAttribute>(
      "SetClientAttribute", field("client_token", &SetClientAttribute::client_token),
      field("auth_token", &SetClientAttribute::auth_token), field("key", &SetClientAttribute::key),
      field("value", &SetClientAttribute::value));
}
constexpr auto table_of(Type<Detach>) {
  return table<Detach>("Detach", field("client_token", &Detach::client_token),
                       field("disconnected", &Detach::disconnected));
}
constexpr auto table_of(Type<Command>) {
  return table<Command>("Command", field("client_token", &Command::client_token),
                        field("auth_token", &Command::auth_token),
                        field("handler_object", &Command::handler_object),
                        field("command", &Command::command));
}
constexpr auto table_of(Type<InvokeVerb>) {
  return table<InvokeVerb>("InvokeVerb", field("client_token", &InvokeVerb::client_token),
                           field("auth_token", &InvokeVerb::auth_token),
                           field("object", &InvokeVerb::object), field("verb", &InvokeVerb::verb),
                           field("args", &InvokeVerb::args));
}
constexpr auto table_of(Type<RequestedInput>) {
  return table<RequestedInput>(
      "RequestedInput", field("client_token", &RequestedInput::client_token),
      field("auth_token", &RequestedInput::auth_token),
      field("request_id", &RequestedInput::request_id), field("input", &RequestedInput::input));
}
constexpr auto table_of(Type<OutOfBand>) {
  return table<OutOfBand>("OutOfBand", field("client_token", &OutOfBand::client_token),
                          field("auth_token", &OutOfBand::auth_token),
                          field("handler_object", &OutOfBand::handler_object),
                          field("args", &OutOfBand::args), field("argstr", &OutOfBand::argstr));
}
constexpr auto table_of(Type<Eval>) {
  return table<Eval>("Eval", field("client_token", &Eval::client_token),
                     field("auth_token", &Eval::auth_token),
                     field("expression", &Eval::expression));
}
constexpr auto table_of(Type<InvokeSystemHandler>) {
  return table<InvokeSystemHandler>("InvokeSystemHandler",
                                    field("host_id", &InvokeSystemHandler::host_id),
                                    field("handler_type", &InvokeSystemHandler::handler_type),
                                    field("args", &InvokeSystemHandler::args),
                                    field("auth_token", &InvokeSystemHandler::auth_token));
}
constexpr auto table_of(Type<CallSystemVerb>) {
  return table<CallSystemVerb>("CallSystemVerb", field("auth_token", &CallSystemVerb::auth_token),
                               field("verb", &CallSystemVerb::verb),
                               field("args", &CallSystemVerb::args));
}
constexpr auto table_of(Type<RequestSysProp>) {
  return table<RequestSysProp>("RequestSysProp", field("auth_token", &RequestSysProp::auth_token),
                               field("object", &RequestSysProp::object),
                               field("property", &RequestSysProp::property));
}
constexpr auto table_of(Type<Verbs>) {
  return table<Verbs>("Verbs", field("auth_token", &Verbs::auth_token),
                      field("object", &Verbs::object), field("inherited", &Verbs::inherited));
}
constexpr auto table_of(Type<Properties>) {
  return table<Properties>("Properties", field("auth_token", &Properties::auth_token),
                           field("object", &Properties::object),
                           field("inherited", &Properties::inherited));
}
constexpr auto names_of(Type<EntityType>) {
  return std::array{Name<EntityType>{EntityType::property, "Property"},
                    Name<EntityType>{EntityType::verb, "Verb"}};
}
constexpr auto table_of(Type<Retrieve>) {
  return table<Retrieve>(
      "Retrieve", field("auth_token", &Retrieve::auth_token), field("object", &Retrieve::object),
      field("entity_type", &Retrieve::entity_type), field("name", &Retrieve::name));
}
constexpr auto table_of(Type<Program>) {
  return table<Program>("Program", field("client_token", &Program::client_token),
                        field("auth_token", &Program::auth_token),
                        field("object", &Program::object), field("verb", &Program::verb),
                        field("code", &Program::code));
}
constexpr auto table_of(Type<Resolve>) {
  return table<Resolve>("Resolve", field("auth_token", &Resolve::auth_token),
                        field("objref", &Resolve::objref));
}
constexpr auto table_of(Type<ListObjects>) {
  return table<ListObjects>("ListObjects", field("auth_token", &ListObjects::auth_token));
}
constexpr auto table_of(Type<UpdateProperty>) {
  return table<UpdateProperty>("UpdateProperty", field("auth_token", &UpdateProperty::auth_token),
                               field("object", &UpdateProperty::object),
                               field("property", &UpdateProperty::property),
                               field("value", &UpdateProperty::value));
}
constexpr auto table_of(Type<HostClientToDaemonMessage>) {
  return table<HostClientToDaemonMessage>(
      "HostClientToDaemonMessage", union_field("message", &HostClientToDaemonMessage::message));
}

}  // namespace drydock::moor
