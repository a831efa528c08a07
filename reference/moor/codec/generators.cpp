#include "reference/moor/codec/generators.hpp"

#include <bit>
#include <limits>
#include <ostream>

#include "reference/moor/codec/codec.hpp"
#include "reference/moor/codec/describe.hpp"
#include "reference/moor/codec/var_order.hpp"
#include "reference/moor/codec/var_text.hpp"

namespace drydock::moor {
namespace {

namespace gen = rc::gen;

/// A `T` of the fields that `gens` make, in the order of its declaration.
template <class T, class... Fields>
rc::Gen<T> made_of(rc::Gen<Fields>... gens) {
  return gen::map(gen::tuple(std::move(gens)...), [](std::tuple<Fields...> const& fields) {
    return std::apply([](auto const&... field) { return T{field...}; }, fields);
  });
}

template <class T, class Part>
rc::Gen<T> converted(rc::Gen<Part> part) {
  return gen::map(std::move(part), [](Part const& value) { return T(value); });
}

/// Of text, characters at the edges of UTF-8's lengths, and such whose folding is no single
/// character.
rc::Gen<std::string> any_character() {
  return gen::weightedOneOf<std::string>(
      {{6, gen::map(gen::inRange(0x20, 0x7f),
                    [](int c) { return std::string(1, static_cast<char>(c)); })},
       {1, gen::map(gen::inRange(0, 0x20),
                    [](int c) { return std::string(1, static_cast<char>(c)); })},
       {2, gen::element<std::string>("\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xef\xbf\xbf",
                                     "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "\xc3\x84", "\xc3\xa4",
                                     "\xc3\x9f", "\xe1\xba\x9e", "\xc4\xb0", "\xe2\x84\xaa",
                                     "\xef\xac\x83")}});
}

rc::Gen<Symbol> any_symbol() {
  auto const usual = gen::element<std::string>("name", "Name", "E_MINE", "e_perm", "E_", "", "x1",
                                               "1x", "E_CUSTOM", "two words");
  return converted<Symbol>(gen::oneOf(usual, any_text()));
}

rc::Gen<std::int64_t> any_integer() {
  using Limit = std::numeric_limits<std::int64_t>;
  return gen::oneOf(gen::arbitrary<std::int64_t>(),
                    gen::element<std::int64_t>(Limit::min(), Limit::min() + 1, Limit::max() - 1,
                                               Limit::max(), 0, (std::int64_t{1} << 53) - 1,
                                               std::int64_t{1} << 53, (std::int64_t{1} << 53) + 1));
}

rc::Gen<Float> any_float() {
  using Limit = std::numeric_limits<double>;
  auto const of_bits = [](std::uint64_t bits) { return Float{std::bit_cast<double>(bits)}; };
  auto const special = [](double value) { return gen::just(Float{value}); };
  return gen::oneOf(
      gen::map(gen::noShrink(gen::resize(rc::kNominalSize, gen::arbitrary<std::uint64_t>())),
               of_bits),
      converted<Float>(gen::arbitrary<double>()),
      gen::map(any_integer(), [](std::int64_t value) { return Float{static_cast<double>(value)}; }),
      special(0.0), special(-0.0), special(Limit::infinity()), special(-Limit::infinity()),
      special(Limit::quiet_NaN()), special(Limit::denorm_min()), special(Limit::max()),
      gen::just(of_bits(0x7ff0000000000001)), gen::just(of_bits(0xfff8000000000123)));
}

rc::Gen<Binary> any_binary() {
  return gen::map(gen::arbitrary<Bytes>(), [](Bytes data) { return Binary{std::move(data)}; });
}

rc::Gen<Var> any_leaf(bool lambdas) {
  auto const lambda_or_none = lambdas ? Var(Lambda{}) : Var(None{});
  return gen::oneOf(
      gen::just(Var(None{})), converted<Var>(gen::arbitrary<bool>()), converted<Var>(any_integer()),
      converted<Var>(any_float()), converted<Var>(any_text()), converted<Var>(any_obj()),
      converted<Var>(any_symbol()), converted<Var>(any_binary()), gen::just(lambda_or_none));
}

rc::Gen<Var> any_error(rc::Gen<Var> inner) {
  auto const parts = gen::tuple(gen::inRange(0, 20), gen::maybe(any_text()),
                                gen::maybe(std::move(inner)), any_symbol());
  return gen::map(parts, [](auto const& made) {
    auto const& [number, message, value, symbol] = made;
    ErrorValue error{static_cast<ErrorCode>(number), {}, {}, {}};
    if (number > static_cast<int>(ErrorCode::e_intrpt)) {
      error.code = ErrorCode::custom;
      error.custom_symbol = symbol;
    }
    if (message) error.message = *message;
    if (value) error.value = std::make_shared<Var const>(*value);
    return Var(std::move(error));
  });
}

rc::Gen<Var> any_container(rc::Gen<Var> inner) {
  using Pair = std::pair<Var, Var>;
  using Slot = std::pair<Symbol, Var>;
  auto const elements = gen::container<std::vector<Var>>(inner);
  auto const pairs = gen::container<std::vector<Pair>>(gen::pair(inner, inner));
  auto const slots = gen::container<std::vector<Slot>>(gen::pair(any_symbol(), inner));
  auto const flyweight = [](std::tuple<Obj, std::vector<Slot>, std::vector<Var>> const& parts) {
    auto const& [delegate, slots_made, contents] = parts;
    return Var(make_flyweight(delegate, slots_made, List{contents}));
  };
  return gen::oneOf(
      gen::map(elements, [](std::vector<Var> made) { return list_of(std::move(made)); }),
      gen::map(pairs, [](std::vector<Pair> made) { return Var(make_map(std::move(made))); }),
      gen::map(gen::tuple(any_obj(), slots, elements), flyweight), any_error(inner));
}

template <class Message>
std::string described(Root root, Message const& message) {
  auto const bytes = encode(message);
  return bytes ? describe(root, *bytes, 2000) : bytes.error().message;
}

rc::Gen<std::vector<Var>> any_arguments() {
  return gen::scale(0.3, gen::container<std::vector<Var>>(any_value()));
}

rc::Gen<std::optional<std::string>> maybe_text() {
  return gen::map(gen::maybe(any_text()), [](rc::Maybe<std::string> const& text) {
    return text ? std::optional(*text) : std::nullopt;
  });
}

template <class Kind>
rc::Gen<WorkerError> error_of_kind() {
  return converted<WorkerError>(made_of<Kind>(any_text()));
}

}  // namespace

rc::Gen<std::string> any_text() {
  return gen::map(gen::scale(0.3, gen::container<std::vector<std::string>>(any_character())),
                  [](std::vector<std::string> const& characters) {
                    std::string text;
                    for (auto const& character : characters) text += character;
                    return text;
                  });
}

rc::Gen<std::string> any_bytes() {
  return gen::map(gen::arbitrary<Bytes>(),
                  [](Bytes const& bytes) { return std::string(drydock::text_of(bytes)); });
}

rc::Gen<Uuid> any_uuid() {
  return gen::map(gen::arbitrary<std::array<std::uint8_t, 16>>(),
                  [](std::array<std::uint8_t, 16> const& bytes) { return Uuid{bytes}; });
}

rc::Gen<Obj> any_obj() {
  auto const packed = gen::map(gen::arbitrary<std::uint64_t>(),
                               [](std::uint64_t bits) { return bits & packed_obj_mask; });
  return gen::oneOf(converted<Obj>(made_of<ObjId>(gen::arbitrary<std::int32_t>())),
                    converted<Obj>(made_of<UuObjId>(packed)),
                    converted<Obj>(made_of<AnonymousObjId>(packed)));
}

rc::Gen<Var> any_value(bool lambdas) {
  return gen::withSize([lambdas](int size) {
    if (size < 2) return any_leaf(lambdas);
    // A few elements, each of a third of the size: values nest, and must end.
    auto const inner = gen::resize(size / 3, gen::lazy([lambdas] { return any_value(lambdas); }));
    return gen::weightedOneOf<Var>(
        {{1, any_leaf(lambdas)}, {2, gen::resize(3 + size / 10, any_container(inner))}});
  });
}

rc::Gen<WorkerError> any_worker_error() {
  return gen::oneOf(error_of_kind<WorkerPermissionDenied>(), error_of_kind<WorkerInvalidRequest>(),
                    error_of_kind<WorkerInternalError>(), error_of_kind<WorkerRequestTimedOut>(),
                    error_of_kind<WorkerRequestError>(), error_of_kind<WorkerDetached>(),
                    converted<WorkerError>(made_of<NoWorkerAvailable>(any_symbol())));
}

void showValue(Var const& value, std::ostream& out) { out << to_literal(value); }
void showValue(WorkerToDaemonMessage const& message, std::ostream& out) {
  out << described(Root::worker_to_daemon, message);
}
void showValue(DaemonToWorkerMessage const& message, std::ostream& out) {
  out << described(Root::daemon_to_worker, message);
}
void showValue(DaemonToWorkerReply const& message, std::ostream& out) {
  out << described(Root::daemon_to_worker_reply, message);
}
void showValue(CallerRequest const& message, std::ostream& out) {
  out << described(Root::caller_request, message);
}
void showValue(CallerReply const& message, std::ostream& out) {
  out << described(Root::caller_reply, message);
}

}  // namespace drydock::moor

