// Parts that several public pages have.
#ifndef MUSTER_SERVER_GATEWAY_PAGES_PARTS_H_
#define MUSTER_SERVER_GATEWAY_PAGES_PARTS_H_

#include <google/protobuf/repeated_ptr_field.h>

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "server/gateway/pages/layout.h"

namespace google::protobuf {
class Timestamp;
}
namespace muster::v1 {
class Contact;
}

namespace muster::gateway {

absl::Time TimeOfTimestamp(const google::protobuf::Timestamp& timestamp);

// A <time> in words with its zone: "11:59pm on 31 March 2027 (BST, Europe/London)".
std::string TimeHtml(const google::protobuf::Timestamp& timestamp, const std::string& time_zone);

std::string Heading2(std::string_view text);
std::string Paragraph(std::string_view text);

// Who answers questions, with mail links.
std::string ContactsHtml(const google::protobuf::RepeatedPtrField<v1::Contact>& contacts);

// Links that share an address, and a button, for script, that copies it.
std::string ShareHtml(const std::string& address, std::string_view title);

// Canonical address, description and OpenGraph tags, for <head>.
std::string MetadataHtml(const std::string& address, std::string_view title,
                         std::string_view description);

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_PAGES_PARTS_H_
