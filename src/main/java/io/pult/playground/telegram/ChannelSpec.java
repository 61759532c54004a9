package io.pult.playground.telegram;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a channel or group is made of.
 *
 * @param username null makes it private: it is found by its link alone
 * @param broadcast administrators alone write; otherwise it is a group
 * @param joinToSend in a group: who is not a member may not write
 * @param joinRequest whoever wants in has to be let in by an administrator
 * @param muted in a group: nobody but administrators may write
 * @param reactions emoticons that are allowed; null allows all, an empty list none
 * @param slowSeconds between two messages of one member; 0 for any number
 */
public record ChannelSpec(
        String title,
        String about,
        @Nullable String username,
        boolean broadcast,
        boolean joinToSend,
        boolean joinRequest,
        boolean muted,
        @Nullable List<String> reactions,
        int slowSeconds) {

    public static ChannelSpec channel(String title, @Nullable String username) {
        return new ChannelSpec(title, "", username, true, false, false, false, null, 0);
    }

    public static ChannelSpec group(String title, @Nullable String username) {
        return new ChannelSpec(title, "", username, false, false, false, false, null, 0);
    }

    public ChannelSpec withJoinToSend() {
        return new ChannelSpec(title, about, username, broadcast, true, joinRequest, muted, reactions, slowSeconds);
    }

    public ChannelSpec withJoinRequest() {
        return new ChannelSpec(title, about, username, broadcast, joinToSend, true, muted, reactions, slowSeconds);
    }

    public ChannelSpec withReactions(List<String> allowed) {
        return new ChannelSpec(title, about, username, broadcast, joinToSend, joinRequest, muted, allowed, slowSeconds);
    }

    public ChannelSpec withSlowMode(int seconds) {
        return new ChannelSpec(title, about, username, broadcast, joinToSend, joinRequest, muted, reactions, seconds);
    }

    public ChannelSpec withoutWriting() {
        return new ChannelSpec(
                title, about, username, broadcast, joinToSend, joinRequest, true, reactions, slowSeconds);
    }
}
