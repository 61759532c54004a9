-- Locks that last longer than a minute: Redis is where they work, here is what it is filled from after it lost its data.
-- Kept for a day after their end, because the next one of the same kind is longer.
CREATE TABLE vk_locks (
    -- An account's id, or env: and the fingerprint of a token of the environment.
    member  text        NOT NULL,
    -- Empty: the whole token.
    method  text        NOT NULL,
    epoch   bigint      NOT NULL,
    code    integer     NOT NULL,
    until   timestamptz NOT NULL,
    strikes integer     NOT NULL,
    PRIMARY KEY (member, method)
);
CREATE INDEX vk_locks_by_end ON vk_locks (until);

-- When an account that is out is asked for again whether its token lives. Without a row, or under another epoch, it has
-- not been asked for yet.
CREATE TABLE vk_probes (
    account_id uuid        PRIMARY KEY REFERENCES system_accounts (id) ON DELETE CASCADE,
    epoch      bigint      NOT NULL,
    tries      integer     NOT NULL,
    next_at    timestamptz NOT NULL
);
