package io.pult.contract.jobs;

import io.pult.bus.Nothing;
import io.pult.bus.Op;
import java.util.List;
import java.util.Map;

/** The inbox as other concerns reach it: they put items in and take them back. */
public final class InboxOps {
    /**
     * Something that only a person can do.
     *
     * @param subject what it is about; at most one item is open per concern, kind and subject, opening it again refreshes it
     * @param title one line in English; the interface translates by kind
     * @param fields what the answer has to contain; a field whose name ends in {@code token}, {@code key} or
     *     {@code password} is not echoed by the interface
     * @param details shown to the person; never a secret
     */
    public record Open(
            String concern,
            String kind,
            String subject,
            String title,
            List<String> fields,
            Map<String, Object> details) {}

    /** The matter has settled itself. */
    public record Withdraw(String concern, String kind, String subject) {}

    public static final Op<Open, Nothing> OPEN =
            Op.of("~jobs.openInboxItem", Open.class, Nothing.class).asIdempotent();
    public static final Op<Withdraw, Nothing> WITHDRAW =
            Op.of("~jobs.withdrawInboxItem", Withdraw.class, Nothing.class).asIdempotent();

    private InboxOps() {}
}
