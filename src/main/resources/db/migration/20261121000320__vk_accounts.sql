-- Accounts that were added by a link: until VK has told whose a screen name is, there is a name and no id.
ALTER TABLE system_accounts
    ALTER COLUMN vk_user_id DROP NOT NULL,
    -- In lower case, as it was typed.
    ADD COLUMN screen_name    text,
    -- The kind is a guess until VK has told what the name stands for.
    ADD COLUMN kind_open      boolean NOT NULL DEFAULT false,
    -- VK is still to be asked for what is missing: the id, the kind, the label.
    ADD COLUMN lookup         boolean NOT NULL DEFAULT false,
    ADD COLUMN expires_at     timestamptz,
    -- An envelope of infra's Secrets with all that VK ID wants to see for a new token; the hash is as token_hash.
    ADD COLUMN refresh        text,
    ADD COLUMN refresh_hash   text CONSTRAINT system_accounts_refresh_unique UNIQUE,
    -- Rises with each pair of tokens, whoever gives it: what was asked with an older pair must not overwrite a newer one.
    ADD COLUMN refresh_serial bigint  NOT NULL DEFAULT 0,
    -- No try before this; a try under way sets it ahead, so that no two nodes try at once.
    ADD COLUMN refresh_at     timestamptz,
    ADD COLUMN refresh_tries  integer NOT NULL DEFAULT 0,
    ADD COLUMN refreshed_at   timestamptz,
    -- A person was told that the token ends.
    ADD COLUMN expiry_warned  boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT system_accounts_named CHECK (vk_user_id IS NOT NULL OR screen_name IS NOT NULL),
    ADD CONSTRAINT system_accounts_refresh_whole CHECK ((refresh IS NULL) = (refresh_hash IS NULL)),
    ADD CONSTRAINT system_accounts_refresh_of_token CHECK (refresh IS NULL OR token IS NOT NULL);

CREATE INDEX system_accounts_by_owner ON system_accounts (vk_user_id, kind) WHERE deleted_at IS NULL;
-- VK passes over dots in names.
CREATE INDEX system_accounts_by_name ON system_accounts (replace(screen_name, '.', ''))
    WHERE deleted_at IS NULL AND screen_name IS NOT NULL;
CREATE INDEX system_accounts_lookups ON system_accounts (created_at, id) WHERE lookup AND deleted_at IS NULL;
CREATE INDEX system_accounts_ending ON system_accounts (expires_at)
    WHERE expires_at IS NOT NULL AND deleted_at IS NULL;
