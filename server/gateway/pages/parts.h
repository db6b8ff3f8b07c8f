// Parts that several public pages have.
#ifndef MUSTER_SERVER_GATEWAY_PAGES_PARTS_H_
#define MUSTER_SERVER_GATEWAY_PAGES_PARTS_H_

#include <google/protobuf/repeated_ptr_field.h>

#include <string>
#include <string_view>

#include "server/gateway/pages/layout.h"

namespace google::protobuf {
class Timestamp;
}
namespace muster::v1 {
class Contact;
}

namespace muster::gateway {

// A <time> in words: "11:59pm on 31 March 2027".
std::string TimeHtml(const Site& site, const google::protobuf::Timestamp& timestamp,
                     const std::string& time_zone);

// ` lang="en"` where texts of an organiser are not in the site's language; else nothing.
std::string LangOf(const Site& site, std::string_view language_code);

// `id` empty: none.
std::string Heading2(std::string_view text, std::string_view id = {});
// Id of the heading over those who answer questions.
inline constexpr std::string_view kContactsId = "contact";
std::string Paragraph(std::string_view text);

// Where the page of a call or conference says who answers questions.
std::string HelpAddress(const std::string& name);

// Who answers questions, with mail links. `lang`: of their names, as LangOf gives it.
std::string ContactsHtml(const google::protobuf::RepeatedPtrField<v1::Contact>& contacts,
                         std::string_view lang);

// Links that share an address, and a button, for script, that copies it.
std::string ShareHtml(const Site& site, const std::string& address, std::string_view title);

// Canonical address, the same in the other language, description and OpenGraph tags, for <head>.
std::string MetadataHtml(const Site& site, const std::string& path, std::string_view title,
                         std::string_view description);

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_PAGES_PARTS_H_
