#include "reference/files/sqlite_store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace drydock::files {
namespace {

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

Statement prepare(sqlite3* database, char const* text) {
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(database, text, -1, &statement, nullptr);
  return Statement(statement);
}

/// The text has to outlive the statement. Never a null pointer, which would be NULL.
void bind_bytes(Statement const& statement, int place, void const* data, std::size_t size) {
  sqlite3_bind_blob64(statement.get(), place, size == 0 ? "" : data, size, SQLITE_STATIC);
}

std::string_view column(Statement const& statement, int place) {
  auto const* data = static_cast<char const*>(sqlite3_column_blob(statement.get(), place));
  auto const size = static_cast<std::size_t>(sqlite3_column_bytes(statement.get(), place));
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
  return store;
}

tl::unexpected<Error> SqliteStore::failure() const {
  return fail(fmt::format("{}: {}", path_, sqlite3_errmsg(database_.get())));
}

Result<void> SqliteStore::run(char const* statement) {
  if (sqlite3_exec(database_.get(), statement, nullptr, nullptr, nullptr) != SQLITE_OK)
    return failure();
  return {};
}

Result<void> SqliteStore::change(RecordChange const& change) {
  auto const statement =
      prepare(database_.get(), change.value ? "INSERT OR REPLACE INTO record VALUES (?1, ?2)"
                                            : "DELETE FROM record WHERE key = ?1");
  if (!statement) return failure();
  bind_bytes(statement, 1, change.key.data(), change.key.size());
  if (change.value) bind_bytes(statement, 2, change.value->data(), change.value->size());
  if (sqlite3_step(statement.get()) != SQLITE_DONE) return failure();
  return {};
}

Result<void> SqliteStore::commit(std::vector<RecordChange> const& changes) {
  if (changes.empty()) return {};
  auto done = run("BEGIN IMMEDIATE");
  for (auto const& changed : changes) {
    if (done) done = change(changed);
  }
  if (done) done = run("COMMIT");
  // What failed may have ended the transaction already; then this has nothing to do.
  if (!done && sqlite3_get_autocommit(database_.get()) == 0) (void)run("ROLLBACK");
  return done;
}

Result<std::vector<Record>> SqliteStore::read_all(std::string_view prefix) {
  auto const statement =
      prepare(database_.get(), "SELECT key, value FROM record WHERE key >= ?1 ORDER BY key");
  if (!statement) return failure();
  bind_bytes(statement, 1, prefix.data(), prefix.size());
  std::vector<Record> found;
  while (true) {
    int const result = sqlite3_step(statement.get());
    if (result == SQLITE_DONE) return found;
    if (result != SQLITE_ROW) return failure();
    auto const key = column(statement, 0);
    if (!key.starts_with(prefix)) return found;
    found.push_back({std::string(key), bytes_of(column(statement, 1))});
  }
}

}  // namespace drydock::files
