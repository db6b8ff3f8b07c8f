#include "wasm-client/form/address.h"

namespace muster::client {
namespace {

// Ids of pages have no characters that an address would write otherwise.
std::string_view QueryValue(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const size_t end = query.find('&');
    const std::string_view pair = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
      return pair.substr(name.size() + 1);
    }
  }
  return {};
}

}  // namespace

std::string_view PathOf(std::string_view address) {
  return address.substr(0, address.find_first_of("?#"));
}

form::Place PlaceOf(std::string_view address) {
  const size_t question_mark = address.find('?');
  form::Place place;
  if (question_mark == std::string_view::npos) return place;
  std::string_view query = address.substr(question_mark + 1);
  query = query.substr(0, query.find('#'));
  place.page = QueryValue(query, "page");
  place.from_check = QueryValue(query, "from") == form::kCheckPage;
  return place;
}

std::string AddressOf(std::string_view path, const form::Place& place) {
  std::string address(path);
  address += "?page=";
  address += place.page;
  if (place.from_check) {
    address += "&from=";
    address += form::kCheckPage;
  }
  return address;
}

}  // namespace muster::client
