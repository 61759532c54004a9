package io.pult.contract.jobs;

import io.pult.bus.Nothing;
import io.pult.bus.Op;
import io.pult.bus.Page;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The inbox: concerns put items in and take them back, people list and answer them. */
public final class InboxOps {
    /**
     * @param sort {@code -opened_at} (newest first, the default) or {@code opened_at}
     * @param limit 1 to 200, 50 when absent
     */
    public record ListInbox(
            @Nullable InboxState state,
            @Nullable String concern,
            @Nullable String kind,
            String sort,
            Integer limit,
            @Nullable String cursor) {
        public ListInbox {
            sort = sort == null ? "-opened_at" : sort;
            limit = limit == null ? 50 : limit;
            if (!sort.equals("opened_at") && !sort.equals("-opened_at")) {
                throw new IllegalArgumentException("sort is opened_at or -opened_at");
            }
            if (limit < 1 || limit > 200) {
                throw new IllegalArgumentException("limit is 1 to 200");
            }
        }
    }

    public record GetPicture(UUID id) {}

    /** A person's answer, on its way to the concern that asked. */
    public record AnswerItem(UUID id, Answer body) {}

    /** @param fields by name; exactly the fields that the item asks for */
    public record Answer(Map<String, String> fields) {
        public Answer {
            fields = Map.copyOf(fields);
        }

        @Override
        public String toString() {
            return "Answer[redacted]";
        }
    }

    /**
     * Something that only a person can do.
     *
     * @param subject what it is about, up to 200 characters; at most one item is open per concern, kind and subject,
     *     opening it again refreshes it
     * @param title one line in English, up to 200 characters; the interface translates by kind
     * @param fields what the answer has to contain, up to 20 names in snake_case; a field whose name ends in
     *     {@code token}, {@code key} or {@code password} is not echoed by the interface
     * @param details shown to the person, up to 8 KiB as JSON; never a secret. One whose name ends in {@code _img} is the address
     *     of a picture, for which the concern answers {@link InboxPicture}
     */
    public record Open(
            String concern,
            String kind,
            String subject,
            String title,
            List<String> fields,
            Map<String, Object> details) {
        public Open {
            fields = fields == null ? List.of() : List.copyOf(fields);
            details = details == null ? Map.of() : Map.copyOf(details);
        }
    }

    /** The matter has settled itself. */
    public record Withdraw(String concern, String kind, String subject) {}

    public static final Op<ListInbox, Page<InboxItem>> LIST =
            Op.page("jobs.listInbox", ListInbox.class, InboxItem.class);

    /**
     * What the item shows to be read. Fails with NOT_FOUND {@code inbox.not_found} or {@code inbox.no_picture}, GONE
     * {@code inbox.closed}, and as the concern does that has to fetch it.
     */
    public static final Op<GetPicture, InboxPicture.Picture> PICTURE = Op.of(
                    "jobs.getInboxPicture", GetPicture.class, InboxPicture.Picture.class)
            .asIdempotent()
            .within(Duration.ofSeconds(15));

    /**
     * The concern acts before the item counts as answered; its failure is passed on and leaves the item open. Fails with
     * NOT_FOUND {@code inbox.not_found}, CONFLICT {@code inbox.closed} or {@code inbox.being_answered}, UNPROCESSABLE
     * {@code inbox.fields}.
     */
    public static final Op<AnswerItem, InboxItem> ANSWER =
            Op.of("jobs.answerInboxItem", AnswerItem.class, InboxItem.class).within(Duration.ofSeconds(15));

    /** Fails with INVALID {@code inbox.invalid} when the item is too large or has a field twice. */
    public static final Op<Open, Nothing> OPEN =
            Op.of("~jobs.openInboxItem", Open.class, Nothing.class).asIdempotent();

    /** Nothing happens when no such item is open. */
    public static final Op<Withdraw, Nothing> WITHDRAW =
            Op.of("~jobs.withdrawInboxItem", Withdraw.class, Nothing.class).asIdempotent();

    private InboxOps() {}
}
