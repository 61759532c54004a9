package io.pult.mtproto.handshake;

import io.pult.mtproto.crypto.AuthKey;
import io.pult.mtproto.crypto.CryptoFailure;
import io.pult.mtproto.crypto.Entropy;
import io.pult.mtproto.crypto.PrimeFactors;
import io.pult.mtproto.crypto.RsaKey;
import io.pult.mtproto.crypto.RsaKeys;
import io.pult.mtproto.crypto.RsaPad;
import io.pult.mtproto.tl.TlFailure;
import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlWriter;
import io.pult.mtproto.transport.DataCenter;
import io.pult.mtproto.transport.Link;
import io.pult.mtproto.transport.LinkListener;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One key exchange over one link (core.telegram.org/mtproto/auth_key): three requests and three answers, each of which is
 * expected at its time alone. Any doubt closes the link and fails the exchange; there is no second attempt here, as a server
 * that was lied about in one step must not be believed in the next. Has no deadline: whoever started it closes the link.
 * Confined to the link's context.
 */
public final class KeyExchange implements LinkListener {
    private static final int MOST_RETRIES = 5;

    private final Link link;
    private final DataCenter dc;
    private final RsaKeys keys;
    private final CryptoWorkers workers;
    private final Entropy entropy;
    private final InstantSource clock;
    private final BooleanSupplier mayWrite;
    private final PlainMessages messages;
    private final Promise<AgreedKey> agreed = Promise.promise();
    private final byte[] nonce;

    private Step step = Step.PQ;
    private int retries;
    private @Nullable Secrets secrets;
    private @Nullable DhRound round;
    private @Nullable AuthKey key;
    private long clockDifference;

    /** What the server has to say next. */
    private enum Step {
        PQ,
        DH_PARAMETERS,
        DH_ANSWER,
        /** It is our turn: a worker computes. */
        NOTHING,
        DONE
    }

    private KeyExchange(
            Link link,
            DataCenter dc,
            RsaKeys keys,
            CryptoWorkers workers,
            Entropy entropy,
            InstantSource clock,
            BooleanSupplier mayWrite) {
        this.link = link;
        this.dc = dc;
        this.keys = keys;
        this.workers = workers;
        this.entropy = entropy;
        this.clock = clock;
        this.mayWrite = mayWrite;
        this.messages = new PlainMessages(clock);
        this.nonce = entropy.bytes(16);
    }

    /**
     * Takes the link over until there is a key; the link stays open then, and somebody else has to listen to it.
     *
     * @param clock of this machine; that it jumps does no harm
     * @param mayWrite asked before each frame
     * @return fails with {@link HandshakeFailure}, and closes the link then
     */
    public static Future<AgreedKey> over(
            Link link,
            DataCenter dc,
            RsaKeys keys,
            CryptoWorkers workers,
            Entropy entropy,
            InstantSource clock,
            BooleanSupplier mayWrite) {
        var exchange = new KeyExchange(link, dc, keys, workers, entropy, clock, mayWrite);
        link.listen(exchange);
        exchange.askForPq();
        return exchange.agreed.future();
    }

    @Override
    public void frame(byte[] bytes, int offset, int length) {
        if (step == Step.DONE) {
            return;
        }
        try {
            TlReader in = PlainMessages.open(bytes, offset, length);
            if (in == null) {
                throw new HandshakeFailure("the server sent an encrypted message before there is a key");
            }
            switch (step) {
                case PQ -> pq(in);
                case DH_PARAMETERS -> dhParameters(in);
                case DH_ANSWER -> dhAnswer(in);
                default -> throw new HandshakeFailure("the server spoke out of turn");
            }
        } catch (TlFailure e) {
            fail(new HandshakeFailure("the server's answer cannot be read: " + e.getMessage()));
        } catch (HandshakeFailure e) {
            fail(e);
        }
    }

    @Override
    public void refused(int code) {
        fail(new HandshakeFailure("the server refuses the connection with " + code, code));
    }

    @Override
    public void closed(String why) {
        fail(new HandshakeFailure("the connection was closed: " + why));
    }

    private void askForPq() {
        TlWriter out = new TlWriter(20);
        out.int32(Schema.REQ_PQ_MULTI);
        out.raw(nonce);
        send(Step.PQ, out);
    }

    private void pq(TlReader in) {
        expect(in, Schema.RES_PQ, "resPQ");
        same(nonce, in.raw(16), "nonce");
        byte[] serverNonce = in.raw(16);
        byte[] pq = in.bytes();
        int count = in.count(8);
        var fingerprints = new ArrayList<Long>(count);
        for (int i = 0; i < count; i++) {
            fingerprints.add(in.int64());
        }
        finished(in);
        RsaKey key =
                keys.find(fingerprints).orElseThrow(() -> new HandshakeFailure("the server has none of our RSA keys"));
        long number = number(pq);
        Secrets drawn = new Secrets(serverNonce, entropy.bytes(32));
        secrets = drawn;
        compute(() -> PrimeFactors.of(number), factors -> requestDh(drawn, pq, factors, key));
    }

    /** A proof of work that fits a long; the highest byte first. */
    private static long number(byte[] pq) {
        long number = 0;
        for (byte each : pq) {
            number = (number << 8) | (each & 0xff);
        }
        if (pq.length == 0 || pq.length > 8 || number <= 3) {
            throw new HandshakeFailure("the server's pq is not a number from 4 to 2^63");
        }
        return number;
    }

