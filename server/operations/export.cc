#include "server/operations/export_file.h"
#include "server/operations/export_line.h"
#include "server/operations/running_sha256.h"
#include "server/operations/tables.h"
#include "server/store/engine.h"
#include "server/store/new_file.h"
#include "server/store/schema.h"

namespace muster::operations {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 18;

// Lines on their way to a file.
class LineWriter {
 public:
  explicit LineWriter(store::NewFile* file) : file_(file) {}

  absl::Status Add(std::string line) {
    line += '\n';
    sha256_.Add(line);
    buffer_ += line;
    return buffer_.size() < kBufferBytes ? absl::OkStatus() : Flush();
  }
  absl::Status Flush() {
    absl::Status written = file_->Append(buffer_);
    buffer_.clear();
    return written;
  }
  std::string Sha256() const { return sha256_.Hex(); }

 private:
  store::NewFile* const file_;
  std::string buffer_;
  RunningSha256 sha256_;
};

}  // namespace

absl::StatusOr<std::int64_t> Export(store::Engine& engine, const std::string& file) {
  absl::StatusOr<store::NewFile> new_file = store::NewFile::Make(file);
  if (!new_file.ok()) return new_file.status();
  LineWriter writer(&*new_file);
  std::int64_t row_count = 0;
  absl::Status status =
      writer.Add(LineOf(ExportHead{kExportFormat, store::Migrations().back().number}));
  if (status.ok()) {
    status = engine.Read([&](store::Transaction& transaction) {
      absl::Status read;
      for (const Table& table : Tables()) {
        read = EachRow(transaction, table, [&](const OwnRow& row) {
          ++row_count;
          return writer.Add(LineOf(table, row));
        });
        if (!read.ok()) break;
      }
      return read;
    });
  }
  if (status.ok()) status = writer.Add(LineOf(ExportEnd{row_count, writer.Sha256()}));
  if (status.ok()) status = writer.Flush();
  if (status.ok()) status = new_file->PutInPlace();
  if (!status.ok()) return status;
  return row_count;
}

}  // namespace muster::operations
