package io.pult.identity.social;

import io.pult.bus.Failure;
import java.time.Duration;
import java.time.Instant;

/**
 * Something that Telegram has signed about a person, with a genuine signature.
 *
 * @param hash the signature, which is the same whatever way the fields were encoded
 */
record SignedPerson(ExternalPerson person, Instant authDate, String hash) {
    /** By which our clock may be behind Telegram's. */
    private static final Duration AHEAD = Duration.ofSeconds(60);

    /** @throws Failure UNAUTHENTICATED {@code social.proof_old} or {@code social.proof_from_future} */
    void requireYoung(Instant now, Duration oldest) {
        if (authDate.isBefore(now.minus(oldest))) {
            throw Failure.unauthenticated(
                    "social.proof_old", "What Telegram gave is older than " + oldest + "; open it anew");
        }
        if (authDate.isAfter(now.plus(AHEAD))) {
            throw Failure.unauthenticated(
                    "social.proof_from_future", "What Telegram gave is from the future; one of the clocks is wrong");
        }
    }

    /** A launch from a minute ahead of our clock was not made in the future. */
    Instant shownAt(Instant now) {
        return authDate.isAfter(now) ? now : authDate;
    }

    static Instant authDate(String seconds) {
        if (!seconds.matches("[0-9]{1,11}")) {
            throw invalid();
        }
        return Instant.ofEpochSecond(Long.parseLong(seconds));
    }

    /** One answer to all that can be wrong, which tells a forger nothing. */
    static Failure invalid() {
        return Failure.unauthenticated("social.proof_invalid", "This was not signed by Telegram for us");
    }

    @Override
    public String toString() {
        return "SignedPerson[" + person.id() + " at " + authDate + "]";
    }
}
