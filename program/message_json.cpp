#include "program/message_json.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "program/host_message_json.hpp"
#include "reference/moor/caller/moo_error.hpp"
#include "reference/moor/codec/var_text.hpp"

namespace drydock::program {
namespace {

using namespace moor;
using Json = nlohmann::ordered_json;

/// Bodies and values; every alternative of every union is a call.
struct Writer {
  Json operator()(Uuid const& uuid) const { return uuid.text(); }
  Json operator()(Var const& value) const { return value.visit(*this); }
  Json operator()(std::vector<Var> const& values) const {
    Json array = Json::array();
    for (auto const& value : values) array.push_back((*this)(value));
    return array;
  }

  Json operator()(None) const { return nullptr; }
  Json operator()(bool value) const { return value; }
  Json operator()(std::int64_t value) const { return value; }
  Json operator()(Float value) const {
    if (std::isfinite(value.value)) return value.value;
    return {{"float", std::isnan(value.value) ? "nan" : value.value < 0 ? "-inf" : "inf"}};
  }
  Json operator()(std::string const& value) const { return value; }
  Json operator()(Obj const& value) const { return {{"obj", text_of(value)}}; }
  Json operator()(ErrorValue const& value) const {
    Json error{{"code", caller::name_of(value.code)}};
    if (value.message) error["message"] = *value.message;
    if (value.value) error["value"] = (*this)(*value.value);
    if (value.custom_symbol) error["symbol"] = value.custom_symbol->text;
    return {{"error", std::move(error)}};
  }
  Json operator()(List const& value) const { return (*this)(value.elements); }
  Json operator()(Map const& value) const {
    Json pairs = Json::array();
    for (auto const& [key, mapped] : value.pairs) {
      pairs.push_back(Json::array({(*this)(key), (*this)(mapped)}));
    }
    return {{"map", std::move(pairs)}};
  }
  Json operator()(Symbol const& value) const { return {{"symbol", value.text}}; }
  Json operator()(Binary const& value) const { return {{"binary", to_hex(value.data)}}; }
  Json operator()(Flyweight const& value) const {
    Json slots = Json::array();
    for (auto const& [name, slot] : value.slots) {
      slots.push_back(Json::array({name.text, (*this)(slot)}));
    }
    return {{"flyweight",
             {{"delegate", text_of(value.delegate)},
              {"slots", std::move(slots)},
              {"contents", (*this)(value.contents)}}}};
  }
  Json operator()(Lambda) const { return {{"lambda", nullptr}}; }

  static Json named(char const* tag, Json body) { return {{tag, std::move(body)}}; }

  Json operator()(WorkerPermissionDenied const& e) const {
    return named("WorkerPermissionDenied", {{"message", e.message}});
  }
  Json operator()(WorkerInvalidRequest const& e) const {
    return named("WorkerInvalidRequest", {{"message", e.message}});
  }
  Json operator()(WorkerInternalError const& e) const {
    return named("WorkerInternalError", {{"message", e.message}});
  }
  Json operator()(WorkerRequestTimedOut const& e) const {
    return named("WorkerRequestTimedOut", {{"message", e.message}});
  }
  Json operator()(WorkerRequestError const& e) const {
    return named("WorkerRequestError", {{"message", e.message}});
  }
  Json operator()(WorkerDetached const& e) const {
    return named("WorkerDetached", {{"message", e.message}});
  }
  Json operator()(NoWorkerAvailable const& e) const {
    return named("NoWorkerAvailable", {{"worker_type", e.worker_type.text}});
  }
  Json operator()(WorkerError const& error) const { return std::visit(*this, error); }

