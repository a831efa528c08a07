#include "reference/moor/sessions/event_log.hpp"

#include <gtest/gtest.h>

#include "reference/age/decrypt_testing.hpp"
#include "reference/moor/sessions/test_sessions.hpp"

namespace drydock::moor::sessions {
namespace {

using namespace std::chrono_literals;
using Code = RpcMessageErrorCode;

Obj const player = ObjId{2};
Obj const other = ObjId{3};
// Made by age-keygen 1.1.1, with the secret that belongs to it.
std::string const public_key = "age1kkap28vvlx30yw5cs7xfahlmwvz3l2dum0vwnapzf7yfze4cpdnqkxz56p";
age::Key const secret{0xac, 0xc9, 0x2a, 0x73, 0xd1, 0xdd, 0x5e, 0xae, 0xa2, 0x37, 0x86,
                      0xe7, 0xfb, 0x83, 0xa8, 0x45, 0xdf, 0x12, 0x8e, 0x56, 0xf0, 0x5b,
                      0x1c, 0xbc, 0xe4, 0xa6, 0x19, 0xdf, 0xb9, 0x18, 0x91, 0x61};

/// The n-th event there ever was, n seconds after 1970.
NarrativeEvent event(std::uint8_t number, std::string text = "a line") {
  Uuid id;
  id.bytes[15] = number;
  return {id, number * 1'000'000'000ull, Var{Obj{ObjId{10}}},
          NotifyEvent{Var{std::move(text)}, {}, false, false, {}}};
}

NarrativeEvent presenting(std::string id, std::string content) {
  Presentation shown;
  shown.id = std::move(id);
  shown.content_type = "text_plain";
  shown.content = std::move(content);
  shown.target = "right";
  return {Uuid{}, 0, Var{0}, PresentEvent{std::move(shown)}};
}

Bytes decrypted(Bytes const& blob) { return age::decrypt(blob, secret).value(); }

struct EventLogTest : testing::Test {
  static EventLogSettings on() {
    EventLogSettings settings;
    settings.enabled = true;
    return settings;
  }
  void open(EventLogSettings const& settings) {
    log = std::make_unique<EventLog>(settings, store,
                                     [rng = Rng{Seed{1}}](std::span<std::uint8_t> bytes) mutable {
                                       rng.fill(bytes.data(), bytes.size());
                                     });
    auto const loaded = log->load();
    ASSERT_TRUE(loaded.has_value()) << loaded.error().message;
  }
  /// Of player #2, who has a key.
  void open_with_key(EventLogSettings const& settings = on()) {
    open(settings);
    ASSERT_TRUE(log->set_public_key(player, public_key));
  }
  void keep(Obj const& whose, NarrativeEvent const& what) {
    Outbox out;
    log->keep(whose, what);
    log->store(out);
    for (Output const& output : out) logged.push_back(std::get<Log>(output).text);
  }
  /// The last bytes of the ids.
  std::vector<int> recalled(HistoryRecall const& recall, std::uint64_t now_seconds = 100) {
    response = log->history(player, recall, now_seconds * 1'000'000'000).value();
    std::vector<int> ids;
    for (auto const& one : response.events) ids.push_back(one.event_id.bytes[15]);
    return ids;
  }
  bool shows_in_store(std::string const& text) {
    // Held, as the Result ends with its expression.
    std::vector<Record> const records = store.read_all("").value();
    for (Record const& record : records) {
      if (drydock::text_of(record.value).find(text) != std::string_view::npos) return true;
    }
    return false;
  }

  MemoryStore store;
  std::unique_ptr<EventLog> log;
  HistoryResponse response;
  std::vector<std::string> logged;
};

// DC-64.
TEST_F(EventLogTest, WhatAPlayerIsToldIsKeptEncryptedUnderItsOwnId) {
  open_with_key();
  keep(player, event(7, "a secret of mine"));
  EXPECT_EQ(recalled(HistoryRecallSinceSeconds{1000, 0}), std::vector<int>{7});
  auto const& kept = response.events.at(0);
  EXPECT_TRUE(kept.is_historical);
  EXPECT_EQ(kept.player, player);
  EXPECT_EQ(kept.timestamp, 7'000'000'000u);
  EXPECT_EQ(decode_narrative_event(decrypted(kept.encrypted_blob)).value(),
            event(7, "a secret of mine"));
  EXPECT_FALSE(shows_in_store("a secret of mine"));
}

// DC-64.
TEST_F(EventLogTest, OfWhoHasNoKeyNothingIsKept) {
  open_with_key();
  auto const before = store.size();
  keep(other, event(1));
  keep(other, presenting("map", "x"));
  EXPECT_EQ(store.size(), before);
}

TEST_F(EventLogTest, WhereItIsOffThereIsNothing) {
  open_with_key({});
  keep(player, event(1));
  EXPECT_EQ(store.size(), 0u);
  EXPECT_EQ(log->public_key_of(player), "");
  EXPECT_TRUE(recalled(HistoryRecallSinceSeconds{1000, 0}).empty());
  EXPECT_TRUE(log->presentations(player)->empty());
}

// HQ-71: ids are compared as what they are.
TEST_F(EventLogTest, RecallsFromEitherEnd) {
  open_with_key();
  for (std::uint8_t const number :
       {std::uint8_t{10}, std::uint8_t{20}, std::uint8_t{30}, std::uint8_t{255}}) {
    keep(player, event(number));
  }
  using Ids = std::vector<int>;
  EXPECT_EQ(recalled(HistoryRecallSinceEvent{event(10).event_id, 0}), (Ids{20, 30, 255}));
  EXPECT_FALSE(response.has_more_before);
  EXPECT_EQ(recalled(HistoryRecallSinceEvent{event(10).event_id, 2}), (Ids{20, 30}));
  EXPECT_EQ(response.total_events, 3u);
  EXPECT_TRUE(response.has_more_before);
  EXPECT_EQ(response.time_range_start, 20'000'000'000u);
  EXPECT_EQ(response.time_range_end, 30'000'000'000u);
  EXPECT_EQ(response.earliest_event_id, event(20).event_id);
  EXPECT_EQ(response.latest_event_id, event(30).event_id);
  EXPECT_EQ(recalled(HistoryRecallSinceEvent{event(255).event_id, 0}), Ids{});
  EXPECT_EQ(recalled(HistoryRecallUntilEvent{event(30).event_id, 0}), (Ids{10, 20}));
  EXPECT_EQ(recalled(HistoryRecallUntilEvent{event(30).event_id, 1}), Ids{20});
  EXPECT_EQ(recalled(HistoryRecallSinceSeconds{80, 0}, 100), (Ids{20, 30, 255}));
  EXPECT_EQ(recalled(HistoryRecallSinceSeconds{80, 1}, 100), Ids{255});
  EXPECT_EQ(recalled(HistoryRecallSinceSeconds{UINT64_MAX, 0}, 100), (Ids{10, 20, 30, 255}));
  EXPECT_EQ(recalled(HistoryRecallNone{}), Ids{});
  EXPECT_EQ(response.time_range_start, 100'000'000'000u);
  EXPECT_EQ(response.time_range_end, 100'000'000'000u);
  EXPECT_EQ(response.earliest_event_id, std::nullopt);
}

TEST_F(EventLogTest, SurvivesARestart) {
  open_with_key();
  keep(player, event(1));
  keep(player, presenting("map", "a map"));
  open(on());
  EXPECT_EQ(log->public_key_of(player), public_key);
  EXPECT_EQ(recalled(HistoryRecallSinceSeconds{1000, 0}), std::vector<int>{1});
  EXPECT_EQ(log->presentations(player)->size(), 1u);
  keep(player, event(2));
  EXPECT_EQ(recalled(HistoryRecallSinceSeconds{1000, 0}), (std::vector<int>{1, 2}));
}

TEST_F(EventLogTest, PresentationsComeAndGo) {
  open_with_key();
  keep(player, presenting("map", "old"));
  keep(player, presenting("map", "new"));
  keep(player, presenting(std::string{"\0/\xc3\xa4", 4}, "odd"));
  auto const shown = log->presentations(player).value();
  ASSERT_EQ(shown.size(), 2u);
  EXPECT_EQ(shown[0].id, (std::string{"\0/\xc3\xa4", 4}));
  EXPECT_EQ(shown[1].id, "map");
  EXPECT_EQ(decode_presentation(decrypted(shown[1].encrypted_blob)).value().content, "new");
  EXPECT_TRUE(recalled(HistoryRecallSinceSeconds{1000, 0}).empty());
  NarrativeEvent taken_back = event(1);
  taken_back.event = UnpresentEvent{"map"};
  keep(player, taken_back);
  EXPECT_EQ(log->presentations(player)->size(), 1u);
  EXPECT_TRUE(log->dismiss(player, "unknown"));
  EXPECT_TRUE(log->dismiss(player, shown[0].id));
  EXPECT_TRUE(log->presentations(player)->empty());
}

TEST_F(EventLogTest, ErasingLeavesTheKey) {
  open_with_key();
  keep(player, event(1));
  keep(player, presenting("map", "x"));
  EXPECT_TRUE(log->erase(player));
  EXPECT_TRUE(log->erase(other));
  EXPECT_TRUE(recalled(HistoryRecallSinceSeconds{1000, 0}).empty());
  EXPECT_TRUE(log->presentations(player)->empty());
  EXPECT_EQ(log->public_key_of(player), public_key);
  EXPECT_EQ(store.size(), 1u);
}

TEST_F(EventLogTest, IsBoundedInNumbersAndBytes) {
  auto settings = on();
  settings.events_max = 3;
  settings.presentations_max = 2;
  settings.bytes_max = 4000;
  open_with_key(settings);
  for (std::uint8_t number = 1; number <= 5; ++number) keep(player, event(number));
  EXPECT_EQ(recalled(HistoryRecallSinceSeconds{1000, 0}), (std::vector<int>{3, 4, 5}));
  keep(player, event(6, std::string(3000, 'x')));
  EXPECT_EQ(recalled(HistoryRecallSinceSeconds{1000, 0}).back(), 6);
  EXPECT_LT(response.events.size(), 3u);
  keep(player, event(7, std::string(5000, 'x')));
  EXPECT_EQ(recalled(HistoryRecallSinceSeconds{1000, 0}).back(), 6);
  for (auto const* id : {"a", "b", "c"}) keep(player, presenting(id, "x"));
  EXPECT_EQ(log->presentations(player)->size(), 2u);
  EXPECT_EQ(logged.size(), 2u);
  open(settings);
  keep(player, event(8));
  EXPECT_LE(recalled(HistoryRecallSinceSeconds{1000, 0}).size(), 3u);
}

TEST_F(EventLogTest, WithoutAStoreItSaysSo) {
  open_with_key();
  store.broken = true;
  keep(player, event(1));
  ASSERT_EQ(logged.size(), 1u);
  EXPECT_NE(logged[0].find("the store is broken"), std::string::npos);
  EXPECT_FALSE(log->set_public_key(other, public_key));
  EXPECT_FALSE(log->history(player, HistoryRecallNone{}, 0));
  EXPECT_FALSE(log->presentations(player));
  store.broken = false;
  EXPECT_TRUE(recalled(HistoryRecallSinceSeconds{1000, 0}).empty());
}

TEST_F(EventLogTest, ADamagedRecordIsNamed) {
  for (auto const& [key, value] : std::vector<std::pair<std::string, std::string>>{
           {"event-log/key/#2", "hello"},
           {"event-log/key/two", public_key},
           {"event-log/event/#2/1", "12345678"},
           {"event-log/event/#2/00112233-4455-6677-8899-aabbccddeeff", "short"},
           {"event-log/shown/#2/6d", "\xff\xff\xff\xff\xff\xff\xff\xff"}}) {
    MemoryStore damaged;
    ASSERT_TRUE(damaged.commit({{key, bytes_of(value)}}));
    EventLog log_of_it{on(), damaged, age::system_entropy()};
    auto const loaded = log_of_it.load();
    ASSERT_FALSE(loaded.has_value()) << key;
    EXPECT_NE(loaded.error().message.find(key), std::string::npos) << loaded.error().message;
  }
}

// By the messages of clients.
struct EventLogMessages : testing::Test {
  static Settings on() {
    Settings settings;
    settings.event_log.enabled = true;
    return settings;
  }
  void tell(Obj const& whose, NarrativeEvent const& what) {
    sessions.program([&](ConnectionDesk& desk, Outbox& out) {
      desk.keep(whose, what);
      desk.store_kept(out);
    });
  }
  HistoryResponse history(moor::AuthToken const& auth) {
    return sessions
        .get<HistoryResponseReply>(a, RequestHistory{auth, HistoryRecallUntilEvent{last, 0}})
        .response;
  }

  Uuid const a = Uuid::parse("00112233-4455-6677-8899-aabbccddeeff").value();
  Uuid const b = Uuid::parse("10112233-4455-6677-8899-aabbccddeeff").value();
  Uuid const last = Uuid::parse("ffffffff-ffff-ffff-ffff-ffffffffffff").value();
  TestSessions sessions{on()};
};

// DC-64.
TEST_F(EventLogMessages, AKeyIsSetAndThenHistoryIsKeptAndErased) {
  auto const auth = sessions.connect(a, 2).auth;
  auto const others = sessions.connect(b, 3).auth;
  EXPECT_EQ(sessions.get<EventLogPublicKey>(a, GetEventLogPublicKey{auth}).public_key, "");
  EXPECT_EQ(sessions.get<EventLogPublicKey>(a, SetEventLogPublicKey{auth, public_key}).public_key,
            public_key);
  for (Obj const& whose : {player, other}) tell(whose, event(1));
  tell(player, presenting("map", "x"));
  sessions.start();
  EXPECT_EQ(history(auth).events.size(), 1u);
  EXPECT_EQ(history(others).events.size(), 0u);
  auto const shown =
      sessions.get<CurrentPresentations>(a, RequestCurrentPresentations{auth}).presentations;
  ASSERT_EQ(shown.size(), 1u);
  EXPECT_EQ(shown[0].id, "map");
  sessions.get<PresentationDismissed>(a, DismissPresentation{auth, "map"});
  sessions.get<PresentationDismissed>(a, DismissPresentation{auth, "map"});
  EXPECT_TRUE(sessions.published().empty() || sessions.events_of<DisconnectEvent>(a).empty());
  EXPECT_TRUE(sessions.get<CurrentPresentations>(a, RequestCurrentPresentations{auth})
                  .presentations.empty());
  EXPECT_TRUE(sessions.get<EventLogHistoryDeleted>(a, DeleteEventLogHistory{auth}).success);
  EXPECT_TRUE(history(auth).events.empty());
  EXPECT_EQ(sessions.get<EventLogPublicKey>(a, GetEventLogPublicKey{auth}).public_key, public_key);
}

// DC-63.
TEST_F(EventLogMessages, AKeyThatIsNoneIsRefused) {
  auto const auth = sessions.connect(a, 2).auth;
  EXPECT_EQ(code_of(sessions.ask(a, SetEventLogPublicKey{auth, "hello"})), Code::invalid_request);
  EXPECT_EQ(sessions.get<EventLogPublicKey>(a, GetEventLogPublicKey{auth}).public_key, "");
}

TEST_F(EventLogMessages, WithoutAStoreEachIsAnswered) {
  auto const auth = sessions.connect(a, 2).auth;
  sessions.store.broken = true;
  EXPECT_EQ(code_of(sessions.ask(a, SetEventLogPublicKey{auth, public_key})), Code::internal_error);
  EXPECT_EQ(code_of(sessions.ask(a, RequestHistory{auth, HistoryRecallNone{}})),
            Code::internal_error);
  EXPECT_EQ(code_of(sessions.ask(a, RequestCurrentPresentations{auth})), Code::internal_error);
}

// DH-12.
TEST_F(EventLogMessages, HostsAreToldThatItIsOn) {
  auto const told = [](TestSessions& of) {
    auto const reply = of.ask_as_host(Uuid{{1}}, GetServerFeatures{});
    return std::get<ServerFeatures>(std::get<HostSuccess>(reply).reply).enable_eventlog;
  };
  TestSessions off;
  EXPECT_TRUE(told(sessions));
  EXPECT_FALSE(told(off));
}

}  // namespace
}  // namespace drydock::moor::sessions