    private void requestDh(Secrets drawn, byte[] pq, PrimeFactors factors, RsaKey key) {
        byte[] p = Secrets.trimmed(factors.p());
        byte[] q = Secrets.trimmed(factors.q());
        TlWriter inner = new TlWriter(RsaPad.MOST);
        inner.int32(Schema.PQ_INNER_DATA_DC);
        inner.bytes(pq);
        inner.bytes(p);
        inner.bytes(q);
        inner.raw(nonce);
        inner.raw(drawn.serverNonce());
        inner.raw(drawn.newNonce());
        inner.int32(dc.number());
        TlWriter out = new TlWriter(320);
        out.int32(Schema.REQ_DH_PARAMS);
        out.raw(nonce);
        out.raw(drawn.serverNonce());
        out.bytes(p);
        out.bytes(q);
        out.int64(key.fingerprint());
        out.bytes(RsaPad.encrypt(inner.toByteArray(), key, entropy));
        send(Step.DH_PARAMETERS, out);
    }

    private void dhParameters(TlReader in) {
        Secrets known = known();
        int id = in.int32();
        if (id == Schema.SERVER_DH_PARAMS_FAIL) {
            sameNonces(in, known);
            same(known.failureHash(), in.raw(16), "new_nonce_hash");
            throw new HandshakeFailure("the server refuses what we encrypted for it");
        }
        if (id != Schema.SERVER_DH_PARAMS_OK) {
            throw new HandshakeFailure("the server answered %08x instead of server_DH_params".formatted(id));
        }
        sameNonces(in, known);
        ServerDh inner = ServerDh.decrypt(in.bytes(), nonce, known);
        finished(in);
        clockDifference = Integer.toUnsignedLong(inner.serverTime()) * 1_000 - clock.millis();
        begin(new DhRound(inner, nonce, known, 0));
    }

    /** A new b; the first time, or after dh_gen_retry. */
    private void begin(DhRound next) {
        round = next;
        byte[] b = entropy.bytes(256);
        byte[] padding = entropy.bytes(15);
        compute(() -> next.answer(b, padding), computed -> {
            key = computed.key();
            TlWriter out = new TlWriter(400);
            out.int32(Schema.SET_CLIENT_DH_PARAMS);
            out.raw(nonce);
            out.raw(next.secrets().serverNonce());
            out.bytes(computed.encrypted());
            send(Step.DH_ANSWER, out);
        });
    }

    private void dhAnswer(TlReader in) {
        DhRound done = round;
        AuthKey computed = key;
        if (done == null || computed == null) {
            throw new IllegalStateException("no answer is expected before a number was sent");
        }
        int id = in.int32();
        int variant = Schema.DH_GEN.indexOf(id) + 1;
        if (variant == 0) {
            throw new HandshakeFailure("the server answered %08x instead of dh_gen".formatted(id));
        }
        sameNonces(in, done.secrets());
        same(done.secrets().hash(variant, computed.auxiliaryHash()), in.raw(16), "new_nonce_hash" + variant);
        finished(in);
        switch (variant) {
            case 1 -> {
                step = Step.DONE;
                agreed.complete(new AgreedKey(computed, done.secrets().salt(), clockDifference));
            }
            case 2 -> retry(done, computed);
            default -> throw new HandshakeFailure("the server gave the exchange up");
        }
    }

    private void retry(DhRound done, AuthKey disliked) {
        if (++retries > MOST_RETRIES) {
            throw new HandshakeFailure("the server wants another key after " + MOST_RETRIES + " retries");
        }
        begin(new DhRound(done.server(), nonce, done.secrets(), disliked.auxiliaryHash()));
    }

    private interface Work<R> {
        R compute();
    }

    private interface Next<R> {
        void go(R result);
    }

    /** On a worker; what comes of it is looked at unless the exchange ended meanwhile. */
    private <R> void compute(Work<R> work, Next<R> next) {
        step = Step.NOTHING;
        workers.exchange(work::compute).onComplete(done -> {
            if (step == Step.DONE) {
                return;
            }
            if (done.succeeded()) {
                next.go(done.result());
            } else {
                fail(done.cause());
            }
        });
    }

    private void send(Step expected, TlWriter body) {
        if (!mayWrite.getAsBoolean()) {
            fail(new HandshakeFailure("the owner may not write any more"));
            return;
        }
        step = expected;
        byte[] message = messages.wrap(body);
        link.send(message, 0, message.length);
    }

    private void fail(Throwable why) {
        if (step != Step.DONE) {
            step = Step.DONE;
            link.close();
            boolean told = why instanceof CryptoFailure || why instanceof CryptoWorkers.Busy;
            agreed.fail(told ? new HandshakeFailure(String.valueOf(why.getMessage())) : why);
        }
    }

    private Secrets known() {
        if (secrets == null) {
            throw new IllegalStateException("no nonce was drawn yet");
        }
        return secrets;
    }

    private void sameNonces(TlReader in, Secrets known) {
        same(nonce, in.raw(16), "nonce");
        same(known.serverNonce(), in.raw(16), "server_nonce");
    }

    static void same(byte[] ours, byte[] theirs, String what) {
        if (!Arrays.equals(ours, theirs)) {
            throw new HandshakeFailure("the server's " + what + " is not the one of this exchange");
        }
    }

    private static void expect(TlReader in, int id, String name) {
        int found = in.int32();
        if (found != id) {
            throw new HandshakeFailure("the server answered %08x instead of %s".formatted(found, name));
        }
    }

    private static void finished(TlReader in) {
        if (in.remaining() > 0) {
            throw new HandshakeFailure("the server's answer is longer than it should be");
        }
    }
}
