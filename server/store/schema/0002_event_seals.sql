-- Seals of the event log: each over the seal before it and every event since, so that none of them
-- can be changed, added or taken away behind it without every later seal changing too.
CREATE TABLE event_seals (
  through_sequence INTEGER NOT NULL PRIMARY KEY,  -- the last event that it covers
  event_count INTEGER NOT NULL CHECK (event_count >= 1),
  time_us INTEGER NOT NULL,
  sha256 BLOB NOT NULL CHECK (length(sha256) = 32)
) STRICT;
