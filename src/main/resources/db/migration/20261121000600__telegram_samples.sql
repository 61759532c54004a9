-- How all accounts were, once in a quarter of an hour; a quarter in which no node ran has no row.
CREATE TABLE telegram_sample (
    -- The quarter's beginning.
    at       timestamptz PRIMARY KEY,
    accounts integer     NOT NULL,
    -- Without those that wait out a flood.
    ready    integer     NOT NULL,
    flood    integer     NOT NULL,
    lost     integer     NOT NULL
);
