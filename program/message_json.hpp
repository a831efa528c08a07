#pragma once

#include <string>
#include <variant>

#include "reference/moor/caller/caller.hpp"
#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/host_codec.hpp"

// Messages as JSON, for `--json`. Tables and fields have their schema's names, ids are hyphenated
// text, a union is `{"TAG": {...}}`. A MOO value is what JSON has for it (null, boolean, number,
// string, array), and otherwise an object with one member that says what it is: `{"obj": "#3"}`,
// `{"symbol": "x"}`, `{"map": [[key, value], ...]}`, `{"binary": "68 in hexadecimal"}`,
// `{"float": "nan"}`, `{"error": {"code", "message", "value", "symbol"}}`,
// `{"flyweight": {"delegate", "slots", "contents"}}`, `{"lambda": null}`. Of a token there is
// `{"digest": "its first 8 hexadecimal digits"}`, and `{"hidden": true}` stands for what was typed
// to log in beyond a name (ST-12).

namespace drydock::program {

using AnyMessage =
    std::variant<moor::WorkerToDaemonMessage, moor::DaemonToWorkerMessage,
                 moor::DaemonToWorkerReply, moor::CallerRequest, moor::CallerReply,
                 moor::MessageType, moor::HostToDaemonMessage, moor::HostClientToDaemonMessage,
                 moor::ReplyResult, moor::ClientEvent, moor::ClientsBroadcastEvent,
                 moor::HostBroadcastEvent, moor::NarrativeEvent, moor::Presentation>;

/// `{"root": "WorkerToDaemonMessage", "valid": true, "message": {...}}`.
std::string json_of(std::string_view root, AnyMessage const& message);

/// `{"root": ..., "valid": false, "path", "offset", "rule"}`.
std::string json_of(std::string_view root, moor::DecodeError const& error);

/// `{"value": ..., "literal": "{1}"}`, `{"error": {"raised": "E_TYPE", "message", "kind"}}` or
/// `{"unanswered": "no daemon answers"}`.
std::string json_of(moor::caller::Outcome const& outcome);

}  // namespace drydock::program
