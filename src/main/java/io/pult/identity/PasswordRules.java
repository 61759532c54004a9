package io.pult.identity;

import io.pult.bus.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a login and a new password have to be. A password may consist of whatever characters: length is what makes it hard
 * to guess, and the list of what everybody tries first. Immutable, thread-safe.
 */
final class PasswordRules {
    static final int SHORTEST = 8;
    static final int LONGEST = 128;

    private static final String COMMON = "passwords/common.txt";
    private static final Pattern LOGIN = Pattern.compile("[A-Za-z0-9._@-]{3,64}");

    /** Words that whoever guesses at this very system tries, with whatever follows to make up the length. */
    private static final Set<String> OURS = Set.of(
            "pult",
            "pultpult",
            "admin",
            "adminadmin",
            "administrator",
            "superuser",
            "operator",
            "telegram",
            "playground",
            "пульт",
            "пароль",
            "админ",
            "администратор");

    private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}]+");

    /** From here on what follows one of our words is a password by itself. */
    private static final int LONG = 16;

    private final Set<String> common;

    private PasswordRules(Set<String> common) {
        this.common = common;
    }

    /** Reads the program's own list: not to be called on an event loop. */
    static PasswordRules load() {
        var in = Objects.requireNonNull(PasswordRules.class.getClassLoader().getResourceAsStream(COMMON), COMMON);
        try (var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return new PasswordRules(lines.lines().collect(Collectors.toUnmodifiableSet()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws Failure UNPROCESSABLE {@code login.invalid} */
    static void requireLogin(String login) {
        if (!LOGIN.matcher(login).matches()) {
            throw Failure.unprocessable(
                    "login.invalid", "A login has 3 to 64 characters: Latin letters, digits, dot, hyphen, _ and @");
        }
    }

    /** @throws Failure UNPROCESSABLE {@code password.too_short}, {@code .too_long}, {@code .too_common} or {@code .is_login} */
    void requireGood(String password, String login) {
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST) {
            throw Failure.unprocessable(
                    "password.too_short", "A password has at least " + SHORTEST + " characters; four words are better");
        }
        if (length > LONGEST) {
            throw Failure.unprocessable("password.too_long", "A password has at most " + LONGEST + " characters");
        }
        String plain = plain(password);
        if (common.contains(plain) || madeOfOurWords(plain)) {
            throw Failure.unprocessable(
                    "password.too_common", "This password is one of those that are tried first; choose another");
        }
        if (madeOfLogin(plain, plain(login))) {
            throw Failure.unprocessable("password.is_login", "This password is hardly more than the login");
        }
    }

    /** A short login is part of many a good password, so what counts is what the login leaves of it. */
    private static boolean madeOfLogin(String password, String login) {
        return password.contains(login) && password.replace(login, "").length() < SHORTEST;
    }

    private static boolean madeOfOurWords(String password) {
        return password.length() < LONG
                && OURS.contains(NO_LETTERS.matcher(password).replaceAll(""));
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}
