package io.pult.vk;

import io.pult.contract.vk.SystemAccount.Kind;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a search for a turn has come to. */
sealed interface Pick {
    /**
     * @param waitMs until the reserved moment
     * @param asked when the pick was sent, by {@link System#nanoTime}: the moment is not before that plus the wait
     * @param watched the token has something to prove: until {@code proven} is told
     */
    record Turn(String member, long epoch, long waitMs, long asked, boolean watched) implements Pick {}

    /**
     * @param forMs until the next token could go, which is longer than the asker would wait
     * @param trial that one is being tried, and may be free as soon as its call succeeds
     */
    record Busy(long forMs, boolean trial) implements Pick {}

    /** No token in the pool may be used for this. */
    record Nobody() implements Pick {}

    /** Redis has lost the pool; it has to be filled again. */
    record Empty() implements Pick {}

    /** @param only this member, however much others have rested */
    record Want(
            String method,
            Duration most,
            Set<Kind> kinds,
            @Nullable String only,
            Collection<String> excluded) {}
}
