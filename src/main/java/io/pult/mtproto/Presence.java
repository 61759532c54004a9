package io.pult.mtproto;

import io.pult.mtproto.api.UserStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody is there (core.telegram.org/type/UserStatus). What Telegram makes coarse stays coarse: an approximate
 * presence is a state of its own and never a time.
 */
public sealed interface Presence {
    /** Until then, unless something else is said before. */
    record Online(Instant until) implements Presence {}

    /** Since then. */
    record Offline(Instant since) implements Presence {}

    /**
     * Between a second and three days ago.
     *
     * @param byUs whether it is coarse because this account hides its own
     */
    record Recently(boolean byUs) implements Presence {}

    /** Three to seven days ago. */
    record LastWeek(boolean byUs) implements Presence {}

    /** A week to a month ago. */
    record LastMonth(boolean byUs) implements Presence {}

    /** Never, longer ago, or kept from this account; also of a bot. */
    record Unknown() implements Presence {}

    static Presence of(@Nullable UserStatus status) {
        if (status instanceof UserStatus.Online online) {
            return new Online(Instant.ofEpochSecond(online.expires()));
        } else if (status instanceof UserStatus.Offline offline) {
            return new Offline(Instant.ofEpochSecond(offline.wasOnline()));
        } else if (status instanceof UserStatus.Recently recently) {
            return new Recently(recently.byMe());
        } else if (status instanceof UserStatus.LastWeek week) {
            return new LastWeek(week.byMe());
        } else if (status instanceof UserStatus.LastMonth month) {
            return new LastMonth(month.byMe());
        }
        return new Unknown();
    }
}
