package io.pult.identity;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A hash as it is kept: {@code $argon2id$v=19$m=19456,t=2,p=1$<salt>$<tag>}, both in Base64 without padding (the string
 * format of the Password Hashing Competition).
 */
final class PasswordHash {
    private static final Pattern FORM =
            Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([A-Za-z0-9+/]{11,86})\\$"
                    + "([A-Za-z0-9+/]{16,86})");

    private final Cost cost;
    private final byte[] salt;
    private final byte[] tag;

    /** @param memory KiB */
    record Cost(int memory, int passes, int parallelism) {}

    PasswordHash(Cost cost, byte[] salt, byte[] tag) {
        this.cost = cost;
        this.salt = salt.clone();
        this.tag = tag.clone();
    }

    /** @throws IllegalArgumentException when it is not of this form, or would cost more than any setting allows */
    static PasswordHash parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a stored password hash is not in the form that is kept here");
        }
        var cost = new Cost(number(parts, 1), number(parts, 2), number(parts, 3));
        if (cost.memory > PasswordSettings.MOST_MEMORY || cost.passes == 0 || cost.parallelism == 0) {
            throw new IllegalArgumentException("a stored password hash names a cost beyond reason: " + cost);
        }
        var base64 = Base64.getDecoder();
        return new PasswordHash(cost, base64.decode(parts.group(4)), base64.decode(parts.group(5)));
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }

    Cost cost() {
        return cost;
    }

    byte[] salt() {
        return salt.clone();
    }

    byte[] tag() {
        return tag.clone();
    }

    String text() {
        var base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + cost.memory + ",t=" + cost.passes + ",p=" + cost.parallelism + "$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(tag);
    }

    @Override
    public String toString() {
        return "PasswordHash[redacted]";
    }
}
