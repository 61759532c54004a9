-- People. A row without login and password is somebody who signs in with Telegram or Yandex alone.
CREATE TABLE app_user (
    id uuid PRIMARY KEY,
    -- as the person wrote it; compared without case
    login text,
    password_hash text,
    password_changed_at timestamptz,
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'blocked')),
    blocked_reason text,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_sign_in_at timestamptz,
    CHECK (password_hash IS NULL OR login IS NOT NULL)
);
CREATE UNIQUE INDEX app_user_login_unique ON app_user (lower(login));
CREATE INDEX app_user_by_age ON app_user (created_at DESC, id DESC);

CREATE TABLE profile (
    user_id uuid PRIMARY KEY REFERENCES app_user ON DELETE CASCADE,
    name text NOT NULL DEFAULT '',
    lang_code text NOT NULL DEFAULT 'en' CHECK (lang_code IN ('en', 'ru')),
    time_zone text NOT NULL DEFAULT 'UTC',
    verified_at timestamptz,
    verified_by text
);

CREATE TABLE user_role (
    user_id uuid NOT NULL REFERENCES app_user ON DELETE CASCADE,
    role text NOT NULL CHECK (role IN ('USER', 'ADMIN', 'SUPERUSER')),
    granted_by text NOT NULL,
    granted_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, role)
);
CREATE INDEX user_role_by_role ON user_role (role);

CREATE TABLE workspace (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE workspace_member (
    workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES app_user ON DELETE CASCADE,
    role text NOT NULL CHECK (role IN ('owner', 'operator', 'viewer')),
    since timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, user_id)
);
CREATE INDEX workspace_member_by_user ON workspace_member (user_id);

-- A session is one device of one person. Its refresh tokens are numbered; each follows from the session's id, its number and
-- a key that is not in the database, so that the active one can be handed out again to whoever lost the answer.
CREATE TABLE session (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES app_user ON DELETE CASCADE,
    client text NOT NULL CHECK (client IN ('browser', 'mini_app', 'api')),
    proof text NOT NULL,
    device text,
    address text,
    -- of the key that the refresh tokens follow from
    key_id text NOT NULL,
    refresh_number integer NOT NULL DEFAULT 0,
    refresh_hash text,
    rotated_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    -- when the person last showed who they are
    confirmed_at timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    ended_because text
);
CREATE INDEX session_of_user ON session (user_id, last_used_at DESC) WHERE ended_at IS NULL;
CREATE INDEX session_by_end ON session (coalesce(ended_at, expires_at));

-- What ends is a token, a session or all that a person holds: token_hash is the SHA-256 of the token, of 'session:<id>' or of
-- 'user:<id>'. A node of the version before takes the latter two for tokens that it has never seen.
COMMENT ON COLUMN revocation.token_hash IS 'SHA-256 of a token, of session:<id> or of user:<id>';
