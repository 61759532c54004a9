-- Exactly one row: the name of the cluster. Nodes on different stores never form one cluster, also on one machine.
CREATE TABLE instance (
    id         uuid        PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX instance_is_one ON instance ((true));
INSERT INTO instance (id) VALUES (gen_random_uuid());

-- The only clock that leases go by. A function of ours because a test has to step it, and the real one it cannot.
CREATE FUNCTION pult_now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now()';

-- One row for each start of a node. Whoever owns something references it with
--   owner uuid REFERENCES node ON DELETE SET NULL
-- so that sweeping the buried leaves no owner behind that nobody can find dead any more.
CREATE TABLE node (
    id          uuid        PRIMARY KEY,
    name        text        NOT NULL,
    host        text        NOT NULL,
    started_at  timestamptz NOT NULL,
    lease_until timestamptz NOT NULL,
    -- Set once and never taken back: from then on the incarnation cannot renew, and what it owned may be claimed.
    buried_at   timestamptz
);

-- What runs once in the cluster.
CREATE TABLE role (
    name  text   PRIMARY KEY,
    owner uuid   REFERENCES node ON DELETE SET NULL,
    epoch bigint NOT NULL
);

CREATE TABLE outbox (
    id         uuid        PRIMARY KEY,
    op         text        NOT NULL,
    body       jsonb       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    attempts   integer     NOT NULL DEFAULT 0,
    next_at    timestamptz NOT NULL DEFAULT now(),
    last_error text,
    -- The receiver will never take it as it is: waits for a person, and blocks nothing.
    parked_at  timestamptz
);
CREATE INDEX outbox_due ON outbox (next_at) WHERE parked_at IS NULL;

CREATE TABLE idempotency (
    subject       text        NOT NULL,
    op            text        NOT NULL,
    key           text        NOT NULL,
    body_hash     text        NOT NULL,
    state         text        NOT NULL CHECK (state IN ('claimed', 'done', 'unknown')),
    claim         uuid        NOT NULL,
    claimed_until timestamptz NOT NULL,
    reply         jsonb,
    created_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (subject, op, key),
    CHECK ((state = 'done') = (reply IS NOT NULL))
);
CREATE INDEX idempotency_created_at ON idempotency (created_at);
