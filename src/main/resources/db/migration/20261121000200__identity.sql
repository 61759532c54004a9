-- API keys. The key itself is not here: 256 random bits need no slow hash, and SHA-256 is what a gateway can look up.
CREATE TABLE api_key (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    token_hash text NOT NULL CONSTRAINT api_key_token_hash_unique UNIQUE,
    hint text NOT NULL,
    scopes text[] NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz,
    revoked_at timestamptz,
    last_used_at timestamptz
);

CREATE INDEX api_key_by_age ON api_key (created_at DESC, id DESC) WHERE revoked_at IS NULL;

-- What gateways read each second. Numbers must become visible in their order, or a reader that has seen 7 would never
-- look for 6: whoever inserts takes the lock in mode SHARE ROW EXCLUSIVE first, which excludes itself.
CREATE TABLE revocation (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token_hash text NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
