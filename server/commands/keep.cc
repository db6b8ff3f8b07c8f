#include "server/commands/keep.h"

#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "server/commands/store_location.h"
#include "server/error.h"
#include "server/operations/control_socket.h"
#include "server/operations/export_file.h"
#include "server/operations/restore.h"
#include "server/operations/verify.h"
#include "server/services/organiser_service.h"
#include "server/store/sqlite_copy.h"
#include "server/store/submission_store.h"

namespace muster::commands {
namespace {

absl::Status NotAFile() {
  return absl::UnimplementedError(
      "the store is in a database server, which is copied and put back by its own tools: pg_dump "
      "--format=custom, pg_restore; muster export copies any store");
}

// A store that is served is copied by the process that serves it.
absl::StatusOr<std::string> BackUp(const KeepOptions& options) {
  const std::optional<std::string> data_file = DataFile(options.store);
  if (!data_file.has_value()) return NotAFile();
  absl::Status made = operations::AskForCopy(*data_file, options.file);
  if (absl::IsNotFound(made)) {
    const auto engine = store::OpenSqliteToRead(*data_file, store::ReadableSchema::kPresentOrPast);
    if (!engine.ok()) return engine.status();
    made = (*engine)->CopyTo(options.file, [] { return true; });
  }
  if (!made.ok()) return made;
  return absl::StrCat("Copied ", *data_file, " to ", options.file);
}

absl::StatusOr<std::string> Restore(const KeepOptions& options, absl::Time now) {
  const std::optional<std::string> data_file = DataFile(options.store);
  if (!data_file.has_value()) return NotAFile();
  if (absl::Status made = MakeFolderOf(*data_file); !made.ok()) return made;
  const absl::StatusOr<operations::Restored> restored = operations::Restore(
      {.from = options.file, .data_file = *data_file, .replace = options.replace}, now);
  if (!restored.ok()) return restored.status();
  std::string words = absl::StrCat(operations::InWords(restored->report), "\nRestored ", *data_file,
                                   " from ", options.file);
  if (!restored->aside.empty()) {
    absl::StrAppend(&words, "\nWhat was there is now ", restored->aside);
  }
  return words;
}

absl::StatusOr<std::unique_ptr<store::Engine>> OpenToLook(const KeepOptions& options) {
  auto engine = OpenStoreToRead(options.store);
  if (absl::IsUnavailable(engine.status()) && DataFile(options.store).has_value()) {
    return absl::UnavailableError(absl::StrCat(
        engine.status().message(), ": stop the server first, or take a copy (muster backup)"));
  }
  return engine;
}

absl::StatusOr<std::string> Export(const KeepOptions& options) {
  const auto engine = OpenToLook(options);
  if (!engine.ok()) return engine.status();
  const absl::StatusOr<std::int64_t> row_count = operations::Export(**engine, options.file);
  if (!row_count.ok()) return row_count.status();
  return absl::StrCat("Exported ", *row_count, " rows to ", options.file,
                      ". Whoever reads it reads all that the store holds, its secrets included");
}

absl::StatusOr<std::string> Import(const KeepOptions& options) {
  const auto engine = OpenStore(options.store, {.statement_timeout = kLongStatementTimeout});
  if (!engine.ok()) return engine.status();
  const absl::StatusOr<operations::VerifyReport> report =
      operations::Import(options.file, **engine);
  if (!report.ok()) return report.status();
  return absl::StrCat(operations::InWords(*report), "\nImported ", options.file, " into ",
                      StoreText(options.store));
}

absl::StatusOr<std::string> Verify(const KeepOptions& options) {
  const auto engine = OpenToLook(options);
  if (!engine.ok()) return engine.status();
  const absl::StatusOr<operations::VerifyReport> report = operations::Verify(**engine);
  if (!report.ok()) return report.status();
  if (report->ok()) return operations::InWords(*report);
  return absl::DataLossError(operations::InWords(*report));
}

// Whoever may open the store may read all of it.
absl::StatusOr<std::string> ListSubmissions(const KeepOptions& options) {
  const auto engine = OpenToLook(options);
  if (!engine.ok()) return engine.status();
  v1::ListSubmissionsRequest request;
  request.set_parent(options.call);
  request.set_page_size(options.page_size);
  request.set_page_token(options.page_token);
  store::SubmissionStore submissions(engine->get());
  absl::StatusOr<v1::ListSubmissionsResponse> page;
  services::OrganiserService(&submissions).HandleListSubmissions({}, request, [&page](auto answer) {
    page = std::move(answer);
  });
  if (ReasonOf(page.status()) == v1::ERROR_REASON_RULES_FAILED) {
    return absl::InvalidArgumentError("CALL is a name like calls/assistant-practitioners");
  }
  if (!page.ok()) return page.status();
  google::protobuf::util::JsonPrintOptions readable;
  readable.add_whitespace = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(*page, &json, readable).ok()) {
    return absl::DataLossError("a submission can't be written as JSON");
  }
  while (json.ends_with('\n')) json.pop_back();
  return json;
}

}  // namespace

absl::StatusOr<std::string> Keep(const KeepOptions& options, absl::Time now) {
  switch (options.kind) {
    case KeepOptions::Kind::kBackup:
      return BackUp(options);
    case KeepOptions::Kind::kRestore:
      return Restore(options, now);
    case KeepOptions::Kind::kVerify:
      return Verify(options);
    case KeepOptions::Kind::kExport:
      return Export(options);
    case KeepOptions::Kind::kImport:
      return Import(options);
    case KeepOptions::Kind::kListSubmissions:
      return ListSubmissions(options);
  }
  return absl::InternalError("no such command");
}

}  // namespace muster::commands
