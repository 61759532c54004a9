package io.pult.api;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.pult.bus.Failure;
import io.pult.bus.Json;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of every answer that is not a success (RFC 9457).
 *
 * @param instance id of the request
 * @param retryAfter seconds
 * @param errors of the single fields, {@code {pointer, code}}
 */
record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String code,
        @Nullable Long retryAfter,
        @Nullable List<?> errors) {
    private static final Duration SOON = Duration.ofSeconds(2);

    static Problem of(Failure failure, String requestId) {
        return of(failure.kind().status(), failure, requestId);
    }

    /** @param status where HTTP has a finer one than {@link Failure.Kind} */
    static Problem of(int status, Failure failure, String requestId) {
        return new Problem(
                "urn:pult:problem:" + failure.code(),
                HttpResponseStatus.valueOf(status).reasonPhrase(),
                status,
                failure.text(),
                requestId,
                failure.code(),
                retryAfter(failure),
                errors(failure));
    }

    Buffer json() {
        return Json.write(this);
    }

    private static @Nullable Long retryAfter(Failure failure) {
        Duration wait = failure.retryAfter();
        boolean temporary = failure.kind() == Failure.Kind.UNAVAILABLE || failure.kind() == Failure.Kind.TOO_MANY;
        if (wait == null) {
            return temporary ? SOON.toSeconds() : null;
        }
        return Math.max(1, (wait.toMillis() + 999) / 1_000);
    }

    private static @Nullable List<?> errors(Failure failure) {
        if (failure.details().get("errors") instanceof List<?> errors) {
            return errors;
        }
        if (failure.details().get("pointer") instanceof String pointer) {
            String inBody = pointer.startsWith("/body/") ? pointer.substring("/body".length()) : pointer;
            return List.of(Map.of("pointer", inBody, "code", failure.code()));
        }
        return null;
    }
}
