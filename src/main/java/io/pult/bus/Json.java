package io.pult.bus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.stream.Collectors;

/**
 * Records to JSON and back, in the one form of the bus and of HTTP: snake_case, absent instead of null, time as
 * RFC 3339 in UTC. Requests are read strictly, replies and events leniently, so that a newer node may add a field to
 * what it says but never puzzles an older one silently with what it asks. Thread-safe.
 */
public final class Json {
    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxNumberLength(64)
                            .maxNameLength(256)
                            .build())
                    .build())
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .withConfigOverride(
                    Change.class,
                    override -> override.setInclude(
                            JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS)))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .withCoercionConfig(
                    LogicalType.Textual,
                    textual -> textual.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private static final JsonMapper LENIENT = STRICT.rebuild()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Json() {}

    public static Buffer write(Object value) {
        try {
            return Buffer.buffer(STRICT.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            // The original message may quote what could not be written, and that may be a secret.
            throw new IllegalStateException(
                    "cannot be written as JSON: " + value.getClass().getName());
        }
    }

    public static String text(Object value) {
        return write(value).toString();
    }

    static ObjectReader requestReader(JavaType type) {
        return STRICT.readerFor(type);
    }

    static ObjectReader replyReader(JavaType type) {
        return LENIENT.readerFor(type);
    }

    static Object readRequest(ObjectReader reader, Buffer json) {
        try {
            return reader.readValue(json.getBytes());
        } catch (IOException e) {
            throw invalid(e);
        }
    }

    /** Reads what another node or an outside system wrote: unknown fields are passed over. */
    public static <T> T readLeniently(Buffer json, Class<T> type) {
        return type.cast(readReply(LENIENT.readerFor(type), json));
    }

    public static <T> T readLeniently(String json, Class<T> type) {
        return readLeniently(Buffer.buffer(json), type);
    }

    /** Reads an answer to the Op that was kept as JSON, perhaps by an older node. */
    @SuppressWarnings("unchecked") // the reader is made of the Op's own reply type
    public static <R> R readReply(Op<?, R> op, String json) {
        return (R) readReply(replyReader(op.reply()), Buffer.buffer(json));
    }

    static Object readReply(ObjectReader reader, Buffer json) {
        try {
            return reader.readValue(json.getBytes());
        } catch (IOException e) {
            throw invalid(e);
        }
    }

    /** Names the place and the kind of mistake, never the value: the value may be a secret. */
    private static Failure invalid(IOException e) {
        if (e instanceof ValueInstantiationException && e.getCause() instanceof Failure failure) {
            return failure;
        }
        if (e instanceof UnrecognizedPropertyException unknown) {
            return Failure.invalid("request.unknown_field", "Unknown field " + pointer(unknown))
                    .with("pointer", pointer(unknown));
        }
        if (e instanceof ValueInstantiationException bad && bad.getCause() instanceof IllegalArgumentException reason) {
            return Failure.invalid("request.invalid", String.valueOf(reason.getMessage()))
                    .with("pointer", pointer(bad));
        }
        if (e instanceof JsonParseException || !(e instanceof JsonMappingException mapping)) {
            return Failure.invalid("request.malformed", "Not well-formed JSON");
        }
        return Failure.invalid("request.wrong_type", "Wrong type or missing value at " + pointer(mapping))
                .with("pointer", pointer(mapping));
    }

    private static String pointer(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName())
                .map(step -> step.replace("~", "~0").replace("/", "~1"))
                .collect(Collectors.joining("/", "/", ""));
    }
}
