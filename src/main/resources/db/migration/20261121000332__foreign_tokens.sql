-- A probe without a next one: the token is somebody else's, and whose a token is does not change. Under another epoch, as
-- ever, the row counts for nothing.
ALTER TABLE vk_probes ALTER COLUMN next_at DROP NOT NULL;

-- So far the reason said so.
INSERT INTO vk_probes (account_id, epoch, tries, next_at)
SELECT id, epoch, 1, NULL
FROM system_accounts
WHERE status = 'error' AND status_reason LIKE 'the token %' AND deleted_at IS NULL AND token IS NOT NULL
ON CONFLICT (account_id) DO UPDATE SET epoch = excluded.epoch, tries = excluded.tries, next_at = NULL;
