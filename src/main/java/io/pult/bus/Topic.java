package io.pult.bus;

import java.util.Set;

/**
 * Something that happened. Delivered at most once, to whoever listens now.
 *
 * @param id past tense, {@code concern.happened}
 * @param security roles and scopes of which a reader over HTTP needs one; empty: never shown over HTTP
 * @param actors concerns of which one instance acts on the event ({@link Bus#onOne}); declared here because the
 *     publisher has to address each of them once
 */
public record Topic<E>(String id, Class<E> event, Set<String> security, Set<String> actors) {
    public static <E> Topic<E> of(String id, Class<E> event) {
        return new Topic<>(id, event, Set.of(), Set.of());
    }

    public Topic<E> visibleTo(String... rolesOrScopes) {
        return new Topic<>(id, event, Set.of(rolesOrScopes), actors);
    }

    public Topic<E> actedOnBy(String... concerns) {
        return new Topic<>(id, event, security, Set.of(concerns));
    }

    String addressOf(String actor) {
        return id + "#" + actor;
    }
}
