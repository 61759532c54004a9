package io.pult.contract.vk;

import io.pult.bus.Op;
import io.pult.bus.Page;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The log of attempts, newest first. */
public final class TokenLogOps {
    /**
     * @param q part of {@code error_details}, in any case
     * @param from inclusive
     * @param to exclusive
     */
    public record ListLogs(
            @Nullable UUID accountId,
            @Nullable Boolean isEnvToken,
            @Nullable String method,
            TokenLog.@Nullable Status status,
            @Nullable String q,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Integer limit,
            @Nullable String cursor) {}

    public static final Op<ListLogs, Page<TokenLog>> LIST = Op.page("vk.listTokenLogs", ListLogs.class, TokenLog.class);

    private TokenLogOps() {}
}
