-- A failure that is the act's answer: nothing was done, and the key hears it again. A node of the version before knows the
-- row as one whose outcome is unknown.
ALTER TABLE idempotency
    DROP CONSTRAINT idempotency_state_check,
    ADD CONSTRAINT idempotency_state_check CHECK (state IN ('claimed', 'done', 'refused', 'unknown')),
    -- json, not jsonb: texts from outside may hold what jsonb refuses.
    ADD COLUMN refusal json,
    ADD CONSTRAINT idempotency_refusal_check CHECK (state <> 'refused' OR refusal IS NOT NULL);
