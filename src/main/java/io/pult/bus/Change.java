package io.pult.bus;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A field of a PATCH: absent leaves it, null clears it, a value sets it. A record component of this type is never null;
 * an absent field arrives as {@link #absent()}.
 */
@JsonDeserialize(using = Change.Reader.class)
@JsonSerialize(using = Change.Writer.class)
public final class Change<T> {
    private static final Change<?> ABSENT = new Change<>(false, null);

    private final boolean present;
    private final @Nullable T value;

    private Change(boolean present, @Nullable T value) {
        this.present = present;
        this.value = value;
    }

    @SuppressWarnings("unchecked") // absent holds no T
    public static <T> Change<T> absent() {
        return (Change<T>) ABSENT;
    }

    public static <T> Change<T> to(@Nullable T value) {
        return new Change<>(true, value);
    }

    public boolean present() {
        return present;
    }

    public @Nullable T value() {
        return value;
    }

    public @Nullable T or(@Nullable T current) {
        return present ? value : current;
    }

    static final class Reader extends JsonDeserializer<Change<?>> implements ContextualDeserializer {
        private final @Nullable JavaType type;

        Reader() {
            this(null);
        }

        private Reader(@Nullable JavaType type) {
            this.type = type;
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
            JavaType change = property == null ? context.getContextualType() : property.getType();
            return new Reader(change.containedType(0));
        }

        @Override
        public Change<?> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return Change.to(context.readValue(parser, type));
        }

        @Override
        public Change<?> getNullValue(DeserializationContext context) {
            return Change.to(null);
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return absent();
        }
    }

    static final class Writer extends JsonSerializer<Change<?>> {
        @Override
        public boolean isEmpty(SerializerProvider provider, Change<?> change) {
            return !change.present;
        }

        @Override
        public void serialize(Change<?> change, JsonGenerator out, SerializerProvider provider) throws IOException {
            provider.defaultSerializeValue(change.value, out);
        }
    }
}
