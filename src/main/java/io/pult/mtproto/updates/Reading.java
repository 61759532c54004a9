package io.pult.mtproto.updates;

import io.pult.mtproto.api.Counted;
import io.pult.mtproto.api.Dialog;
import io.pult.mtproto.api.Message;
import io.pult.mtproto.api.MessageFwdHeader;
import io.pult.mtproto.api.MessageReplyHeader;
import io.pult.mtproto.api.Peer;
import io.pult.mtproto.api.Update;
import io.pult.mtproto.api.Updates;
import io.pult.mtproto.api.UpdatesChannelDifference;
import io.pult.mtproto.api.UpdatesDifference;
import io.pult.mtproto.api.UpdatesState;
import io.pult.mtproto.updates.News.Changed;
import io.pult.mtproto.updates.News.NewMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** From the records of the API to what {@link UpdateBoxes} puts in order (core.telegram.org/api/updates). */
public final class Reading {
    private Reading() {}

    /**
     * @param knownUser whether something can be said to a user: a short message names its writer by an id alone
     * @return null when only a difference tells what happened
     */
    public static @Nullable Envelope<News> envelope(Updates updates, LongPredicate knownUser) {
        if (updates instanceof Updates.Many many) {
            return new Envelope<>(many.seq(), many.seq(), many.date(), steps(many.updates()));
        } else if (updates instanceof Updates.Combined combined) {
            return new Envelope<>(combined.seqStart(), combined.seq(), combined.date(), steps(combined.updates()));
        } else if (updates instanceof Updates.Short single) {
            return new Envelope<>(0, 0, single.date(), List.of(step(single.update())));
        } else if (updates instanceof Updates.ShortSent sent) {
            return alone(sent, sent.date(), null);
        } else if (updates instanceof Updates.ShortMessage text) {
            return knownUser.test(text.userId()) ? alone(text, text.date(), new NewMessage(message(text))) : null;
        } else if (updates instanceof Updates.ShortChatMessage text) {
            return knownUser.test(text.fromId()) ? alone(text, text.date(), new NewMessage(message(text))) : null;
        }
        return null;
    }

    public static UpdateState state(UpdatesState state) {
        return new UpdateState(state.pts(), state.qts(), state.date(), state.seq());
    }

    public static Difference<News> difference(UpdatesDifference difference) {
        if (difference instanceof UpdatesDifference.Plain all) {
            return new Difference.Part<>(state(all.state()), true, steps(all.newMessages(), all.otherUpdates()));
        } else if (difference instanceof UpdatesDifference.Slice slice) {
            return new Difference.Part<>(
                    state(slice.intermediateState()), false, steps(slice.newMessages(), slice.otherUpdates()));
        } else if (difference instanceof UpdatesDifference.TooLong tooLong) {
            return new Difference.TooLong<>(tooLong.pts());
        }
        var empty = (UpdatesDifference.Empty) difference;
        return new Difference.Empty<>(empty.date(), empty.seq());
    }

    public static Difference.OfChannel<News> channelDifference(UpdatesChannelDifference difference) {
        if (difference instanceof UpdatesChannelDifference.Plain all) {
            return new Difference.OfChannel<>(
                    all.pts(),
                    all.isFinal(),
                    seconds(all.timeout()),
                    false,
                    steps(all.newMessages(), all.otherUpdates()));
        } else if (difference instanceof UpdatesChannelDifference.TooLong tooLong) {
            int pts = tooLong.dialog() instanceof Dialog.Plain dialog && dialog.pts() != null ? dialog.pts() : 0;
            return new Difference.OfChannel<>(
                    pts, tooLong.isFinal(), seconds(tooLong.timeout()), true, steps(tooLong.messages(), List.of()));
        }
        var empty = (UpdatesChannelDifference.Empty) difference;
        return new Difference.OfChannel<>(empty.pts(), empty.isFinal(), seconds(empty.timeout()), false, List.of());
    }

