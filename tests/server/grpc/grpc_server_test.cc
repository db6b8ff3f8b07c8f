// The gRPC port as its peers meet it: a real server on loopback.
#include "server/grpc/grpc_server.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "gtest/gtest.h"
#include "muster/v1/booking_service.grpc.pb.h"
#include "muster/v1/call_service.grpc.pb.h"
#include "muster/v1/submission_service.grpc.pb.h"
#include "tests/server/grpc/raw_peer.h"
#include "tests/server/services/details.h"
#include "tests/server/services/world.h"

namespace muster::grpc_port {
namespace {

using services::GoodSubmission;
using services::kCallName;
using services::ReadDetails;
using services::SeenDetails;
using services::World;

constexpr char kCreate[] = "/muster.v1.SubmissionService/CreateSubmission";
constexpr char kHealth[] = "/grpc.health.v1.Health/Check";

class GrpcServerTest : public testing::Test {
 protected:
  GrpcServerTest() {
    auto server = GrpcServer::Start(&world_.dispatcher(), "127.0.0.1:0");
    EXPECT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    channel_ = grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials());
  }

  // A call with bytes as they are.
  RawAnswer Call(const std::string& path, const std::string& bytes) {
    return CallRaw(channel_, path, bytes);
  }

  World world_;
  std::unique_ptr<GrpcServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

TEST_F(GrpcServerTest, GeneratedStubCreatesRepeatsAndReadsBack) {
  const auto stub = v1::SubmissionService::NewStub(channel_);
  v1::CreateSubmissionResponse first, repeated;
  grpc::ClientContext first_context, repeat_context, read_context;
  ASSERT_TRUE(stub->CreateSubmission(&first_context, GoodSubmission(), &first).ok());
  ASSERT_TRUE(stub->CreateSubmission(&repeat_context, GoodSubmission(), &repeated).ok());
  EXPECT_EQ(repeated.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(world_.SubmissionCount(), 1);
  v1::GetSubmissionRequest read;
  read.set_name(first.receipt().name());
  read.set_access_key(first.receipt().access_key());
  v1::GetSubmissionResponse stored;
  ASSERT_TRUE(stub->GetSubmission(&read_context, read, &stored).ok());
  EXPECT_EQ(stored.receipt().SerializeAsString(), first.receipt().SerializeAsString());
}

TEST_F(GrpcServerTest, MalformedBytesAreInvalidAndNotUnimplemented) {
  const RawAnswer answer = Call(kCreate, "\xff\xff\xff");
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(answer.status.error_message(), testing::HasSubstr("CreateSubmissionRequest"));
  const SeenDetails details = ReadDetails(answer.status.error_details());
  EXPECT_EQ(details.error_info.reason(), "MESSAGE_MALFORMED");
}

TEST_F(GrpcServerTest, DetailsOfManyFailedRulesFitIntoWhatGrpcCarries) {
  v1::CreateSubmissionRequest request = GoodSubmission();
  request.mutable_content()->clear_evidence();
  for (int i = 0; i < 10; ++i) {
    v1::EvidenceItem* item = request.mutable_content()->add_evidence();
    for (int j = 0; j < 5; ++j) item->add_links("no address " + std::to_string(j));
  }
  const RawAnswer answer = Call(kCreate, request.SerializeAsString());
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const SeenDetails details = ReadDetails(answer.status.error_details());
  EXPECT_GT(details.violations.size(), 10u);
  EXPECT_NE(details.error_info.metadata().find("omitted_violations"),
            details.error_info.metadata().end());
}

TEST_F(GrpcServerTest, UnknownMethodsAndServicesAreUnimplemented) {
  EXPECT_EQ(Call("/muster.v1.CallService/DeleteCall", "").status.error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_EQ(Call("/other.Service/Method", "").status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(GrpcServerTest, OversizedMessageIsRefusedAndTheServerGoesOn) {
  const RawAnswer answer = Call(kCreate, std::string(services::kMaxRequestBytes + 1, 'a'));
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_FALSE(answer.status.error_message().empty());
  EXPECT_TRUE(Call(kCreate, GoodSubmission().SerializeAsString()).status.ok());
}

TEST_F(GrpcServerTest, HealthTellsReadingFromWriting) {
  constexpr char kWrites[] = "\x0a\x0dmuster.writes";
  EXPECT_EQ(Call(kHealth, kWrites).bytes, std::string("\x08\x01"));  // SERVING
  server_->SetTakesWrites(false);
  EXPECT_EQ(Call(kHealth, kWrites).bytes, std::string("\x08\x02"));  // NOT_SERVING
  EXPECT_EQ(Call(kHealth, "").bytes, std::string("\x08\x01"));
  server_->SetTakesWrites(true);
  EXPECT_EQ(Call(kHealth, kWrites).bytes, std::string("\x08\x01"));
}

TEST_F(GrpcServerTest, HealthFollowsTheServer) {
  EXPECT_EQ(Call(kHealth, "").bytes, std::string("\x08\x01"));  // SERVING
  server_->SetNotServing();
  EXPECT_EQ(Call(kHealth, "").bytes, std::string("\x08\x02"));  // NOT_SERVING
  // Calls are still answered: balancers need time to see it.
  EXPECT_TRUE(Call(kCreate, GoodSubmission().SerializeAsString()).status.ok());
}

TEST_F(GrpcServerTest, ReflectionNamesEveryServiceAndResolvesItsImports) {
  ReflectionPeer reflection(channel_);
  const std::vector<std::string> services = reflection.Services();
  for (const char* name : {"Booking", "Call", "Conference", "Submission"}) {
    const std::string service = std::string("muster.v1.") + name + "Service";
    EXPECT_THAT(services, testing::Contains(service));
    std::set<std::string> seen;
    std::vector<std::string> missing = {""};
    reflection.FollowImports(service, seen, missing);
    EXPECT_TRUE(missing.empty()) << missing[0];
    EXPECT_THAT(seen, testing::Contains("google/protobuf/timestamp.proto"));
  }
}

TEST_F(GrpcServerTest, TakenPortIsSaidInOneLine) {
  const auto second = GrpcServer::Start(&world_.dispatcher(), server_->address());
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.status().message(),
            "can't listen for gRPC on " + server_->address() + ": Address already in use");
}

TEST_F(GrpcServerTest, WrongAddressIsSaidInOneLine) {
  const auto server = GrpcServer::Start(&world_.dispatcher(), "not an address");
  ASSERT_FALSE(server.ok());
  EXPECT_THAT(std::string(server.status().message()),
              testing::StartsWith("can't listen for gRPC on"));
  EXPECT_THAT(std::string(server.status().message()), testing::Not(testing::HasSubstr("\n")));
}

TEST_F(GrpcServerTest, ServesOnAUnixSocket) {
  const std::string path = testing::TempDir() + "muster-" + std::to_string(getpid()) + ".sock";
  const auto server = GrpcServer::Start(&world_.dispatcher(), "unix:" + path);
  ASSERT_TRUE(server.ok()) << server.status();
  const auto channel =
      grpc::CreateChannel((*server)->address(), grpc::InsecureChannelCredentials());
  EXPECT_TRUE(CallRaw(channel, kCreate, GoodSubmission().SerializeAsString()).status.ok());
}

TEST_F(GrpcServerTest, WhateverWasAcknowledgedBeforeAStopIsStoredOnce) {
  std::atomic<int> acknowledged = 0;
  std::atomic<int> next = 1;
  std::vector<std::thread> senders;
  for (int i = 0; i < 8; ++i) {
    senders.emplace_back([&] {
      while (true) {
        const RawAnswer answer = Call(kCreate, GoodSubmission(next++).SerializeAsString());
        if (!answer.status.ok()) return;
        ++acknowledged;
      }
    });
  }
  while (acknowledged < 200) std::this_thread::yield();
  server_->SetNotServing();
  server_->Stop(absl::Now() + absl::Seconds(10));
  for (std::thread& sender : senders) sender.join();
  EXPECT_EQ(world_.SubmissionCount(), acknowledged);
}

TEST_F(GrpcServerTest, RandomBytesOnTheSocketLeaveTheServerServing) {
  const char* const seed_text = std::getenv("SEED");
  const int seed = seed_text == nullptr ? 20261122 : std::atoi(seed_text);
  std::cout << "SEED=" << seed << std::endl;
  std::mt19937 random(static_cast<unsigned>(seed));
  const int port = std::atoi(server_->address().substr(server_->address().rfind(':') + 1).c_str());
  for (int round = 0; round < 50; ++round) {
    std::string bytes(random() % 5000, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    if (round % 2 == 0) bytes = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes;
    SendToPort(port, bytes);
  }
  EXPECT_TRUE(Call(kCreate, GoodSubmission().SerializeAsString()).status.ok());
}

TEST_F(GrpcServerTest, RandomMessagesGetAnAnswerEach) {
  std::mt19937 random(20261122);
  const std::string whole = GoodSubmission().SerializeAsString();
  for (int round = 0; round < 200; ++round) {
    std::string bytes = whole.substr(0, random() % (whole.size() + 1));
    if (!bytes.empty()) bytes[random() % bytes.size()] = static_cast<char>(random());
    const grpc::StatusCode code = Call(kCreate, bytes).status.error_code();
    EXPECT_THAT(code, testing::AnyOf(grpc::StatusCode::OK, grpc::StatusCode::INVALID_ARGUMENT,
                                     grpc::StatusCode::NOT_FOUND, grpc::StatusCode::ALREADY_EXISTS,
                                     grpc::StatusCode::FAILED_PRECONDITION));
  }
}

}  // namespace
}  // namespace muster::grpc_port
