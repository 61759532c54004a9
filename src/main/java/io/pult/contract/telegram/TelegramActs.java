package io.pult.contract.telegram;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pult.bus.Failure;
import io.pult.bus.Nothing;
import io.pult.bus.Op;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What other concerns do through an account, answered by the node that holds its session.
 *
 * <p>All fail with CONFLICT {@code account.not_signed_in}, {@code account.stopped} or {@code account.lost}, with TOO_MANY
 * {@code telegram.flood} while Telegram wants the account to wait (nothing is sent then, and nobody else is asked in its place),
 * with UNPROCESSABLE {@code telegram.<error>} for what Telegram refuses, with UNPROCESSABLE {@code telegram.unknown_peer} for
 * somebody whom the account does not know, and with TIMEOUT {@code telegram.maybe_executed} when an answer was lost.
 */
public final class TelegramActs {
    /** Posts, users or names of one question, at most. */
    public static final int MOST = 100;

    /** Names of one question, at most: Telegram limits looking them up more than anything else that is read. */
    public static final int MOST_NAMES = 10;

    /** UTF-16 units of a text. */
    public static final int LONGEST_TEXT = 4_096;

    private static final Pattern USERNAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{2,31}");
    private static final Pattern INVITE = Pattern.compile("[A-Za-z0-9_-]{4,64}");
    private static final Pattern CONCERN = Pattern.compile("[a-z]{1,32}");
    /** Longer than the engine's patience with one call, so that its own answer comes before the bus gives up. */
    private static final Duration TWO_CALLS = Duration.ofSeconds(65);

    private static final Duration ONE_CALL = Duration.ofSeconds(35);

    /**
     * A channel or supergroup.
     *
     * @param id as Telegram counts, without a sign
     * @param username without "@", by which it is found when the account does not know it, or not any more
     */
    public record ChannelName(long id, @Nullable String username) {
        public ChannelName {
            requireId(id);
            requireUsername(username);
        }
    }

    public record Resolve(UUID account, @Nullable Long epoch, String username) implements AccountAsk<Resolve> {
        public Resolve {
            if (username == null) {
                throw malformedUsername();
            }
            requireUsername(username);
        }

        @Override
        public Resolve at(long ownership) {
            return new Resolve(account, ownership, username);
        }
    }

    public enum PeerKind {
        @JsonProperty("user")
        USER,
        @JsonProperty("bot")
        BOT,
        @JsonProperty("channel")
        CHANNEL,
        @JsonProperty("supergroup")
        SUPERGROUP
    }

    /** @param title of a channel; first and last name of a user */
    public record Resolved(PeerKind kind, long id, String title) {}

    /** @param users absent: all contacts of the account */
    public record ListStatuses(
            UUID account, @Nullable Long epoch, @Nullable List<Long> users) implements AccountAsk<ListStatuses> {
        public ListStatuses {
            if (users != null) {
                requireSome(users, MOST, "users");
                users.forEach(TelegramActs::requireId);
                users = List.copyOf(users);
            }
        }

        @Override
        public ListStatuses at(long ownership) {
            return new ListStatuses(account, ownership, users);
        }
    }

    public record Statuses(List<SeenPresence> statuses) {
        public Statuses {
            statuses = List.copyOf(statuses);
        }
    }

    /**
     * @param since id of a post after which they come, 0 for the newest ones; one of this and {@code ids}
     * @param ids of posts; a deleted one is not answered
     * @param limit of {@code since}: 1 to {@link #MOST}, 20 when absent
     */
    public record ListPosts(
            UUID account,
            @Nullable Long epoch,
            ChannelName channel,
            @Nullable Integer since,
            @Nullable List<Integer> ids,
            @Nullable Integer limit)
            implements AccountAsk<ListPosts> {
        public ListPosts {
            requireChannel(channel);
            if ((since == null) == (ids == null)) {
                throw Failure.unprocessable("telegram.posts_which", "Ask for posts by since or by ids, one of them");
            }
            if (since != null && since < 0) {
                throw Failure.unprocessable("telegram.post_invalid", "since is the id of a post, or 0");
            }
            if (ids != null) {
                requireSome(ids, MOST, "ids");
                ids.forEach(TelegramActs::requirePost);
                ids = List.copyOf(ids);
            }
            if (limit != null && (limit < 1 || limit > MOST)) {
                throw Failure.unprocessable("telegram.limit_invalid", "limit is 1 to " + MOST);
            }
        }

        @Override
        public ListPosts at(long ownership) {
            return new ListPosts(account, ownership, channel, since, ids, limit);
        }
    }

    /** Newest first. */
    public record Posts(List<TelegramPost> posts) {
        public Posts {
            posts = List.copyOf(posts);
        }
    }

