-- Second factors. A person has one when an activated totp or a passkey is there; recovery codes only stand in for them.
CREATE TABLE totp (
    user_id uuid PRIMARY KEY REFERENCES app_user ON DELETE CASCADE,
    -- an envelope, opened under the place totp.secret:<user_id>
    secret text NOT NULL,
    created_at timestamptz NOT NULL,
    -- absent: nobody has shown yet that a device has the secret
    activated_at timestamptz,
    -- the latest time step whose code was accepted: neither it nor an earlier one is accepted again
    last_step bigint
);

-- 120 random bits each need no slow hash: there is nothing to guess from.
CREATE TABLE recovery_code (
    user_id uuid NOT NULL REFERENCES app_user ON DELETE CASCADE,
    code_hash text NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (user_id, code_hash)
);

CREATE TABLE passkey (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES app_user ON DELETE CASCADE,
    name text NOT NULL,
    -- base64url, as the authenticator chose it
    credential_id text NOT NULL CONSTRAINT passkey_credential_unique UNIQUE,
    -- base64url of the COSE key
    public_key text NOT NULL,
    aaguid text NOT NULL,
    -- of signatures; 0 for authenticators that do not count
    sign_count bigint NOT NULL,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz
);
CREATE INDEX passkey_of_user ON passkey (user_id, created_at);

-- What an authenticator is to sign, once.
CREATE TABLE passkey_challenge (
    -- SHA-256 of what it is for and of whom it is bound to: a sign-in's token, a second step's token, a session
    handle text PRIMARY KEY,
    challenge text NOT NULL,
    -- of whoever asked without being signed in
    address text,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX passkey_challenge_by_end ON passkey_challenge (expires_at);
CREATE INDEX passkey_challenge_of_address ON passkey_challenge (address) WHERE address IS NOT NULL;

-- A sign-in that has shown one factor and waits for another.
CREATE TABLE second_step (
    token_hash text PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES app_user ON DELETE CASCADE,
    first_proof text NOT NULL,
    client text NOT NULL CHECK (client IN ('browser', 'mini_app', 'api')),
    device text,
    methods text[] NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    -- as it was when the step began: after another change of the password the step is over
    password_changed_at timestamptz,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX second_step_of_user ON second_step (user_id, created_at);
CREATE INDEX second_step_by_end ON second_step (expires_at);

-- Wrong codes, for as long as they slow their person down.
CREATE TABLE factor_failure (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES app_user ON DELETE CASCADE,
    at timestamptz NOT NULL
);
CREATE INDEX factor_failure_of_user ON factor_failure (user_id, at);
