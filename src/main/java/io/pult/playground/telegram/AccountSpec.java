package io.pult.playground.telegram;

import org.jspecify.annotations.Nullable;

/**
 * What an account is made of.
 *
 * @param phone digits alone
 * @param home data centre that it lives in
 * @param codeLength digits of the codes that it is sent, 1 to 9
 * @param password of the second step; null when it has none
 */
public record AccountSpec(
        String phone,
        int home,
        int codeLength,
        @Nullable String password,
        String firstName,
        String lastName,
        @Nullable String username,
        boolean premium) {

    public AccountSpec {
        if (!phone.matches("\\d{5,15}")) {
            throw new IllegalArgumentException("a phone is 5 to 15 digits, without a plus");
        }
        if (codeLength < 1 || codeLength > 9) {
            throw new IllegalArgumentException("a code has 1 to 9 digits");
        }
    }

    /** Of data centre 2, with codes of five digits and without a password. */
    public static AccountSpec of(String phone) {
        return new AccountSpec(phone, 2, 5, null, "Somebody", "", null, false);
    }

    public AccountSpec named(String first, String last) {
        return new AccountSpec(phone, home, codeLength, password, first, last, username, premium);
    }

    public AccountSpec withUsername(@Nullable String name) {
        return new AccountSpec(phone, home, codeLength, password, firstName, lastName, name, premium);
    }

    public AccountSpec withPassword(@Nullable String secret) {
        return new AccountSpec(phone, home, codeLength, secret, firstName, lastName, username, premium);
    }

    public AccountSpec at(int dc) {
        return new AccountSpec(phone, dc, codeLength, password, firstName, lastName, username, premium);
    }

    public AccountSpec withCodeLength(int digits) {
        return new AccountSpec(phone, home, digits, password, firstName, lastName, username, premium);
    }

    public AccountSpec withPremium(boolean has) {
        return new AccountSpec(phone, home, codeLength, password, firstName, lastName, username, has);
    }

    @Override
    public String toString() {
        return "AccountSpec[" + phone + "]";
    }
}
