package io.pult.identity.factor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Codes by time (RFC 6238) as every authenticator application makes them: HMAC-SHA-1, 6 digits, steps of 30 seconds.
 *
 * <p>Not the library's own check: it takes the time from the system, accepts the current step alone, and accepts it as
 * often as it is shown.
 */
final class TotpCodes {
    static final int PERIOD_SECONDS = 30;

    /** Steps by which the clock of the device may differ, on either side. */
    private static final int WINDOW = 1;

    private static final int SIX_DIGITS = 1_000_000;

    private TotpCodes() {}

    static long step(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), (long) PERIOD_SECONDS);
    }

    /** The code of a step, as RFC 4226 section 5.3 cuts it out of the HMAC. */
    static String of(byte[] key, long step) {
        byte[] hash = hmac(key, ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        int offset = hash[hash.length - 1] & 0xf;
        int cut = ByteBuffer.wrap(hash).getInt(offset) & 0x7fff_ffff;
        int code = cut % SIX_DIGITS;
        return Integer.toString(SIX_DIGITS + code).substring(1);
    }

    /**
     * @param lastStep whose code was accepted before: its code and older ones are not accepted again, wherever the clock
     *     stands now
     * @return the step whose code this is
     */
    static OptionalLong accepted(byte[] key, String code, Instant now, @Nullable Long lastStep) {
        long current = step(now);
        OptionalLong found = OptionalLong.empty();
        // Every step is looked at, so that the time it takes says nothing of which one fits.
        for (long step = current - WINDOW; step <= current + WINDOW; step++) {
            if (same(of(key, step), code) && (lastStep == null || step > lastStep) && found.isEmpty()) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    private static boolean same(String wanted, String shown) {
        return MessageDigest.isEqual(wanted.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA1 is part of every JDK", e);
        }
    }
}
