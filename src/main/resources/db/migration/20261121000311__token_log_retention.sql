-- From when on the log is kept. An attempt that comes later than this - it lay on the disk of a node that was away for months -
-- is not taken any more: whether it had been counted cannot be known when its day is gone.
CREATE TABLE token_log_horizon (
    one       boolean     PRIMARY KEY DEFAULT true CHECK (one),
    kept_from timestamptz NOT NULL
);
INSERT INTO token_log_horizon (kept_from) VALUES ('epoch');

-- Takes the oldest day before the given one out of the log and says which; NULL when there is none. Detached first and dropped
-- by itself, so that writers wait for a change of the catalogue and not for files to be deleted; and for that no longer than
-- the lock may be waited for, as whoever comes after a waiting lock waits with it.
CREATE FUNCTION token_logs_detach_day(before date) RETURNS date LANGUAGE plpgsql SET lock_timeout = '300ms' AS $$
DECLARE
    since timestamptz := before::timestamp AT TIME ZONE 'UTC';
    name  text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('token_logs_make_day'));
    UPDATE token_log_horizon SET kept_from = since WHERE kept_from < since;
    DELETE FROM token_logs_default WHERE "timestamp" < since;
    SELECT part.relname INTO name
    FROM pg_inherits
    JOIN pg_class AS part ON part.oid = inhrelid
    WHERE inhparent = 'token_logs'::regclass
      AND part.relname ~ '^token_logs_[0-9]{8}$'
      AND part.relname < 'token_logs_' || to_char(before, 'YYYYMMDD')
    ORDER BY part.relname
    LIMIT 1;
    IF name IS NULL THEN
        RETURN NULL;
    END IF;
    EXECUTE format('ALTER TABLE token_logs DETACH PARTITION %I', name);
    RETURN to_date(right(name, 8), 'YYYYMMDD');
END
$$;

-- Drops one day that is no part of the log any more; false when there is none.
CREATE FUNCTION token_logs_drop_detached() RETURNS boolean LANGUAGE plpgsql SET lock_timeout = '2s' AS $$
DECLARE
    name text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('token_logs_make_day'));
    SELECT relname INTO name
    FROM pg_class
    WHERE relname ~ '^token_logs_[0-9]{8}$' AND relkind = 'r' AND NOT relispartition AND pg_table_is_visible(oid)
    ORDER BY relname
    LIMIT 1;
    IF name IS NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('DROP TABLE IF EXISTS %I', name);
    RETURN true;
END
$$;
