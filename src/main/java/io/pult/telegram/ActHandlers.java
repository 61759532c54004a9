package io.pult.telegram;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import io.pult.bus.Nothing;
import io.pult.contract.telegram.SeenPresence;
import io.pult.contract.telegram.TelegramActs;
import io.pult.contract.telegram.TelegramActs.ChannelName;
import io.pult.contract.telegram.TelegramActs.Commented;
import io.pult.contract.telegram.TelegramActs.Joined;
import io.pult.contract.telegram.TelegramActs.PeerKind;
import io.pult.contract.telegram.TelegramActs.Posts;
import io.pult.contract.telegram.TelegramActs.Resolved;
import io.pult.contract.telegram.TelegramActs.RoleThere;
import io.pult.contract.telegram.TelegramActs.Statuses;
import io.pult.contract.telegram.TelegramPost;
import io.pult.mtproto.Membership;
import io.pult.mtproto.Place;
import io.pult.mtproto.api.Chat;
import io.pult.mtproto.api.ContactsResolvedPeer;
import io.pult.mtproto.api.Message;
import io.pult.mtproto.api.Peer;
import io.pult.mtproto.api.Reaction;
import io.pult.mtproto.api.ResolveUsername;
import io.pult.mtproto.api.User;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What other concerns do through an account, done by the owner of its session. */
final class ActHandlers {
    private static final int USUAL_POSTS = 20;

    private final Routing routing;

    ActHandlers(Routing routing) {
        this.routing = routing;
    }

    Future<?> serve() {
        return Future.all(List.of(
                routing.serve(TelegramActs.RESOLVE, MemberRole.VIEWER, this::resolve),
                routing.serve(TelegramActs.STATUSES, MemberRole.VIEWER, this::statuses),
                routing.serve(TelegramActs.POSTS, MemberRole.VIEWER, this::posts),
                routing.serve(TelegramActs.COMMENT, MemberRole.OPERATOR, this::comment),
                routing.serve(TelegramActs.REACT, MemberRole.OPERATOR, this::react),
                routing.serve(TelegramActs.ADMIN_CHECK, MemberRole.VIEWER, this::adminCheck),
                routing.serve(TelegramActs.JOIN, MemberRole.OPERATOR, this::join)));
    }

    private Future<Resolved> resolve(HeldSession session, TelegramActs.Resolve ask, Call call) {
        return session.act(
                Act.read("contacts.resolveUsername"),
                call,
                client -> client.call(new ResolveUsername(ask.username())).map(ActHandlers::resolved));
    }

    private static Resolved resolved(ContactsResolvedPeer found) {
        if (found.peer() instanceof Peer.User user) {
            for (User each : found.users()) {
                if (each instanceof User.Plain plain && plain.id() == user.userId()) {
                    String name = Stream.of(plain.firstName(), plain.lastName())
                            .filter(Objects::nonNull)
                            .collect(Collectors.joining(" "));
                    return new Resolved(plain.bot() ? PeerKind.BOT : PeerKind.USER, plain.id(), name);
                }
            }
            return new Resolved(PeerKind.USER, user.userId(), "");
        }
        long id = ((Peer.Channel) found.peer()).channelId();
        for (Chat each : found.chats()) {
            if (each instanceof Chat.Channel channel && channel.id() == id) {
                return new Resolved(channel.broadcast() ? PeerKind.CHANNEL : PeerKind.SUPERGROUP, id, channel.title());
            }
        }
        return new Resolved(PeerKind.CHANNEL, id, "");
    }

    private Future<Statuses> statuses(HeldSession session, TelegramActs.ListStatuses ask, Call call) {
        List<Long> users = ask.users();
        if (users == null) {
            return session.act(
                    Act.read("contacts.getStatuses"),
                    call,
                    client -> client.people()
                            .statuses()
                            .map(seen -> new Statuses(seen.entrySet().stream()
                                    .map(each -> SessionNews.seen(each.getKey(), each.getValue()))
                                    .toList())));
        }
        return session.act(
                Act.read("users.getUsers"),
                call,
                client -> client.people()
                        .users(users)
                        .map(found -> new Statuses(
                                found.stream().flatMap(ActHandlers::seen).toList())));
    }

