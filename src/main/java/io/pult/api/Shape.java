package io.pult.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON schema made ready to check a body while it is being parsed: no tree is built.
 *
 * <p>{@link #check} is called with the parser on the first token of the value and leaves it on the last one.
 */
sealed interface Shape {
    void check(JsonParser parser, Findings findings) throws IOException;

    private static void mismatch(JsonParser parser, Findings findings) throws IOException {
        findings.add("type");
        parser.skipChildren();
    }

    private static void note(@Nullable String mistake, Findings findings) {
        if (mistake != null) {
            findings.add(mistake);
        }
    }

    record Text(TextRule rule) implements Shape {
        @Override
        public void check(JsonParser parser, Findings findings) throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                note(rule.mistake(parser.getText()), findings);
            } else {
                mismatch(parser, findings);
            }
        }
    }

    record Whole(IntegerRule rule) implements Shape {
        @Override
        public void check(JsonParser parser, Findings findings) throws IOException {
            if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                mismatch(parser, findings);
            } else if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                findings.add("range");
            } else {
                note(rule.mistake(parser.getLongValue()), findings);
            }
        }
    }

    record Real(NumberRule rule) implements Shape {
        @Override
        public void check(JsonParser parser, Findings findings) throws IOException {
            if (parser.currentToken().isNumeric()) {
                note(rule.mistake(parser.getDoubleValue()), findings);
            } else {
                mismatch(parser, findings);
            }
        }
    }

    record Flag() implements Shape {
        @Override
        public void check(JsonParser parser, Findings findings) throws IOException {
            if (!parser.currentToken().isBoolean()) {
                mismatch(parser, findings);
            }
        }
    }

    record OrNull(Shape shape) implements Shape {
        @Override
        public void check(JsonParser parser, Findings findings) throws IOException {
            if (parser.currentToken() != JsonToken.VALUE_NULL) {
                shape.check(parser, findings);
            }
        }
    }

    record Items(Shape item, int least, int most) implements Shape {
        @Override
        public void check(JsonParser parser, Findings findings) throws IOException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                mismatch(parser, findings);
                return;
            }
            int count = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (count < most) {
                    findings.enter(count);
                    item.check(parser, findings);
                    findings.leave();
                } else {
                    parser.skipChildren();
                }
                count++;
            }
            if (count > most) {
                findings.add("too_many_items");
            } else if (count < least) {
                findings.add("too_few_items");
            }
        }
    }

    /** @param bit of the field among the required and seen ones */
    record Field(Shape shape, long bit) {}

    /**
     * An object with named fields.
     *
     * @param required bits of the fields that must be there
     */
    record Named(Map<String, Field> fields, long required, int leastMembers) implements Shape {
        @Override
        public void check(JsonParser parser, Findings findings) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                mismatch(parser, findings);
                return;
            }
            long seen = 0;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                Field field = fields.get(name);
                if (field == null) {
                    findings.addAt(name, "unknown_field");
                    parser.skipChildren();
                } else if ((seen & field.bit) != 0) {
                    findings.addAt(name, "duplicate_field");
                    parser.skipChildren();
                } else {
                    seen |= field.bit;
                    findings.enter(name);
                    field.shape.check(parser, findings);
                    findings.leave();
                }
            }
            if ((required & ~seen) != 0) {
                noteMissing(required & ~seen, findings);
            }
            if (Long.bitCount(seen) < leastMembers) {
                findings.add("too_few_members");
            }
        }

        private void noteMissing(long missing, Findings findings) {
            fields.forEach((name, field) -> {
                if ((missing & field.bit) != 0) {
                    findings.addAt(name, "missing");
                }
            });
        }
    }

    /** An object whose names are the client's. */
    record Dictionary(Shape value, int most) implements Shape {
        @Override
        public void check(JsonParser parser, Findings findings) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                mismatch(parser, findings);
                return;
            }
            Set<String> seen = new HashSet<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                String mistake = !TextRule.storable(name)
                        ? "characters"
                        : !seen.add(name) ? "duplicate_field" : seen.size() > most ? "too_many_members" : null;
                if (mistake != null) {
                    findings.addAt(name, mistake);
                    parser.skipChildren();
                } else {
                    findings.enter(name);
                    value.check(parser, findings);
                    findings.leave();
                }
            }
        }
    }

    /** Any JSON within bounds of depth and size. */
    record Free(int depth) implements Shape {
        static final int DEPTH = 8;
        static final int MEMBERS = 1_000;
        static final int LENGTH = 10_000;
        private static final TextRule TEXT = new TextRule(0, LENGTH, null, null, Set.of());
        private static final NumberRule NUMBER = new NumberRule(-Double.MAX_VALUE, Double.MAX_VALUE);

        @Override
        public void check(JsonParser parser, Findings findings) throws IOException {
            switch (parser.currentToken()) {
                case VALUE_STRING -> note(TEXT.mistake(parser.getText()), findings);
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> note(NUMBER.mistake(parser.getDoubleValue()), findings);
                case START_OBJECT, START_ARRAY -> {
                    if (depth == 0) {
                        findings.add("too_deep");
                        parser.skipChildren();
                    } else {
                        inner(parser).check(parser, findings);
                    }
                }
                default -> {
                    // true, false and null are what they are
                }
            }
        }

        private Shape inner(JsonParser parser) {
            var deeper = new Free(depth - 1);
            return parser.currentToken() == JsonToken.START_OBJECT
                    ? new Dictionary(deeper, MEMBERS)
                    : new Items(deeper, 0, MEMBERS);
        }
    }

    /** Stands for a schema that is still being read: what makes a recursive one possible. */
    final class Later implements Shape {
        private @Nullable Shape shape;

        void is(Shape shape) {
            this.shape = shape;
        }

        @Override
        public void check(JsonParser parser, Findings findings) throws IOException {
            if (shape == null) {
                throw new IllegalStateException("the schema was never read to its end");
            }
            shape.check(parser, findings);
        }
    }
}
