package io.pult.telegram;

import io.pult.bus.Failure;
import io.pult.contract.telegram.Proxy.Kind;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Proxies as they are sold and passed on, one a line. What is wrong with a line is said without any of it: sellers put passwords
 * into every place.
 */
final class ProxyPaste {
    private static final Pattern SCHEME = Pattern.compile("(?i)([a-z][a-z0-9+.-]*)://(.*)");
    private static final Pattern LINK =
            Pattern.compile("(?i)(?:tg://|(?:https?://)?(?:t|telegram)\\.me/)(proxy|socks)/?\\?(.*)");
    private static final Pattern ADDRESS = Pattern.compile("(\\[[^\\]]*]|[^:\\[\\]]+):([0-9]{1,5})");
    private static final Pattern LISTED = Pattern.compile("(\\[[^\\]]*]|[^:\\[\\]]+):([0-9]{1,5}):([^:]*):(.*)");
    private static final int LONGEST = 2_000;

    private ProxyPaste() {}

    /**
     * @param line without spaces around it
     * @throws Failure UNPROCESSABLE {@code proxy.line_invalid}, {@code proxy.kind_unsupported}, or as {@link ProxyForm}
     */
    static ProxyForm read(String line) {
        if (line.length() > LONGEST) {
            throw invalid();
        }
        Matcher link = LINK.matcher(line);
        if (link.matches()) {
            Map<String, String> given = query(link.group(2));
            return link.group(1).equalsIgnoreCase("proxy")
                    ? form(Kind.MTPROXY, given.get("server"), given.get("port"), null, given.get("secret"))
                    : form(Kind.SOCKS5, given.get("server"), given.get("port"), given.get("user"), given.get("pass"));
        }
        Matcher scheme = SCHEME.matcher(line);
        if (!scheme.matches()) {
            return plain(line, false);
        }
        return switch (scheme.group(1).toLowerCase(Locale.ROOT)) {
            case "socks5", "socks5h", "socks" -> plain(stripped(scheme.group(2)), true);
            default ->
                throw Failure.unprocessable(
                        "proxy.kind_unsupported",
                        "Only SOCKS5 proxies and MTProxies can carry Telegram's protocol here");
        };
    }

    private static String stripped(String rest) {
        return rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
    }

    /** @param encoded its user and password are written as in an address of the web */
    private static ProxyForm plain(String text, boolean encoded) {
        int at = text.lastIndexOf('@');
        Matcher address = ADDRESS.matcher(text.substring(at + 1));
        if (at >= 0 && (address.matches() || encoded)) {
            String user = text.substring(0, at);
            int colon = user.indexOf(':');
            if (colon < 0 || !address.matches()) {
                throw invalid();
            }
            String name = user.substring(0, colon);
            String password = user.substring(colon + 1);
            return form(
                    Kind.SOCKS5,
                    address.group(1),
                    address.group(2),
                    encoded ? decoded(name) : name,
                    encoded ? decoded(password) : password);
        }
        if (at < 0 && address.matches()) {
            return form(Kind.SOCKS5, address.group(1), address.group(2), null, null);
        }
        Matcher listed = LISTED.matcher(text);
        if (!listed.matches()) {
            throw invalid();
        }
        return form(Kind.SOCKS5, listed.group(1), listed.group(2), listed.group(3), listed.group(4));
    }

    private static ProxyForm form(
            Kind kind, @Nullable String host, @Nullable String port, @Nullable String user, @Nullable String secret) {
        if (host == null || port == null || !port.matches("[0-9]{1,5}")) {
            throw invalid();
        }
        return new ProxyForm(kind, host, Integer.parseInt(port), user, secret);
    }

    private static Map<String, String> query(String text) {
        Map<String, String> values = new HashMap<>();
        for (String part : text.split("&", -1)) {
            int equals = part.indexOf('=');
            String value = equals < 0 ? "" : decoded(part.substring(equals + 1));
            if (!value.isEmpty()) {
                values.put(part.substring(0, equals).toLowerCase(Locale.ROOT), value);
            }
        }
        return values;
    }

    private static String decoded(String text) {
        try {
            // A plus is a plus here: secrets are base64.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    private static Failure invalid() {
        return Failure.unprocessable(
                "proxy.line_invalid",
                "A line is host:port, host:port:user:password, user:password@host:port, socks5://…, or a link to a proxy"
                        + " as Telegram shares it");
    }
}
