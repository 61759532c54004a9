package io.pult.bus;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened. Delivered at most once, to whoever listens now.
 *
 * @param id past tense, {@code concern.happened}
 * @param security roles and scopes of which a reader over HTTP needs one; empty: never shown over HTTP
 * @param actors concerns of which one instance acts on the event ({@link Bus#onOne}); declared here because the
 *     publisher has to address each of them once
 * @param members who of the workspace of an event that is {@link OfWorkspace} is shown it over HTTP; absent: every member
 */
public record Topic<E>(
        String id,
        Class<E> event,
        Set<String> security,
        Set<String> actors,
        @Nullable MemberRole members) {
    public static <E> Topic<E> of(String id, Class<E> event) {
        return new Topic<>(id, event, Set.of(), Set.of(), null);
    }

    public Topic<E> visibleTo(String... rolesOrScopes) {
        return new Topic<>(id, event, Set.of(rolesOrScopes), actors, members);
    }

    public Topic<E> actedOnBy(String... concerns) {
        return new Topic<>(id, event, security, Set.of(concerns), members);
    }

    /** @throws IllegalArgumentException unless the event is {@link OfWorkspace} */
    public Topic<E> toMembers(MemberRole least) {
        if (!OfWorkspace.class.isAssignableFrom(event)) {
            throw new IllegalArgumentException("an event of " + id + " does not say to which workspace it belongs");
        }
        return new Topic<>(id, event, security, actors, least);
    }

    String addressOf(String actor) {
        return id + "#" + actor;
    }
}
