-- Counts of attempts, kept by the database in the statement that writes the attempts: what ON CONFLICT left out is not
-- counted, and what is rolled back was never counted.
--
-- Each statement leaves one row of counts in token_log_deltas; writers meet on no row. A timer folds them into the tables
-- below, and a reader adds what is not folded yet, so the sums are exact at every moment. Everything is counted by quarter of
-- an hour, as the offsets of all time zones are multiples of it.
CREATE TABLE token_log_deltas (
    id        bigint        GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    quarters  timestamptz[] NOT NULL,
    accounts  uuid[]        NOT NULL,
    envs      boolean[]     NOT NULL,
    methods   text[]        NOT NULL,
    successes integer[]     NOT NULL,
    errors    integer[]     NOT NULL
);
-- They live for seconds: compressing them would cost more than their room.
ALTER TABLE token_log_deltas
    ALTER COLUMN quarters SET STORAGE EXTERNAL,
    ALTER COLUMN accounts SET STORAGE EXTERNAL,
    ALTER COLUMN methods SET STORAGE EXTERNAL,
    ALTER COLUMN successes SET STORAGE EXTERNAL,
    ALTER COLUMN errors SET STORAGE EXTERNAL;

CREATE VIEW token_log_unfolded AS
SELECT cell.*
FROM token_log_deltas,
     unnest(quarters, accounts, envs, methods, successes, errors)
         AS cell (quarter, account_id, is_env_token, method, success, error);

-- A row an hour, with its four quarters side by side: a fourth of the rows, and as exact. The columns that change are in no
-- index and the pages have room, so that an update stays on its page.
CREATE TABLE token_log_hours (
    hour         timestamptz NOT NULL,
    is_env_token boolean     NOT NULL,
    method       text        NOT NULL,
    success_0    integer     NOT NULL,
    success_1    integer     NOT NULL,
    success_2    integer     NOT NULL,
    success_3    integer     NOT NULL,
    error_0      integer     NOT NULL,
    error_1      integer     NOT NULL,
    error_2      integer     NOT NULL,
    error_3      integer     NOT NULL,
    PRIMARY KEY (hour, is_env_token, method)
) WITH (fillfactor = 70);

CREATE TABLE token_log_account_hours (
    account_id   uuid        NOT NULL,
    hour         timestamptz NOT NULL,
    is_env_token boolean     NOT NULL,
    method       text        NOT NULL,
    success_0    integer     NOT NULL,
    success_1    integer     NOT NULL,
    success_2    integer     NOT NULL,
    success_3    integer     NOT NULL,
    error_0      integer     NOT NULL,
    error_1      integer     NOT NULL,
    error_2      integer     NOT NULL,
    error_3      integer     NOT NULL,
    PRIMARY KEY (account_id, hour, is_env_token, method)
) WITH (fillfactor = 70);
-- For the retention alone, which looks for the oldest.
CREATE INDEX token_log_account_hours_by_age ON token_log_account_hours USING brin (hour);

-- Since ever: the counts that an account is shown with outlive its hours.
CREATE TABLE token_log_accounts (
    account_id uuid   PRIMARY KEY,
    success    bigint NOT NULL,
    error      bigint NOT NULL
) WITH (fillfactor = 70);

CREATE FUNCTION token_logs_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO token_log_deltas (quarters, accounts, envs, methods, successes, errors)
    SELECT array_agg(quarter), array_agg(account_id), array_agg(is_env_token), array_agg(method), array_agg(success),
           array_agg(error)
    FROM (SELECT date_bin('15 minutes', "timestamp", 'epoch') AS quarter, account_id, is_env_token, method,
                 count(*) FILTER (WHERE status = 'success')::integer AS success,
                 count(*) FILTER (WHERE status = 'error')::integer AS error
          FROM fresh
          GROUP BY 1, 2, 3, 4) AS counted
    HAVING count(*) > 0;
    RETURN NULL;
END
$$;

-- A trigger rather than a part of the writers' statement: a node of the version before counts, too.
CREATE TRIGGER token_logs_counted AFTER INSERT ON token_logs
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION token_logs_count();

-- What was there before. The trigger's lock keeps writers out until this is committed.
INSERT INTO token_log_deltas (quarters, accounts, envs, methods, successes, errors)
SELECT array_agg(quarter), array_agg(account_id), array_agg(is_env_token), array_agg(method), array_agg(success),
       array_agg(error)
