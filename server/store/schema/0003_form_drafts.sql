-- Answers of people whose browser runs no script, between their pages.
CREATE TABLE form_drafts (
  key_sha256 BLOB NOT NULL CHECK (length(key_sha256) = 32),  -- of the private key
  form_id TEXT NOT NULL,
  parent_name TEXT NOT NULL,
  request_id BLOB NOT NULL CHECK (length(request_id) = 16),
  expire_time_us INTEGER NOT NULL,
  content BLOB NOT NULL,  -- encrypted with the key: as typed, or where the receipt is
  PRIMARY KEY (key_sha256, form_id, parent_name)
) STRICT;

CREATE INDEX form_drafts_by_expire_time ON form_drafts (expire_time_us);
