package io.pult.identity.social;

import io.pult.identity.PersonalData;
import io.pult.identity.PersonalRows;
import io.pult.infra.Sql;

/** By whom else a person is known here, and as whom. */
public final class SocialData {
    private SocialData() {}

    public static PersonalData of(Sql sql) {
        return new PersonalRows(sql, "social_logins", """
                SELECT provider, external_id, username, name, linked_at, last_used_at
                FROM social_login WHERE user_id = $1 ORDER BY linked_at DESC, provider""");
    }
}
