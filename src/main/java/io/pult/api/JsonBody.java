package io.pult.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.pult.bus.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Checks the bytes of a body against its {@link Shape}. What passes is handed on byte for byte, so everything that the
 * answering side could read differently from us is refused here: other encodings, duplicate names, text after the end.
 */
final class JsonBody {
    /** Below the bus's own limit of 64, because the body travels inside an object of arguments. */
    private static final int MAX_DEPTH = 32;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(64)
                    .maxNameLength(256)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private JsonBody() {}

    /** @throws Failure INVALID with what is wrong and where, never with the value */
    static void check(Shape shape, byte[] body) {
        if (!plainUtf8(body)) {
            throw malformed();
        }
        var findings = new Findings();
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() == null) {
                throw malformed();
            }
            shape.check(parser, findings);
            if (parser.nextToken() != null) {
                throw malformed();
            }
        } catch (JsonProcessingException e) {
            throw malformed();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot fail to be read", e);
        }
        if (!findings.none()) {
            throw Failure.invalid("body.invalid", "The body does not have the form that the contract asks for")
                    .with("errors", findings.found());
        }
    }

    private static Failure malformed() {
        return Failure.invalid("body.malformed", "The body is not well-formed JSON in UTF-8");
    }

    /** Without a zero byte the parser cannot take the text for UTF-16 or UTF-32; a mark of byte order is no JSON. */
    private static boolean plainUtf8(byte[] body) {
        boolean ascii = true;
        for (byte b : body) {
            if (b == 0) {
                return false;
            }
            ascii &= b > 0;
        }
        if (ascii) {
            return true;
        }
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return text.charAt(0) != '\uFEFF';
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
