package io.pult.playground.social;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A form that an application sends, and which application it is. */
record TokenRequest(OAuthClient client, MultiMap form) {
    /**
     * @param wrongSecret status of the answer to a client that does not show its secret
     * @throws OAuthRefusal {@code invalid_client}, or {@code invalid_request} for a form that says something twice
     */
    static TokenRequest read(RoutingContext context, Registry registry, int wrongSecret) {
        MultiMap form = context.request().formAttributes();
        if (form.names().stream().anyMatch(name -> form.getAll(name).size() > 1)) {
            throw OAuthRefusal.invalidRequest("A parameter comes twice");
        }
        String header = context.request().getHeader("Authorization");
        if (header != null && form.contains("client_secret")) {
            throw OAuthRefusal.invalidRequest("The client authenticates in two ways");
        }
        String[] shown = header == null
                ? new String[] {text(form, "client_id"), text(form, "client_secret")}
                : basic(header, wrongSecret);
        OAuthClient client = registry.client(shown[0]);
        if (client == null || !same(client.secret(), shown[1])) {
            throw new OAuthRefusal(wrongSecret, "invalid_client", "Wrong client secret");
        }
        if (form.contains("client_id") && !client.id().equals(form.get("client_id"))) {
            throw OAuthRefusal.invalidRequest("client_id is another one than in the header");
        }
        return new TokenRequest(client, form);
    }

    private static String[] basic(String header, int wrongSecret) {
        try {
            if (header.startsWith("Basic ")) {
                String pair = new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8);
                int colon = pair.indexOf(':');
                if (colon > 0) {
                    return new String[] {
                        URLDecoder.decode(pair.substring(0, colon), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(colon + 1), StandardCharsets.UTF_8)
                    };
                }
            }
        } catch (IllegalArgumentException e) {
            throw new OAuthRefusal(wrongSecret, "invalid_client", "Authorization is malformed");
        }
        throw new OAuthRefusal(wrongSecret, "invalid_client", "Authorization is not Basic");
    }

    private static boolean same(String secret, String shown) {
        return MessageDigest.isEqual(secret.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(MultiMap form, String name) {
        String value = form.get(name);
        return value == null ? "" : value;
    }

    @Nullable
    String get(String name) {
        return form.get(name);
    }

    /** @throws OAuthRefusal {@code invalid_request} */
    String required(String name) {
        String value = form.get(name);
        if (value == null || value.isEmpty()) {
            throw OAuthRefusal.invalidRequest(name + " is missing");
        }
        return value;
    }

    @Override
    public String toString() {
        return "TokenRequest[" + client.id() + "]";
    }
}
