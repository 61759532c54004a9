package io.pult.identity.factor;

import io.pult.identity.PersonalData;
import io.pult.identity.PersonalRows;
import io.pult.infra.Sql;
import java.util.List;

/** What of second factors a person can take along: that there are some, since when, and what they called them. */
public final class FactorData {
    private FactorData() {}

    public static List<PersonalData> of(Sql sql) {
        return List.of(
                new PersonalRows(sql, "totp", """
                        SELECT created_at, activated_at FROM totp WHERE user_id = $1"""),
                new PersonalRows(sql, "recovery_codes", """
                        SELECT used_at IS NOT NULL AS used, used_at FROM recovery_code WHERE user_id = $1 ORDER BY code_hash"""),
                new PersonalRows(sql, "passkeys", """
                        SELECT id, name, created_at, last_used_at FROM passkey
                        WHERE user_id = $1 ORDER BY created_at DESC, id"""));
    }
}
