package io.pult.vk;

import io.pult.vk.SystemAccountStore.Stored;

/**
 * An account goes on under another epoch, and what VK has limited is limited still: a quota is of the account's user, not
 * of the token. So it stays whoever gives the next token; one that is found to be somebody else's takes nothing over.
 */
record LockCarry(String member, long before, long after, Token token) {
    enum Token {
        /** Nothing is known that was not known before. */
        SAME,
        /** VK ID gave it for the one before: the same user, the same rights, and the same rest. */
        SUCCESSOR,
        /** A person gave it: what the one before had no right to, this one may have. */
        OTHER
    }

    static LockCarry ofSame(Stored before, Stored after) {
        return new LockCarry(after.account().id().toString(), before.epoch(), after.epoch(), Token.SAME);
    }

    /** A successor is written in one statement, over a row that may have changed since it was asked for. */
    static LockCarry ofSuccessor(Stored after) {
        return new LockCarry(after.account().id().toString(), after.epoch() - 1, after.epoch(), Token.SUCCESSOR);
    }

    static LockCarry ofOther(Stored before, Stored after) {
        return new LockCarry(after.account().id().toString(), before.epoch(), after.epoch(), Token.OTHER);
    }

    /** What the locks are of was never this account's. */
    static LockCarry ofForeign(Stored before, Stored after) {
        return new LockCarry(after.account().id().toString(), after.epoch(), after.epoch(), Token.OTHER);
    }

    boolean isNothing() {
        return before == after;
    }

    /** Also the rest of the whole token. */
    boolean rest() {
        return token == Token.SUCCESSOR;
    }

    /** Also what the token has no right to. */
    boolean rights() {
        return token != Token.OTHER;
    }

    boolean takes(String method, int code) {
        return (rest() || !method.equals(TokenLock.ALL)) && (rights() || !TokenLock.RIGHTS.contains(code));
    }
}
