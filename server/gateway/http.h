// HTTP as a handler sees it: a request in, a response out, nothing of sockets.
#ifndef MUSTER_SERVER_GATEWAY_HTTP_H_
#define MUSTER_SERVER_GATEWAY_HTTP_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::gateway {

struct HttpHeader {
  // Lower case in a request.
  std::string name;
  std::string value;
};

struct HttpRequest {
  // As sent ("GET", "POST"). HEAD comes as "GET": the server leaves the body out by itself.
  std::string method;
  // Before the "?", as sent: percent-encoding is not undone, so "/a%2Fb" is not "/a/b".
  std::string path;
  // After the "?", as sent.
  std::string query;
  std::vector<HttpHeader> headers;
  std::string body;
  // Address of the other end of the connection; no header changes it.
  std::string peer_address;
  // Whom it is counted under where what senders have stored is limited; empty: nobody. The gateway
  // fills it in, see SenderNetworks.
  std::string sender_network;

  // Value of the first header of this (lower-case) name; empty if there is none.
  std::string_view Header(std::string_view name) const;
};

struct HttpResponse {
  int status = 200;
  // Content-Length, Connection and Date are the server's. A value with a control character is left
  // out with its header.
  std::vector<HttpHeader> headers;
  std::string body;
  // Instead of `body`, when set: bytes shared by many responses.
  std::shared_ptr<const std::string> shared_body;

  // Replaces every header of this name (compared without case).
  void SetHeader(std::string_view name, std::string_view value);
  std::string_view Header(std::string_view name) const;
};

// Answers one request, once, from any thread, now or later. One that goes away unused answers 500.
// Safe to use after the server is gone: it then does nothing.
class Responder {
 public:
  virtual ~Responder() = default;
  virtual void Send(HttpResponse response) = 0;
};

// What answers requests. Called on the server's threads, several at a time; must not block for
// long.
class HttpHandler {
 public:
  virtual ~HttpHandler() = default;

  // Looks at a request while it is read: once when its headers are there (`body_so_far` empty),
  // then with each piece of body. A response ends the reading and the connection; nullopt reads on.
  virtual std::optional<HttpResponse> Look(const HttpRequest& head,
                                           std::string_view body_so_far) = 0;

  // Answers a complete request.
  virtual void Handle(HttpRequest request, std::shared_ptr<Responder> responder) = 0;

  // The reply for what the server refuses by itself: 400, 413, 414, 417, 431, 500, 503, 505.
  // `head` is null when there is none that could be read.
  virtual HttpResponse Refuse(int status, const HttpRequest* head) = 0;
};

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_HTTP_H_
