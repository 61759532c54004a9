package io.pult.mtproto;

import io.pult.mtproto.session.CallFailure;

/** Errors that say that what was wanted is so already. */
final class Refusals {
    private Refusals() {}

    static boolean is(Throwable cause, String... kinds) {
        if (cause instanceof CallFailure.Refused refused) {
            for (String kind : kinds) {
                if (refused.error().is(kind)) {
                    return true;
                }
            }
        }
        return false;
    }
}
