package io.pult.jobs;

import io.pult.bus.Failure;
import io.pult.bus.Json;
import io.pult.contract.jobs.InboxItem;
import io.pult.contract.jobs.InboxOps;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What an item may hold, and what an answer to it has to. Values of an answer are in no message. */
final class InboxRules {
    private static final Pattern CONCERN = Pattern.compile("[a-z]{2,20}");
    private static final Pattern FIELD = Pattern.compile("[a-z][a-z0-9_]{0,63}");
    private static final String PICTURE = "_img";
    private static final int KIND = 64;
    private static final int SUBJECT = 200;
    private static final int TITLE = 200;
    private static final int FIELDS = 20;
    private static final int DETAILS_BYTES = 8 * 1024;
    private static final int VALUE = 8 * 1024;

    private InboxRules() {}

    /** @throws Failure INVALID */
    static void check(InboxOps.Open item) {
        require(CONCERN.matcher(item.concern()).matches(), "concern is the name of one");
        requireLength(item.kind(), KIND, "kind");
        requireLength(item.subject(), SUBJECT, "subject");
        requireLength(item.title(), TITLE, "title");
        requireFields(item.fields());
        Buffer details = Json.write(item.details());
        require(details.length() <= DETAILS_BYTES, "details are at most " + DETAILS_BYTES + " bytes as JSON");
        require(!details.toString().contains("\\u0000"), "details hold no NUL, which PostgreSQL cannot keep");
    }

    private static void requireFields(List<String> fields) {
        require(
                !fields.isEmpty()
                        && fields.size() <= FIELDS
                        && Set.copyOf(fields).size() == fields.size()
                        && fields.stream().allMatch(name -> FIELD.matcher(name).matches()),
                "fields are 1 to " + FIELDS + " different names in snake_case");
    }

    private static void requireLength(String text, int most, String name) {
        require(
                !text.isBlank() && text.length() <= most && text.indexOf(0) < 0,
                name + " is 1 to " + most + " characters without NUL");
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw Failure.invalid("inbox.invalid", "Not an inbox item: " + rule);
        }
    }

    /**
     * @return where its picture is
     * @throws Failure NOT_FOUND
     */
    static String picture(InboxItem item) {
        return item.details().entrySet().stream()
                .filter(detail -> detail.getKey().endsWith(PICTURE))
                .map(detail -> detail.getValue().toString())
                .findFirst()
                .orElseThrow(() -> Failure.notFound("inbox.no_picture", "This inbox item has no picture"));
    }

    /** @throws Failure UNPROCESSABLE naming the fields that are missing; INVALID for a value that is too long */
    static void checkAnswer(InboxItem item, Map<String, String> answer) {
        var missing = new TreeSet<>(item.fields());
        missing.removeAll(answer.keySet());
        if (!missing.isEmpty() || answer.size() != item.fields().size()) {
            throw Failure.unprocessable("inbox.fields", "The answer has to have exactly the fields that are asked for")
                    .with("fields", item.fields())
                    .with("missing", List.copyOf(missing));
        }
        if (answer.values().stream().anyMatch(value -> value.length() > VALUE)) {
            throw Failure.invalid("inbox.value_too_long", "A field of an answer is at most " + VALUE + " characters");
        }
    }
}
