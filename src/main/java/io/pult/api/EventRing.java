package io.pult.api;

import io.pult.bus.Json;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The latest events of this node, numbered, so that a client whose connection broke can go on where it was.
 *
 * <p>Ids are {@code <incarnation>-<number>}: another node, or this one after a restart, has other numbers and says so
 * by not knowing the incarnation.
 */
final class EventRing {
    private final String incarnation;
    private final int size;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long last;

    EventRing(String incarnation, int size) {
        this.incarnation = incarnation;
        this.size = size;
    }

    /** @param frame as it is written to every client of its audience */
    record Entry(long number, String topic, Audience audience, Buffer frame) {}

    Entry add(String topic, Audience audience, Object event) {
        long number = ++last;
        var frame = Buffer.buffer("id: " + incarnation + "-" + number + "\nevent: " + topic + "\ndata: ")
                .appendBuffer(Json.write(event))
                .appendString("\n\n");
        var entry = new Entry(number, topic, audience, frame);
        if (entries.size() == size) {
            entries.removeFirst();
        }
        entries.addLast(entry);
        return entry;
    }

    /** @return what came after the event; absent when that is not known any more, or never was */
    @Nullable
    List<Entry> after(String eventId) {
        int dash = eventId.lastIndexOf('-');
        if (dash < 0 || !eventId.substring(0, dash).equals(incarnation)) {
            return null;
        }
        long number;
        try {
            number = Long.parseLong(eventId.substring(dash + 1));
        } catch (NumberFormatException e) {
            return null;
        }
        long oldest = last - entries.size() + 1;
        if (number < oldest - 1 || number > last) {
            return null;
        }
        var later = new ArrayList<Entry>();
        for (Entry entry : entries) {
            if (entry.number() > number) {
                later.add(entry);
            }
        }
        return later;
    }
}
