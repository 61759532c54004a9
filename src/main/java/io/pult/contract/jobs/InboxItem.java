package io.pult.contract.jobs;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that waits for a person, or did. What the person answered is not in it and nowhere in the concern.
 *
 * @param fields what an answer has to contain
 * @param closedBy subject of whoever answered, or of the node that withdrew it
 */
public record InboxItem(
        UUID id,
        String concern,
        String kind,
        String subject,
        String title,
        List<String> fields,
        Map<String, Object> details,
        InboxState state,
        Instant openedAt,
        @Nullable Instant closedAt,
        @Nullable String closedBy) {}
