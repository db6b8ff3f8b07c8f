#include "tests/server/gateway/raw_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <utility>

namespace muster::gateway {
namespace {

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  return text;
}

void ParseHead(RawReply& reply) {
  reply.status = std::atoi(reply.head.substr(9, 3).c_str());
  std::size_t at = reply.head.find("\r\n") + 2;
  while (at < reply.head.size()) {
    const std::size_t end = reply.head.find("\r\n", at);
    const std::string line = reply.head.substr(at, end - at);
    at = end + 2;
    const std::size_t colon = line.find(": ");
    if (colon == std::string::npos) continue;
    reply.headers[Lower(line.substr(0, colon))] = line.substr(colon + 2);
  }
}

}  // namespace

RawClient::RawClient(std::uint16_t port, const char* from)
    : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
  const timeval patience = {.tv_sec = 10, .tv_usec = 0};
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  inet_pton(AF_INET, from, &address.sin_addr);
  bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    close(socket_);
    socket_ = -1;
  }
}

RawClient::~RawClient() {
  if (socket_ >= 0) close(socket_);
}

RawClient::RawClient(RawClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), buffer_(std::move(other.buffer_)) {}

bool RawClient::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t size = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

void RawClient::EndSending() { shutdown(socket_, SHUT_WR); }

bool RawClient::Fill() {
  char bytes[16 * 1024];
  const ssize_t size = recv(socket_, bytes, sizeof(bytes), 0);
  if (size <= 0) return false;
  buffer_.append(bytes, static_cast<std::size_t>(size));
  return true;
}

RawReply RawClient::Read(bool to_head) {
  RawReply reply;
  std::size_t end;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (!Fill()) return reply;
  }
  reply.head = buffer_.substr(0, end + 2);
  buffer_.erase(0, end + 4);
  ParseHead(reply);
  if (to_head || reply.status == 100 || reply.status == 204 || reply.status == 304) return reply;
  const std::size_t size = std::strtoul(reply.At("content-length").c_str(), nullptr, 10);
  while (buffer_.size() < size) {
    if (!Fill()) break;
  }
  reply.body = buffer_.substr(0, size);
  buffer_.erase(0, size);
  return reply;
}

bool RawClient::IsClosedByPeer() {
  if (!buffer_.empty()) return false;
  char byte;
  const ssize_t size = recv(socket_, &byte, 1, 0);
  return size == 0 || (size < 0 && errno == ECONNRESET);
}

RawReply RawClient::Exchange(std::string_view bytes, bool to_head) {
  Send(bytes);
  return Read(to_head);
}

std::string RequestText(std::string_view method, std::string_view target,
                        const std::vector<std::string>& headers, std::string_view body) {
  std::string text;
  text.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: muster.test\r\n");
  for (const std::string& header : headers) text.append(header).append("\r\n");
  if (!body.empty()) {
    text.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
  }
  return text.append("\r\n").append(body);
}

RawReply Fetch(std::uint16_t port, std::string_view method, std::string_view target,
               const std::vector<std::string>& headers, std::string_view body) {
  return RawClient(port).Exchange(RequestText(method, target, headers, body), method == "HEAD");
}

std::string Frame(std::string_view message, char flags) {
  std::string frame(1, flags);
  for (int shift = 24; shift >= 0; shift -= 8) {
    frame.push_back(static_cast<char>(message.size() >> shift));
  }
  return frame.append(message);
}

}  // namespace muster::gateway
