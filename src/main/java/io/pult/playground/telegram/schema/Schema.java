package io.pult.playground.telegram.schema;

import io.pult.mtproto.tl.TlFailure;
import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One layer: reads and writes everything that it has. Immutable. */
public final class Schema {
    private static final Map<Integer, Schema> MADE = new ConcurrentHashMap<>();

    private final int layer;
    private final Map<String, Combinator> byName;
    private final Map<Integer, Combinator> byId = new HashMap<>();
    private final Map<String, List<Combinator>> byType = new HashMap<>();
    private final ObjectReader reader = new ObjectReader(this);
    private final ObjectWriter writer = new ObjectWriter(this);

    private Schema(int layer) {
        this.layer = layer;
        byName = SchemaLines.of(layer);
        for (Combinator combinator : byName.values()) {
            byId.put(combinator.id(), combinator);
            if (!combinator.function() && combinator.type() instanceof Type.Boxed boxed) {
                byType.computeIfAbsent(boxed.name(), type -> new ArrayList<>()).add(combinator);
            }
        }
    }

    /** The layers that there are, the oldest first. */
    public static List<Integer> layers() {
        return SchemaLines.LAYERS;
    }

    /** @throws IllegalArgumentException for a layer other than {@link #layers()} */
    public static Schema of(int layer) {
        if (!layers().contains(layer)) {
            throw new IllegalArgumentException("schema.txt has no layer " + layer);
        }
        return MADE.computeIfAbsent(layer, Schema::new);
    }

    public int layer() {
        return layer;
    }

    /** @throws TlFailure when the layer has nothing of that name */
    public int id(String name) {
        return named(name).id();
    }

    public boolean has(String name) {
        return byName.containsKey(name);
    }

    /** The name of the function with that id, or null when the layer has none. */
    public @Nullable String function(int id) {
        Combinator combinator = byId.get(id);
        return combinator != null && combinator.function() ? combinator.name() : null;
    }

    /** An object or a function. @throws TlFailure when the layer cannot say it */
    public byte[] bytes(TlObject object) {
        var out = new TlWriter();
        write(out, object);
        return out.toByteArray();
    }

    /** An object or a function. @throws TlFailure when the layer cannot say it */
    public void write(TlWriter out, TlObject object) {
        writer.object(out, object, null, 0);
    }

    /**
     * What a function answers.
     *
     * @param value of the type that the function answers: an object, a Boolean, a list …
     */
    public byte[] answer(String function, Object value) {
        var out = new TlWriter();
        writer.value(out, named(function).type(), value, function, 0);
        return out.toByteArray();
    }

    /** The other side of {@link #answer}. */
    public Object readAnswer(String function, byte[] answer) {
        var in = new TlReader(answer);
        Object value = reader.value(in, named(function).type(), 0);
        requireEnd(in);
        return value;
    }

    /** An object or a function, and nothing after it. @throws TlFailure when it is not one of this layer */
    public TlObject read(byte[] bytes) {
        var in = new TlReader(bytes);
        TlObject object = read(in);
        requireEnd(in);
        return object;
    }

    /** An object or a function. @throws TlFailure when it is not one of this layer */
    public TlObject read(TlReader in) {
        return reader.object(in, null, 0);
    }

    Collection<Combinator> combinators() {
        return byName.values();
    }

    Combinator named(String name) {
        Combinator combinator = byName.get(name);
        if (combinator == null) {
            throw new TlFailure("layer " + layer + " has no " + name);
        }
        return combinator;
    }

    Combinator numbered(int id) {
        Combinator combinator = byId.get(id);
        if (combinator == null) {
            throw new TlFailure.UnknownConstructor(id);
        }
        return combinator;
    }

    List<Combinator> ofType(String type) {
        return byType.getOrDefault(type, List.of());
    }

    private static void requireEnd(TlReader in) {
        if (in.remaining() != 0) {
            throw new TlFailure(in.remaining() + " bytes are left over");
        }
    }
}