    /**
     * @param post of the channel, that is commented on
     * @param text 1 to {@link #LONGEST_TEXT} UTF-16 units
     * @param randomId number of 64 bits as a text, chosen before the first try and kept with the task, not 0: a second try with
     *     it says nothing again
     */
    public record Comment(
            UUID account, @Nullable Long epoch, ChannelName channel, int post, String text, String randomId)
            implements AccountAsk<Comment> {
        public Comment {
            requireChannel(channel);
            requirePost(post);
            if (text == null || text.isBlank() || text.length() > LONGEST_TEXT) {
                throw Failure.unprocessable("telegram.text_invalid", "text has 1 to " + LONGEST_TEXT + " UTF-16 units");
            }
            if (randomId == null || number(randomId) == 0) {
                throw Failure.unprocessable("telegram.random_id_missing", "random_id is a number of 64 bits, not 0");
            }
        }

        public long random() {
            return number(randomId);
        }

        private static long number(String text) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                return 0;
            }
        }

        @Override
        public Comment at(long ownership) {
            return new Comment(account, ownership, channel, post, text, randomId);
        }
    }

    /** @param message id of the comment; absent when it was made before by the same random id and its id is not known any more */
    public record Commented(@Nullable Integer message) {}

    /** @param emoji absent: the account's reaction is taken back */
    public record React(
            UUID account,
            @Nullable Long epoch,
            ChannelName channel,
            int post,
            @Nullable String emoji) implements AccountAsk<React> {
        public React {
            requireChannel(channel);
            requirePost(post);
            if (emoji != null && (emoji.isBlank() || emoji.length() > 32)) {
                throw Failure.unprocessable("telegram.emoji_invalid", "emoji is one emoji");
            }
        }

        @Override
        public React at(long ownership) {
            return new React(account, ownership, channel, post, emoji);
        }
    }

    public record AdminCheck(UUID account, @Nullable Long epoch, ChannelName channel)
            implements AccountAsk<AdminCheck> {
        public AdminCheck {
            requireChannel(channel);
        }

        @Override
        public AdminCheck at(long ownership) {
            return new AdminCheck(account, ownership, channel);
        }
    }

    public enum Role {
        @JsonProperty("owner")
        OWNER,
        @JsonProperty("admin")
        ADMIN,
        @JsonProperty("member")
        MEMBER,
        @JsonProperty("banned")
        BANNED,
        @JsonProperty("nobody")
        NOBODY
    }

    /** What the account is there, asked of Telegram just now. */
    public record RoleThere(Role role) {
        public boolean administers() {
            return role == Role.OWNER || role == Role.ADMIN;
        }
    }

    /**
     * @param channel one of this and {@code invite}
     * @param invite what follows {@code t.me/+} in the link of an invitation
     */
    public record Join(
            UUID account,
            @Nullable Long epoch,
            @Nullable ChannelName channel,
            @Nullable String invite) implements AccountAsk<Join> {
        public Join {
            if ((channel == null) == (invite == null)) {
                throw Failure.unprocessable("telegram.join_which", "Join by channel or by invite, one of them");
            }
            if (invite != null && !INVITE.matcher(invite).matches()) {
                throw Failure.unprocessable("telegram.invite_malformed", "invite is what follows t.me/+ in the link");
            }
        }

        @Override
        public Join at(long ownership) {
            return new Join(account, ownership, channel, invite);
        }
    }

    public enum Membership {
        @JsonProperty("joined")
        JOINED,
        @JsonProperty("already")
        ALREADY,
        /** Somebody there has to agree. */
        @JsonProperty("pending")
        PENDING
    }

    public record Joined(Membership membership) {}

    /**
     * @param askedBy the concern that wants to be told; what one concern watches, another one does not end
     * @param users at most {@link #MOST}
     * @param usernames at most {@link #MOST_NAMES}, each looked up at Telegram
     */
    public record WatchPresence(
            UUID account, @Nullable Long epoch, String askedBy, List<Long> users, List<String> usernames)
            implements AccountAsk<WatchPresence> {
        public WatchPresence {
            requireConcern(askedBy);
            users = users == null ? List.of() : List.copyOf(users);
            usernames = usernames == null ? List.of() : List.copyOf(usernames);
            if ((users.isEmpty() && usernames.isEmpty()) || users.size() > MOST || usernames.size() > MOST_NAMES) {
                throw Failure.unprocessable(
                        "telegram.users_invalid",
                        "Name 1 to " + MOST + " users, or 1 to " + MOST_NAMES + " usernames, or both");
            }
            users.forEach(TelegramActs::requireId);
            usernames.forEach(TelegramActs::requireUsername);
        }

        @Override
        public WatchPresence at(long ownership) {
            return new WatchPresence(account, ownership, askedBy, users, usernames);
        }
    }

    /** @param username by which it was asked for; absent: by its id */
    public record Watched(long user, @Nullable String username) {}

    /** Whom the question named, in its order: ids first. */
    public record Watching(List<Watched> users) {
        public Watching {
            users = List.copyOf(users);
        }
    }

    /** @param users at most {@link #MOST}; whom nobody watches is no mistake */
    public record UnwatchPresence(UUID account, @Nullable Long epoch, String askedBy, List<Long> users)
            implements AccountAsk<UnwatchPresence> {
        public UnwatchPresence {
            requireConcern(askedBy);
            requireSome(users, MOST, "users");
            users = List.copyOf(users);
        }

        @Override
        public UnwatchPresence at(long ownership) {
            return new UnwatchPresence(account, ownership, askedBy, users);
        }
    }

    public record WatchChannel(UUID account, @Nullable Long epoch, String askedBy, ChannelName channel)
            implements AccountAsk<WatchChannel> {
        public WatchChannel {
            requireConcern(askedBy);
            requireChannel(channel);
        }

        @Override
        public WatchChannel at(long ownership) {
            return new WatchChannel(account, ownership, askedBy, channel);
        }
    }

    public record UnwatchChannel(UUID account, @Nullable Long epoch, String askedBy, long channel)
            implements AccountAsk<UnwatchChannel> {
        public UnwatchChannel {
            requireConcern(askedBy);
            requireId(channel);
        }

        @Override
        public UnwatchChannel at(long ownership) {
            return new UnwatchChannel(account, ownership, askedBy, channel);
        }
    }

    /** Who has a name. Keep the answer for days: Telegram limits this most of all that is read. */
    public static final Op<Resolve, Resolved> RESOLVE = Op.of("~telegram.resolve", Resolve.class, Resolved.class)
            .within(ONE_CALL)
            .asIdempotent();

    /** Who is there, asked now. Of users, those alone whom the account knows. */
    public static final Op<ListStatuses, Statuses> STATUSES = Op.of(
                    "~telegram.statuses", ListStatuses.class, Statuses.class)
            .within(ONE_CALL)
            .asIdempotent();

    /** Reads posts. Counters of views are looked at and never raised. */
    public static final Op<ListPosts, Posts> POSTS = Op.of("~telegram.posts", ListPosts.class, Posts.class)
            .within(TWO_CALLS)
            .asIdempotent();

    /**
     * Comments on a post, once for a random id. Fails with UNPROCESSABLE {@code telegram.no_comments} when the post takes none.
     */
    public static final Op<Comment, Commented> COMMENT = Op.of("~telegram.comment", Comment.class, Commented.class)
            .within(TWO_CALLS)
            .asIdempotent();

    public static final Op<React, Nothing> REACT = Op.of("~telegram.react", React.class, Nothing.class)
            .within(TWO_CALLS)
            .asIdempotent();

    public static final Op<AdminCheck, RoleThere> ADMIN_CHECK = Op.of(
                    "~telegram.adminCheck", AdminCheck.class, RoleThere.class)
            .within(TWO_CALLS)
            .asIdempotent();

    public static final Op<Join, Joined> JOIN =
            Op.of("~telegram.join", Join.class, Joined.class).within(TWO_CALLS).asIdempotent();

    /** Tells {@link TelegramEvents#PRESENCE_CHANGED} of them from now on, whichever node holds the account. */
    public static final Op<WatchPresence, Watching> WATCH_PRESENCE = Op.of(
                    "~telegram.watchPresence", WatchPresence.class, Watching.class)
            .within(TWO_CALLS)
            .asIdempotent();

    public static final Op<UnwatchPresence, Nothing> UNWATCH_PRESENCE = Op.of(
                    "~telegram.unwatchPresence", UnwatchPresence.class, Nothing.class)
            .asIdempotent();

    /**
     * Tells {@link TelegramEvents#POSTED} of its posts from now on, whichever node holds the account. Fails with CONFLICT
     * {@code telegram.too_many_watches} when the account watches 256 channels.
     */
    public static final Op<WatchChannel, Nothing> WATCH_CHANNEL = Op.of(
                    "~telegram.watchChannel", WatchChannel.class, Nothing.class)
            .within(TWO_CALLS)
            .asIdempotent();

    public static final Op<UnwatchChannel, Nothing> UNWATCH_CHANNEL = Op.of(
                    "~telegram.unwatchChannel", UnwatchChannel.class, Nothing.class)
            .asIdempotent();

    private TelegramActs() {}

    private static void requireId(long id) {
        if (id < 1 || id >= 1L << 53) {
            throw Failure.unprocessable("telegram.id_invalid", "An id of Telegram is a positive number");
        }
    }

    private static void requirePost(int post) {
        if (post < 1) {
            throw Failure.unprocessable("telegram.post_invalid", "post is the id of a post");
        }
    }

    private static void requireChannel(@Nullable ChannelName channel) {
        if (channel == null) {
            throw Failure.unprocessable("telegram.channel_missing", "channel is missing");
        }
    }

    private static void requireUsername(@Nullable String username) {
        if (username != null && !USERNAME.matcher(username).matches()) {
            throw malformedUsername();
        }
    }

    private static Failure malformedUsername() {
        return Failure.unprocessable(
                "telegram.username_malformed", "A username has 3 to 32 letters, digits and underscores, without @");
    }

    private static void requireConcern(@Nullable String askedBy) {
        if (askedBy == null || !CONCERN.matcher(askedBy).matches()) {
            throw Failure.unprocessable("telegram.asked_by_invalid", "asked_by is the name of a concern");
        }
    }

    private static void requireSome(@Nullable List<?> some, int most, String name) {
        if (some == null || some.isEmpty() || some.size() > most) {
            throw Failure.unprocessable("telegram." + name + "_invalid", name + " has 1 to " + most + " entries");
        }
    }
}
