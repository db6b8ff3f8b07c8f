-- For lists of a call's submissions in order of time.
CREATE INDEX submissions_by_call ON submissions (call_name, id);
