package io.pult.contract.identity;

import io.pult.bus.Nothing;
import io.pult.bus.Op;
import io.pult.bus.Topic;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Forgetting a person. Asked for, they can do nothing any more; what is stored of them goes soon after, through the outbox.
 * What stays is the id, without a name, in the audit and in the list of those who are gone.
 */
public final class ErasureOps {
    public record EraseMe() {}

    public record EraseUser(UUID id) {}

    /** @param since when the person can do nothing any more */
    public record Asked(UUID user, Instant since) {}

    /** @param requestId under which it was asked for */
    public record Erase(UUID user, String requestId) {}

    /** @param after number of the last erasure that the asker knows; absent: from the first */
    public record ErasedSince(@Nullable Long after) {}

    public record Erased(long seq, UUID user, Instant at) {}

    /** @param last number to ask with next time */
    public record ErasedPage(List<Erased> entries, long last) {
        public ErasedPage {
            entries = List.copyOf(entries);
        }
    }

    public record PersonErased(UUID user) {}

    /**
     * Fails with FORBIDDEN {@code confirmation.needed}, and with UNPROCESSABLE {@code rank.last_superuser} when nobody would
     * be left who can do everything.
     */
    public static final Op<EraseMe, Asked> ERASE_ME =
            Op.of("identity.eraseMe", EraseMe.class, Asked.class).asIdempotent();

    /**
     * As {@link #ERASE_ME}, and with NOT_FOUND {@code user.not_found}, with FORBIDDEN {@code rank.target_above} when the
     * person is more than a USER and the asker no SUPERUSER.
     */
    public static final Op<EraseUser, Asked> ERASE_USER =
            Op.of("identity.eraseUser", EraseUser.class, Asked.class).asIdempotent();

    /** Comes through the outbox. Fails with UNPROCESSABLE {@code erasure.not_asked}. */
    public static final Op<Erase, Nothing> ERASE =
            Op.of("~identity.erase", Erase.class, Nothing.class).asIdempotent();

    /**
     * For every concern that keeps something of people: read by a cursor of its own, at its start and by a timer. Numbers rise
     * in the order in which erasures were committed.
     */
    public static final Op<ErasedSince, ErasedPage> ERASED_SINCE =
            Op.of("~identity.erasedSince", ErasedSince.class, ErasedPage.class).asIdempotent();

    /** A hint that {@link #ERASED_SINCE} has something new; it may be lost. */
    public static final Topic<PersonErased> PERSON_ERASED = Topic.of("identity.personErased", PersonErased.class);

    private ErasureOps() {}
}
