package io.pult.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** RFC 4180, with one addition: a text that a spreadsheet would run as a formula gets an apostrophe before it. */
final class Csv {
    private static final String FORMULA_STARTS = "=+-@\t\r";

    private Csv() {}

    static void header(List<String> columns, Buffer out) {
        out.appendString(String.join(",", columns)).appendString("\r\n");
    }

    static void row(List<String> columns, JsonObject item, Buffer out) {
        for (int i = 0; i < columns.size(); i++) {
            if (i > 0) {
                out.appendString(",");
            }
            Object value = item.getValue(columns.get(i));
            if (value instanceof String text) {
                out.appendString(quoted(harmless(text)));
            } else if (value instanceof JsonObject || value instanceof JsonArray) {
                out.appendString(quoted(value.toString()));
            } else if (value != null) {
                out.appendString(value.toString());
            }
        }
        out.appendString("\r\n");
    }

    private static String harmless(String text) {
        return !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private static String quoted(String text) {
        boolean plain =
                text.indexOf(',') < 0 && text.indexOf('"') < 0 && text.indexOf('\n') < 0 && text.indexOf('\r') < 0;
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
