package io.pult.mtproto.session;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An error as Telegram says it: a code like that of HTTP and a name, which may carry a number
 * (core.telegram.org/api/errors).
 *
 * @param code 303, 400, 401, 403, 404, 406, 420, 500, -503 and others
 * @param text as it came: {@code FLOOD_WAIT_33}, {@code FILE_PART_5_MISSING}
 * @param kind without its number: {@code FLOOD_WAIT}, {@code FILE_PART_MISSING}
 * @param value its number, when it has one
 */
public record RpcError(int code, String text, String kind, OptionalInt value) {
    private static final Pattern NUMBER = Pattern.compile("_(\\d{1,9})(?=_|$)");

    public static RpcError of(int code, String text) {
        Matcher number = NUMBER.matcher(text);
        if (number.find()) {
            String kind = text.substring(0, number.start()) + text.substring(number.end());
            return new RpcError(code, text, kind, OptionalInt.of(Integer.parseInt(number.group(1))));
        }
        return new RpcError(code, text, text, OptionalInt.empty());
    }

    public boolean is(String name) {
        return kind.equals(name);
    }
}
