-- Lists of VK that are read, or have been. A row stands by itself: its job is forgotten earlier.
CREATE TABLE list_syncs (
    id            uuid        PRIMARY KEY,
    kind          text        NOT NULL CHECK (kind IN ('group_members', 'wall_posts', 'likes')),
    target        jsonb       NOT NULL,
    state         text        NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
    job           uuid,
    -- Of the job when its state was last taken over; an older word of it comes too late.
    job_version   bigint      NOT NULL DEFAULT 0,
    -- Where it stands: moves in the statement that writes a step's items, so that a step counts once.
    step          integer     NOT NULL DEFAULT 0,
    cursor        text,
    last_done     bigint      NOT NULL DEFAULT 0,
    next_position bigint      NOT NULL DEFAULT 0,
    total         bigint,
    items         bigint      NOT NULL DEFAULT 0,
    error_code    text,
    error_message text,
    keep_days     integer     NOT NULL CHECK (keep_days BETWEEN 1 AND 365),
    created_by    text        NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    finished_at   timestamptz,
    looked_at     timestamptz NOT NULL DEFAULT now(),
    -- Gone for everybody; its items go in batches, the row after them.
    deleted_at    timestamptz,
    CHECK ((state IN ('succeeded', 'failed', 'cancelled')) = (finished_at IS NOT NULL))
);
CREATE INDEX list_syncs_by_created_at ON list_syncs (created_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX list_syncs_unfinished ON list_syncs (looked_at) WHERE finished_at IS NULL AND deleted_at IS NULL;
CREATE INDEX list_syncs_finished ON list_syncs (finished_at) WHERE finished_at IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX list_syncs_deleted ON list_syncs (deleted_at) WHERE deleted_at IS NOT NULL;

-- What was read. No reference to list_syncs: it would be looked up for each of millions of rows, and the statement that
-- writes them holds the row of their sync anyway.
CREATE TABLE list_sync_items (
    sync_id  uuid   NOT NULL,
    position bigint NOT NULL,
    vk_id    bigint NOT NULL,
    -- json, not jsonb: texts of VK may hold what jsonb refuses, and nobody looks inside.
    body     json,
    PRIMARY KEY (sync_id, position),
    UNIQUE (sync_id, vk_id)
);
