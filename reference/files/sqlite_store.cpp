#include "reference/files/sqlite_store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace drydock::files {
namespace {

/// The bytes have to outlive the step. Never a null pointer, which would be NULL.
void bind_bytes(sqlite3_stmt* statement, int place, void const* data, std::size_t size) {
  sqlite3_bind_blob64(statement, place, size == 0 ? "" : data, size, SQLITE_STATIC);
}

std::string_view column(sqlite3_stmt* statement, int place) {
  auto const* data = static_cast<char const*>(sqlite3_column_blob(statement, place));
  auto const size = static_cast<std::size_t>(sqlite3_column_bytes(statement, place));
  return size == 0 ? std::string_view() : std::string_view(data, size);
}

/// SQLite gives what it makes beside a database the rights of the database.
int make_private(std::string const& path) {
  int const descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return errno;
  ::close(descriptor);
  return 0;
}

}  // namespace

void SqliteStore::Close::operator()(sqlite3* database) const { sqlite3_close(database); }

void SqliteStore::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

SqliteStore::Statement SqliteStore::prepare(char const* text) const {
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(database_.get(), text, -1, &statement, nullptr);
  return Statement(statement);
}

Result<void> SqliteStore::make_ready() {
  statements_.begin = prepare("BEGIN IMMEDIATE");
  statements_.put = prepare("INSERT OR REPLACE INTO record VALUES (?1, ?2)");
  statements_.erase = prepare("DELETE FROM record WHERE key = ?1");
  statements_.commit = prepare("COMMIT");
  bool const ready =
      statements_.begin && statements_.put && statements_.erase && statements_.commit;
  if (!ready) return failure();
  return {};
}

Result<SqliteStore> SqliteStore::open(std::string const& path) {
  if (int const error = make_private(path); error != 0)
    return fail(fmt::format("{}: {}", path, std::strerror(error)));
  sqlite3* database = nullptr;
  int const opened = sqlite3_open_v2(path.c_str(), &database,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW, nullptr);
  SqliteStore store(path, database);
  if (opened != SQLITE_OK) return store.failure();
  sqlite3_extended_result_codes(database, 1);
  // Exclusive before the log is chosen, so that the log needs no shared memory; the lock is taken
  // by the first transaction, which is why there is one.
  for (auto const* statement : {"PRAGMA locking_mode=EXCLUSIVE", "PRAGMA journal_mode=WAL",
                                "PRAGMA synchronous=FULL", "BEGIN IMMEDIATE",
                                "CREATE TABLE IF NOT EXISTS record (key BLOB PRIMARY KEY, value "
                                "BLOB NOT NULL) WITHOUT ROWID",
                                "COMMIT"}) {
    if (auto done = store.run(statement); !done) return tl::unexpected(done.error());
  }
  if (auto ready = store.make_ready(); !ready) return tl::unexpected(ready.error());
  return store;
}

tl::unexpected<Error> SqliteStore::failure() const {
  return fail(fmt::format("{}: {}", path_, sqlite3_errmsg(database_.get())));
}

Result<void> SqliteStore::run(char const* text) {
  if (sqlite3_exec(database_.get(), text, nullptr, nullptr, nullptr) != SQLITE_OK) return failure();
  return {};
}

Result<void> SqliteStore::run(Statement const& statement) {
  bool const done = sqlite3_step(statement.get()) == SQLITE_DONE;
  Result<void> result;
  if (!done) result = failure();  // Before the reset, which says it again.
  sqlite3_reset(statement.get());
  return result;
}

Result<void> SqliteStore::change(RecordChange const& change) {
  Statement const& statement = change.value ? statements_.put : statements_.erase;
  bind_bytes(statement.get(), 1, change.key.data(), change.key.size());
  if (change.value) bind_bytes(statement.get(), 2, change.value->data(), change.value->size());
  return run(statement);
}

Result<void> SqliteStore::commit(std::vector<RecordChange> const& changes) {
  if (changes.empty()) return {};
  auto done = run(statements_.begin);
  for (auto const& changed : changes) {
    if (done) done = change(changed);
  }
  if (done) done = run(statements_.commit);
  // What failed may have ended the transaction already; then this has nothing to do.
  if (!done && sqlite3_get_autocommit(database_.get()) == 0) (void)run("ROLLBACK");
  return done;
}

Result<std::vector<Record>> SqliteStore::read_all(std::string_view prefix) {
  auto const statement = prepare("SELECT key, value FROM record WHERE key >= ?1 ORDER BY key");
  if (!statement) return failure();
  bind_bytes(statement.get(), 1, prefix.data(), prefix.size());
  std::vector<Record> found;
  while (true) {
    int const result = sqlite3_step(statement.get());
    if (result == SQLITE_DONE) return found;
    if (result != SQLITE_ROW) return failure();
    auto const key = column(statement.get(), 0);
    if (!key.starts_with(prefix)) return found;
    found.push_back({std::string(key), bytes_of(column(statement.get(), 1))});
  }
}

}  // namespace drydock::files
