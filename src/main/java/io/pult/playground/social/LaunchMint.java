package io.pult.playground.social;

import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes launch data of a Mini App, as Telegram's clients hand it to one. */
final class LaunchMint {
    private LaunchMint() {}

    static String launch(String botToken, SocialPerson person, Instant at) {
        var user = new JsonObject()
                .put("id", person.id())
                .put("first_name", person.firstName())
                .put("last_name", person.lastName())
                .put("username", person.username())
                .put("language_code", person.language());
        Map<String, String> fields = new TreeMap<>();
        fields.put("auth_date", Long.toString(at.getEpochSecond()));
        fields.put("chat_instance", "1");
        fields.put("chat_type", "sender");
        fields.put("query_id", Codes.random());
        fields.put("signature", Codes.random());
        // Telegram escapes slashes, and whoever writes the JSON anew before checking fails.
        fields.put("user", user.encode().replace("/", "\\/"));
        String checked = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("\n"));
        byte[] key = hmac("WebAppData".getBytes(StandardCharsets.UTF_8), botToken);
        fields.put("hash", HexFormat.of().formatHex(hmac(key, checked)));
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8)
                                .replace("+", "%20"))
                .collect(Collectors.joining("&"));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is part of every JDK", e);
        }
    }
}
