-- A person's sessions are listed by age: by their last use the index would be written every time one is used, and a session
-- that is used while pages are read would slip through between them.
DROP INDEX session_of_user;
CREATE INDEX session_of_user ON session (user_id, created_at DESC, id DESC) WHERE ended_at IS NULL;
