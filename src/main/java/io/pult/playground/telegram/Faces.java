package io.pult.playground.telegram;

import io.pult.playground.telegram.schema.TlObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How things look to one viewer: with the access hashes that are theirs alone. */
final class Faces {
    private final World world;
    private final Account viewer;

    Faces(World world, Account viewer) {
        this.world = world;
        this.viewer = viewer;
    }

    Account viewer() {
        return viewer;
    }

    TlObject user(Account who) {
        boolean self = who == viewer;
        if (who.standing() == Account.Standing.DEACTIVATED) {
            return TlObject.of("user", "id", who.id(), "access_hash", hashOf(who), "deleted", true);
        }
        boolean contact = viewer.contacts().contains(who.id());
        return TlObject.of("user")
                .with("self", self)
                .with("contact", contact)
                .with("mutual_contact", contact && who.contacts().contains(viewer.id()))
                .with("premium", who.premium())
                .with("id", who.id())
                .with("access_hash", hashOf(who))
                .with("first_name", who.firstName())
                .with("last_name", who.lastName().isEmpty() ? null : who.lastName())
                .with("username", who.username())
                .with("phone", self || contact ? who.phone() : null)
                .with("status", status(who));
    }

    /** A glimpse: its access hash opens nothing. */
    TlObject glimpse(Account who) {
        return TlObject.of("user")
                .with("min", true)
                .with("id", who.id())
                .with("access_hash", hashOf(who) ^ 1)
                .with("first_name", who.firstName())
                .with("status", status(who));
    }

    TlObject status(Account who) {
        int now = world.now();
        return who == viewer ? who.presence().exactly(now) : who.presence().status(now);
    }

    TlObject channel(Channel channel) {
        ChannelSpec spec = channel.spec();
        if (!channel.isOpenTo(viewer.id())) {
            return TlObject.of("channelForbidden")
                    .with("broadcast", spec.broadcast())
                    .with("megagroup", !spec.broadcast())
                    .with("id", channel.id())
                    .with("access_hash", hashOf(channel))
                    .with("title", spec.title());
        }
        Channel.Member member = channel.members().get(viewer.id());
        return TlObject.of("channel")
                .with("creator", member != null && member.role() == Channel.Role.CREATOR)
                .with("left", member == null)
                .with("broadcast", spec.broadcast())
                .with("megagroup", !spec.broadcast())
                .with("has_link", channel.linked() != null)
                .with("slowmode_enabled", spec.slowSeconds() > 0)
                .with("join_to_send", spec.joinToSend())
                .with("join_request", spec.joinRequest())
                .with("id", channel.id())
                .with("access_hash", hashOf(channel))
                .with("title", spec.title())
                .with("username", spec.username())
                .with("date", member == null ? channel.made() : member.since())
                .with("admin_rights", member == null || member.role() == Channel.Role.MEMBER ? null : rights())
                .with(
                        "default_banned_rights",
                        spec.broadcast()
                                ? null
                                : TlObject.of(
                                        "chatBannedRights",
                                        "send_messages",
                                        spec.muted(),
                                        "until_date",
                                        Integer.MAX_VALUE))
                .with("participants_count", channel.members().size());
    }

    static TlObject rights() {
        return TlObject.of("chatAdminRights")
                .with("change_info", true)
                .with("post_messages", true)
                .with("edit_messages", true)
                .with("delete_messages", true)
                .with("ban_users", true)
                .with("invite_users", true);
    }

    TlObject message(Message message) {
        Message.Draft draft = message.draft();
        TlObject common = TlObject.of("message")
                .with("id", message.id())
                .with("silent", draft.silent())
                .with("date", message.date())
                .with("message", message.text())
                .with("entities", draft.entities().isEmpty() ? null : draft.entities())
                .with("edit_date", message.edited() == 0 ? null : message.edited())
                .with("reply_to", replyTo(draft))
                .with("reactions", message.reactions().isEmpty() ? null : reactions(message));
        if (message.place() instanceof Message.Place.InMailbox mailbox) {
            return common.with("out", mailbox.out())
                    .with("from_id", peer(draft.from()))
                    .with("peer_id", peer(mailbox.peer()));
        }
        return inChannel(common, message, ((Message.Place.InChannel) message.place()).channel());
    }

    private TlObject inChannel(TlObject common, Message message, Channel channel) {
        Message.Draft draft = message.draft();
        TlObject at = common.with("peer_id", peer(channel)).with("replies", replies(message, channel));
        if (channel.spec().broadcast()) {
            return at.with("post", true).with("views", message.views()).with("forwards", 0);
        }
        Message origin = draft.origin();
        if (origin != null && channel.linked() != null) {
            TlObject from = peer(channel.linked());
            return at.with("from_id", from)
                    .with(
                            "fwd_from",
                            TlObject.of("messageFwdHeader")
                                    .with("from_id", from)
                                    .with("date", origin.date())
                                    .with("channel_post", origin.id())
                                    .with("saved_from_peer", from)
                                    .with("saved_from_msg_id", origin.id()));
        }
        return at.with("from_id", peer(draft.from())).with("out", draft.from() == viewer.id());
    }

    /** How many answers there are, and where; null when nobody can answer. */
    @Nullable
    TlObject replies(Message message, Channel channel) {
        Channel group = channel.spec().broadcast() ? channel.linked() : channel;
        int top = channel.spec().broadcast() ? message.copy() : message.id();
        boolean root = message.draft().origin() != null;
        if (group == null || top == 0 || !(channel.spec().broadcast() || root)) {
            return null;
        }
        List<Message> thread = group.thread(top);
        return TlObject.of("messageReplies")
                .with("comments", channel.spec().broadcast())
                .with("replies", thread.size())
                .with("replies_pts", group.pts())
                .with("channel_id", channel.spec().broadcast() ? group.id() : null)
                .with(
                        "max_id",
                        thread.isEmpty() ? null : thread.get(thread.size() - 1).id());
    }

    TlObject reactions(Message message) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        message.reactions().values().forEach(each -> counts.merge(each, 1, Integer::sum));
        String own = message.reactions().get(viewer.id());
        var results = new ArrayList<TlObject>();
        counts.forEach((emoticon, count) -> results.add(TlObject.of(
                "reactionCount",
                "chosen_order",
                Objects.equals(emoticon, own) ? 0 : null,
                "reaction",
                TlObject.of("reactionEmoji", "emoticon", emoticon),
                "count",
                count)));
        boolean listed = !(message.place() instanceof Message.Place.InChannel in)
                || !in.channel().spec().broadcast();
        return TlObject.of("messageReactions", "can_see_list", listed, "results", results);
    }

    private static @Nullable TlObject replyTo(Message.Draft draft) {
        return draft.replyTo() == 0
                ? null
                : TlObject.of(
                        "messageReplyHeader",
                        "reply_to_msg_id",
                        draft.replyTo(),
                        "reply_to_top_id",
                        draft.top() == 0 ? null : draft.top());
    }

    long hashOf(Account who) {
        return world.accessHash(viewer, who.id());
    }

    long hashOf(Channel channel) {
        return world.accessHash(viewer, -channel.id());
    }

    static TlObject peer(long user) {
        return TlObject.of("peerUser", "user_id", user);
    }

    static TlObject peer(Channel channel) {
        return TlObject.of("peerChannel", "channel_id", channel.id());
    }
}
