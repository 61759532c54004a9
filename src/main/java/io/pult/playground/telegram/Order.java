package io.pult.playground.telegram;

import org.jspecify.annotations.Nullable;

/**
 * What the next calls of a kind end with.
 *
 * @param method null for any
 * @param phone of who calls; null for anybody, also for who has not signed in
 */
public record Order(@Nullable String method, @Nullable String phone, Effect effect) {
    /** What happens to the call. */
    public sealed interface Effect {
        /** It is not executed. */
        record Refused(int code, String text) implements Effect {}

        /** It is executed at once and answered later. */
        record Late(int millis) implements Effect {}

        /** It is executed and never answered. */
        record Unanswered() implements Effect {}

        /** It is neither executed nor answered. */
        record Lost() implements Effect {}
    }

    /** Of any account. */
    public static Order refuse(String method, int code, String text) {
        return new Order(method, null, new Effect.Refused(code, text));
    }

    boolean fits(String called, @Nullable Account caller) {
        return (method == null || method.equals(called))
                && (phone == null || (caller != null && caller.phone().equals(phone)));
    }
}