    private static Envelope<News> alone(Counted counted, int date, @Nullable News news) {
        var step = new Step<>(Step.COMMON, counted.pts(), counted.ptsCount(), news);
        return new Envelope<>(0, 0, date, List.of(step));
    }

    private static List<Step<News>> steps(List<Message> messages, List<Update> updates) {
        var steps = new ArrayList<Step<News>>(messages.size() + updates.size());
        messages.forEach(message -> steps.add(Step.unordered(new NewMessage(message))));
        // Of a channel in a difference of the account: it has a box of its own.
        updates.forEach(update -> steps.add(step(update)));
        return steps;
    }

    private static List<Step<News>> steps(List<Update> updates) {
        return steps(List.of(), updates);
    }

    private static Step<News> step(Update update) {
        if (update instanceof Update.NewMessage message) {
            return counted(Step.COMMON, message, new NewMessage(message.message()));
        } else if (update instanceof Update.NewChannelMessage post) {
            return counted(channel(post.message()), post, new NewMessage(post.message()));
        } else if (update instanceof Update.EditChannelMessage edited) {
            return counted(channel(edited.message()), edited, new Changed(update));
        } else if (update instanceof Update.DeleteChannelMessages deleted) {
            return counted(deleted.channelId(), deleted, new Changed(update));
        } else if (update instanceof Update.PinnedChannelMessages pinned) {
            return counted(pinned.channelId(), pinned, new Changed(update));
        } else if (update instanceof Update.ChannelWebPage page) {
            return counted(page.channelId(), page, null);
        } else if (update instanceof Update.ChannelTooLong tooLong) {
            return Step.channelTooLong(tooLong.channelId());
        } else if (update instanceof Counted common) {
            return counted(Step.COMMON, common, new Changed(update));
        } else if (update instanceof Update.NewEncryptedMessage secret) {
            return new Step<>(Step.SECRET, secret.qts(), 1, null);
        }
        boolean unknown = update instanceof Update.Other;
        return new Step<>(Step.UNORDERED, 0, 0, unknown ? null : new Changed(update));
    }

    private static Step<News> counted(long box, Counted counted, @Nullable News news) {
        return new Step<>(box, counted.pts(), counted.ptsCount(), news);
    }

    private static long channel(Message message) {
        Peer peer = message instanceof Message.Plain plain
                ? plain.peerId()
                : message instanceof Message.Service service ? service.peerId() : null;
        return peer instanceof Peer.Channel channel ? channel.channelId() : Step.UNORDERED;
    }

    private static int seconds(@Nullable Integer timeout) {
        return timeout == null ? 0 : timeout;
    }

    private static Message message(Updates.ShortMessage text) {
        var peer = new Peer.User(text.userId());
        return message(
                text.out(),
                text.mentioned(),
                text.silent(),
                text.id(),
                text.out() ? null : peer,
                peer,
                text.fwdFrom(),
                text.viaBotId(),
                text.replyTo(),
                text.date(),
                text.message(),
                text.ttlPeriod());
    }

    private static Message message(Updates.ShortChatMessage text) {
        return message(
                text.out(),
                text.mentioned(),
                text.silent(),
                text.id(),
                new Peer.User(text.fromId()),
                new Peer.Chat(text.chatId()),
                text.fwdFrom(),
                text.viaBotId(),
                text.replyTo(),
                text.date(),
                text.message(),
                text.ttlPeriod());
    }

    /** What a short message leaves out, it does not have. */
    private static Message message(
            boolean out,
            boolean mentioned,
            boolean silent,
            int id,
            @Nullable Peer from,
            Peer peer,
            @Nullable MessageFwdHeader forwarded,
            @Nullable Long bot,
            @Nullable MessageReplyHeader reply,
            int date,
            String text,
            @Nullable Integer ttl) {
        return new Message.Plain(
                out, mentioned, silent, false, false, false, false, id, from, peer, forwarded, bot, reply, date, text,
                null, null, null, null, null, null, null, ttl);
    }
}
