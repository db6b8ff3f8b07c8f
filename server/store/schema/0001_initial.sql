-- Times are microseconds since 1970-01-01T00:00:00Z. Ids are UUIDs of version 7: 16 octets, in order
-- of time. A message is stored as its own bytes; beside it stand the columns that are searched,
-- sorted or constrained, and those that are asked for often come before it in the row.

-- Secrets of this store, by name.
CREATE TABLE secrets (
  name TEXT NOT NULL PRIMARY KEY,
  value BLOB NOT NULL,
  create_time_us INTEGER NOT NULL
) STRICT;

-- Calls for evidence.
CREATE TABLE calls (
  name TEXT NOT NULL PRIMARY KEY,  -- calls/{call}
  revision INTEGER NOT NULL CHECK (revision >= 1),
  open_time_us INTEGER NOT NULL,
  close_time_us INTEGER NOT NULL,
  update_time_us INTEGER NOT NULL,
  message BLOB NOT NULL  -- muster.v1.Call
) STRICT;

-- Conferences.
CREATE TABLE conferences (
  name TEXT NOT NULL PRIMARY KEY,  -- conferences/{conference}
  revision INTEGER NOT NULL CHECK (revision >= 1),
  booking_open_time_us INTEGER NOT NULL,
  booking_close_time_us INTEGER NOT NULL,
  update_time_us INTEGER NOT NULL,
  message BLOB NOT NULL  -- muster.v1.Conference without places_left
) STRICT;

-- The places of each conference: a row of its own because it is written with every booking.
CREATE TABLE conference_places (
  conference_name TEXT NOT NULL PRIMARY KEY REFERENCES conferences (name),
  place_count INTEGER NOT NULL,
  places_taken INTEGER NOT NULL,
  CHECK (places_taken BETWEEN 0 AND place_count)
) STRICT;

-- Submissions.
CREATE TABLE submissions (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  call_name TEXT NOT NULL REFERENCES calls (name),
  reference TEXT NOT NULL UNIQUE,
  state INTEGER NOT NULL,  -- muster.v1.SubmissionState
  revision INTEGER NOT NULL CHECK (revision >= 1),
  create_time_us INTEGER NOT NULL,
  update_time_us INTEGER NOT NULL,
  content_sha256 BLOB NOT NULL CHECK (length(content_sha256) = 32),
  content BLOB NOT NULL,  -- muster.v1.SubmissionContent
  consents BLOB NOT NULL  -- muster.v1.Receipt with only `consents`: the statements as shown
) STRICT;

-- Bookings.
CREATE TABLE bookings (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  conference_name TEXT NOT NULL REFERENCES conferences (name),
  reference TEXT NOT NULL UNIQUE,
  state INTEGER NOT NULL,  -- muster.v1.BookingState
  revision INTEGER NOT NULL CHECK (revision >= 1),
  create_time_us INTEGER NOT NULL,
  update_time_us INTEGER NOT NULL,
  content_sha256 BLOB NOT NULL CHECK (length(content_sha256) = 32),
  content BLOB NOT NULL  -- muster.v1.BookingContent
) STRICT;

-- What each request id made, so that a repeat makes nothing.
CREATE TABLE request_ids (
  request_id BLOB NOT NULL PRIMARY KEY CHECK (length(request_id) = 16),
  kind TEXT NOT NULL,  -- table of the resource
  parent_name TEXT NOT NULL,
  resource_id BLOB NOT NULL,
  content_sha256 BLOB NOT NULL CHECK (length(content_sha256) = 32)
) STRICT;

-- Every change, in the order in which they were committed; written in the transaction of the change.
CREATE TABLE events (
  sequence INTEGER NOT NULL PRIMARY KEY,
  time_us INTEGER NOT NULL,
  kind TEXT NOT NULL,  -- "submission.created"
  resource_name TEXT NOT NULL,
  revision INTEGER NOT NULL,  -- of the resource, after the change
  content_sha256 BLOB NOT NULL,  -- of what the resource then said
  message BLOB  -- what the resource then said, where its own row will not keep it
) STRICT;
