package io.pult.vk;

import io.pult.bus.Failure;
import io.pult.contract.vk.ListSync.Kind;
import io.pult.contract.vk.ListSync.Target;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Brings what a person wrote as a target into the form in which VK is asked, or says what is wrong with it. */
final class ListSyncTarget {
    private static final int MAX_FIELDS = 30;
    private static final long MAX_ID = (1L << 53) - 1;

    private static final Pattern LINK = Pattern.compile(
            "(?:https?://)?(?:www\\.|m\\.|new\\.)?(?:vk\\.com|vk\\.ru|vkontakte\\.ru)/([^/?#]+)/?(?:[?#].*)?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern GROUP_ID = Pattern.compile("(?:-|club|public|event)?([1-9][0-9]{0,15})");
    private static final Pattern USER_ID = Pattern.compile("id[0-9]+");
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.]{1,31}");
    private static final Pattern FIELD = Pattern.compile("[a-z][a-z0-9_]{0,39}");

    private static final Set<String> SORTS = Set.of("id_asc", "id_desc", "time_asc", "time_desc");
    private static final Set<String> FILTERS = Set.of("likes", "copies");
    private static final Set<String> TYPES = Set.of(
            "post",
            "comment",
            "photo",
            "audio",
            "video",
            "note",
            "market",
            "photo_comment",
            "video_comment",
            "topic_comment",
            "market_comment",
            "sitepage");

    private ListSyncTarget() {}

    /** @throws Failure UNPROCESSABLE {@code list_sync.target_invalid} */
    static Target checked(Kind kind, Target target) {
        Target checked = switch (kind) {
            case GROUP_MEMBERS -> members(target);
            case WALL_POSTS -> wall(target);
            case LIKES -> likes(target);
        };
        requireNothingElse(target, checked);
        return checked;
    }

    private static Target members(Target target) {
        String group = group(required("group", target.group()));
        List<String> fields = target.fields();
        if (fields != null
                && (fields.size() > MAX_FIELDS
                        || !fields.stream()
                                .allMatch(field -> FIELD.matcher(field).matches()))) {
            throw invalid("fields are at most " + MAX_FIELDS + " names such as sex or last_seen");
        }
        List<String> kept = fields == null || fields.isEmpty()
                ? null
                : fields.stream().distinct().toList();
        return new Target(group, kept, oneOf("sort", target.sort(), SORTS, "id_asc"), null, null, null, null, null);
    }

    private static Target wall(Target target) {
        if ((target.ownerId() == null) == (target.domain() == null)) {
            throw invalid("a wall is named by owner_id or by domain");
        }
        String domain = target.domain();
        if (domain != null && !NAME.matcher(domain).matches()) {
            throw invalid("domain is a screen name");
        }
        return new Target(null, null, null, ownerId(target.ownerId()), domain, null, null, null);
    }

    private static Target likes(Target target) {
        Long item = required("item_id", target.itemId());
        if (item < 1 || item > MAX_ID) {
            throw invalid("item_id is a whole number from 1");
        }
        String type = oneOf("type", required("type", target.type()), TYPES, "");
        Long owner = ownerId(required("owner_id", target.ownerId()));
        return new Target(
                null, null, null, owner, null, type, item, oneOf("filter", target.filter(), FILTERS, "likes"));
    }

    /** A group as VK's {@code group_id} takes it: digits, or a screen name. */
    private static String group(String written) {
        Matcher link = LINK.matcher(written.strip());
        String name = link.matches() ? link.group(1) : written.strip();
        name = name.startsWith("@") ? name.substring(1) : name;
        Matcher id = GROUP_ID.matcher(name);
        if (id.matches()) {
            return id.group(1);
        }
        if (USER_ID.matcher(name).matches() || !NAME.matcher(name).matches()) {
            throw invalid("group is a community's id, its screen name, or a link to it");
        }
        return name;
    }

    private static @Nullable Long ownerId(@Nullable Long id) {
        if (id != null && (id == 0 || Math.abs(id) > MAX_ID)) {
            throw invalid("owner_id is a user's id, or a community's with a minus");
        }
        return id;
    }

    private static <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw invalid(name + " is missing");
        }
        return value;
    }

    private static String oneOf(String name, @Nullable String word, Set<String> words, String otherwise) {
        String chosen = Objects.requireNonNullElse(word, otherwise);
        if (!words.contains(chosen)) {
            throw invalid(name + " is one of " + words.stream().sorted().toList());
        }
        return chosen;
    }

    /** What is ignored would be taken for granted. */
    private static void requireNothingElse(Target given, Target taken) {
        requireTaken("group", given.group(), taken.group());
        requireTaken("fields", given.fields(), given.fields() == null || taken.group() != null ? "" : null);
        requireTaken("sort", given.sort(), taken.sort());
        requireTaken("owner_id", given.ownerId(), taken.ownerId());
        requireTaken("domain", given.domain(), taken.domain());
        requireTaken("type", given.type(), taken.type());
        requireTaken("item_id", given.itemId(), taken.itemId());
        requireTaken("filter", given.filter(), taken.filter());
    }

    private static void requireTaken(String name, @Nullable Object given, @Nullable Object taken) {
        if (given != null && taken == null) {
            throw invalid(name + " does not belong to a target of this kind");
        }
    }

    private static Failure invalid(String message) {
        return Failure.unprocessable("list_sync.target_invalid", "The target cannot be read: " + message);
    }
}
