-- What administrators decide about the whole instance while it runs: one row, which is always there.
CREATE TABLE app_settings (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    registration_enabled boolean NOT NULL DEFAULT true,
    instance_name text NOT NULL DEFAULT 'Pult',
    lang_code text NOT NULL DEFAULT 'en' CHECK (lang_code IN ('en', 'ru')),
    version bigint NOT NULL DEFAULT 1
);
INSERT INTO app_settings DEFAULT VALUES;
