#include "server/gateway/http_connection.h"

#include <algorithm>
#include <array>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <chrono>
#include <optional>
#include <utility>

#include "absl/time/time.h"
#include "server/gateway/http_head.h"

namespace muster::gateway {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

using Error = boost::system::error_code;
using Clock = std::chrono::steady_clock;
using Parser = http::request_parser<http::string_body>;

constexpr std::size_t kReadBytes = 16 * 1024;
// Of a connection with a request under way.
constexpr Clock::time_point kBusy = Clock::time_point::min();

std::chrono::nanoseconds Chrono(absl::Duration duration) {
  return absl::ToChronoNanoseconds(duration);
}

class Connection final : public HttpConnection, public std::enable_shared_from_this<Connection> {
 public:
  Connection(StrandSocket socket, std::string peer_address, std::uint64_t id,
             BodyBytes network_body_bytes, ConnectionHost* host)
      : peer_address_(std::move(peer_address)),
        id_(id),
        network_body_bytes_(std::move(network_body_bytes)),
        host_(host),
        stream_(std::move(socket)),
        buffer_(std::max(host->limits.header_bytes, kReadBytes) + kReadBytes),
        answer_timer_(stream_.get_executor()) {}

  void Start() override {
    asio::dispatch(stream_.get_executor(),
                   beast::bind_front_handler(&Connection::ReadNext, shared_from_this()));
  }

  void StartRefused() override {
    asio::dispatch(stream_.get_executor(), [self = shared_from_this()] {
      self->must_close_ = true;
      self->linger_ = true;
      self->Refuse(503);
    });
  }

  void Drain() override {
    asio::post(stream_.get_executor(), [self = shared_from_this()] {
      if (self->IdleSince()) return self->Close();
      self->must_close_ = true;
    });
  }

  void Abort() override {
    asio::post(stream_.get_executor(), [self = shared_from_this()] { self->Close(); });
  }

  std::optional<Clock::time_point> IdleSince() const override {
    const Clock::time_point since = idle_since_;
    return since == kBusy ? std::nullopt : std::optional(since);
  }

  // Of the request numbered `exchange`; late and second answers are dropped.
  void Answer(std::uint64_t exchange, HttpResponse response) {
    if (exchange != exchange_ || !awaits_answer_) return;
    awaits_answer_ = false;
    answer_timer_.cancel();
    Write(std::move(response));
  }

  auto executor() { return stream_.get_executor(); }

 private:
  void ReadNext() {
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(host_->limits.header_bytes));
    parser_->body_limit(host_->limits.body_bytes);
    head_.reset();
    is_head_only_ = false;
    if (buffer_.size() > 0) return ReadHeader();
    if (host_->is_draining) return Close();
    idle_since_ = Clock::now();
    stream_.expires_after(
        Chrono(exchange_ == 0 ? host_->limits.header_timeout : host_->limits.idle_timeout));
    stream_.async_read_some(
        buffer_.prepare(kReadBytes),
        beast::bind_front_handler(&Connection::OnFirstBytes, shared_from_this()));
  }

  void OnFirstBytes(Error error, std::size_t size) {
    idle_since_ = kBusy;
    if (error) return Close();
    buffer_.commit(size);
    ReadHeader();
  }

  void ReadHeader() {
    ++exchange_;
    stream_.expires_after(Chrono(host_->limits.header_timeout));
    http::async_read_header(stream_, buffer_, *parser_,
                            beast::bind_front_handler(&Connection::OnHeader, shared_from_this()));
  }

  void OnHeader(Error error, std::size_t) {
    if (error) return OnReadError(error);
    head_ = MakeHead(parser_->get(), peer_address_);
    is_head_only_ = parser_->get().method() == http::verb::head;
    if (const int status = HeadFault(parser_->get(), *head_, host_->limits)) {
      return RefuseAndClose(status);
    }
    if (LookEndsReading({})) return;
    if (parser_->is_done()) return Handle();
    stream_.expires_after(Chrono(host_->limits.body_timeout));
    if (head_->Header("expect").empty()) return ReadBody();
    static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(stream_, asio::buffer(kContinue.data(), kContinue.size()),
                      [self = shared_from_this()](Error write_error, std::size_t) {
                        write_error ? self->Close() : self->ReadBody();
                      });
  }

