package io.pult.api;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.pult.bus.Failure;
import io.vertx.core.http.HttpServerRequest;

/** What is said to bytes that are no request. */
final class InvalidRequest {
    private InvalidRequest() {}

    static Problem problem(HttpServerRequest request, String id) {
        Throwable cause = request.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            return Problem.of(414, Failure.invalid("request.line_too_long", "The address is longer than we read"), id);
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return Problem.of(
                    431, Failure.invalid("request.headers_too_large", "The headers are larger than we read"), id);
        }
        return Problem.of(Failure.invalid("request.malformed", "This is not well-formed HTTP"), id);
    }
}
