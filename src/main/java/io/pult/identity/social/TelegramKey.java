package io.pult.identity.social;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What Telegram signs with on behalf of a bot: HMAC-SHA256 under a key that follows from the bot's token, in one way for
 * Mini Apps and in another for the Login Widget (core.telegram.org/bots/webapps, …/widgets/login-legacy). Immutable.
 */
final class TelegramKey {
    private final byte[] key;

    private TelegramKey(byte[] key) {
        this.key = key;
    }

    static TelegramKey ofMiniApps(String botToken) {
        return new TelegramKey(hmac(utf8("WebAppData"), botToken));
    }

    static TelegramKey ofWidget(String botToken) {
        try {
            return new TelegramKey(MessageDigest.getInstance("SHA-256").digest(utf8(botToken)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    /** @return 64 hexadecimal digits in lower case */
    String sign(Map<String, String> fields) {
        String checked = fields.entrySet().stream()
                .sorted((a, b) -> Arrays.compareUnsigned(utf8(a.getKey()), utf8(b.getKey())))
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("\n"));
        return HexFormat.of().formatHex(hmac(key, checked));
    }

    /** Takes the same time whatever is wrong with the hash. */
    boolean signed(Map<String, String> fields, String hash) {
        return MessageDigest.isEqual(utf8(sign(fields)), utf8(hash));
    }

    private static byte[] hmac(byte[] key, String message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(utf8(message));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is part of every JDK", e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
