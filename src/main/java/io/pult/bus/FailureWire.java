package io.pult.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import java.util.Map;

/** A {@link Failure} as the one number and one string that the event bus carries for a failed question. */
record FailureWire(String code, String message, Map<String, Object> details) {
    FailureWire {
        details = details == null ? Map.of() : Map.copyOf(details);
    }

    static void reply(Message<Buffer> message, Failure failure) {
        var wire = new FailureWire(failure.code(), failure.text(), failure.details());
        message.fail(failure.kind().status(), Json.text(wire));
    }

    static Failure read(ReplyException reply) {
        var wire = Json.readLeniently(String.valueOf(reply.getMessage()), FailureWire.class);
        return new Failure(Failure.Kind.ofStatus(reply.failureCode()), wire.code, wire.message, wire.details);
    }
}
