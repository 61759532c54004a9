-- Who did what, on what, from where and with which result, in all concerns. Cut by month (UTC): what is too old goes as a
-- whole month.
CREATE TABLE audit (
    -- of the row of the outbox that brought the entry: the same row may come twice
    id         uuid        NOT NULL,
    at         timestamptz NOT NULL,
    action     text        NOT NULL,
    object     text,
    subject    text        NOT NULL,
    address    text,
    request_id text        NOT NULL,
    result     text        NOT NULL,
    details    jsonb       NOT NULL,
    PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);
CREATE INDEX audit_by_subject ON audit (subject, at DESC, id DESC);
CREATE INDEX audit_by_object ON audit (object, at DESC, id DESC);
CREATE INDEX audit_by_action ON audit (action, at DESC, id DESC);
CREATE INDEX audit_by_request ON audit (request_id);

CREATE FUNCTION audit_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit is only ever added to' USING ERRCODE = 'insufficient_privilege';
END
$$;
-- By row, because such a trigger holds for each month as well, also when a statement names the month itself.
CREATE TRIGGER audit_stands BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_stands();
CREATE TRIGGER audit_stands_whole BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_stands();

-- Makes the partition of the month that begins on this day unless it is there. Attached rather than created in place, so
-- that writers of other months do not wait.
CREATE FUNCTION audit_make_month(month date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    name text := 'audit_' || to_char(month, 'YYYYMM');
BEGIN
    IF to_regclass(name) IS NOT NULL THEN
        RETURN false;
    END IF;
    -- Who waited for the lock may still see the catalogue of before, so creating says whether another was first.
    PERFORM pg_advisory_xact_lock(hashtext('audit_months'));
    BEGIN
        EXECUTE format('CREATE TABLE %I (LIKE audit INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
    EXCEPTION WHEN duplicate_table THEN
        RETURN false;
    END;
    EXECUTE format(
        'CREATE TRIGGER audit_stands_whole BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION audit_stands()', name);
    EXECUTE format(
        'ALTER TABLE audit ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
        name, month::timestamp AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC');
    RETURN true;
END
$$;

-- Drops the oldest month that was over before the given day, and says when it began; NULL when there is none. The lock is
-- not waited for long, as whoever comes after a waiting lock waits with it.
CREATE FUNCTION audit_drop_month(before date) RETURNS date LANGUAGE plpgsql SET lock_timeout = '300ms' AS $$
DECLARE
    name text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('audit_months'));
    SELECT part.relname INTO name
    FROM pg_inherits
    JOIN pg_class AS part ON part.oid = inhrelid
    WHERE inhparent = 'audit'::regclass AND part.relname < 'audit_' || to_char(before, 'YYYYMM')
    ORDER BY part.relname
    LIMIT 1;
    IF name IS NULL THEN
        RETURN NULL;
    END IF;
    EXECUTE format('DROP TABLE %I', name);
    RETURN to_date(right(name, 6), 'YYYYMM');
END
$$;

-- Since when somebody is being erased, which is asked for in one transaction and done in a later one. Whoever is, is
-- blocked, and nobody lifts that.
ALTER TABLE app_user
    ADD COLUMN erasing_since timestamptz,
    ADD CONSTRAINT app_user_erasing_is_blocked CHECK (erasing_since IS NULL OR status = 'blocked');

-- Who is gone, by the id alone, for the concerns that keep something of people. Numbers must become visible in their order,
-- as those of revocation: whoever inserts takes the lock in mode SHARE ROW EXCLUSIVE first.
CREATE TABLE erasure (
    seq     bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id uuid        NOT NULL UNIQUE,
    at      timestamptz NOT NULL
);
