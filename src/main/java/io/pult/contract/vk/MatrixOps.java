package io.pult.contract.vk;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pult.bus.Op;
import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.contract.vk.SystemAccount.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which token goes with which method now, and why. */
public final class MatrixOps {
    /** @param limit of tokens, 1 to 200, 50 when absent */
    public record GetMatrix(
            @Nullable Integer limit, @Nullable String cursor) {}

    /**
     * @param shared the budgets are those of all nodes; else Redis is away and the answer is what one node knows
     * @param methods that were called or locked in the last days, and those of which it is known who may call them
     * @param next opaque cursor of the following tokens; absent on the last page
     */
    public record Matrix(
            boolean shared,
            List<String> methods,
            List<Row> items,
            @Nullable String next) {}

    /**
     * @param id absent for the token of the environment
     * @param nextFree when it may go; absent while it is out of the pool
     * @param paceMs between two calls now; absent while it is out of the pool
     * @param why it is as it is, in a few words for a person
     * @param cells by method
     */
    public record Row(
            @Nullable UUID id,
            String label,
            Kind kind,
            Status status,
            @Nullable Instant nextFree,
            @Nullable Long paceMs,
            String why,
            Map<String, Cell> cells) {}

    /**
     * @param until a lock or a refusal holds; absent: for as long as the token is of its kind
     * @param code of VK's error that made it so
     */
    public record Cell(
            State state, @Nullable Instant until, @Nullable Integer code) {}

    public enum State {
        @JsonProperty("free")
        FREE,
        @JsonProperty("locked")
        LOCKED,
        /** Tokens of this kind, or this one, may not call the method. */
        @JsonProperty("forbidden")
        FORBIDDEN,
        /** Free, and not among the token's last 500 attempts of a week. */
        @JsonProperty("never_used")
        NEVER_USED,
        /** The token is not in the pool, whatever the method. */
        @JsonProperty("out")
        OUT
    }

    public static final Op<GetMatrix, Matrix> GET =
            Op.of("vk.getTokenMatrix", GetMatrix.class, Matrix.class).asIdempotent();

    private MatrixOps() {}
}
