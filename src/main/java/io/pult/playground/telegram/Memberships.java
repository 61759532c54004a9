package io.pult.playground.telegram;

import io.pult.playground.telegram.dc.Caller;
import io.pult.playground.telegram.schema.TlObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who comes into channels and who goes. */
final class Memberships {
    private final World world;

    Memberships(World world) {
        this.world = world;
    }

    void admit(Channel channel, long user, Channel.Role role, long by) {
        channel.banned().remove(user);
        channel.requests().remove(user);
        Channel.Member before = channel.members().get(user);
        int since = before == null ? world.now() : before.since();
        channel.members().put(user, new Channel.Member(user, role, since, by));
        changed(channel, user, null);
    }

    void ban(Channel channel, long user) {
        channel.members().remove(user);
        channel.requests().remove(user);
        channel.banned().add(user);
        changed(channel, user, null);
    }

    /** By the user's own wish. */
    TlObject join(Channel channel, Account who, @Nullable Caller caller) {
        if (channel.banned().contains(who.id())) {
            throw RpcRefusal.bad("USER_BANNED_IN_CHANNEL");
        }
        if (channel.isMember(who.id())) {
            throw RpcRefusal.bad("USER_ALREADY_PARTICIPANT");
        }
        if (channel.spec().joinRequest()) {
            channel.requests().add(who.id());
            throw RpcRefusal.bad("INVITE_REQUEST_SENT");
        }
        channel.members().put(who.id(), new Channel.Member(who.id(), Channel.Role.MEMBER, world.now(), who.id()));
        return changed(channel, who.id(), caller);
    }

    TlObject leave(Channel channel, Account who, @Nullable Caller caller) {
        Channel.Member member = channel.members().get(who.id());
        if (member == null) {
            throw RpcRefusal.bad("USER_NOT_PARTICIPANT");
        }
        if (member.role() == Channel.Role.CREATOR) {
            throw RpcRefusal.bad("USER_CREATOR");
        }
        channel.members().remove(who.id());
        return changed(channel, who.id(), caller);
    }

    /** Tells the devices of somebody that a channel is theirs, or no longer. */
    private TlObject changed(Channel channel, long user, @Nullable Caller except) {
        Account account = world.accounts().find(user);
        if (account == null) {
            throw new IllegalArgumentException("nobody has the id " + user);
        }
        var bundle = new Bundle(world, account, false).channel(channel);
        TlObject updates = bundle.updates(List.of(TlObject.of("updateChannel", "channel_id", channel.id())), 0);
        world.pushes().to(account, updates, except);
        return updates;
    }
}
