#include "server/operations/export_line.h"

#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"

namespace muster::operations {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kHead[] = "muster_export";
constexpr char kEnd[] = "end";

// Text that is not UTF-8 never gets into a store; should it be there, it is not lost silently: the
// import then differs and its verification says so.
std::string Text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json JsonOf(const OwnValue& value, ColumnKind kind) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return *integer;
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return nullptr;
  return kind == ColumnKind::kText ? *text : absl::Base64Escape(*text);
}

bool ReadValue(const Json& json, ColumnKind kind, OwnValue& value) {
  switch (kind) {
    case ColumnKind::kInteger:
      if (!json.is_number_integer()) return false;
      value = json.get<std::int64_t>();
      return true;
    case ColumnKind::kText:
      if (!json.is_string()) return false;
      value = json.get<std::string>();
      return true;
    case ColumnKind::kOctetsOrNull:
      if (json.is_null()) return true;
      break;
    case ColumnKind::kOctets:
      break;
  }
  std::string octets;
  if (!json.is_string() || !absl::Base64Unescape(json.get_ref<const std::string&>(), &octets)) {
    return false;
  }
  value = std::move(octets);
  return true;
}

bool ReadInteger(const Json& object, const char* name, std::int64_t& value) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_number_integer()) return false;
  value = found->get<std::int64_t>();
  return true;
}

std::optional<ExportLine> ReadRow(const std::string& table_name, const Json& object) {
  for (const Table& table : Tables()) {
    if (table.name != table_name) continue;
    ExportRow read = {&table, OwnRow(table.columns.size())};
    if (object.size() != table.columns.size()) return std::nullopt;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const auto found = object.find(std::string(table.columns[i].name));
      if (found == object.end() || !ReadValue(*found, table.columns[i].kind, read.row[i])) {
        return std::nullopt;
      }
    }
    return read;
  }
  return std::nullopt;
}

}  // namespace

std::string LineOf(const ExportHead& head) {
  Json json;
  json[kHead]["format"] = head.format;
  json[kHead]["schema"] = head.schema;
  return Text(json);
}

std::string LineOf(const Table& table, const OwnRow& row) {
  Json json;
  Json& object = json[std::string(table.name)];
  for (std::size_t i = 0; i < row.size(); ++i) {
    object[std::string(table.columns[i].name)] = JsonOf(row[i], table.columns[i].kind);
  }
  return Text(json);
}

std::string LineOf(const ExportEnd& end) {
  Json json;
  json[kEnd]["rows"] = end.row_count;
  json[kEnd]["sha256"] = end.sha256;
  return Text(json);
}

std::optional<ExportLine> ParseExportLine(std::string_view text) {
  const Json json = Json::parse(text.begin(), text.end(), nullptr, false);
  if (!json.is_object() || json.size() != 1 || !json.begin()->is_object()) return std::nullopt;
  const std::string& name = json.begin().key();
  const Json& object = *json.begin();
  if (name == kHead) {
    ExportHead head;
    if (!ReadInteger(object, "format", head.format) ||
        !ReadInteger(object, "schema", head.schema)) {
      return std::nullopt;
    }
    return head;
  }
  if (name == kEnd) {
    ExportEnd end;
    const auto sha256 = object.find("sha256");
    if (!ReadInteger(object, "rows", end.row_count) || sha256 == object.end() ||
        !sha256->is_string()) {
      return std::nullopt;
    }
    end.sha256 = sha256->get<std::string>();
    return end;
  }
  return ReadRow(name, object);
}

}  // namespace muster::operations
