package io.pult.mtproto;

import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlWriter;
import io.pult.playground.telegram.dc.Api;
import io.pult.playground.telegram.dc.Caller;
import io.pult.playground.telegram.dc.DataCentre;
import io.pult.playground.telegram.dc.DataCentreOptions;
import io.pult.playground.telegram.dc.Reply;
import io.pult.playground.telegram.dc.ScaleKeys;
import io.pult.playground.telegram.dc.ServerKey;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A data centre as a process of its own, for the benchmark: {@code key-file keys pushes-a-second}. Answers the long at the
 * end of every query, and pushes statuses to those who have called. Prints its port.
 */
public final class LoadCentre implements Api {
    static final int ANSWER = 0x7ab1e001;

    private static final int UPDATE_SHORT = 0x78d4dec1;
    private static final int UPDATE_USER_STATUS = 0xe5bdf8de;
    private static final int USER_STATUS_ONLINE = 0xedb93949;
    private static final int TICK_MILLIS = 20;
    /** Clients acknowledge within half a minute when nothing else is to be said; what comes again sooner is not theirs. */
    private static final Duration RESEND = Duration.ofSeconds(60);

    private final List<Caller> callers = new CopyOnWriteArrayList<>();
    private int next;

    private LoadCentre() {}

    public static void main(String[] args) throws Exception {
        var vertx = Vertx.vertx();
        var api = new LoadCentre();
        var options = DataCentreOptions.of(2, ServerKey.generate()).withResendAfter(RESEND);
        DataCentre dc = DataCentre.start(vertx, options, api).await();
        ScaleKeys.putInto(dc.authKeys(), Integer.parseInt(args[1]));
        Files.writeString(Path.of(args[0]), dc.publicKey().pem());
        int rate = Integer.parseInt(args[2]);
        if (rate > 0) {
            vertx.setPeriodic(TICK_MILLIS, tick -> api.push(rate * TICK_MILLIS / 1_000));
        }
        System.out.println("port=" + dc.port());
    }

    @Override
    public void called(Caller caller, byte[] query, Reply reply) {
        var out = new TlWriter(12);
        out.int32(ANSWER);
        // Whatever the query is wrapped in, the number ends it.
        out.int64(new TlReader().over(query, query.length - 8, 8).int64());
        // The first call of each is its own number; what follows is told by a number below 0.
        if (new TlReader().over(query, query.length - 8, 8).int64() >= 0) {
            callers.add(caller);
        }
        reply.result(out.toByteArray());
    }

    @Override
    public void left(Caller caller) {
        callers.remove(caller);
    }

    @Override
    public void keyGone(long authKeyId) {
        throw new IllegalStateException("a key was used twice");
    }

    private void push(int count) {
        int listeners = callers.size();
        for (int i = 0; i < count && listeners > 0; i++) {
            next = (next + 1) % listeners;
            callers.get(next).push(status());
        }
    }

    private byte[] status() {
        var out = new TlWriter(32);
        int now = (int) (System.currentTimeMillis() / 1_000);
        out.int32(UPDATE_SHORT);
        out.int32(UPDATE_USER_STATUS);
        out.int64(1_000_000L + next);
        out.int32(USER_STATUS_ONLINE);
        out.int32(now + 300);
        out.int32(now);
        return out.toByteArray();
    }
}
