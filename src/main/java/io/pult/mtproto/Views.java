package io.pult.mtproto;

import io.pult.mtproto.api.GetMessagesViews;
import io.pult.mtproto.api.MessageViews;
import io.vertx.core.Future;
import java.util.List;

/** How often posts were seen. Looks at the counters and never raises one. */
public final class Views {
    private final Ways ways;

    Views(TelegramClient client) {
        this.ways = new Ways(client);
    }

    /** One for each id, in their order; at most {@link Posts#MOST}. */
    public Future<List<MessageViews>> of(Place channel, List<Integer> ids) {
        if (ids.isEmpty() || ids.size() > Posts.MOST) {
            return Future.failedFuture(Posts.tooMany());
        }
        return ways.toPeer(channel, peer -> new GetMessagesViews(peer, ids)).map(found -> found.views());
    }
}
