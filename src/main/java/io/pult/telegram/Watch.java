package io.pult.telegram;

import org.jspecify.annotations.Nullable;

/**
 * What a concern wants to be told of through an account.
 *
 * @param peer id of a user or of a channel
 * @param username by which it can be looked up when the account does not know it any more
 * @param askedBy the concern
 */
record Watch(Kind kind, long peer, @Nullable String username, String askedBy) {
    enum Kind {
        PRESENCE,
        CHANNEL;

        String text() {
            return this == PRESENCE ? "presence" : "channel";
        }

        static Kind of(String text) {
            return text.equals("presence") ? PRESENCE : CHANNEL;
        }
    }
}
