// Copies of a SQLite store: taking one, and looking into one without changing it.
#pragma once

#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/store/engine.h"

namespace muster::store {

class SqliteConnection;

// Engine::CopyTo for the file of `source`, as it is at one moment. The copy is a single file: it
// keeps no log beside it until a program opens it to write.
absl::Status CopySqlite(SqliteConnection& source, const std::string& path,
                        absl::FunctionRef<bool()> may_go_on);

// Engine::CheckIntegrity for the file of `connection`.
absl::Status CheckSqliteIntegrity(SqliteConnection& connection,
                                  absl::FunctionRef<void(std::string_view)> fault);

// Schemas that a reader can do with: this program's, or also those before it, for copying only.
enum class ReadableSchema { kPresent, kPresentOrPast };

// A store that is only looked into: not made, not brought up to date, not written in any way. Write
// is refused. Errors are one line for the person who named the file: NOT_FOUND; FAILED_PRECONDITION
// if it is no store, or of another schema than is wanted; UNAVAILABLE if a process of Muster has it
// open.
absl::StatusOr<std::unique_ptr<Engine>> OpenSqliteToRead(
    const std::string& path, ReadableSchema wanted = ReadableSchema::kPresent);

}  // namespace muster::store