FROM (SELECT date_bin('15 minutes', "timestamp", 'epoch') AS quarter, account_id, is_env_token, method,
             count(*) FILTER (WHERE status = 'success')::integer AS success,
             count(*) FILTER (WHERE status = 'error')::integer AS error
      FROM token_logs
      GROUP BY 1, 2, 3, 4) AS counted
GROUP BY quarter;

-- Folds the oldest deltas, at most so many, and says how many they were. One at a time: another that comes meanwhile has
-- nothing to do. Exact whoever calls it, as a delta is deleted in the statement that adds it.
CREATE FUNCTION token_logs_fold(most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    folded integer;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('token_logs_fold')) THEN
        RETURN 0;
    END IF;
    WITH taken AS (
        DELETE FROM token_log_deltas
        WHERE id IN (SELECT id FROM token_log_deltas ORDER BY id LIMIT most)
        RETURNING quarters, accounts, envs, methods, successes, errors
    ), cells AS MATERIALIZED (
        SELECT date_bin('1 hour', cell.quarter, 'epoch') AS hour,
               extract(minute FROM cell.quarter AT TIME ZONE 'UTC')::integer / 15 AS part,
               cell.account_id, cell.is_env_token, cell.method, cell.success, cell.error
        FROM taken,
             unnest(quarters, accounts, envs, methods, successes, errors)
                 AS cell (quarter, account_id, is_env_token, method, success, error)
    ), of_all AS (
        INSERT INTO token_log_hours AS kept
        SELECT hour, is_env_token, method,
               coalesce(sum(success) FILTER (WHERE part = 0), 0), coalesce(sum(success) FILTER (WHERE part = 1), 0),
               coalesce(sum(success) FILTER (WHERE part = 2), 0), coalesce(sum(success) FILTER (WHERE part = 3), 0),
               coalesce(sum(error) FILTER (WHERE part = 0), 0), coalesce(sum(error) FILTER (WHERE part = 1), 0),
               coalesce(sum(error) FILTER (WHERE part = 2), 0), coalesce(sum(error) FILTER (WHERE part = 3), 0)
        FROM cells
        GROUP BY hour, is_env_token, method
        ON CONFLICT (hour, is_env_token, method) DO UPDATE SET
            success_0 = kept.success_0 + excluded.success_0, success_1 = kept.success_1 + excluded.success_1,
            success_2 = kept.success_2 + excluded.success_2, success_3 = kept.success_3 + excluded.success_3,
            error_0 = kept.error_0 + excluded.error_0, error_1 = kept.error_1 + excluded.error_1,
            error_2 = kept.error_2 + excluded.error_2, error_3 = kept.error_3 + excluded.error_3
    ), of_accounts AS (
        INSERT INTO token_log_account_hours AS kept
        SELECT account_id, hour, is_env_token, method,
               coalesce(sum(success) FILTER (WHERE part = 0), 0), coalesce(sum(success) FILTER (WHERE part = 1), 0),
               coalesce(sum(success) FILTER (WHERE part = 2), 0), coalesce(sum(success) FILTER (WHERE part = 3), 0),
               coalesce(sum(error) FILTER (WHERE part = 0), 0), coalesce(sum(error) FILTER (WHERE part = 1), 0),
               coalesce(sum(error) FILTER (WHERE part = 2), 0), coalesce(sum(error) FILTER (WHERE part = 3), 0)
        FROM cells
        WHERE account_id IS NOT NULL
        GROUP BY account_id, hour, is_env_token, method
        ON CONFLICT (account_id, hour, is_env_token, method) DO UPDATE SET
            success_0 = kept.success_0 + excluded.success_0, success_1 = kept.success_1 + excluded.success_1,
            success_2 = kept.success_2 + excluded.success_2, success_3 = kept.success_3 + excluded.success_3,
            error_0 = kept.error_0 + excluded.error_0, error_1 = kept.error_1 + excluded.error_1,
            error_2 = kept.error_2 + excluded.error_2, error_3 = kept.error_3 + excluded.error_3
    ), since_ever AS (
        INSERT INTO token_log_accounts AS kept
        SELECT account_id, sum(success), sum(error)
        FROM cells
        WHERE account_id IS NOT NULL
        GROUP BY account_id
        ON CONFLICT (account_id) DO UPDATE SET
            success = kept.success + excluded.success, error = kept.error + excluded.error
    )
    SELECT count(*) INTO folded FROM taken;
    RETURN folded;
END
$$;

-- Errors are few, and they are what is looked for.
CREATE INDEX token_logs_errors ON token_logs ("timestamp" DESC, id DESC) WHERE status = 'error';
