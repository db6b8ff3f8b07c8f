#include <cstdio>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/operations/export_file.h"
#include "server/operations/export_line.h"
#include "server/operations/running_sha256.h"
#include "server/operations/tables.h"
#include "server/store/engine.h"
#include "server/store/schema.h"

namespace muster::operations {
namespace {

// Longer than any row that a store takes.
constexpr std::size_t kMaxLineBytes = std::size_t{16} << 20;

// Reads a file line by line, with a bound on each.
class LineReader {
 public:
  explicit LineReader(const std::string& path) : file_(std::fopen(path.c_str(), "re")) {}
  ~LineReader() {
    if (file_ != nullptr) std::fclose(file_);
  }
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  bool is_open() const { return file_ != nullptr; }
  std::int64_t number() const { return number_; }

  // With its end. False at the end of the file, for a line that is too long, and where the file
  // can't be read on: what then is missing shows.
  bool Next(std::string& line) {
    ++number_;
    line.clear();
    for (int character = getc_unlocked(file_); character != EOF; character = getc_unlocked(file_)) {
      line.push_back(static_cast<char>(character));
      if (character == '\n') return true;
      if (line.size() >= kMaxLineBytes) return false;
    }
    return false;
  }

 private:
  std::FILE* const file_;
  std::int64_t number_ = 0;
};

absl::Status CheckHead(const ExportHead& head) {
  const int schema = store::Migrations().back().number;
  if (head.format == kExportFormat && head.schema == schema) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("was exported in format ", head.format, " from schema ", head.schema,
                   "; this Muster imports format ", kExportFormat, " and schema ", schema));
}

// One run over the file, inside a transaction. Errors say "it" of the line.
class ImportRun {
 public:
  explicit ImportRun(store::Transaction& transaction) : transaction_(transaction) {}

  absl::Status TakeAll(LineReader& reader) {
    std::string line;
    while (reader.Next(line)) {
      absl::Status taken = Take(line);
      if (!taken.ok()) return taken;
      if (ended_) {
        return reader.Next(line) || !line.empty()
                   ? absl::InvalidArgumentError("something comes after the end of the export")
                   : absl::OkStatus();
      }
      sha256_.Add(line);
    }
    return absl::InvalidArgumentError("the file ends, or can't be read, before the export does");
  }

 private:
  absl::Status Take(std::string_view line) {
    line.remove_suffix(1);
    const std::optional<ExportLine> parsed = ParseExportLine(line);
    if (!parsed.has_value()) return absl::InvalidArgumentError("it is no line of an export");
    if (const auto* head = std::get_if<ExportHead>(&*parsed)) {
      if (std::exchange(begun_, true))
        return absl::InvalidArgumentError("it is a second beginning");
      return CheckHead(*head);
    }
    if (!begun_) return absl::InvalidArgumentError("it is not the beginning of an export");
    if (const auto* row = std::get_if<ExportRow>(&*parsed)) {
      ++row_count_;
      return InsertRow(transaction_, *row->table, row->row);
    }
    const auto& end = std::get<ExportEnd>(*parsed);
    ended_ = true;
    if (end.row_count == row_count_ && end.sha256 == sha256_.Hex()) return absl::OkStatus();
    return absl::InvalidArgumentError("the lines before it are not those that were exported");
  }

  store::Transaction& transaction_;
  RunningSha256 sha256_;
  std::int64_t row_count_ = 0;
  bool begun_ = false;
  bool ended_ = false;
};

absl::Status CheckIsEmpty(store::Transaction& transaction) {
  for (const Table& table : Tables()) {
    std::int64_t count = 0;
    absl::Status read = transaction.Query(table.count, {}, [&count](const store::Row& row) {
      count = row.Integer(0);
      return absl::OkStatus();
    });
    if (!read.ok()) return read;
    if (count > 0) {
      return absl::FailedPreconditionError(absl::StrCat("the store is not empty: it has ", count,
                                                        " ", std::string(table.name),
                                                        "; import into a new one"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<VerifyReport> Import(const std::string& file, store::Engine& engine) {
  VerifyReport report;
  absl::Status imported = engine.WriteAndWait([&](store::Transaction& transaction) {
    report = VerifyReport();
    LineReader reader(file);  // Anew with each run.
    if (!reader.is_open()) return absl::NotFoundError(absl::StrCat("can't open ", file));
    absl::Status status = CheckIsEmpty(transaction);
    if (!status.ok()) return status;
    status = ImportRun(transaction).TakeAll(reader);
    if (!status.ok()) {
      return absl::Status(status.code(),
                          absl::StrCat(file, ":", reader.number(), ": ", status.message()));
    }
    status = engine.ContinueNumbering(transaction);
    if (status.ok()) status = Verify(transaction, report);
    if (!status.ok() || report.ok()) return status;
    return absl::DataLossError(absl::StrCat(InWords(report), "; nothing was imported"));
  });
  if (!imported.ok()) return imported;
  return report;
}

}  // namespace muster::operations
