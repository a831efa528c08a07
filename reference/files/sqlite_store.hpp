#pragma once

#include <memory>
#include <string>

#include "reference/machine/record_store.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace drydock::files {

/// Records in one table of an SQLite database, with a write-ahead log that is flushed at every
/// commit. Only one program at a time has it open; the file is for its owner only.
class SqliteStore : public RecordStore {
 public:
  /// Opens or makes the database at `path`, whose directory exists. Fails naming the path and what
  /// SQLite says, also where another program has it open.
  static Result<SqliteStore> open(std::string const& path);

  Result<void> commit(std::vector<RecordChange> const& changes) override;
  Result<std::vector<Record>> read_all(std::string_view prefix) override;

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;
  /// Those of a commit, made ready once.
  struct Statements {
    Statement begin;
    Statement put;
    Statement erase;
    Statement commit;
  };

  SqliteStore(std::string path, sqlite3* database) : path_(std::move(path)), database_(database) {}
  Statement prepare(char const* text) const;
  Result<void> make_ready();
  Result<void> run(char const* text);
  Result<void> run(Statement const& statement);
  Result<void> change(RecordChange const& change);
  tl::unexpected<Error> failure() const;

  std::string path_;
  std::unique_ptr<sqlite3, Close> database_;
  Statements statements_;  // Ended before the database is.
};

}  // namespace drydock::files
