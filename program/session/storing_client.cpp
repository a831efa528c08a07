#include "program/session/storing_client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "reference/moor/codec/var_text.hpp"

namespace drydock::program {
namespace {

using namespace moor;

constexpr std::size_t lines_max = 8;
constexpr std::size_t closed_max = 8;
constexpr std::size_t things_at_once = 200;

void require(bool holds, std::string const& otherwise) {
  if (!holds) throw std::runtime_error(otherwise);
}

bool is_failure(std::optional<ReplyResultUnion> const& answer, RpcMessageErrorCode code) {
  if (!answer) return false;
  auto const* failure = std::get_if<Failure>(&*answer);
  return failure != nullptr && failure->error.error_code == code;
}

ClientPong pong(ClientToken const& token) {
  return {token, 0, ObjId{}, HostType::tcp, "127.0.0.1:1"};
}

template <class Kind>
void note(std::vector<Kind>& fresh, std::set<Kind>& all, std::string const& what) {
  for (Kind const& one : fresh) {
    require(
        all.insert(one).second, what + " was handed out twice: " + [&one] {
          if constexpr (std::is_same_v<Kind, Obj>)
            return text_of(one);
          else
            return std::to_string(one);
        }());
  }
  fresh.clear();
}

}  // namespace

StoringClient::StoringClient(std::string const& endpoint, DaemonLife& life, std::size_t number,
                             Rng rng)
    : caller_(endpoint, life),
      name_(fmt::format("client{}", number)),
      rng_(std::move(rng)),
      client_(Uuid::random(rng_)) {}

void StoringClient::enter() {
  auto const made = caller_.expect<NewConnection>(client_, ConnectionEstablish{"test"});
  token_ = made.value().client_token;
  fresh_connections_.push_back(made->connection_obj);
  auto const login = caller_.expect<LoginResult>(
      client_, LoginCommand{token_, ObjId{0}, {"connect", "Wizard"}, true});
  auth_ = login.value().auth_token.value();
  auto const pair = evaluate_surely(
      "o = create($thing); add_property(o, \"half\", 0, {player, \"r\"}); "
      "p = create(o); return {o, p};");
  auto const& both = pair.as<List>()->elements;
  fresh_objects_ = {*both.at(0).as<Obj>(), *both.at(1).as<Obj>()};
  first_ = std::get<ObjId>(fresh_objects_[0]);
  second_ = std::get<ObjId>(fresh_objects_[1]);
  pair_ = Var{0};
}

std::optional<Var> StoringClient::evaluate(std::string const& program) {
  auto answer = caller_.expect<EvalResult>(client_, Eval{token_, auth_, program});
  if (!answer) return std::nullopt;
  return std::move(answer->result);
}

Var StoringClient::evaluate_surely(std::string const& program) {
  auto value = evaluate(program);
  require(value.has_value(), "the daemon was gone while it was asked to show what it has");
  return *std::move(value);
}

// Storing. Each of these is false where the daemon was gone before it acknowledged.

void StoringClient::store() {
  while (store_one()) ++writes_;
}

bool StoringClient::store_one() {
  switch (rng_.below(10)) {
    case 0:
    case 1:
    case 2:
      return store_pair_by_program();
    case 3:
    case 4:
      return store_pair_by_batch();
    case 5:
    case 6:
      return make_thing();
    case 7:
      return run_command();
    case 8:
      return lines_.size() < lines_max ? open_line() : close_line();
    default:
      return make_player();
  }
}

/// Long ones now and then, so that there is much to write.
Var StoringClient::next_value() {
  std::size_t const length = rng_.chance({1, 8}) ? 20'000 : 3;
  return list_of({Var{++last_value_}, Var{std::string(length, 'x')}});
}

bool StoringClient::store_pair_by_program() {
  pair_asked_ = next_value();
  if (!evaluate(fmt::format("{}.half = {}.half = {}; return 1;", text_of(Obj{first_}),
                            text_of(Obj{second_}), to_literal(*pair_asked_))))
    return false;
  pair_ = *std::exchange(pair_asked_, std::nullopt);
  return true;
}

bool StoringClient::store_pair_by_batch() {
  pair_asked_ = next_value();
  Symbol const half{"half"};
  BatchWorldState batch{auth_,
                        {{"first", WsUpdateProperty{ObjectRefId{first_}, half, *pair_asked_}},
                         {"second", WsUpdateProperty{ObjectRefId{second_}, half, *pair_asked_}}}};
  if (!caller_.expect<BatchWorldStateReply>(client_, std::move(batch))) return false;
  pair_ = *std::exchange(pair_asked_, std::nullopt);
  return true;
}

bool StoringClient::make_thing() {
  std::string const name = fmt::format("{}-thing{}", name_, ++names_);
  auto const made = evaluate(fmt::format("o = create($thing); o.name = \"{}\"; return o;", name));
  if (!made) return false;
  require(made->as<Obj>() != nullptr, "create gave " + to_literal(*made));
  things_.push_back({std::get<ObjId>(*made->as<Obj>()), name});
  fresh_objects_.push_back(*made->as<Obj>());
  return true;
}

bool StoringClient::run_command() {
  auto const task =
      caller_.expect<TaskSubmitted>(client_, moor::Command{token_, auth_, ObjId{0}, "who"});
  if (task) fresh_tasks_.push_back(task->task_id);
  return task.has_value();
}

bool StoringClient::open_line() {
  Line line{Uuid::random(rng_), {}};
  auto const made = caller_.expect<NewConnection>(line.client, ConnectionEstablish{"test"});
  if (!made) return false;
  line.token = made->client_token;
  fresh_connections_.push_back(made->connection_obj);
  lines_.push_back(std::move(line));
  return true;
}

bool StoringClient::close_line() {
  Line line = std::move(lines_.front());
  lines_.erase(lines_.begin());
  auto const done = caller_.expect<Disconnected>(line.client, Detach{line.token, true});
  if (!done) {
    line.may_be_gone = true;
    lines_.push_back(std::move(line));
    return false;
  }
  closed_.push_back(std::move(line));
  if (closed_.size() > closed_max) closed_.erase(closed_.begin());
  return true;
}

bool StoringClient::make_player() {
  auto const line = std::find_if(lines_.begin(), lines_.end(),
                                 [](Line const& one) { return !one.player && !one.may_be_gone; });
  if (line == lines_.end()) return open_line();
  std::string const name = fmt::format("{}-player{}", name_, ++names_);
  auto const login = caller_.expect<LoginResult>(
      line->client, LoginCommand{line->token, ObjId{0}, {"create", name, "word"}, false});
  if (!login) {
    lines_.erase(line);  // Nobody knows whose it is.
    return false;
  }
  require(login->success && login->player && login->auth_token, name + " was not created");
  line->auth = login->auth_token;
  line->player = login->player;
  things_.push_back({std::get<ObjId>(*login->player), name});
  fresh_objects_.push_back(*login->player);
  return true;
}

// Checking.

void StoringClient::note_in(HandedOut& all) {
  note(fresh_objects_, all.objects, "the object");
  note(fresh_connections_, all.connections, "the connection object");
  note(fresh_tasks_, all.tasks, "the task");
}

void StoringClient::check(bool everything) {
  require(caller_.expect<ThanksPong>(client_, pong(token_)).has_value(), "gone while checked");
  check_pair();
  check_things(everything ? 0 : things_checked_);
  check_lines();
}

void StoringClient::check_pair() {
  Var const seen = evaluate_surely(
      fmt::format("return {{{}.half, {}.half}};", text_of(Obj{first_}), text_of(Obj{second_})));
  auto const* both = seen.as<List>();
  require(both != nullptr && both->elements.size() == 2, "no pair, but " + to_literal(seen, 200));
  Var const& first = both->elements[0];
  require(first == both->elements[1], "half of a pair is stored: " + to_literal(seen, 200));
  bool const is_asked = pair_asked_ && first == *pair_asked_;
  require(first == pair_ || is_asked, fmt::format("{} was acknowledged, and {} is stored",
                                                  to_literal(pair_, 60), to_literal(first, 60)));
  pair_ = first;
  pair_asked_.reset();
}

void StoringClient::check_things(std::size_t from) {
  for (std::size_t begin = from; begin < things_.size(); begin += things_at_once) {
    std::size_t const end = std::min(things_.size(), begin + things_at_once);
    std::string rows;
    for (std::size_t at = begin; at < end; ++at) {
      rows += fmt::format("{}{{{}, \"{}\"}}", at == begin ? "" : ", ", text_of(Obj{things_[at].id}),
                          things_[at].name);
    }
    Var const lost = evaluate_surely(
        fmt::format("lost = {{}}; for row in ({{{}}}) if (!valid(row[1]) || row[1].name != row[2]) "
                    "lost = {{@lost, row}}; endif endfor return lost;",
                    rows));
    require(lost == Var{List{}}, "what was acknowledged is not there: " + to_literal(lost, 2000));
  }
  things_checked_ = things_.size();
}

void StoringClient::check_lines() {
  for (auto line = lines_.begin(); line != lines_.end();) {
    auto const answer = caller_.ask(line->client, pong(line->token));
    bool const is_gone = is_failure(answer, RpcMessageErrorCode::no_connection);
    if (is_gone && line->may_be_gone) {
      line = lines_.erase(line);
      continue;
    }
    require(answer && std::holds_alternative<ClientSuccess>(*answer),
            "an old token is refused: " + (answer ? RpcCaller::text_of(*answer) : "no answer"));
    line->may_be_gone = false;
    require(is_failure(caller_.ask(line->client, ConnectionEstablish{"test"}),
                       RpcMessageErrorCode::already_connected),
            "a client id that is in use was given to another connection");
    if (line->player) {
      auto const back =
          caller_.expect<AttachResult>(line->client, Reattach{line->token, *line->auth});
      require(back && back->player == line->player, "a connection has another player");
    }
    ++line;
  }
  for (Line const& line : closed_) {
    require(
        is_failure(caller_.ask(line.client, pong(line.token)), RpcMessageErrorCode::no_connection),
        "a connection that was detached is there again");
  }
}

}  // namespace drydock::program
