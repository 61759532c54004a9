package io.pult.identity.factor;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/**
 * For which site passkeys are made. A passkey belongs to its site for good: under another id the old ones are of no use.
 *
 * @param id the domain (RP ID of WebAuthn)
 * @param origins of the pages that may use them; empty: plain HTTP on localhost, at any port
 */
public record PasskeySite(String id, List<String> origins) {
    static final String LOCALHOST = "localhost";
    private static final Pattern ON_LOCALHOST = Pattern.compile("http://localhost(:\\d{1,5})?");

    public PasskeySite {
        origins = List.copyOf(origins);
    }

    boolean allows(String origin) {
        return origins.isEmpty()
                ? id.equals(LOCALHOST) && ON_LOCALHOST.matcher(origin).matches()
                : origins.contains(origin);
    }

    /** A browser lets a page use the passkeys of its own domain and of those above it, over a secure channel. */
    static boolean belongs(String origin, String id) {
        try {
            URI uri = URI.create(origin);
            String host = uri.getHost();
            boolean secure = "https".equals(uri.getScheme()) || LOCALHOST.equals(host);
            return host != null
                    && secure
                    && origin.equals(uri.getScheme() + "://" + uri.getRawAuthority())
                    && (host.equals(id) || host.endsWith("." + id));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
