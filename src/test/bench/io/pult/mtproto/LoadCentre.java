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
 * A stand-in data centre as a process of its own, for the benchmark: {@code key-file keys pushes-a-second}. Answers
 * {@link NumberCall} and what clients ask before it, and pushes statuses to those who have called. Prints its port.
 */
public final class LoadCentre implements Api {
    static final int ANSWER = 0x7ab1e001;
    static final int DC = 2;

    private static final int GET_CONFIG = 0xc4f9186b;
    private static final int GET_STATE = 0xedd4882a;
    private static final int GET_DIFFERENCE = 0x19c2f763;
    private static final int CONFIG = 0xcc1a241e;
    private static final int DC_OPTION = 0x18b7a10d;
    private static final int STATE = 0xa56c2a3e;
    private static final int DIFFERENCE_EMPTY = 0x5d75a138;
    private static final int UPDATE_SHORT = 0x78d4dec1;
    private static final int UPDATE_USER_STATUS = 0xe5bdf8de;
    private static final int USER_STATUS_ONLINE = 0xedb93949;
    /** The longest of the calls that are answered: updates.getDifference with all its fields. */
    private static final int LONGEST = 32;

    private static final int TICK_MILLIS = 20;
    /** Clients acknowledge within half a minute when nothing else is to be said; what comes again sooner is not theirs. */
    private static final Duration RESEND = Duration.ofSeconds(60);

    private final List<Caller> callers = new CopyOnWriteArrayList<>();
    private final TlReader query = new TlReader();
    private volatile int port;
    private int next;

    private LoadCentre() {}

    public static void main(String[] args) throws Exception {
        var vertx = Vertx.vertx();
        var api = new LoadCentre();
        var options = DataCentreOptions.of(DC, ServerKey.generate()).withResendAfter(RESEND);
        DataCentre dc = DataCentre.start(vertx, options, api).await();
        ScaleKeys.putInto(dc.authKeys(), Integer.parseInt(args[1]));
        Files.writeString(Path.of(args[0]), dc.publicKey().pem());
        int rate = Integer.parseInt(args[2]);
        if (rate > 0) {
            vertx.setPeriodic(TICK_MILLIS, tick -> api.push(rate * TICK_MILLIS / 1_000));
        }
        api.port = dc.port();
        System.out.println("port=" + dc.port());
    }

    @Override
    public void called(Caller caller, byte[] bytes, Reply reply) {
        // Whatever the call is wrapped in, it is what the bytes end with.
        if (idAt(bytes, NumberCall.LENGTH) == NumberCall.ID) {
            long number = query.over(bytes, bytes.length - 8, 8).int64();
            // The first call of each is its own number; what follows is told by a number below 0.
            if (number >= 0) {
                callers.add(caller);
            }
            reply.result(number(number));
        } else if (idAt(bytes, 4) == GET_CONFIG) {
            reply.result(config());
        } else if (idAt(bytes, 4) == GET_STATE) {
            reply.result(state());
        } else if (isDifference(bytes)) {
            reply.result(noDifference());
        } else {
            reply.error(400, "METHOD_INVALID");
        }
    }

    @Override
    public void left(Caller caller) {
        callers.remove(caller);
    }

    @Override
    public void keyGone(long authKeyId) {
        throw new IllegalStateException("a key was used twice");
    }

    private int idAt(byte[] bytes, int fromEnd) {
        return bytes.length < fromEnd
                ? 0
                : query.over(bytes, bytes.length - fromEnd, 4).int32();
    }

    private boolean isDifference(byte[] bytes) {
        for (int fromEnd = 20; fromEnd <= LONGEST; fromEnd += 4) {
            if (idAt(bytes, fromEnd) == GET_DIFFERENCE) {
                return true;
            }
        }
        return false;
    }

    private void push(int count) {
        int listeners = callers.size();
        for (int i = 0; i < count && listeners > 0; i++) {
            next = (next + 1) % listeners;
            callers.get(next).push(status());
        }
    }

    private static byte[] number(long number) {
        var out = new TlWriter(12);
        out.int32(ANSWER);
        out.int64(number);
        return out.toByteArray();
    }

    private static byte[] state() {
        var out = new TlWriter(24);
        out.int32(STATE);
        out.int32(1);
        out.int32(0);
        out.int32(now());
        out.int32(1);
        out.int32(0);
        return out.toByteArray();
    }

    private static byte[] noDifference() {
        var out = new TlWriter(12);
        out.int32(DIFFERENCE_EMPTY);
        out.int32(now());
        out.int32(1);
        return out.toByteArray();
    }

    private byte[] config() {
        var out = new TlWriter(256);
        out.int32(CONFIG);
        out.int32(0);
        out.int32(now());
        out.int32(now() + 3_600);
        out.bool(false);
        out.int32(DC);
        out.vectorOf(1);
        out.int32(DC_OPTION);
        out.int32(0);
        out.int32(DC);
        out.string("127.0.0.1");
        out.int32(port);
        out.string("");
        // Seventeen limits and times of which no client here makes use, and those of calls.
        for (int i = 0; i < 17 + 4; i++) {
            out.int32(1);
        }
        out.string("http://127.0.0.1/");
        out.int32(1_024);
        out.int32(4_096);
        out.int32(DC);
        return out.toByteArray();
    }

    private byte[] status() {
        var out = new TlWriter(32);
        out.int32(UPDATE_SHORT);
        out.int32(UPDATE_USER_STATUS);
        out.int64(1_000_000L + next);
        out.int32(USER_STATUS_ONLINE);
        out.int32(now() + 300);
        out.int32(now());
        return out.toByteArray();
    }

    private static int now() {
        return (int) (System.currentTimeMillis() / 1_000);
    }
}
