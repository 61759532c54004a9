CREATE TABLE proxies (
    id           uuid        PRIMARY KEY,
    kind         text        NOT NULL CHECK (kind IN ('socks5', 'mtproxy')),
    host         text        NOT NULL,
    port         integer     NOT NULL CHECK (port BETWEEN 1 AND 65535),
    username     text,
    -- Envelope: the password of a SOCKS5 proxy, the secret of an MTProxy.
    secret       text,
    label        text        NOT NULL DEFAULT '',
    max_accounts integer     NOT NULL CHECK (max_accounts BETWEEN 1 AND 10000),
    -- What the last check saw.
    checked_at   timestamptz,
    reachable    boolean,
    latency_ms   integer,
    exit_country text,
    check_error  text,
    version      bigint      NOT NULL DEFAULT 1,
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX proxies_address_unique ON proxies (host, port, (coalesce(username, '')));
CREATE INDEX proxies_by_created_at ON proxies (created_at DESC, id DESC);

-- Under which application accounts of a workspace sign in.
CREATE TABLE telegram_app (
    workspace_id uuid        PRIMARY KEY CONSTRAINT telegram_app_workspace REFERENCES workspace ON DELETE CASCADE,
    api_id       integer     NOT NULL,
    -- Envelope.
    api_hash     text        NOT NULL,
    updated_at   timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE accounts (
    id           uuid        PRIMARY KEY,
    -- Absent: it is the instance's, and for administrators alone.
    workspace_id uuid        CONSTRAINT accounts_workspace REFERENCES workspace,
    name         text        NOT NULL DEFAULT '',
    -- E.164 with "+"; absent until Telegram has told it of an imported session.
    phone        text        CONSTRAINT accounts_phone_unique UNIQUE,
    -- What its owner wants.
    status       text        NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'paused')),
    labels       text[]      NOT NULL DEFAULT '{}',
    api_id       integer,
    -- Envelope.
    api_hash     text,
    -- Chosen once, when it first connects, and kept: a session that is seen from two addresses dies.
    way          text        NOT NULL DEFAULT 'unchosen' CHECK (way IN ('unchosen', 'direct', 'proxy')),
    proxy_id     uuid        CONSTRAINT accounts_proxy_in_use REFERENCES proxies,
    telegram_id  bigint,
    username     text,
    -- Of the last change upon which whoever holds the session has to act; absent: it has.
    unsettled    uuid,
    created_by   text        NOT NULL,
    version      bigint      NOT NULL DEFAULT 1,
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now(),
    CHECK ((way = 'proxy') = (proxy_id IS NOT NULL)),
    CHECK ((api_id IS NULL) = (api_hash IS NULL))
);
CREATE INDEX accounts_by_created_at ON accounts (created_at DESC, id DESC);
CREATE INDEX accounts_of_workspace ON accounts (workspace_id, created_at DESC, id DESC);
CREATE INDEX accounts_of_proxy ON accounts (proxy_id) WHERE proxy_id IS NOT NULL;
CREATE INDEX accounts_unsettled ON accounts (id) WHERE unsettled IS NOT NULL;
CREATE INDEX accounts_of_person ON accounts (telegram_id) WHERE telegram_id IS NOT NULL;
CREATE INDEX accounts_labels ON accounts USING gin (labels);

-- For the fence of what an owner writes: an incarnation that was given up has nothing to say, though nobody has claimed its
-- sessions yet.
CREATE FUNCTION pult_unburied(incarnation uuid) RETURNS boolean LANGUAGE sql STABLE
    AS 'SELECT EXISTS (SELECT FROM node WHERE id = incarnation AND buried_at IS NULL)';

