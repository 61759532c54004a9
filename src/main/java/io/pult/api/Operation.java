package io.pult.api;

import io.pult.bus.Op;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the HTTP contract, prepared for use.
 *
 * @param id operationId, and the bus address that answers
 * @param method GET, POST, PUT, PATCH or DELETE
 * @param path template as written, {@code /jobs/{id}}
 * @param success status of a good answer
 * @param op as the gateway asks it: the types of request and answer are the concern's business
 */
public record Operation(
        String id,
        String concern,
        Verb method,
        String path,
        Parameters parameters,
        TakenHeaders headers,
        @Nullable Body body,
        Security security,
        int success,
        Op<?, ?> op,
        boolean hot,
        HttpTraits http) {
    public enum Verb {
        GET,
        POST,
        PUT,
        PATCH,
        DELETE
    }

    /**
     * Which of the request headers that an operation may take it does take; no other reaches a concern.
     *
     * @param ifMatch becomes the argument {@code if_match}
     * @param ifNoneMatch the answer may be kept, and be told to be unchanged: all that it shows changes with its version. Without
     *     it the ETag is for {@code If-Match} alone
     * @param idempotencyKey goes into the call
     * @param userAgent becomes the argument {@code user_agent}
     */
    record TakenHeaders(
            boolean ifMatch,
            boolean ifMatchRequired,
            boolean ifNoneMatch,
            boolean idempotencyKey,
            boolean keyRequired,
            boolean userAgent) {}

    /**
     * @param mediaTypes lower case, without parameters
     * @param shape of the JSON; of an upload nothing is checked but type and size
     */
    record Body(boolean required, Set<String> mediaTypes, Shape shape) {}
}
