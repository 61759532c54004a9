package io.pult.playground.telegram.schema;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A constructor or a function with its fields, of no particular layer: {@code TlObject.of("peerUser", "user_id", 5L)}.
 * Immutable, apart from the arrays of {@code bytes} in it.
 *
 * <p>Values: Integer, Long, Double, Boolean, String, byte[] (bytes, int128, int256), List, TlObject. A flag that is not set
 * and an optional field that is not there are absent.
 */
public final class TlObject {
    private final String name;
    /** Name, value, name, value … without null. */
    private final Object[] pairs;

    private TlObject(String name, Object[] pairs) {
        this.name = name;
        this.pairs = pairs;
    }

    /**
     * @param pairs name and value in turn; a null value and {@code false} for a flag are as if the pair was not there
     */
    public static TlObject of(String name, @Nullable Object... pairs) {
        if (pairs.length % 2 != 0) {
            throw new IllegalArgumentException("every field of " + name + " needs a value");
        }
        var kept = new Object[pairs.length];
        int length = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            Object value = pairs[i + 1];
            if (value != null) {
                kept[length] = Objects.requireNonNull(pairs[i]);
                kept[length + 1] = value;
                length += 2;
            }
        }
        return new TlObject(name, length == kept.length ? kept : Arrays.copyOf(kept, length));
    }

    /** For pairs that nobody else holds. */
    static TlObject read(String name, Object[] pairs) {
        return new TlObject(name, pairs);
    }

    /** With another value of a field, or with one more; null takes it away. */
    public TlObject with(String field, @Nullable Object value) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(field)) {
                return replaced(i, value);
            }
        }
        if (value == null) {
            return this;
        }
        var longer = Arrays.copyOf(pairs, pairs.length + 2);
        longer[pairs.length] = field;
        longer[pairs.length + 1] = value;
        return new TlObject(name, longer);
    }

    private TlObject replaced(int at, @Nullable Object value) {
        if (value != null) {
            var changed = pairs.clone();
            changed[at + 1] = value;
            return new TlObject(name, changed);
        }
        var shorter = new Object[pairs.length - 2];
        System.arraycopy(pairs, 0, shorter, 0, at);
        System.arraycopy(pairs, at + 2, shorter, at, shorter.length - at);
        return new TlObject(name, shorter);
    }

    public String name() {
        return name;
    }

    public boolean is(String constructor) {
        return name.equals(constructor);
    }

    public boolean has(String field) {
        return find(field) != null;
    }

    /** Null when it is absent. */
    public @Nullable Object find(String field) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(field)) {
                return pairs[i + 1];
            }
        }
        return null;
    }

    /** @throws IllegalArgumentException when it is absent */
    public Object get(String field) {
        Object value = find(field);
        if (value == null) {
            throw new IllegalArgumentException(name + " has no " + field);
        }
        return value;
    }

    public int int32(String field) {
        return ((Number) get(field)).intValue();
    }

    public int int32(String field, int otherwise) {
        return has(field) ? int32(field) : otherwise;
    }

    public long int64(String field) {
        return ((Number) get(field)).longValue();
    }

    public String text(String field) {
        return (String) get(field);
    }

    public byte[] bytes(String field) {
        return (byte[]) get(field);
    }

    public TlObject object(String field) {
        return (TlObject) get(field);
    }

    public @Nullable TlObject objectOrNull(String field) {
        return (TlObject) find(field);
    }

    /** Of a Bool, or of a flag, which is absent when it is false. */
    public boolean flag(String field) {
        return Boolean.TRUE.equals(find(field));
    }

    public List<TlObject> objects(String field) {
        return ((List<?>) get(field)).stream().map(TlObject.class::cast).toList();
    }

    public List<Integer> ints(String field) {
        return ((List<?>) get(field)).stream().map(Integer.class::cast).toList();
    }

    public List<Long> longs(String field) {
        return ((List<?>) get(field)).stream().map(Long.class::cast).toList();
    }

    /** The same constructor with the same fields, in any order; arrays are compared by what is in them. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof TlObject object) || !name.equals(object.name) || pairs.length != object.pairs.length) {
            return false;
        }
        for (int i = 0; i < pairs.length; i += 2) {
            if (!same(pairs[i + 1], object.find((String) pairs[i]))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + pairs.length;
    }

    @Override
    public String toString() {
        var text = new StringBuilder(name).append('(');
        for (int i = 0; i < pairs.length; i += 2) {
            Object value = pairs[i + 1];
            text.append(i == 0 ? "" : " ").append(pairs[i]).append('=');
            text.append(value instanceof byte[] bytes ? bytes.length + " bytes" : value);
        }
        return text.append(')').toString();
    }

    private static boolean same(Object one, @Nullable Object other) {
        if (one instanceof byte[] bytes) {
            return other instanceof byte[] others && Arrays.equals(bytes, others);
        }
        if (one instanceof List<?> list && other instanceof List<?> others) {
            if (list.size() != others.size()) {
                return false;
            }
            for (int i = 0; i < list.size(); i++) {
                if (!same(list.get(i), others.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return one.equals(other);
    }
}
