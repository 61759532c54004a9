CREATE INDEX workspace_by_age ON workspace (created_at DESC, id DESC);

-- Who holds the token may come in, once: taking it deletes the row. Of the token, 256 random bits, SHA-256 is kept.
CREATE TABLE workspace_invitation (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
    role text NOT NULL CHECK (role IN ('owner', 'operator', 'viewer')),
    token_hash text NOT NULL CONSTRAINT workspace_invitation_token_unique UNIQUE,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX workspace_invitation_by_age ON workspace_invitation (workspace_id, created_at DESC, id DESC);

-- A key without an owner was made on the machine itself. One of a person ends with the person: set to null, its owner would
-- make it a key of the machine.
ALTER TABLE api_key
    ADD COLUMN owner_id uuid REFERENCES app_user ON DELETE CASCADE,
    ADD COLUMN workspace_id uuid REFERENCES workspace ON DELETE CASCADE,
    ADD CONSTRAINT api_key_workspace_needs_owner CHECK (workspace_id IS NULL OR owner_id IS NOT NULL);
CREATE INDEX api_key_of_owner ON api_key (owner_id, created_at DESC, id DESC) WHERE revoked_at IS NULL;
CREATE INDEX api_key_of_workspace ON api_key (workspace_id) WHERE workspace_id IS NOT NULL;

-- A node of the version before does not look at the workspace: it must find no scope by a name that it knows.
COMMENT ON COLUMN api_key.scopes IS 'concern:level, of a key of a workspace concern:level@workspace';
