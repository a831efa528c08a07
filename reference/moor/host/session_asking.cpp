#include "reference/moor/host/session.hpp"

#include <utility>

#include "reference/moor/codec/host_frames.hpp"
#include "reference/moor/host/words.hpp"

namespace drydock::moor::host {
namespace {

Urgency urgency_of(Purpose purpose) {
  switch (purpose) {
    case Purpose::greeting:
    case Purpose::login:
    case Purpose::eval:
      return Urgency::task;
    default:
      return Urgency::ordinary;
  }
}

}  // namespace

std::optional<ExchangeId> Session::post(VirtualTime now, Purpose purpose, Urgency urgency,
                                        HostClientToDaemonMessageUnion const& message,
                                        Outbox& out) {
  Result<Frames> frames = request_frames(client_id_, message);
  if (frames) {
    return host_.exchanges.post(now, user_.value(), urgency, *std::move(frames), out);
  }
  out.emplace_back(Log{LogLevel::warning, std::string(name_of(purpose)) + " cannot be sent"});
  return std::nullopt;
}

void Session::ask(VirtualTime now, Purpose purpose, HostClientToDaemonMessageUnion message,
                  Outbox& out) {
  switched_while_asking_ = false;
  auto const id = post(now, purpose, urgency_of(purpose), message, out);
  if (!id) {
    show(now, Refused{purpose, {RpcMessageErrorCode::invalid_request, "it cannot be encoded", {}}});
    return;
  }
  if (makes_a_task(purpose)) tasks_.expect();
  auto& slot = purpose == Purpose::answer ? answering_ : asked_;
  slot = std::make_unique<Asked>(Asked{*id, purpose, std::move(message), false});
}

void Session::ask_again(VirtualTime now, Asked asked, Outbox& out) {
  refresh(asked.message, credentials_);
  Purpose const purpose = asked.purpose;
  ask(now, purpose, std::move(asked.message), out);
  auto& slot = purpose == Purpose::answer ? answering_ : asked_;
  if (slot) slot->again = true;
}

// What people do.

void Session::act(VirtualTime now, Action action, Outbox& out) {
  now_ = now;
  if (leaving_ || ended()) return;
  auto const* line = std::get_if<TypeLine>(&action);
  if (line != nullptr && logged_in() && !flush_command_.empty() && line->text == flush_command_) {
    waiting_.clear();
    return;
  }
  if (waiting_.size() >= host_.settings.lines_max) {
    return show(now, HostLine{"Too many lines wait; this one is lost."});
  }
  waiting_.push_back(std::move(action));
  go_on(now, out);
}

void Session::go_on(VirtualTime now, Outbox& out) {
  while (may_begin_next()) {
    if (!begin_next(now, out)) return;
  }
}

bool Session::may_begin_next() const {
  if (state_ != State::connected || leaving_ || stale_ || answering_) return false;
  // What an event would tell meanwhile, such as the output of a command, would be lost.
  if (waiting_.empty() || !host_.ears.live()) return false;
  if (!asked_) return true;
  // What is asked may itself wait for the answer.
  bool const is_answer = std::holds_alternative<TypeLine>(waiting_.front()) ||
                         std::holds_alternative<GiveAnswer>(waiting_.front());
  return asked_->purpose == Purpose::eval && !requests_.empty() && is_answer;
}

/// Does what waits first, or leaves it waiting.
bool Session::begin_next(VirtualTime now, Outbox& out) {
  if (auto const* line = std::get_if<TypeLine>(&waiting_.front())) {
    std::string const text = line->text;
    return begin_line(now, text, out);
  }
  Action const action = std::move(waiting_.front());
  waiting_.pop_front();
  send_action(now, action, out);
  return true;
}

bool Session::begin_line(VirtualTime now, std::string const& line, Outbox& out) {
  bool const answers = !requests_.empty() || reader_.collecting();
  if (logged_in() && !answers && (tasks_.waiting() || hold_input_)) return false;
  waiting_.pop_front();
  if (!logged_in() && !answers) {
    send_action(now, LogIn{split_words(line)}, out);
    return true;
  }
  RequestInputEvent const* const request = requests_.empty() ? nullptr : &requests_.front();
  follow(now, reader_.read(line, request), out);
  return true;
}

void Session::follow(VirtualTime now, Meaning meaning, Outbox& out) {
  if (auto const* action = std::get_if<Action>(&meaning)) {
    bool const framed = std::holds_alternative<GiveCommand>(*action) ||
                        std::holds_alternative<SendOutOfBand>(*action);
    if (framed && !prefix_.empty()) show(now, HostLine{prefix_});
    send_action(now, *action, out);
    if (std::holds_alternative<SendOutOfBand>(*action) && !suffix_.empty()) {
      show(now, HostLine{suffix_});
    }
  } else if (auto const* around = std::get_if<Surround>(&meaning)) {
    surround(now, *around, out);
  } else if (auto& said = std::get<NothingYet>(meaning).said; !said.empty()) {
    show(now, HostLine{std::move(said)});
  }
}

void Session::surround(VirtualTime now, Surround const& surround, Outbox& out) {
  (surround.prefix ? prefix_ : suffix_) = surround.text;
  SetAttribute attribute{Symbol{surround.prefix ? "line-output-prefix" : "line-output-suffix"},
                         std::nullopt};
  if (!surround.text.empty()) attribute.value = Var{surround.text};
  send_action(now, attribute, out);
}

void Session::send_action(VirtualTime now, Action const& action, Outbox& out) {
  if (auto const* login = std::get_if<LogIn>(&action)) {
    return ask(now, Purpose::login,
               LoginCommand{*credentials_.client, arrival_.handler_object, login->words, true},
               out);
  }
  if (!logged_in()) return show(now, HostLine{"That takes a login first."});
  if (auto const* answer = std::get_if<GiveAnswer>(&action)) {
    return send_answer(now, answer->value, out);
  }
  send_in_session(now, action, out);
}

void Session::send_answer(VirtualTime now, Var const& value, Outbox& out) {
  if (requests_.empty()) return show(now, HostLine{"Nothing was asked."});
  bool const newest = has(Defect::answers_last_request_first);
  Uuid const id = newest ? requests_.back().request_id : requests_.front().request_id;
  if (newest) {
    requests_.pop_back();
  } else {
    requests_.pop_front();
  }
  ask(now, Purpose::answer, RequestedInput{*credentials_.client, *credentials_.auth, id, value},
      out);
}

void Session::send_in_session(VirtualTime now, Action const& action, Outbox& out) {
  ClientToken const& client = *credentials_.client;
  AuthToken const& auth = *credentials_.auth;
  Obj const& handler = arrival_.handler_object;
  if (auto const* command = std::get_if<GiveCommand>(&action)) {
    ask(now, Purpose::command, Command{client, auth, handler, command->text}, out);
  } else if (auto const* aside = std::get_if<SendOutOfBand>(&action)) {
    ask(now, Purpose::out_of_band, OutOfBand{client, auth, handler, aside->args, aside->argstr},
        out);
  } else if (auto const* eval = std::get_if<Evaluate>(&action)) {
    typed_program_.reset();
    if (eval->typed) {
      typed_program_ = std::make_unique<client::TypedProgram>(eval->expression, 1);
    }
    auto const& program = typed_program_ ? typed_program_->program() : eval->expression;
    ask(now, Purpose::eval, Eval{client, auth, program}, out);
  } else if (auto const* call = std::get_if<CallVerb>(&action)) {
    ask(now, Purpose::call, InvokeVerb{client, auth, call->object, call->verb, call->args}, out);
  } else if (auto const* program = std::get_if<ProgramVerb>(&action)) {
    ask(now, Purpose::program, Program{client, auth, program->object, program->verb, program->code},
        out);
  } else if (auto const* attribute = std::get_if<SetAttribute>(&action)) {
    ask(now, Purpose::attribute, SetClientAttribute{client, auth, attribute->key, attribute->value},
        out);
  }
}

}  // namespace drydock::moor::host
