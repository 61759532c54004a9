-- Accounts of VK whose tokens serve the pool. A deleted one stays without its token, as the log refers to it.
CREATE TABLE system_accounts (
    id            uuid        PRIMARY KEY,
    vk_user_id    bigint      NOT NULL,
    kind          text        NOT NULL CHECK (kind IN ('service', 'community', 'user')),
    status        text        NOT NULL DEFAULT 'unknown'
        CHECK (status IN ('active', 'cooling', 'error', 'unknown', 'disabled', 'needs_human', 'expired')),
    status_reason text,
    until         timestamptz,
    label         text        NOT NULL DEFAULT '',
    -- An envelope of infra's Secrets; the hash is keyed and says whether two tokens are the same, the hint is for people.
    token         text,
    token_hash    text        CONSTRAINT system_accounts_token_unique UNIQUE,
    token_hint    text,
    -- Rises with each token and each return to the pool: what a slower node learned of the token before is void.
    epoch         bigint      NOT NULL DEFAULT 1,
    version       bigint      NOT NULL DEFAULT 1,
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),
    deleted_at    timestamptz,
    CHECK ((token IS NULL) = (token_hash IS NULL)),
    CHECK (deleted_at IS NULL OR token IS NULL)
);
CREATE INDEX system_accounts_by_age ON system_accounts (created_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX system_accounts_by_label ON system_accounts (label, id) WHERE deleted_at IS NULL;

-- Every attempt to call VK. No reference to system_accounts: a row is written whatever has become of its account.
CREATE TABLE token_logs (
    id            uuid        NOT NULL,
    account_id    uuid,
    is_env_token  boolean     NOT NULL,
    method        text        NOT NULL,
    status        text        NOT NULL CHECK (status IN ('success', 'error')),
    error_details text,
    "timestamp"   timestamptz NOT NULL,
    attempt       integer     NOT NULL,
    duration_ms   bigint      NOT NULL,
    node          text        NOT NULL,
    -- The node names the attempt, so that a batch whose answer was lost can be written again.
    PRIMARY KEY ("timestamp", id)
) PARTITION BY RANGE ("timestamp");
CREATE INDEX token_logs_by_account ON token_logs (account_id, "timestamp" DESC, id DESC);

-- Takes what no day's partition is there for; empty as long as days are made ahead.
CREATE TABLE token_logs_default PARTITION OF token_logs DEFAULT;

-- Makes the partition of a day (UTC) unless it is there, and moves into it what had landed in the default one. Attached
-- rather than created in place, so that writers of other days do not wait.
CREATE FUNCTION token_logs_make_day(day date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    name  text        := 'token_logs_' || to_char(day, 'YYYYMMDD');
    since timestamptz := day::timestamp AT TIME ZONE 'UTC';
    till  timestamptz := (day + 1)::timestamp AT TIME ZONE 'UTC';
BEGIN
    IF to_regclass(name) IS NOT NULL THEN
        RETURN false;
    END IF;
    -- Two nodes that start at once make the same days. Who waited for the lock may still see the catalogue of before, so
    -- creating says whether the other was first.
    PERFORM pg_advisory_xact_lock(hashtext('token_logs_make_day'));
    BEGIN
        EXECUTE format('CREATE TABLE %I (LIKE token_logs INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
    EXCEPTION WHEN duplicate_table THEN
        RETURN false;
    END;
    LOCK TABLE token_logs_default IN ACCESS EXCLUSIVE MODE;
    EXECUTE format(
        'WITH moved AS (DELETE FROM token_logs_default WHERE "timestamp" >= $1 AND "timestamp" < $2 RETURNING *)
         INSERT INTO %I SELECT * FROM moved', name) USING since, till;
    EXECUTE format('ALTER TABLE token_logs ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, since, till);
    RETURN true;
END
$$;
