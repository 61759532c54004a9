package io.pult.identity.social;

import io.pult.contract.identity.SocialProvider;
import java.util.HashMap;
import java.util.Map;

/** Fields of Telegram's legacy Login Widget, from its redirect (all text) or its callback (numbers as numbers). */
final class LoginWidget {
    private LoginWidget() {}

    /** @throws io.pult.bus.Failure UNAUTHENTICATED {@code social.proof_invalid} */
    static SignedPerson read(Map<String, Object> given, TelegramKey key) {
        var fields = new HashMap<String, String>();
        given.forEach((name, value) -> fields.put(name, text(value)));
        String hash = fields.remove("hash");
        if (hash == null || !key.signed(fields, hash)) {
            throw SignedPerson.invalid();
        }
        String id = fields.getOrDefault("id", "");
        if (!id.matches("[1-9][0-9]{0,18}")) {
            throw SignedPerson.invalid();
        }
        var person = new ExternalPerson(
                SocialProvider.TELEGRAM,
                id,
                fields.get("username"),
                ExternalPerson.name(fields.get("first_name"), fields.get("last_name")),
                null);
        return new SignedPerson(person, SignedPerson.authDate(fields.getOrDefault("auth_date", "")), hash);
    }

    private static String text(Object value) {
        if (value instanceof String || value instanceof Integer || value instanceof Long) {
            return value.toString();
        }
        throw SignedPerson.invalid();
    }
}
