-- Who somebody is elsewhere: found again by provider and id, never by a name, which may change hands there.
CREATE TABLE social_login (
    provider text NOT NULL CHECK (provider IN ('telegram', 'yandex')),
    external_id text NOT NULL,
    user_id uuid NOT NULL REFERENCES app_user ON DELETE CASCADE,
    -- as the provider had them at the last sign-in; for people to read
    username text,
    name text NOT NULL DEFAULT '',
    linked_at timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    CONSTRAINT social_login_pkey PRIMARY KEY (provider, external_id),
    CONSTRAINT social_login_one_each UNIQUE (user_id, provider)
);

-- Sign-ins on their way through a provider's page. What is secret about one follows from its state, of which only the hash
-- is here, and a key that is not in the database.
CREATE TABLE social_start (
    state_hash text PRIMARY KEY,
    provider text NOT NULL,
    redirect_uri text NOT NULL,
    client text NOT NULL CHECK (client IN ('browser', 'mini_app', 'api')),
    -- SHA-256 of what the browser that began holds in a cookie
    binding_hash text,
    -- who wants to link an account; absent: somebody who wants to sign in
    user_id uuid REFERENCES app_user ON DELETE CASCADE,
    key_id text NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX social_start_by_end ON social_start (expires_at);

-- What Telegram has signed and somebody has shown, so that nobody else shows it again: each opens one session of one device.
CREATE TABLE social_proof (
    hash text PRIMARY KEY,
    session_id uuid NOT NULL,
    client text NOT NULL,
    device text,
    used_at timestamptz NOT NULL
);
CREATE INDEX social_proof_by_age ON social_proof (used_at);
