package io.pult.bus;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.io.IOException;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * Somebody else's JSON, passed on as it is: its nulls and the digits of its numbers survive, its meaning is not looked
 * into.
 *
 * @param text one well-formed JSON value; it is not checked again when it is written
 */
@JsonDeserialize(using = RawJson.Reader.class)
@JsonSerialize(using = RawJson.Writer.class)
public record RawJson(String text) {
    private static final RawJson NULL = new RawJson("null");

    static final class Reader extends JsonDeserializer<RawJson> {
        @Override
        public RawJson deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            var text = new StringWriter();
            try (JsonGenerator out = parser.getCodec().getFactory().createGenerator(text)) {
                copy(parser, out);
            }
            return new RawJson(text.toString());
        }

        /** Numbers go over by their text: as a double, 0.1 and 1e400 would not come out as they went in. */
        private static void copy(JsonParser parser, JsonGenerator out) throws IOException {
            int depth = 0;
            for (JsonToken token = parser.currentToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_NUMBER_FLOAT) {
                    out.writeNumber(parser.getText());
                } else {
                    out.copyCurrentEvent(parser);
                }
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                }
                if (depth == 0 && token != JsonToken.FIELD_NAME) {
                    return;
                }
            }
        }

        @Override
        public RawJson getNullValue(DeserializationContext context) {
            return NULL;
        }

        @Override
        public @Nullable Object getAbsentValue(DeserializationContext context) {
            return null;
        }
    }

    static final class Writer extends JsonSerializer<RawJson> {
        @Override
        public void serialize(RawJson json, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeRawValue(json.text);
        }
    }
}
