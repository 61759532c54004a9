package io.pult.identity.factor;

import io.pult.infra.Digests;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A code on paper, for the day when the device is lost: 120 random bits as six groups of four letters and digits, without
 * those that people mistake for each other (Crockford's base 32). With so many bits (ASVS 6.5.2 wants 112) SHA-256 is
 * enough to keep it by: a slow hash protects what can be guessed.
 */
record RecoveryCode(String text) {
    static final int AT_ONCE = 10;

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int GROUPS = 6;
    private static final int GROUP = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    static List<RecoveryCode> make() {
        return Stream.generate(RecoveryCode::random).limit(AT_ONCE).toList();
    }

    private static RecoveryCode random() {
        var text = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP; i++) {
            if (i > 0 && i % GROUP == 0) {
                text.append('-');
            }
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return new RecoveryCode(text.toString());
    }

    /** The same for however a person types it: small letters, with or without hyphens, O for 0, I or L for 1. */
    String hash() {
        return Digests.sha256(text.toUpperCase(Locale.ROOT)
                .replaceAll("[\\s-]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1'));
    }

    @Override
    public String toString() {
        return "RecoveryCode[redacted]";
    }
}
