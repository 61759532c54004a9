package io.pult.vk;

import org.jspecify.annotations.Nullable;

/**
 * What an inbox item about a captcha is about: all that is needed to use its answer, on whichever node it arrives.
 *
 * @param member the token's name in the pool
 * @param epoch of the token; under another one the captcha is nobody's
 * @param challenge its {@link VkChallenge#id}
 */
record CaptchaSubject(String member, long epoch, String challenge) {
    /** @return absent when it is the subject of something else */
    static @Nullable CaptchaSubject read(String text) {
        String[] parts = text.split("/");
        return parts.length == 3 && parts[1].matches("\\d{1,18}")
                ? new CaptchaSubject(parts[0], Long.parseLong(parts[1]), parts[2])
                : null;
    }

    static CaptchaSubject of(PoolToken token, VkChallenge challenge) {
        return new CaptchaSubject(token.member(), token.epoch(), challenge.id());
    }

    String text() {
        return token() + "/" + challenge;
    }

    /** Of the captcha's token. */
    String token() {
        return token(member, epoch);
    }

    static String token(PoolToken token) {
        return token(token.member(), token.epoch());
    }

    private static String token(String member, long epoch) {
        return member + "/" + epoch;
    }
}
