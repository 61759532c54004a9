package io.pult.identity.social;

import io.pult.bus.Failure;
import io.pult.bus.Json;
import io.pult.contract.identity.SocialProvider;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Launch data of a Mini App ({@code Telegram.WebApp.initData}): a query string, which is taken apart as it came and never
 * put together again. All fields but {@code hash} are signed, also {@code signature} and those that nobody knows yet.
 */
final class InitData {
    private InitData() {}

    private record TelegramUser(
            long id,
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String username,
            @Nullable String languageCode) {}

    /** @throws Failure UNAUTHENTICATED {@code social.proof_invalid} or {@code social.nobody} */
    static SignedPerson read(String raw, TelegramKey key) {
        Map<String, String> fields = fields(raw);
        String hash = fields.remove("hash");
        if (hash == null || !key.signed(fields, hash)) {
            throw SignedPerson.invalid();
        }
        String user = fields.get("user");
        if (user == null) {
            throw Failure.unauthenticated("social.nobody", "This launch of the app names nobody");
        }
        var authDate = SignedPerson.authDate(fields.getOrDefault("auth_date", ""));
        return new SignedPerson(person(user), authDate, hash);
    }

    private static Map<String, String> fields(String raw) {
        var fields = new HashMap<String, String>();
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = plain(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : plain(pair.substring(equals + 1));
            // Of two the one might be checked and the other used.
            if (fields.putIfAbsent(name, value) != null) {
                throw SignedPerson.invalid();
            }
        }
        return fields;
    }

    private static String plain(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw SignedPerson.invalid();
        }
    }

    private static ExternalPerson person(String json) {
        TelegramUser user;
        try {
            user = Json.readLeniently(json, TelegramUser.class);
        } catch (Failure e) {
            throw SignedPerson.invalid();
        }
        // The text "null" is well-formed.
        if (user == null || user.id <= 0) {
            throw SignedPerson.invalid();
        }
        return new ExternalPerson(
                SocialProvider.TELEGRAM,
                Long.toString(user.id),
                user.username,
                ExternalPerson.name(user.firstName, user.lastName),
                user.languageCode);
    }
}
