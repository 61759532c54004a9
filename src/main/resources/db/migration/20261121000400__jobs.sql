-- Work that waits for a machine.
CREATE TABLE job (
    id            uuid        PRIMARY KEY,
    kind          text        NOT NULL,
    state         text        NOT NULL
                  CHECK (state IN ('queued', 'running', 'cancelling', 'cancelled', 'succeeded', 'failed')),
    -- Copied from the kind, so that a node of another release walks the job as it was started.
    legs          text[]      NOT NULL CHECK (cardinality(legs) > 0),
    single        boolean     NOT NULL,
    time_limit_ms bigint      NOT NULL CHECK (time_limit_ms > 0),
    args          jsonb       NOT NULL,
    start_key     text,
    -- Where it stands.
    leg           integer     NOT NULL DEFAULT 0,
    step          integer     NOT NULL DEFAULT 0,
    cursor        text,
    done          bigint      NOT NULL DEFAULT 0,
    leg_done      bigint      NOT NULL DEFAULT 0,
    leg_total     bigint,
    progress      double precision CHECK (progress BETWEEN 0 AND 1),
    attempts      integer     NOT NULL DEFAULT 0,
    error_code    text,
    error_message text,
    -- Who walks it: every write of the engine is fenced by both.
    owner         uuid        REFERENCES node ON DELETE SET NULL,
    epoch         bigint      NOT NULL DEFAULT 0,
    due_at        timestamptz NOT NULL DEFAULT now(),
    deadline      timestamptz NOT NULL,
    created_by    text        NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    started_at    timestamptz,
    finished_at   timestamptz,
    version       bigint      NOT NULL DEFAULT 1,
    CHECK ((state IN ('cancelled', 'succeeded', 'failed')) = (finished_at IS NOT NULL)),
    CHECK (finished_at IS NULL OR owner IS NULL)
);
CREATE UNIQUE INDEX job_single ON job (kind) WHERE single AND finished_at IS NULL;
CREATE UNIQUE INDEX job_start_key ON job (kind, start_key);
CREATE INDEX job_unfinished ON job (due_at, id) WHERE finished_at IS NULL;
CREATE INDEX job_owner ON job (owner) WHERE owner IS NOT NULL;
CREATE INDEX job_created_at ON job (created_at, id);
CREATE INDEX job_finished_at ON job (finished_at) WHERE finished_at IS NOT NULL;

-- Work that waits for a person. What the person answers is never here.
CREATE TABLE inbox (
    id              uuid        PRIMARY KEY,
    concern         text        NOT NULL,
    kind            text        NOT NULL,
    subject         text        NOT NULL,
    title           text        NOT NULL,
    fields          text[]      NOT NULL,
    details         jsonb       NOT NULL,
    state           text        NOT NULL CHECK (state IN ('open', 'answered', 'withdrawn')),
    opened_at       timestamptz NOT NULL DEFAULT now(),
    closed_at       timestamptz,
    closed_by       text,
    -- An answer is on its way to the concern; a second one waits until this is over.
    answering       uuid,
    answering_until timestamptz,
    CHECK ((state = 'open') = (closed_at IS NULL)),
    CHECK ((closed_at IS NULL) = (closed_by IS NULL)),
    CHECK ((answering IS NULL) = (answering_until IS NULL))
);
CREATE UNIQUE INDEX inbox_one_open ON inbox (concern, kind, subject) WHERE state = 'open';
CREATE INDEX inbox_opened_at ON inbox (opened_at, id);
CREATE INDEX inbox_closed_at ON inbox (closed_at) WHERE closed_at IS NOT NULL;
