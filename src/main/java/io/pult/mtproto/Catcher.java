package io.pult.mtproto;

import io.pult.mtproto.KnownPeer.Kind;
import io.pult.mtproto.api.ChannelMessagesFilter;
import io.pult.mtproto.api.GetChannelDifference;
import io.pult.mtproto.api.GetDifference;
import io.pult.mtproto.api.GetState;
import io.pult.mtproto.api.InputChannel;
import io.pult.mtproto.session.CallFailure;
import io.pult.mtproto.tl.TlFailure;
import io.pult.mtproto.updates.News;
import io.pult.mtproto.updates.Reading;
import io.pult.mtproto.updates.Refusal;
import io.pult.mtproto.updates.Surroundings;
import io.pult.mtproto.updates.UpdateBoxes;
import io.pult.mtproto.updates.UpdateState;
import io.pult.mtproto.updates.UpdatesMemory;
import java.util.function.Consumer;

/** Asks the differences that the boxes want, and hands on what they tell. */
final class Catcher implements Surroundings<News> {
    /** Of one slice: what is decoded at a time stays small. */
    private static final int A_SLICE = 100;

    private final TelegramClient client;
    private final ClientLoop loop;
    private final Consumer<News> told;
    private final UpdateBoxes<News> boxes;

    Catcher(TelegramClient client, ClientLoop loop, UpdatesMemory memory, Consumer<News> told) {
        this.client = client;
        this.loop = loop;
        this.told = told;
        this.boxes = new UpdateBoxes<>(memory, this, loop.entropy(), loop.now());
    }

    UpdateBoxes<News> boxes() {
        return boxes;
    }

    @Override
    public void askState() {
        client.call(new GetState())
                .onSuccess(state -> boxes.state(Reading.state(state), loop.now()))
                .onFailure(this::failed);
    }

    @Override
    public void askDifference(UpdateState from) {
        client.call(new GetDifference(from.pts(), A_SLICE, from.date(), from.qts()))
                .onSuccess(found -> boxes.difference(Reading.difference(found), loop.now()))
                .onFailure(this::failed);
    }

    @Override
    public void askChannelDifference(long channelId, int pts) {
        if (!client.peers().has(Kind.CHANNEL, channelId)) {
            loop.later(() -> boxes.failed(Refusal.CHANNEL_UNAVAILABLE, 0, loop.now()));
            return;
        }
        var channel = new InputChannel.Plain(channelId, client.peers().hash(Kind.CHANNEL, channelId));
        client.call(new GetChannelDifference(false, channel, new ChannelMessagesFilter.Empty(), pts, A_SLICE))
                .onSuccess(found -> boxes.channelDifference(channelId, Reading.channelDifference(found), loop.now()))
                .onFailure(this::failed);
    }

    @Override
    public void happened(News news) {
        told.accept(news);
    }

    @Override
    public void updatesLost(long channelId) {
        told.accept(new News.Lost(channelId));
    }

    @Override
    public void channelUnavailable(long channelId) {
        told.accept(new News.ChannelUnavailable(channelId));
    }

    private void failed(Throwable cause) {
        long retryAfter = cause instanceof CallFailure.FloodWait flood
                ? flood.retryAfter().toMillis()
                : 0;
        boxes.failed(refusal(cause), retryAfter, loop.now());
    }

    private static Refusal refusal(Throwable cause) {
        if (cause instanceof CallFailure.Unreadable || cause instanceof TlFailure) {
            return Refusal.NO_SUCH_STATE;
        }
        if (cause instanceof CallFailure.Refused refused) {
            return switch (refused.error().kind()) {
                case "PERSISTENT_TIMESTAMP_EMPTY", "PERSISTENT_TIMESTAMP_INVALID" -> Refusal.NO_SUCH_STATE;
                case "CHANNEL_PRIVATE", "CHANNEL_INVALID", "CHANNEL_PUBLIC_GROUP_NA" -> Refusal.CHANNEL_UNAVAILABLE;
                default -> Refusal.LATER;
            };
        }
        return Refusal.LATER;
    }
}