    private static Stream<SeenPresence> seen(User user) {
        return user instanceof User.Plain plain
                ? Stream.of(SessionNews.seen(plain.id(), io.pult.mtproto.Presence.of(plain.status())))
                : Stream.empty();
    }

    private Future<Posts> posts(HeldSession session, TelegramActs.ListPosts ask, Call call) {
        List<Integer> ids = ask.ids();
        Integer since = ask.since();
        long channel = ask.channel().id();
        if (ids != null) {
            return session.act(
                    Act.read("channels.getMessages", channel),
                    call,
                    client -> client.posts().byId(place(ask.channel()), ids).map(ActHandlers::told));
        }
        int limit = ask.limit() == null ? USUAL_POSTS : ask.limit();
        return session.act(
                Act.read("messages.getHistory", channel),
                call,
                client -> client.posts()
                        .since(place(ask.channel()), since == null ? 0 : since, limit)
                        .map(ActHandlers::told));
    }

    private static Posts told(List<Message> messages) {
        return new Posts(messages.stream().flatMap(ActHandlers::told).toList());
    }

    private static Stream<TelegramPost> told(Message message) {
        return message instanceof Message.Plain post
                ? Stream.of(
                        new TelegramPost(post.id(), Instant.ofEpochSecond(post.date()), post.message(), post.views()))
                : Stream.empty();
    }

    private Future<Commented> comment(HeldSession session, TelegramActs.Comment ask, Call call) {
        return session.act(
                Act.write("messages.sendMessage", ask.channel().id()),
                call,
                client -> client.discussions()
                        .of(place(ask.channel()), ask.post())
                        .compose(talk -> client.discussions()
                                .comment(talk.orElseThrow(ActHandlers::noComments), ask.text(), ask.random())
                                .map(sent -> new Commented(sent.id()))));
    }

    private static Failure noComments() {
        return Failure.unprocessable("telegram.no_comments", "The post does not exist, or takes no comments");
    }

    private Future<Nothing> react(HeldSession session, TelegramActs.React ask, Call call) {
        List<Reaction> reactions = ask.emoji() == null ? List.of() : List.of(new Reaction.Emoji(ask.emoji()));
        return session.act(
                Act.write("messages.sendReaction", ask.channel().id()),
                call,
                client -> client.reactions()
                        .react(place(ask.channel()), ask.post(), reactions)
                        .map(Nothing.NOTHING));
    }

    private Future<RoleThere> adminCheck(HeldSession session, TelegramActs.AdminCheck ask, Call call) {
        return session.act(
                Act.read("channels.getParticipant", ask.channel().id()),
                call,
                client -> client.membership().ownRole(place(ask.channel())).map(role -> new RoleThere(role(role))));
    }

    private static TelegramActs.Role role(Membership.Role role) {
        if (role instanceof Membership.Role.Owner) {
            return TelegramActs.Role.OWNER;
        } else if (role instanceof Membership.Role.Admin) {
            return TelegramActs.Role.ADMIN;
        } else if (role instanceof Membership.Role.Member) {
            return TelegramActs.Role.MEMBER;
        } else if (role instanceof Membership.Role.Banned) {
            return TelegramActs.Role.BANNED;
        }
        return TelegramActs.Role.NOBODY;
    }

    private Future<Joined> join(HeldSession session, TelegramActs.Join ask, Call call) {
        ChannelName channel = ask.channel();
        String invite = ask.invite();
        Future<Membership.Joined> joined = invite != null
                ? session.act(
                        new Act("messages.importChatInvite", Floods.EVERYWHERE, true),
                        call,
                        client -> client.membership().joinByInvite(invite))
                : session.act(
                        Act.write(
                                "channels.joinChannel",
                                Objects.requireNonNull(channel).id()),
                        call,
                        client -> client.membership().join(place(channel)));
        return joined.map(became -> new Joined(TelegramActs.Membership.valueOf(became.name())));
    }

    private static Place place(ChannelName name) {
        @Nullable String username = name.username();
        return new Place(new Peer.Channel(name.id()), username);
    }
}
