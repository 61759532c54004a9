package io.pult.mtproto.session;

import java.time.Duration;

/** What follows from an error that Telegram answers with (core.telegram.org/api/errors). */
sealed interface Verdict {
    /** Only the call fails. */
    record Final() implements Verdict {}

    /** The server is out of order: later it may work. */
    record Later() implements Verdict {}

    /** The server has forgotten with whom it speaks. */
    record Introduce() implements Verdict {}

    record Flood(Duration retryAfter) implements Verdict {}

    record Gone(Loss reason) implements Verdict {}

    /** @param authorised whether the key was signed in once; before that, "unregistered" says nothing new */
    static Verdict of(RpcError error, boolean authorised) {
        return switch (error.code()) {
            case 401, 406 -> authorisation(error, authorised);
            case 420 -> flood(error);
            case 400 -> introduction(error);
            default -> error.code() >= 500 || error.code() < 0 ? disorder(error) : new Final();
        };
    }

    private static Verdict authorisation(RpcError error, boolean authorised) {
        return switch (error.kind()) {
            case "AUTH_KEY_DUPLICATED" -> new Gone(Loss.DUPLICATED);
            case "AUTH_KEY_INVALID", "SESSION_EXPIRED", "SESSION_REVOKED" -> new Gone(Loss.REVOKED);
            case "USER_DEACTIVATED" -> new Gone(Loss.DEACTIVATED);
            case "USER_DEACTIVATED_BAN" -> new Gone(Loss.BANNED);
            case "AUTH_KEY_UNREGISTERED" -> authorised ? new Gone(Loss.UNREGISTERED) : new Final();
            default -> new Final();
        };
    }

    /** Bounded like TDLib's: no wait is shorter than a second or longer than two weeks. */
    private static Verdict flood(RpcError error) {
        if (error.value().isEmpty()) {
            return new Final();
        }
        long seconds = Math.max(1, Math.min(14 * 86_400, error.value().getAsInt()));
        return new Flood(Duration.ofSeconds(seconds));
    }

    private static Verdict introduction(RpcError error) {
        return error.is("CONNECTION_NOT_INITED") || error.is("CONNECTION_LAYER_INVALID")
                ? new Introduce()
                : new Final();
    }

    /** Of the errors 500, some are answers: another try would get the same. */
    private static Verdict disorder(RpcError error) {
        return switch (error.kind()) {
            case "RANDOM_ID_DUPLICATE", "NOT_IMPLEMENTED", "PERSISTENT_TIMESTAMP_OUTDATED" -> new Final();
            default -> new Later();
        };
    }
}
