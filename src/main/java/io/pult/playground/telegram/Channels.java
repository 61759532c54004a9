package io.pult.playground.telegram;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every channel and group. */
final class Channels {
    private final Map<Long, Channel> byId = new LinkedHashMap<>();

    Channel add(Channel channel, long creator, int now) {
        String name = channel.spec().username();
        if (name != null && called(name) != null) {
            throw new IllegalArgumentException("the user name is taken");
        }
        channel.members().put(creator, new Channel.Member(creator, Channel.Role.CREATOR, now, creator));
        byId.put(channel.id(), channel);
        return channel;
    }

    @Nullable
    Channel find(long id) {
        return byId.get(id);
    }

    @Nullable
    Channel called(String username) {
        String wanted = username.toLowerCase(Locale.ROOT);
        for (Channel each : byId.values()) {
            String name = each.spec().username();
            if (name != null && name.toLowerCase(Locale.ROOT).equals(wanted)) {
                return each;
            }
        }
        return null;
    }

    List<Channel> of(long member) {
        return byId.values().stream().filter(each -> each.isMember(member)).toList();
    }

    String inviteHash(Channel channel) {
        return "standin%08x".formatted(channel.id());
    }

    @Nullable
    Channel invitedBy(String hash) {
        return byId.values().stream()
                .filter(each -> inviteHash(each).equals(hash))
                .findAny()
                .orElse(null);
    }
}
