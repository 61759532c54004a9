package io.pult.bus;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;

/**
 * One happening of a {@link Topic}.
 *
 * @param id the same at every listener; whoever acts on events remembers it, because "twice" can happen
 * @param at when it happened by the publisher's clock
 * @param json the event as it travelled, for a reader that only passes it on
 */
public record Event<E>(String id, Instant at, E body, Buffer json) {
    static final String ID = "x-event-id";
    static final String AT = "x-event-at";

    static <E> Event<E> read(MultiMap headers, Buffer json, Topic<E> topic) {
        ObjectReader reader = Json.replyReader(TypeFactory.defaultInstance().constructType(topic.event()));
        return new Event<>(
                headers.get(ID),
                Instant.parse(headers.get(AT)),
                topic.event().cast(Json.readReply(reader, json)),
                json);
    }
}