  Json operator()(AttachWorker const& m) const {
    return named("AttachWorker",
                 {{"worker_id", (*this)(m.worker_id)}, {"worker_type", m.worker_type.text}});
  }
  Json operator()(WorkerPong const& m) const {
    return named("WorkerPong",
                 {{"worker_id", (*this)(m.worker_id)}, {"worker_type", m.worker_type.text}});
  }
  Json operator()(DetachWorker const& m) const {
    return named("DetachWorker", {{"worker_id", (*this)(m.worker_id)}});
  }
  Json operator()(RequestResult const& m) const {
    return named("RequestResult", {{"worker_id", (*this)(m.worker_id)},
                                   {"request_id", (*this)(m.request_id)},
                                   {"result", (*this)(m.result)}});
  }
  Json operator()(RequestError const& m) const {
    return named("RequestError", {{"worker_id", (*this)(m.worker_id)},
                                  {"request_id", (*this)(m.request_id)},
                                  {"error", (*this)(m.error)}});
  }
  Json operator()(PingWorkers) const { return named("PingWorkers", Json::object()); }
  Json operator()(WorkerRequest const& m) const {
    return named("WorkerRequest", {{"worker_id", (*this)(m.worker_id)},
                                   {"id", (*this)(m.id)},
                                   {"perms", text_of(m.perms)},
                                   {"request", (*this)(m.request)},
                                   {"timeout_ms", m.timeout_ms}});
  }
  Json operator()(PleaseDie const& m) const {
    return named("PleaseDie", {{"worker_id", (*this)(m.worker_id)}});
  }
  Json operator()(WorkerAck) const { return named("WorkerAck", Json::object()); }
  Json operator()(WorkerRejected const& m) const {
    Json body = Json::object();
    if (m.reason) body["reason"] = *m.reason;
    return named("WorkerRejected", std::move(body));
  }
  Json operator()(WorkerAttached const& m) const {
    return named("WorkerAttached", {{"worker_id", (*this)(m.worker_id)}});
  }
  Json operator()(WorkerAuthFailed const& m) const {
    return named("WorkerAuthFailed", {{"reason", m.reason}});
  }
  Json operator()(WorkerInvalidPayload const& m) const {
    return named("WorkerInvalidPayload", {{"reason", m.reason}});
  }
  Json operator()(WorkerUnknownRequest const& m) const {
    return named("WorkerUnknownRequest", {{"request_id", (*this)(m.request_id)}});
  }
  Json operator()(WorkerNotRegistered const& m) const {
    return named("WorkerNotRegistered", {{"worker_id", (*this)(m.worker_id)}});
  }

  Json operator()(WorkerToDaemonMessage const& m) const {
    Json message{{"message", std::visit(*this, m.message)}};
    // A token is a secret: that there is one may be seen, what it says may not.
    if (m.token) message["token_bytes"] = m.token->size();
    return message;
  }
  Json operator()(DaemonToWorkerMessage const& m) const {
    return {{"message", std::visit(*this, m.message)}};
  }
  Json operator()(DaemonToWorkerReply const& m) const {
    return {{"reply", std::visit(*this, m.reply)}};
  }
  Json operator()(CallerRequest const& m) const {
    Json message{{"worker_type", m.worker_type.text},
                 {"arguments", (*this)(m.arguments)},
                 {"perms", text_of(m.perms)}};
    if (m.timeout_seconds) message["timeout_seconds"] = (*this)(Float{*m.timeout_seconds});
    return message;
  }
  Json operator()(CallerReply const& m) const {
    auto const* value = std::get_if<Var>(&m.outcome);
    if (value != nullptr) return {{"value", (*this)(*value)}};
    return {{"error", (*this)(std::get<WorkerError>(m.outcome))}};
  }
};

Json outcome_json(Var const& value) {
  return {{"value", Writer{}(value)}, {"literal", to_literal(value)}};
}

Json outcome_json(WorkerError const& error) {
  auto const raised = caller::raised_by(error);
  auto const kind = Writer{}(error);
  return {{"error",
           {{"raised", caller::name_of(raised.code)},
            {"message", raised.message},
            {"kind", kind.begin().key()}}}};
}

Json outcome_json(caller::Unanswered const& unanswered) {
  return {{"unanswered", unanswered.reason}};
}

std::string dump(Json const& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// The workers' and the callers' by `Writer`, those of hosts and clients as they show themselves.
template <class Message>
Json message_json(Message const& message) {
  if constexpr (requires(moor::MessageSink& sink) { show(message, sink); }) {
    return shown_json(message);
  } else {
    return Writer{}(message);
  }
}

}  // namespace

Json value_json(Var const& value) { return Writer{}(value); }

std::string json_of(std::string_view root, AnyMessage const& message) {
  auto const json = std::visit([](auto const& one) { return message_json(one); }, message);
  return dump({{"root", root}, {"valid", true}, {"message", json}});
}

std::string json_of(std::string_view root, DecodeError const& error) {
  return dump({{"root", root},
               {"valid", false},
               {"path", error.path},
               {"offset", error.offset},
               {"rule", error.rule}});
}

std::string json_of(caller::Outcome const& outcome) {
  return dump(std::visit([](auto const& one) { return outcome_json(one); }, outcome));
}

}  // namespace drydock::program