  void ReadBody() {
    http::async_read_some(stream_, buffer_, *parser_,
                          beast::bind_front_handler(&Connection::OnBody, shared_from_this()));
  }

  void OnBody(Error error, std::size_t) {
    if (error) return OnReadError(error);
    HoldBody(parser_->get().body().size());
    if (host_->body_bytes > host_->limits.body_bytes_together ||
        *network_body_bytes_ > host_->limits.body_bytes_per_address) {
      return RefuseAndClose(503);
    }
    if (LookEndsReading(parser_->get().body())) return;
    parser_->is_done() ? Handle() : ReadBody();
  }

  void HoldBody(std::size_t size) {
    const std::size_t more = size - std::exchange(body_bytes_held_, size);
    host_->body_bytes += more;
    *network_body_bytes_ += more;
  }

  bool LookEndsReading(std::string_view body_so_far) {
    std::optional<HttpResponse> response;
    try {
      response = host_->handler->Look(*head_, body_so_far);
    } catch (...) {
      RefuseAndClose(500);
      return true;
    }
    if (!response) return false;
    EndAfterResponse();
    Write(*std::move(response));
    return true;
  }

  // The rest of a body is not read as the next request: the connection ends with this response.
  void EndAfterResponse() {
    if (parser_->is_done()) return;
    must_close_ = true;
    linger_ = true;
  }

  void OnReadError(Error error) {
    if (error.category() != Error(http::error::bad_method).category()) return Close();
    if (error == http::error::end_of_stream || error == http::error::partial_message) {
      return Close();
    }
    if (!head_ && parser_->get().target().size() > 0) {
      head_ = MakeHead(parser_->get(), peer_address_);
    }
    is_head_only_ = parser_->get().method() == http::verb::head;
    int status = 400;
    if (error == http::error::body_limit) status = 413;
    if (error == http::error::bad_version) status = 505;
    if (error == http::error::header_limit || error == http::error::buffer_overflow) {
      status = parser_->get().target().empty() ? 414 : 431;
    }
    RefuseAndClose(status);
  }

  void RefuseAndClose(int status) {
    must_close_ = true;
    linger_ = true;
    Refuse(status);
  }

  void Refuse(int status) {
    HttpResponse response;
    try {
      response = host_->handler->Refuse(status, head_ ? &*head_ : nullptr);
    } catch (...) {
      return Close();
    }
    Write(std::move(response));
  }

  void Handle();

  void OnAnswerTimeout(std::uint64_t exchange, Error error) {
    if (error || exchange != exchange_ || !awaits_answer_) return;
    awaits_answer_ = false;
    RefuseAndClose(503);
  }

  void Write(HttpResponse response);

  template <typename Message>
  void FillAndSend(Message& message);

  void OnWritten(Error error, std::size_t) {
    HoldBody(0);
    response_ = {};
    if (error) return Close();
    if (!must_close_) return ReadNext();
    if (!linger_) return Close();
    stream_.socket().shutdown(StrandSocket::shutdown_send, error);
    linger_bytes_left_ = host_->limits.linger_bytes;
    stream_.expires_after(Chrono(host_->limits.linger_timeout));
    Linger();
  }

  // Reads on for a while without looking, so that the response arrives before a reset could.
  void Linger() {
    buffer_.consume(buffer_.size());
    stream_.async_read_some(buffer_.prepare(kReadBytes),
                            [self = shared_from_this()](Error error, std::size_t size) {
                              if (error || size >= self->linger_bytes_left_) return self->Close();
                              self->linger_bytes_left_ -= size;
                              self->Linger();
                            });
  }

  void Close() {
    if (std::exchange(is_closed_, true)) return;
    awaits_answer_ = false;
    answer_timer_.cancel();
    HoldBody(0);
    stream_.close();
    host_->on_closed(id_);
  }

  const std::string peer_address_;
  const std::uint64_t id_;
  const BodyBytes network_body_bytes_;
  ConnectionHost* const host_;
  std::atomic<Clock::time_point> idle_since_ = kBusy;

