package io.pult.contract.telegram;

import io.pult.bus.Op;
import io.pult.bus.Page;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which node holds which session, and how the nodes are. */
public final class OwnershipOps {
    public record Summarize() {}

    public record ListNodes() {}

    /** @param node name of a node */
    public record ListClaims(
            @Nullable UUID accountId,
            @Nullable String node,
            @Nullable Integer limit,
            @Nullable String cursor) {}

    /**
     * @param from inclusive; absent: a day before the end
     * @param to exclusive; absent: now
     */
    public record GetHistory(
            @Nullable Instant from, @Nullable Instant to) {}

    public static final Op<Summarize, TelegramSummary> SUMMARY =
            Op.of("telegram.summary", Summarize.class, TelegramSummary.class).asIdempotent();

    /** Those that live; all on one page. */
    public static final Op<ListNodes, Page<TelegramNode>> NODES =
            Op.page("telegram.listNodes", ListNodes.class, TelegramNode.class);

    /** Newest first. */
    public static final Op<ListClaims, Page<SessionClaim>> CLAIMS =
            Op.page("telegram.listClaims", ListClaims.class, SessionClaim.class);

    /** Oldest first, all on one page; a quarter of an hour in which no node ran is missing. */
    public static final Op<GetHistory, Page<TelegramSample>> HISTORY =
            Op.page("telegram.getHistory", GetHistory.class, TelegramSample.class);

    private OwnershipOps() {}
}
