package io.pult.api;

import org.jspecify.annotations.Nullable;

/** How the text of a parameter becomes a JSON value. */
sealed interface Scalar {
    /** @return the code of the mistake; absent when the value was written */
    @Nullable
    String write(String text, Arguments out);

    static Scalar read(Spec schema) {
        String type = SchemaReader.type(schema);
        return switch (type) {
            case "string" -> new Text(SchemaReader.text(schema));
            case "integer" -> new Whole(SchemaReader.integer(schema));
            case "number" -> new Real(SchemaReader.number(schema));
            case "boolean" -> new Flag();
            default -> throw schema.bad("a parameter cannot be of type " + type);
        };
    }

    record Text(TextRule rule) implements Scalar {
        @Override
        public @Nullable String write(String text, Arguments out) {
            String mistake = rule.mistake(text);
            if (mistake == null) {
                out.text(text);
            }
            return mistake;
        }
    }

    record Whole(IntegerRule rule) implements Scalar {
        @Override
        public @Nullable String write(String text, Arguments out) {
            if (!looksWhole(text)) {
                return "type";
            }
            long value;
            try {
                value = Long.parseLong(text);
            } catch (NumberFormatException e) {
                return "range";
            }
            String mistake = rule.mistake(value);
            if (mistake == null) {
                out.whole(value);
            }
            return mistake;
        }

        /** Stricter than the JDK, which also takes a plus sign and digits of other scripts. */
        private static boolean looksWhole(String text) {
            int start = text.startsWith("-") ? 1 : 0;
            for (int i = start; i < text.length(); i++) {
                if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                    return false;
                }
            }
            return text.length() > start;
        }
    }

    record Real(NumberRule rule) implements Scalar {
        private static final int LONGEST = 64;

        @Override
        public @Nullable String write(String text, Arguments out) {
            double value;
            try {
                value = text.length() > LONGEST ? Double.NaN : Double.parseDouble(text);
            } catch (NumberFormatException e) {
                return "type";
            }
            String mistake = rule.mistake(value);
            if (mistake == null) {
                out.number(Double.toString(value));
            }
            return mistake;
        }
    }

    record Flag() implements Scalar {
        @Override
        public @Nullable String write(String text, Arguments out) {
            boolean yes = text.equals("true");
            if (!yes && !text.equals("false")) {
                return "type";
            }
            out.flag(yes);
            return null;
        }
    }
}
