package io.pult.contract.telegram;

import io.pult.bus.Op;
import io.pult.bus.Page;
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

    public static final Op<Summarize, TelegramSummary> SUMMARY =
            Op.of("telegram.summary", Summarize.class, TelegramSummary.class).asIdempotent();

    /** Those that live; all on one page. */
    public static final Op<ListNodes, Page<TelegramNode>> NODES =
            Op.page("telegram.listNodes", ListNodes.class, TelegramNode.class);

    /** Newest first. */
    public static final Op<ListClaims, Page<SessionClaim>> CLAIMS =
            Op.page("telegram.listClaims", ListClaims.class, SessionClaim.class);

    private OwnershipOps() {}
}
