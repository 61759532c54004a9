package io.pult.playground.social;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a stand-in was told: the applications, and who comes by without being asked. Confined to one context. */
final class Registry {
    private final Map<String, OAuthClient> clients = new LinkedHashMap<>();
    private @Nullable String loginAs;

    void put(OAuthClient client) {
        clients.put(client.id(), client);
    }

    @Nullable
    OAuthClient client(@Nullable String id) {
        return id == null ? null : clients.get(id);
    }

    /** @return id of a person, or a word that is nobody's; absent: the page asks */
    @Nullable
    String loginAs() {
        return loginAs;
    }

    void loginAs(@Nullable String id) {
        loginAs = id;
    }
}
