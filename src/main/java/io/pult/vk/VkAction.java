package io.pult.vk;

/** What an error of VK's makes the pool do. */
enum VkAction {
    /** VK stumbled: the call is tried again a few times if it only reads; no token is at fault. */
    RETRY,
    /** Tried again once, with half its {@code count} when it has one, then the caller is told. */
    RETRY_ONCE,
    /** VK says it now and then of tokens in good order: tried again twice, then the token rests and another is taken. */
    RETRY_THEN_COOL,
    /** The token went too fast: it rests a moment and the call is tried again. */
    PAUSE_TOKEN,
    /** The token does not go with this method for a while, longer each time; another is taken. */
    LOCK_METHOD,
    /** The token never goes with this method; another is taken. */
    FORBID_METHOD,
    /** One other token is tried: the fault may be the token's or the caller's, which nobody can tell. */
    TRY_OTHER,
    /** The token rests as a whole; another is taken. */
    COOL_TOKEN,
    /** The token rests, and its owner has to prove being a person; another is taken. */
    CAPTCHA,
    /** The token is of no use until its owner has done something at VK; another is taken. */
    NEEDS_HUMAN,
    /** The token cannot be used from this machine's address; another is taken. */
    WRONG_ADDRESS,
    /** The token has run out; another is taken. */
    TOKEN_EXPIRED,
    /** The token is of no use any more; another is taken. */
    TOKEN_DEAD,
    /** The caller's parameters are wrong. */
    CALLER_FAULT,
    /** VK will not do this, whoever asks. */
    DENIED;

    /** How many rests a row with this action has at least; 0: it has none. */
    int rests() {
        return switch (this) {
            case PAUSE_TOKEN -> 2;
            case LOCK_METHOD, FORBID_METHOD, COOL_TOKEN, CAPTCHA, RETRY_THEN_COOL -> 1;
            default -> 0;
        };
    }

    /** VK was at work on the call when it gave up. */
    boolean leavesDoubt() {
        return this == RETRY || this == RETRY_ONCE;
    }

    /** The account leaves the pool. */
    boolean condemns() {
        return this == NEEDS_HUMAN || this == WRONG_ADDRESS || this == TOKEN_EXPIRED || this == TOKEN_DEAD;
    }
}
