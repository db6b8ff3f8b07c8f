#include "server/store/postgres_address.h"

#include <libpq-fe.h>

#include <algorithm>
#include <map>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace muster::store {
namespace {

// Beside what the address says. A host that is gone is noticed within seconds.
constexpr std::pair<const char*, const char*> kUnlessSaid[] = {
    {"connect_timeout", "3"},     {"keepalives_idle", "5"},
    {"keepalives_interval", "2"}, {"keepalives_count", "3"},
    {"tcp_user_timeout", "8000"}, {"fallback_application_name", "muster"},
};
// Whatever the address says.
constexpr std::pair<const char*, const char*> kAlways[] = {
    {"client_encoding", "UTF8"},
    {"target_session_attrs", "read-write"},
};

absl::Status Malformed() {
  return absl::InvalidArgumentError(
      "not an address like postgres://USER@HOST:PORT,HOST:PORT/DATABASE?KEY=VALUE, with keys of "
      "libpq; in a name or password, @ is written %40, / is %2F, : is %3A");
}

bool IsPort(std::string_view text) {
  return text.size() <= 5 && std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

// "one:5432,two", or that libpq chooses.
std::string HostsText(const std::string& hosts, const std::string& ports) {
  if (hosts.empty()) return ports.empty() ? "the default host" : "port " + ports;
  const std::vector<std::string> names = absl::StrSplit(hosts, ',');
  const std::vector<std::string> numbers = absl::StrSplit(ports, ',');
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string& port =
        numbers.size() == 1 ? numbers[0] : numbers[std::min(i, numbers.size() - 1)];
    absl::StrAppend(&text, i == 0 ? "" : ",", names[i], port.empty() ? "" : ":", port);
  }
  return text;
}

}  // namespace

absl::StatusOr<PostgresAddress> ParsePostgresAddress(std::string_view url) {
  if (!url.starts_with("postgres://") && !url.starts_with("postgresql://")) return Malformed();
  // What libpq says of an error may repeat the address.
  char* error = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parsed(
      PQconninfoParse(std::string(url).c_str(), &error), PQconninfoFree);
  PQfreemem(error);
  if (parsed == nullptr) return Malformed();

  std::map<std::string, std::string> said;
  for (const PQconninfoOption* option = parsed.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr) said[option->keyword] = option->val;
  }
  const std::string hosts = said["host"].empty() ? said["hostaddr"] : said["host"];
  const std::string ports = said["port"];
  for (const absl::string_view port : absl::StrSplit(ports, ',')) {
    if (!IsPort({port.data(), port.size()})) return Malformed();
  }
  // Where an @ or / of a password was not written %40 or %2F, part of it lies here now.
  if ((hosts + said["dbname"]).find('@') != std::string::npos) return Malformed();

  PostgresAddress address;
  address.text = absl::StrCat("the PostgreSQL database ", said["dbname"],
                              said["dbname"].empty() ? "" : " ", "on ", HostsText(hosts, ports));
  for (const auto& [key, value] : kUnlessSaid) said.emplace(key, value);
  for (const auto& [key, value] : kAlways) said[key] = value;
  for (auto& [key, value] : said) {
    if (!value.empty()) address.settings.emplace_back(key, std::move(value));
  }
  return address;
}

}  // namespace muster::store
