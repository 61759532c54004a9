package io.pult.playground.vk;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * VKScript in the two forms that client libraries send, down to blanks and an optional last semicolon:
 *
 * <pre>{@code
 * return [API.users.get({"user_ids":"1"}),API.wall.get({"owner_id":-1})];
 * var values = [{…},{…}],i = 0,result = [];while(i < values.length) {result.push(API.users.get(values[i]));i = i + 1;}return result;
 * }</pre>
 *
 * <p>Anything else does not compile, also where VK would run it. Reading stops at the 26th call, an argument may nest
 * {@value #MAX_DEPTH} deep, and no character is read more than a fixed number of times, so that time and memory are
 * bounded by the length of the code.
 *
 * @param calls at most {@value #MAX_CALLS}, in the order in which they are to be made
 */
record ExecuteScript(List<Inner> calls) {
    static final int MAX_CALLS = 25;
    static final int MAX_DEPTH = 32;
    static final int MAX_LENGTH = 1 << 20;

    /** One {@code API.section.method({…})}. */
    record Inner(String method, JsonObject arguments) {}

    /** Throws {@link VkRefusal}: 12 for code that does not compile, 13 for more calls than one script may make. */
    static ExecuteScript parse(String code) {
        if (code.length() > MAX_LENGTH) {
            throw VkErrors.of(12, "code is longer than " + MAX_LENGTH + " characters");
        }
        Reader in = new Reader(code);
        List<Inner> calls = in.accepts("return") ? list(in) : loop(in);
        in.accepts(";");
        in.end();
        return new ExecuteScript(List.copyOf(calls));
    }

    private static List<Inner> list(Reader in) {
        List<Inner> calls = new ArrayList<>();
        in.expect("[");
        if (!in.accepts("]")) {
            do {
                add(calls, new Inner(in.method(), arguments(in)));
            } while (in.accepts(","));
            in.expect("]");
        }
        return calls;
    }

    private static JsonObject arguments(Reader in) {
        in.expect("(");
        if (in.accepts(")")) {
            return new JsonObject();
        }
        JsonObject arguments = in.object();
        in.expect(")");
        return arguments;
    }

    private static List<Inner> loop(Reader in) {
        List<JsonObject> values = new ArrayList<>();
        in.expect("var", "values", "=", "[");
        if (!in.accepts("]")) {
            do {
                add(values, in.object());
            } while (in.accepts(","));
            in.expect("]");
        }
        in.expect(",", "i", "=", "0", ",", "result", "=", "[", "]", ";");
        in.expect("while", "(", "i", "<", "values", ".", "length", ")", "{", "result", ".", "push", "(");
        String method = in.method();
        in.expect("(", "values", "[", "i", "]", ")", ")", ";");
        in.expect("i", "=", "i", "+", "1", ";", "}", "return", "result");
        return values.stream().map(value -> new Inner(method, value)).toList();
    }

    private static <T> void add(List<T> calls, T call) {
        if (calls.size() == MAX_CALLS) {
            throw VkErrors.of(13, "too many API calls");
        }
        calls.add(call);
    }

    /** Walks over the code from left to right. */
    private static final class Reader {
        private final String code;
        private int at;

        private Reader(String code) {
            this.code = code;
        }

        /** Steps over the word or sign if it is next. */
        boolean accepts(String token) {
            blanks();
            int end = at + token.length();
            if (!code.startsWith(token, at) || (isWord(token) && end < code.length() && isWordPart(code.charAt(end)))) {
                return false;
            }
            at = end;
            return true;
        }

        void expect(String... tokens) {
            for (String token : tokens) {
                if (!accepts(token)) {
                    throw unexpected();
                }
            }
        }

        String method() {
            expect("API", ".");
            String section = word();
            expect(".");
            return section + "." + word();
        }

        JsonObject object() {
            blanks();
            int start = at;
            skipBraces();
            try {
                return new JsonObject(code.substring(start, at));
            } catch (DecodeException e) {
                at = start;
                throw unexpected();
            }
        }

        void end() {
            blanks();
            if (at < code.length()) {
                throw unexpected();
            }
        }

        /** Finds the end of an object by its brackets alone; whether it is JSON is seen afterwards. */
        private void skipBraces() {
            if (at == code.length() || code.charAt(at) != '{') {
                throw unexpected();
            }
            int depth = 0;
            boolean quoted = false;
            do {
                if (at == code.length()) {
                    throw unexpected();
                }
                char c = code.charAt(at);
                if (quoted) {
                    at += c == '\\' && at + 1 < code.length() ? 1 : 0;
                    quoted = c != '"';
                } else if (c == '"') {
                    quoted = true;
                } else if (c == '{' || c == '[') {
                    depth++;
                } else if (c == '}' || c == ']') {
                    depth--;
                }
                if (depth > MAX_DEPTH) {
                    throw unexpected();
                }
                at++;
            } while (depth > 0);
        }

        private String word() {
            blanks();
            int start = at;
            while (at < code.length() && isWordPart(code.charAt(at))) {
                at++;
            }
            if (start == at) {
                throw unexpected();
            }
            return code.substring(start, at);
        }

        private void blanks() {
            while (at < code.length() && Character.isWhitespace(code.charAt(at))) {
                at++;
            }
        }

        private VkRefusal unexpected() {
            String what = at == code.length() ? "end of code" : "character";
            return VkErrors.of(12, "unexpected " + what + " at " + at);
        }

        private static boolean isWord(String token) {
            return isWordPart(token.charAt(token.length() - 1));
        }

        private static boolean isWordPart(char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        }
    }
}