-- One row an account. Whoever is the owner, by (owner, epoch), may connect; nobody else ever does.
CREATE TABLE telegram_session (
    account_id   uuid        PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
    owner        uuid        REFERENCES node ON DELETE SET NULL,
    epoch        bigint      NOT NULL DEFAULT 0,
    state        text        NOT NULL DEFAULT 'new'
                 CHECK (state IN ('new', 'code_sent', 'password_needed', 'ready', 'frozen', 'lost', 'banned', 'exported', 'stopped')),
    -- Why the state is what it is: a code of the catalogue of errors.
    reason       text,
    -- Of the auth key: SHA1(key)[12..20], little-endian. A key exists once in an instance, whoever brings it.
    key_id       bigint      CONSTRAINT telegram_session_key_unique UNIQUE,
    dc           integer,
    -- What the client saved, sealed.
    envelope     text,
    saved_at     timestamptz,
    signed_in_at timestamptz,
    changed_at   timestamptz NOT NULL DEFAULT now(),
    -- Should be held by some node, connected or resting.
    wanted       boolean     GENERATED ALWAYS AS (envelope IS NOT NULL AND state IN ('ready', 'frozen')) STORED
) WITH (fillfactor = 70);
CREATE INDEX telegram_session_free ON telegram_session (account_id) WHERE wanted AND owner IS NULL;
CREATE INDEX telegram_session_signing_in ON telegram_session (account_id) WHERE state IN ('code_sent', 'password_needed');
CREATE INDEX telegram_session_owned ON telegram_session (owner) WHERE owner IS NOT NULL;

-- The nodes that hold sessions, as they last told of themselves.
CREATE TABLE telegram_node (
    node       uuid        PRIMARY KEY REFERENCES node ON DELETE CASCADE,
    -- Takes nothing any more: it hands over what it holds.
    leaving    boolean     NOT NULL DEFAULT false,
    vitals     jsonb       NOT NULL DEFAULT '{}',
    told_at    timestamptz NOT NULL DEFAULT now()
);

-- Who held what from when to when, and why.
CREATE TABLE telegram_claim (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id uuid        NOT NULL,
    node       uuid        NOT NULL,
    node_name  text        NOT NULL,
    epoch      bigint      NOT NULL,
    kind       text        NOT NULL CHECK (kind IN ('claimed', 'released')),
    reason     text        NOT NULL,
    at         timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX telegram_claim_of_account ON telegram_claim (account_id, id DESC);
CREATE INDEX telegram_claim_of_node ON telegram_claim (node_name, id DESC);
CREATE INDEX telegram_claim_by_age ON telegram_claim (at);

-- Waits that Telegram ordered; they end by time alone.
CREATE TABLE telegram_flood (
    account_id uuid        NOT NULL REFERENCES accounts ON DELETE CASCADE,
    method     text        NOT NULL,
    -- Empty: of the method everywhere.
    chat       text        NOT NULL DEFAULT '',
    error      text        NOT NULL,
    seconds    integer     NOT NULL,
    seen_at    timestamptz NOT NULL DEFAULT now(),
    until      timestamptz NOT NULL,
    PRIMARY KEY (account_id, method, chat)
);
CREATE INDEX telegram_flood_over ON telegram_flood (until);

-- What other concerns want to be told of, through which account.
CREATE TABLE telegram_watch (
    account_id uuid        NOT NULL REFERENCES accounts ON DELETE CASCADE,
    kind       text        NOT NULL CHECK (kind IN ('presence', 'channel')),
    peer       bigint      NOT NULL,
    username   text,
    asked_by   text        NOT NULL,
    since      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, kind, peer, asked_by)
);

-- Lines of an import; what they brought is erased from here when it is taken or refused.
CREATE TABLE account_import (
    id           uuid        PRIMARY KEY,
    workspace_id uuid,
    job          uuid,
    created_by   text        NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE account_import_line (
    import_id  uuid    NOT NULL REFERENCES account_import ON DELETE CASCADE,
    line       integer NOT NULL,
    name       text    NOT NULL DEFAULT '',
    labels     text[]  NOT NULL DEFAULT '{}',
    -- Envelope of the session string.
    session    text,
    result     text    NOT NULL DEFAULT 'waiting' CHECK (result IN ('waiting', 'imported', 'refused')),
    account_id uuid,
    code       text,
    message    text,
    PRIMARY KEY (import_id, line)
);
