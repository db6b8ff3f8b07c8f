// Engine runs SQL in transactions. It is the seam below which databases differ: stores know SQL and
// no database, engines know a database and no table.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "absl/functional/any_invocable.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace muster::store {

// Octets, where a string_view alone would mean text.
struct Bytes {
  std::string_view octets;
};

// One value bound to a placeholder. Text and octets are only looked at during the call.
using Value = std::variant<std::monostate, std::int64_t, std::string_view, Bytes>;

// One row of a result; valid until the function it was given to returns. Columns count from 0.
// Reading a column as a type that it does not have gives 0 or "".
class Row {
 public:
  virtual ~Row() = default;
  virtual bool IsNull(int column) const = 0;
  virtual std::int64_t Integer(int column) const = 0;
  virtual std::string_view Text(int column) const = 0;
  virtual std::string_view Octets(int column) const = 0;
};

// What a closure may do inside its transaction. `sql` is one statement with placeholders $1, $2...;
// it is prepared once for each connection and kept, so it must be a constant of the program and
// never be put together from data.
class Transaction {
 public:
  virtual ~Transaction() = default;

  // Runs a statement that changes rows; gives how many it changed.
  // ALREADY_EXISTS: a unique key has that value. FAILED_PRECONDITION: another constraint. After
  // either, return the error: what the database still allows then differs.
  // INVALID_ARGUMENT (also of Query): a text holds U+0000.
  virtual absl::StatusOr<std::int64_t> Change(std::string_view sql,
                                              std::initializer_list<Value> values) = 0;

  // Gives each row of a query to `each`, in order, until it returns an error, which is passed on.
  virtual absl::Status Query(std::string_view sql, std::initializer_list<Value> values,
                             absl::FunctionRef<absl::Status(const Row&)> each) = 0;
};

// What an engine is doing, for who runs it.
struct EngineStatus {
  // Why writes are refused, in words: "the disk is full", and reads go on; "the database can't be
  // reached". Empty where they are taken.
  std::string read_only_reason = {};
  // Writes accepted and not yet answered.
  std::int64_t waiting_write_count = 0;
  // On disk, where the engine can tell: the data, and the log that is not yet part of them.
  std::int64_t data_bytes = 0;
  std::int64_t log_bytes = 0;
};

// One commit, as it ended.
struct CommitRecord {
  // Transactions in it.
  int write_count = 0;
  // From its beginning until it was on disk, or had failed.
  absl::Duration duration;
  bool ok = true;
};

// Called after each commit on the thread that made it; must not block.
using CommitObserver = std::function<void(const CommitRecord&)>;

// Thread-safe. Errors of the database itself are UNAVAILABLE with STORE_UNAVAILABLE.
class Engine {
 public:
  // May run more than once, on any thread; only the last run counts. So it acts only through the
  // transaction and leaves its result where a second run would put it again. What it returns
  // decides: OK commits, an error undoes all that it did.
  using WriteFunction = absl::AnyInvocable<absl::Status(Transaction&)>;
  // Called exactly once, on a thread of the engine; it must not wait for the engine.
  using DoneFunction = absl::AnyInvocable<void(absl::Status)>;
  using ReadFunction = absl::FunctionRef<absl::Status(Transaction&)>;

  // Waits for what was accepted by Write and answers it.
  virtual ~Engine() = default;

  // Puts a transaction in the queue and returns at once. `done` is called with
  // * OK: it is committed and on disk;
  // * the closure's error: it changed nothing, and all it saw is on disk;
  // * RESOURCE_EXHAUSTED, STORE_BUSY with a retry delay: the queue is full (`done` is then called
  //   before Write returns); it was not run;
  // * RESOURCE_EXHAUSTED, STORE_FULL with a retry delay: there is no room on the disk; it changed
  //   nothing. Ends by itself when there is room. What a Change then gives; a closure that can do
  //   without, as a repeat can, is answered all the same;
  // * UNAVAILABLE, STORE_UNAVAILABLE: it is not known to be on disk; repeat with the same
  //   request id.
  // Transactions are serializable. Those of others that were not committed together with it fail
  // alone.
  virtual void Write(WriteFunction write, DoneFunction done) = 0;

  // Runs a read-only closure on this thread over one consistent state, which includes every write
  // that was answered before. Does not wait for writes. RESOURCE_EXHAUSTED, STORE_BUSY: no reader
  // became free in time.
  virtual absl::Status Read(ReadFunction read) = 0;

  // What it is doing now. Quick: no transaction, no waiting for one.
  virtual EngineStatus Status() const { return {}; }

  // Writes the whole store, as it is at one moment, into a new file, while reads and writes go on.
  // The file is there whole, synced and readable by its owner alone, or not at all. Asks
  // `may_go_on` now and then. Errors, in words for the person who asked:
  // * ALREADY_EXISTS: there is such a file.
  // * CANCELLED: `may_go_on` said no.
  // * UNIMPLEMENTED: this engine has tools of its own for that; the message names them.
  // * others: the copy could not be written, and why.
  virtual absl::Status CopyTo(const std::string& path, absl::FunctionRef<bool()> may_go_on);

  // Tells `fault`, a line each, what the database itself finds wrong with its files, indices and
  // references. The error is one of asking.
  virtual absl::Status CheckIntegrity(absl::FunctionRef<void(std::string_view)> fault);

  // Makes the database go on after the highest number that there is, where it numbers rows by
  // itself. For who has just given rows numbers of their own, in the same transaction.
  virtual absl::Status ContinueNumbering(Transaction& transaction);

  // Write, and waits for the answer. For commands and start-up; never on a thread of the engine.
  absl::Status WriteAndWait(WriteFunction write);
};

// Engine::Write for closures with a result: `write(transaction)` gives absl::StatusOr<Result>,
// which `done` gets once the transaction is on disk.
template <typename Result>
void Write(Engine& engine, absl::AnyInvocable<absl::StatusOr<Result>(Transaction&)> write,
           absl::AnyInvocable<void(absl::StatusOr<Result>)> done) {
  auto result = std::make_shared<std::optional<Result>>();
  engine.Write(
      [result, write = std::move(write)](Transaction& transaction) mutable -> absl::Status {
        absl::StatusOr<Result> outcome = write(transaction);
        if (!outcome.ok()) return outcome.status();
        *result = *std::move(outcome);
        return absl::OkStatus();
      },
      [result, done = std::move(done)](absl::Status status) mutable {
        if (!status.ok()) return done(std::move(status));
        done(**std::move(result));
      });
}

}  // namespace muster::store
