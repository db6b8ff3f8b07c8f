// Clients of the real program over gRPC, and the data they need.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "muster/v1/booking_service.grpc.pb.h"
#include "muster/v1/submission_service.grpc.pb.h"
#include "server/store/engine.h"

namespace muster {

inline constexpr int kClients = 200;
inline constexpr int kPlaces = 10;

// Puts into the folder a data file, muster.db, with one open call and a conference of kPlaces
// places for each round; and assets, of which there are none.
void MakeData(const std::string& folder, int rounds);
// The same in another store; the assets go into the folder.
void MakeData(store::Engine& engine, const std::string& folder, int rounds);
std::string ConferenceOfRound(int round);

// What a client got for one request, or asks.
struct Sent {
  std::string request_id;
  bool booking = false;
  std::string conference;
  bool acknowledged = false;
  std::string name;
  std::string reference;
};

// A client with a connection that it shares with few others.
class Client {
 public:
  explicit Client(const std::string& address);

  // Sends the request; fills in what is acknowledged. OK also means that it was.
  grpc::Status Send(Sent& sent);
  absl::StatusOr<int> PlacesLeft(const std::string& conference);

 private:
  grpc::Status Book(Sent& sent);
  grpc::Status Submit(Sent& sent);

  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::BookingService::Stub> bookings_;
  std::unique_ptr<v1::SubmissionService::Stub> submissions_;
};

// Clients over several connections: as many as ask.
std::vector<std::unique_ptr<Client>> Connect(const std::string& address);

// Runs `work(number)` on this many threads at once, and waits for all.
void AtOnce(int threads, const std::function<void(int)>& work);

bool IsFull(const grpc::Status& status);

}  // namespace muster