  // All below belongs to the strand.
  beast::basic_stream<asio::ip::tcp, ConnectionStrand> stream_;
  beast::flat_buffer buffer_;
  asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, ConnectionStrand> answer_timer_;
  std::optional<Parser> parser_;
  std::optional<HttpRequest> head_;
  HttpResponse response_;
  std::optional<http::response<http::span_body<const char>>> message_;
  std::optional<http::response<http::empty_body>> head_message_;
  // Number of the request under way; zero before the first.
  std::uint64_t exchange_ = 0;
  std::size_t body_bytes_held_ = 0;
  std::size_t linger_bytes_left_ = 0;
  bool is_head_only_ = false;
  bool awaits_answer_ = false;
  bool must_close_ = false;
  bool linger_ = false;
  bool is_closed_ = false;
};

class ConnectionResponder final : public Responder {
 public:
  ConnectionResponder(std::weak_ptr<Connection> connection, std::uint64_t exchange,
                      std::shared_ptr<Lifeline> lifeline, HttpHandler* handler)
      : connection_(std::move(connection)),
        exchange_(exchange),
        lifeline_(std::move(lifeline)),
        handler_(handler) {}

  ~ConnectionResponder() override {
    if (is_sent_.exchange(true)) return;
    Post([](HttpHandler* handler) { return handler->Refuse(500, nullptr); });
  }

  void Send(HttpResponse response) override {
    if (is_sent_.exchange(true)) return;
    Post([response = std::move(response)](HttpHandler*) mutable { return std::move(response); });
  }

 private:
  // The lock keeps the event loop alive for as long as something is put on it.
  template <typename Make>
  void Post(Make make) {
    const MutexLock lock(&lifeline_->mutex);
    if (!lifeline_->is_alive) return;
    const std::shared_ptr<Connection> connection = connection_.lock();
    if (connection == nullptr) return;
    asio::post(connection->executor(),
               [connection, exchange = exchange_, handler = handler_,
                make = std::move(make)]() mutable { connection->Answer(exchange, make(handler)); });
  }

  const std::weak_ptr<Connection> connection_;
  const std::uint64_t exchange_;
  const std::shared_ptr<Lifeline> lifeline_;
  HttpHandler* const handler_;
  std::atomic<bool> is_sent_ = false;
};

void Connection::Handle() {
  stream_.expires_never();
  awaits_answer_ = true;
  const std::uint64_t exchange = exchange_;
  answer_timer_.expires_after(Chrono(host_->limits.answer_timeout));
  answer_timer_.async_wait([self = shared_from_this(), exchange](Error error) {
    self->OnAnswerTimeout(exchange, error);
  });
  HttpRequest request = *head_;
  request.body = std::move(parser_->get().body());
  const auto responder = std::make_shared<ConnectionResponder>(weak_from_this(), exchange,
                                                               host_->lifeline, host_->handler);
  try {
    host_->handler->Handle(std::move(request), responder);
  } catch (...) {
    responder->Send(host_->handler->Refuse(500, &*head_));
  }
}

template <typename Message>
void Connection::FillAndSend(Message& message) {
  message.version(parser_ && parser_->get().version() == 10 ? 10 : 11);
  FillHead(response_, message);
  message.keep_alive(!must_close_);
  stream_.expires_after(Chrono(host_->limits.write_timeout));
  http::async_write(stream_, message,
                    beast::bind_front_handler(&Connection::OnWritten, shared_from_this()));
}

void Connection::Write(HttpResponse response) {
  if (is_closed_) return;
  response_ = std::move(response);
  if (!parser_ || !parser_->is_header_done() || !parser_->keep_alive() || host_->is_draining) {
    must_close_ = true;
  }
  const std::string& body = response_.shared_body ? *response_.shared_body : response_.body;
  const bool has_body =
      response_.status >= 200 && response_.status != 204 && response_.status != 304;
  if (is_head_only_ || !has_body) {
    head_message_.emplace();
    if (has_body) head_message_->content_length(body.size());
    return FillAndSend(*head_message_);
  }
  message_.emplace();
  message_->body() = {body.data(), body.size()};
  message_->content_length(body.size());
  FillAndSend(*message_);
}

}  // namespace

std::shared_ptr<HttpConnection> MakeHttpConnection(StrandSocket socket, std::string peer_address,
                                                   std::uint64_t id, BodyBytes network_body_bytes,
                                                   ConnectionHost* host) {
  return std::make_shared<Connection>(std::move(socket), std::move(peer_address), id,
                                      std::move(network_body_bytes), host);
}

}  // namespace muster::gateway
