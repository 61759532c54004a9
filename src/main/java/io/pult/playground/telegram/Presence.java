package io.pult.playground.telegram;

import io.pult.playground.telegram.schema.TlObject;
import org.jspecify.annotations.Nullable;

/** Whether somebody is there, and how exactly others may know it. */
final class Presence {
    /** What the owner lets others see. */
    enum Shown {
        EXACTLY,
        RECENTLY,
        LAST_WEEK,
        LAST_MONTH,
        /** Nothing at all: the status is empty. */
        NOT
    }

    private Shown shown = Shown.EXACTLY;
    private int onlineUntil;
    private int wasOnline;
    private int revision;

    /** @param until second at which it is over when nothing is heard before */
    void online(int until) {
        onlineUntil = until;
        revision++;
    }

    void offline(int since) {
        onlineUntil = 0;
        wasOnline = since;
        revision++;
    }

    void show(Shown to) {
        shown = to;
        revision++;
    }

    /** Turns what is over into "was online"; says whether it did. */
    boolean expire(int now) {
        if (onlineUntil == 0 || onlineUntil > now) {
            return false;
        }
        offline(onlineUntil);
        return true;
    }

    boolean isOnline(int now) {
        return onlineUntil > now;
    }

    int revision() {
        return revision;
    }

    /** As a person sees it who is not the owner. */
    TlObject status(int now) {
        return switch (shown) {
            case EXACTLY -> exactly(now);
            case RECENTLY -> TlObject.of("userStatusRecently");
            case LAST_WEEK -> TlObject.of("userStatusLastWeek");
            case LAST_MONTH -> TlObject.of("userStatusLastMonth");
            case NOT -> TlObject.of("userStatusEmpty");
        };
    }

    TlObject exactly(int now) {
        if (onlineUntil > now) {
            return TlObject.of("userStatusOnline", "expires", onlineUntil);
        }
        @Nullable Integer since = onlineUntil > 0 ? Integer.valueOf(onlineUntil) : wasOnline > 0 ? wasOnline : null;
        return since == null ? TlObject.of("userStatusEmpty") : TlObject.of("userStatusOffline", "was_online", since);
    }
}
