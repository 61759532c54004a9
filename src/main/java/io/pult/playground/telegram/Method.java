package io.pult.playground.telegram;

/**
 * One function of the API.
 *
 * @param name as the schema has it
 * @param access who may call it
 * @param answer gives what the function answers, or {@link Encoded}; an error is thrown as {@link RpcRefusal}
 */
record Method(String name, Access access, Answer answer) {
    enum Access {
        ANYBODY,
        /** Who has signed in. */
        MEMBERS,
        /** Who has signed in and may change something. */
        WRITERS
    }

    /** What a method does. */
    interface Answer {
        Object to(Call call);
    }

    /** An answer that is TL already. */
    static final class Encoded {
        private final byte[] bytes;

        Encoded(byte[] bytes) {
            this.bytes = bytes;
        }

        /** Itself, not a copy. */
        byte[] bytes() {
            return bytes;
        }
    }

    static Method open(String name, Answer answer) {
        return new Method(name, Access.ANYBODY, answer);
    }

    static Method of(String name, Answer answer) {
        return new Method(name, Access.MEMBERS, answer);
    }

    static Method writing(String name, Answer answer) {
        return new Method(name, Access.WRITERS, answer);
    }
}
