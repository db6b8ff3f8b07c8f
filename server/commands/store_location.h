// What --store says, and opening it with errors for the person at the keyboard.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/store/engine.h"

namespace muster::commands {

// Where a store is when nothing is said.
inline constexpr char kDefaultStore[] = "sqlite:data/muster.db";

// How long one statement may take where nobody waits for a page.
inline constexpr absl::Duration kLongStatementTimeout = absl::Hours(1);

// What the program wants of a store beside its place. All may be empty.
struct StoreSettings {
  // Told of each commit.
  store::CommitObserver commit_observer = {};
  // As SqliteOptions::reserve_bytes.
  std::int64_t disk_reserve_bytes = 0;
  // Gets a line for what an operator should look at; from any thread.
  std::function<void(const std::string&)> trouble = {};
  // How long one statement may take in a PostgreSQL.
  absl::Duration statement_timeout = absl::Seconds(5);
};

// Opens the store that `location` names: "sqlite:PATH", a file or a folder that holds muster.db,
// both made where they are missing; or "postgres://...". Errors are one line that names the store,
// but no password, and says what to do.
absl::StatusOr<std::unique_ptr<store::Engine>> OpenStore(const std::string& location,
                                                         const StoreSettings& settings = {});

// Opens a store that is there, only to look into it: it is not made, nor brought up to date.
absl::StatusOr<std::unique_ptr<store::Engine>> OpenStoreToRead(const std::string& location);

// The file of a store that is one; nothing for others.
std::optional<std::string> DataFile(const std::string& location);

// Makes the folder of a data file where it is missing, for its owner alone, and those above it.
absl::Status MakeFolderOf(const std::string& file);

// The store for people to read: the path of its file, or database and hosts. Never a password.
std::string StoreText(const std::string& location);

}  // namespace muster::commands
