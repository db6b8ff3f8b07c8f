// One line of an export. Only export.cc and import.cc use it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "server/operations/tables.h"

namespace muster::operations {

inline constexpr int kExportFormat = 1;

struct ExportHead {
  std::int64_t format = 0;
  std::int64_t schema = 0;
};
struct ExportRow {
  const Table* table = nullptr;
  OwnRow row;
};
struct ExportEnd {
  std::int64_t row_count = 0;
  // As hex.
  std::string sha256;
};
using ExportLine = std::variant<ExportHead, ExportRow, ExportEnd>;

// Without the end of the line.
std::string LineOf(const ExportHead& head);
std::string LineOf(const Table& table, const OwnRow& row);
std::string LineOf(const ExportEnd& end);

// Nothing where the text is none that LineOf makes.
std::optional<ExportLine> ParseExportLine(std::string_view text);

}  // namespace muster::operations