namespace rc {

using namespace drydock::moor;

Gen<Var> Arbitrary<Var>::arbitrary() { return any_value(); }

Gen<WorkerToDaemonMessage> Arbitrary<WorkerToDaemonMessage>::arbitrary() {
  auto const body = gen::oneOf(
      converted<WorkerToDaemonUnion>(made_of<AttachWorker>(any_uuid(), any_symbol())),
      converted<WorkerToDaemonUnion>(made_of<WorkerPong>(any_uuid(), any_symbol())),
      converted<WorkerToDaemonUnion>(made_of<DetachWorker>(any_uuid())),
      converted<WorkerToDaemonUnion>(made_of<RequestResult>(any_uuid(), any_uuid(), any_value())),
      converted<WorkerToDaemonUnion>(
          made_of<RequestError>(any_uuid(), any_uuid(), any_worker_error())));
  return made_of<WorkerToDaemonMessage>(body, maybe_text());
}

Gen<DaemonToWorkerMessage> Arbitrary<DaemonToWorkerMessage>::arbitrary() {
  auto const timeout = gen::oneOf(gen::just(std::uint64_t{0}), gen::arbitrary<std::uint64_t>());
  return made_of<DaemonToWorkerMessage>(
      gen::oneOf(gen::just(DaemonToWorkerUnion(PingWorkers{})),
                 converted<DaemonToWorkerUnion>(made_of<WorkerRequest>(
                     any_uuid(), any_uuid(), any_obj(), any_arguments(), timeout)),
                 converted<DaemonToWorkerUnion>(made_of<PleaseDie>(any_uuid()))));
}

Gen<DaemonToWorkerReply> Arbitrary<DaemonToWorkerReply>::arbitrary() {
  return made_of<DaemonToWorkerReply>(
      gen::oneOf(gen::just(DaemonToWorkerReplyUnion(WorkerAck{})),
                 converted<DaemonToWorkerReplyUnion>(made_of<WorkerRejected>(maybe_text())),
                 converted<DaemonToWorkerReplyUnion>(made_of<WorkerAttached>(any_uuid())),
                 converted<DaemonToWorkerReplyUnion>(made_of<WorkerAuthFailed>(any_text())),
                 converted<DaemonToWorkerReplyUnion>(made_of<WorkerInvalidPayload>(any_text())),
                 converted<DaemonToWorkerReplyUnion>(made_of<WorkerUnknownRequest>(any_uuid())),
                 converted<DaemonToWorkerReplyUnion>(made_of<WorkerNotRegistered>(any_uuid()))));
}

Gen<CallerRequest> Arbitrary<CallerRequest>::arbitrary() {
  auto const timeout = gen::map(gen::maybe(any_float()), [](Maybe<Float> const& seconds) {
    return seconds ? std::optional(seconds->value) : std::nullopt;
  });
  return made_of<CallerRequest>(any_symbol(), any_arguments(), any_obj(), timeout);
}

Gen<CallerReply> Arbitrary<CallerReply>::arbitrary() {
  using Outcome = std::variant<Var, WorkerError>;
  return made_of<CallerReply>(
      gen::oneOf(gen::map(any_value(),
                          [](Var const& value) { return Outcome(std::in_place_type<Var>, value); }),
                 converted<Outcome>(any_worker_error())));
}

}  // namespace rc
