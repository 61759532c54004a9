package io.pult.bus;

/**
 * Who may ask what, checked where the question is answered: the gateway checks too, but a JVM client of the bus does not
 * pass through it.
 */
@FunctionalInterface
public interface Access {
    boolean allows(Op<?, ?> op, Principal principal);

    /** @throws Failure UNAUTHENTICATED or FORBIDDEN */
    default void check(Op<?, ?> op, Principal principal) {
        if (allows(op, principal)) {
            return;
        }
        if (principal.anonymous()) {
            throw Failure.unauthenticated("access.unauthenticated", "This needs an API key or a session");
        }
        throw Failure.forbidden("access.forbidden", "What you hold does not include the right to do this");
    }
}
