#include "reference/moo/frame.hpp"

#include <fmt/format.h>

#include "reference/core/ensure.hpp"
#include "reference/moo/fields.hpp"

namespace drydock::moo {
namespace {

Var list_or_empty(std::vector<Var> elements) { return List{std::move(elements)}; }

Var to_record(Handler const& handler) {
  return record_of(std::int64_t{static_cast<std::uint8_t>(handler.kind)},
                   std::int64_t{handler.target}, std::int64_t{handler.slot},
                   static_cast<std::int64_t>(handler.height), list_or_empty(handler.codes));
}

/// Within the program and the frame, so that a damaged record cannot lead outside of them.
bool read_handler(Var const& record, Frame const& frame, Handler& handler) {
  Fields fields(record);
  auto const kind = fields.integer();
  auto const target = fields.integer();
  auto const slot = fields.integer();
  auto const height = fields.integer();
  handler.codes = fields.list();
  auto const& program = *frame.program;
  bool const is_finally = kind == 1;
  auto const targets = is_finally ? program.code.size() : program.arms.size();
  if (!fields.good() || kind < 0 || kind > 1 || target < 0 ||
      static_cast<std::size_t>(target) >= targets || slot < 0 ||
      static_cast<std::size_t>(slot) >= frame.locals.size() || height < 0 ||
      static_cast<std::size_t>(height) > frame.stack.size()) {
    return false;
  }
  handler.kind = is_finally ? Handler::Kind::finally : Handler::Kind::except;
  handler.target = static_cast<std::int32_t>(target);
  handler.slot = static_cast<std::int32_t>(slot);
  handler.height = static_cast<std::size_t>(height);
  return is_finally ||
         handler.codes.size() == program.arms[static_cast<std::size_t>(target)].size();
}

}  // namespace

Frame Frame::start(ProgramPtr program, Var this_value, std::string verb_name, ObjId definer,
                   ObjId player, Var caller, ObjId permissions, std::vector<Var> args) {
  Frame frame;
  frame.locals.resize(program->variables.size());
  for (auto const& [slot, value] : program->initial) frame.locals[slot] = value;
  frame.program = std::move(program);
  frame.local(Slot::player) = Obj(player);
  frame.local(Slot::this_) = this_value;
  frame.local(Slot::caller) = caller;
  frame.local(Slot::verb) = verb_name;
  frame.local(Slot::args) = List{std::move(args)};
  for (auto const slot : {Slot::argstr, Slot::dobjstr, Slot::prepstr, Slot::iobjstr})
    frame.local(slot) = "";
  for (auto const slot : {Slot::dobj, Slot::iobj}) frame.local(slot) = object(nothing_id);
  frame.this_ = std::move(this_value);
  frame.verb = std::move(verb_name);
  frame.definer = definer;
  frame.player = player;
  frame.caller = std::move(caller);
  frame.permissions = permissions;
  return frame;
}

Var Frame::pop() {
  ENSURE(!stack.empty());
  Var top = std::move(stack.back());
  stack.pop_back();
  return top;
}

std::uint32_t Frame::line() const { return program->code[at].line; }

Var to_record(Frame const& frame) {
  List locals;
  for (auto const& local : frame.locals) locals.elements.push_back(optional_record(local));
  List handlers;
  for (auto const& handler : frame.handlers) handlers.elements.push_back(to_record(handler));
  return record_of(frame.program->source, frame.program->lenient, frame.program->digest(),
                   static_cast<std::int64_t>(frame.pc), std::move(locals),
                   list_or_empty(frame.stack), std::move(handlers), frame.this_, frame.verb,
                   Obj(frame.definer), Obj(frame.player), frame.caller, Obj(frame.permissions),
                   std::int64_t{frame.debug ? 1 : 0},
                   std::int64_t{static_cast<std::uint8_t>(frame.on_return)});
}

tl::expected<Frame, std::string> frame_from_record(Var const& record) {
  Fields fields(record);
  Frame frame;
  auto const source = fields.text();
  auto const lenient = fields.value() == Var(true);
  auto const digest = fields.text();
  auto program = compile(source, lenient);
  if (!program) return tl::unexpected("its program does not compile: " + program.error().text());
  if ((*program)->digest() != digest)
    return tl::unexpected(std::string("its program compiles to other code now"));
  frame.program = std::move(*program);
  auto const pc = fields.integer();
  for (auto const& local : fields.list()) {
    Fields value(local);
    auto& read = frame.locals.emplace_back();
    if (value.more()) read = value.value();
    if (!value.good()) fields.refuse();
  }
  frame.stack = fields.list();
  bool good = pc >= 0 && static_cast<std::size_t>(pc) < frame.program->code.size() &&
              frame.locals.size() == frame.program->variables.size();
  for (auto const& handler : fields.list())
    good = good && read_handler(handler, frame, frame.handlers.emplace_back());
  frame.pc = static_cast<std::size_t>(pc);
  frame.at = frame.pc == 0 ? 0 : frame.pc - 1;  // What waits is a call, which does not jump.
  frame.this_ = fields.value();
  frame.verb = fields.text();
  frame.definer = fields.id();
  frame.player = fields.id();
  frame.caller = fields.value();
  frame.permissions = fields.id();
  frame.debug = fields.integer() != 0;
  frame.on_return = fields.integer() == 1 ? OnReturn::eval : OnReturn::plain;
  if (!good || !fields.good()) return tl::unexpected(std::string("a frame is damaged"));
  return frame;
}

}  // namespace drydock::moo
