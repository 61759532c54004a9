package io.pult.contract.telegram;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that only the owner of an account's session can answer. It may be asked of any node, which passes it on.
 *
 * @param <Q> itself
 */
public interface AccountAsk<Q extends AccountAsk<Q>> {
    UUID account();

    /** Of the ownership that the asker knows of: an owner by another one refuses. Absent: whatever it is now. */
    @Nullable
    Long epoch();

    /** The same, of the owner by this epoch. */
    Q at(long epoch);
}
