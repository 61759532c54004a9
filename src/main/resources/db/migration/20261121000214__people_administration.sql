-- What people are listed and searched by. Logins by bytes, so that one index serves both their order and their beginnings in
-- a database of any locale; those without a login come first.
CREATE INDEX app_user_by_login ON app_user ((coalesce(lower(login), '') COLLATE "C"), id);
CREATE INDEX app_user_by_last_sign_in
    ON app_user ((coalesce(last_sign_in_at, '-infinity'::timestamptz)) DESC, id DESC);

-- The words of a name, in small letters, for a search by their beginnings. Not by a parser of texts, which has opinions on
-- hosts and numbers: whatever lies between signs of punctuation is a word. Cut, because PostgreSQL takes words of 2 KB at
-- most and a name from elsewhere may be of any length.
ALTER TABLE profile ADD COLUMN words tsvector NOT NULL GENERATED ALWAYS AS (
    array_to_tsvector(array_remove(
        regexp_split_to_array(lower(left(name, 400)), '[\x01-\x2f\x3a-\x60\x7b-\x7f]+'), ''))) STORED;
CREATE INDEX profile_by_words ON profile USING gin (words);

-- One act on many people, who are decided on when it is previewed.
CREATE TABLE bulk_change (
    id uuid PRIMARY KEY,
    asked_by text NOT NULL,
    action text NOT NULL CHECK (action IN ('block', 'unblock', 'verify', 'unverify', 'grant', 'revoke')),
    role text,
    reason text,
    created_at timestamptz NOT NULL,
    -- until when it can be begun
    expires_at timestamptz NOT NULL,
    begun_at timestamptz,
    finished_at timestamptz,
    CHECK ((role IS NOT NULL) = (action IN ('grant', 'revoke'))),
    CHECK ((reason IS NOT NULL) = (action = 'block'))
);
CREATE INDEX bulk_change_by_age ON bulk_change (created_at);

-- No reference to app_user: whoever is gone meanwhile is told of as left out.
CREATE TABLE bulk_change_person (
    bulk_id uuid NOT NULL REFERENCES bulk_change ON DELETE CASCADE,
    user_id uuid NOT NULL,
    -- of the person when the change was previewed
    version bigint NOT NULL,
    -- absent: not their turn yet; else changed, or the code of why not
    outcome text,
    PRIMARY KEY (bulk_id, user_id)
);
