package io.pult.bus;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one way to say no. Made once, in the concern that knows why, and carried unchanged over the bus to HTTP.
 *
 * <p>The message is read by people and must not hold a secret or an inside; the code is read by programs and never
 * changes its meaning.
 */
public final class Failure extends RuntimeException {
    /** Status is the HTTP status and the number on the wire, which an older node also understands. */
    public enum Kind {
        INVALID(400),
        UNAUTHENTICATED(401),
        FORBIDDEN(403),
        NOT_FOUND(404),
        METHOD_NOT_ALLOWED(405),
        NOT_ACCEPTABLE(406),
        SLOW(408),
        CONFLICT(409),
        GONE(410),
        STALE(412),
        TOO_LARGE(413),
        UNSUPPORTED(415),
        UNPROCESSABLE(422),
        TOO_MANY(429),
        INTERNAL(500),
        UPSTREAM(502),
        UNAVAILABLE(503),
        TIMEOUT(504);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }

        static Kind ofStatus(int status) {
            for (Kind kind : values()) {
                if (kind.status == status) {
                    return kind;
                }
            }
            return INTERNAL;
        }
    }

    private static final String RETRY_AFTER = "retry_after_ms";

    private final Kind kind;
    private final String code;
    private final Map<String, Object> details;

    public Failure(Kind kind, String code, String message, Map<String, Object> details) {
        super(message, null, false, false);
        this.kind = kind;
        this.code = code;
        this.details = Map.copyOf(details);
    }

    public static Failure of(Kind kind, String code, String message) {
        return new Failure(kind, code, message, Map.of());
    }

    public static Failure invalid(String code, String message) {
        return of(Kind.INVALID, code, message);
    }

    public static Failure unauthenticated(String code, String message) {
        return of(Kind.UNAUTHENTICATED, code, message);
    }

    public static Failure forbidden(String code, String message) {
        return of(Kind.FORBIDDEN, code, message);
    }

    public static Failure notFound(String code, String message) {
        return of(Kind.NOT_FOUND, code, message);
    }

    public static Failure conflict(String code, String message) {
        return of(Kind.CONFLICT, code, message);
    }

    public static Failure unprocessable(String code, String message) {
        return of(Kind.UNPROCESSABLE, code, message);
    }

    public static Failure upstream(String code, String message) {
        return of(Kind.UPSTREAM, code, message);
    }

    public static Failure unavailable(String code, String message, Duration retryAfter) {
        return of(Kind.UNAVAILABLE, code, message).retryAfter(retryAfter);
    }

    public static Failure tooMany(String code, String message, Duration retryAfter) {
        return of(Kind.TOO_MANY, code, message).retryAfter(retryAfter);
    }

    public static Failure timeout(String code, String message) {
        return of(Kind.TIMEOUT, code, message);
    }

    /** What is wrong is inside: the log has it under the id, the asker sees the id alone. */
    public static Failure internal(String id) {
        return of(Kind.INTERNAL, "internal", "Something went wrong on our side; the log has it under id " + id);
    }

    public Failure retryAfter(Duration wait) {
        return with(RETRY_AFTER, wait.toMillis());
    }

    public Failure with(String name, Object value) {
        var more = new LinkedHashMap<>(details);
        more.put(name, value);
        return new Failure(kind, code, text(), more);
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    public String text() {
        return String.valueOf(getMessage());
    }

    public Map<String, Object> details() {
        return details;
    }

    public @Nullable Duration retryAfter() {
        return details.get(RETRY_AFTER) instanceof Number millis ? Duration.ofMillis(millis.longValue()) : null;
    }

    public boolean is(String code) {
        return this.code.equals(code);
    }
}
