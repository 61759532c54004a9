package io.pult.vk;

import io.pult.bus.Json;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parameters in the form in which every client of VK sends them. */
final class VkForm {
    private VkForm() {}

    static String encode(Map<String, ? extends @Nullable Object> params, String version) {
        String form = encode(params);
        return "v=" + version + (form.isEmpty() ? "" : "&" + form);
    }

    static String encode(Map<String, ? extends @Nullable Object> params) {
        var form = new StringJoiner("&");
        params.forEach((name, value) -> {
            if (value != null) {
                form.add(escape(name) + "=" + escape(text(value)));
            }
        });
        return form.toString();
    }

    /** The same call as a part of the code of {@code execute}: its arguments are the texts that a form would hold. */
    static String script(String method, Map<String, ? extends @Nullable Object> params) {
        var arguments = new LinkedHashMap<String, String>();
        params.forEach((name, value) -> {
            if (value != null) {
                arguments.put(name, text(value));
            }
        });
        return "API." + method + "(" + Json.text(arguments) + ")";
    }

    /** Lists joined with commas, booleans as 1 and 0, objects as JSON; numbers never in exponents. */
    private static String text(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? "1" : "0";
        }
        if (value instanceof Collection<?> items) {
            return items.stream()
                    .map(item -> item == null ? "" : text(item))
                    .filter(item -> !item.isEmpty())
                    .collect(Collectors.joining(","));
        }
        if (value instanceof Map<?, ?>) {
            return Json.text(value);
        }
        return value instanceof Double number ? BigDecimal.valueOf(number).toPlainString() : value.toString();
    }

    private static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
