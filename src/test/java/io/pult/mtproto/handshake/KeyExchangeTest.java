package io.pult.mtproto.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.crypto.Entropy;
import io.pult.mtproto.crypto.OtherPrimes;
import io.pult.mtproto.crypto.RsaKeys;
import io.pult.mtproto.handshake.ScriptedServer.Script;
import io.pult.mtproto.tl.TlReader;
import io.pult.mtproto.tl.TlWriter;
import io.pult.mtproto.transport.Address;
import io.pult.mtproto.transport.DataCenter;
import io.pult.mtproto.transport.Dialer;
import io.pult.mtproto.transport.Exit;
import io.pult.mtproto.transport.Framing;
import io.pult.mtproto.transport.Link;
import io.pult.support.Chance;
import io.pult.support.Loop;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.net.NetServer;
import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyExchangeTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_899_999_000));
    private static final BigInteger MARGIN = BigInteger.TWO.pow(2048 - 64);

    private static Loop loop;
    private static CryptoWorkers workers;
    private static Dialer dialer;
    private static ScriptedServer server;
    private static DataCenter dc;

    private final Entropy entropy = new Entropy();
    private final AtomicReference<Link> used = new AtomicReference<>();
    private RsaKeys keys = RsaKeys.builtIn().with(ScriptedServer.KEY);
    private BooleanSupplier mayWrite = () -> true;
    private InstantSource clock = CLOCK;

    @BeforeAll
    static void listen() {
        loop = new Loop();
        workers = new CryptoWorkers(loop.vertx);
        NetServer net = loop.vertx.createNetServer();
        server = new ScriptedServer(net);
        int port = loop.on(() -> net.listen(0, "127.0.0.1")).actualPort();
        dc = new DataCenter(2, false, List.of(new Address("127.0.0.1", port)));
        dialer = new Dialer(loop.vertx.createNetClient(Dialer.options()), new Entropy());
    }

    @AfterAll
    static void close() {
        Wait.on(workers.close());
        loop.close();
    }

    @Test
    void an_owner_who_may_not_write_stops_it_before_the_first_frame_and_before_every_other() {
        for (int allowed = 0; allowed < 3; allowed++) {
            var left = new AtomicInteger(allowed);
            mayWrite = () -> left.getAndDecrement() > 0;
            server.exchange = null;
            fails(new Script(), "the owner may not write any more");
            int sent = allowed;
            assertThat(loop.<Integer>make(() -> server.exchange == null ? 0 : server.last().frames))
                    .isEqualTo(sent);
        }
    }

    @Test
    void a_server_that_closes_the_connection_fails_it() {
        fails(
                new Script().change("params", bytes -> {
                    server.last().hangUp();
                    return bytes;
                }),
                "the connection was closed: the server closed it");
    }

    @Test
    void a_server_that_says_nothing_fails_it_when_whoever_started_it_closes_the_link() throws Exception {
        var asked = new CountDownLatch(1);
        server.script = new Script().change("message", bytes -> {
            asked.countDown();
            return new byte[0];
        });
        Future<AgreedKey> waiting = start();
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        loop.on(() -> Future.succeededFuture().compose(go -> used.get().close()));
        assertThat(Wait.failureOf(waiting))
                .isInstanceOf(HandshakeFailure.class)
                .hasMessage("the connection was closed: it was closed here");
    }

    @ParameterizedTest
    @ValueSource(ints = {-404, -429, -444})
    void a_refusal_is_reported_with_its_code(int code) {
        HandshakeFailure failure = fails(
                new Script().change("message", bytes -> {
                    TlWriter error = new TlWriter();
                    error.int32(code);
                    return error.toByteArray();
                }),
                "the server refuses the connection with " + code);
        assertThat(failure.code()).isEqualTo(code);
    }

    @Test
    void closed_workers_fail_it() {
        CryptoWorkers open = workers;
        workers = new CryptoWorkers(loop.vertx);
        Wait.on(workers.close());
        fails(new Script(), "the workers are closed");
        workers = open;
    }

    @Test
    void a_wrong_nonce_is_refused_in_every_answer() {
        for (String answer : List.of("resPQ", "params", "gen")) {
            fails(new Script().change(answer, flip(4)), "the server's nonce is not the one of this exchange");
        }
        fails(new Script().change("inner", flip(4)), "the server's encrypted nonce is not the one of this exchange");
    }

    @Test
    void a_wrong_server_nonce_is_refused_in_every_answer() {
        for (String answer : List.of("params", "gen")) {
            fails(new Script().change(answer, flip(20)), "the server's server_nonce is not the one of this exchange");
        }
        fails(
                new Script().change("inner", flip(20)),
                "the server's encrypted server_nonce is not the one of this exchange");
    }

    @Test
    void a_wrong_sha1_is_refused_and_so_is_data_that_it_does_not_cover() {
        String wrong = "the SHA-1 of the server's encrypted answer is wrong";
        fails(new Script().change("decrypted", flip(0)), wrong);
        fails(new Script().change("decrypted", flip(20 + 4 + 16 + 16 + 1)), wrong);
        Script padded = new Script();
        padded.paddingBlocks = 1;
        HandshakeFailure failure = fails(padded, null);
        assertThat(failure.getMessage())
                .matches("the server's encrypted answer has (1[6-9]|2\\d|3[01]) bytes of padding");
    }

    @Test
    void an_answer_that_is_not_encrypted_for_this_exchange_is_refused() {
        fails(
                new Script().change("params", flip(44)),
                "the server's encrypted answer is not encrypted for this exchange");
        fails(new Script().change("decrypted", bytes -> new byte[16]), "the server's encrypted answer has 16 bytes");
        fails(
                new Script().change("decrypted", bytes -> Arrays.copyOf(bytes, 64)),
                "the server's answer cannot be read: the message ends 256 bytes early");
    }

    @Test
    void a_server_without_one_of_our_rsa_keys_is_refused() {
        keys = RsaKeys.builtIn();
        fails(new Script(), "the server has none of our RSA keys");
        keys = keys.with(ScriptedServer.KEY);
        Script script = new Script();
        script.fingerprints = List.of();
        fails(script, "the server has none of our RSA keys");
    }

    @Test
    void a_pq_that_is_no_proof_of_work_is_refused() {
        for (String pq : List.of("", "00", "03", "8000000000000001", "010000000000000001")) {
            Script script = new Script();
            script.pq = new BigInteger("1" + pq, 16).toByteArray();
            script.pq = Arrays.copyOfRange(script.pq, script.pq.length - pq.length() / 2, script.pq.length);
            fails(script, "the server's pq is not a number from 4 to 2^63");
        }
        Script prime = new Script();
        prime.pq = BigInteger.valueOf(2_147_483_647).toByteArray();
        fails(prime, "the server's pq has no two factors");
    }

    @Test
    void numbers_of_the_server_at_the_ends_of_the_group_are_refused() {
        BigInteger p = ScriptedServer.PRIME;
        for (BigInteger ga : List.of(BigInteger.ZERO, BigInteger.ONE, p.subtract(BigInteger.ONE), p)) {
            Script script = new Script();
            script.ga = ga;
            fails(script, "the server's number is not between 1 and the prime less 1");
        }
        for (BigInteger ga :
                List.of(MARGIN.subtract(BigInteger.ONE), p.subtract(MARGIN).add(BigInteger.ONE))) {
            Script script = new Script();
            script.ga = ga;
            fails(script, "the server's number is too close to 1 or to the prime");
        }
    }

    @Test
    void a_generator_that_does_not_fit_is_refused() {
        Script script = new Script();
        script.g = 2;
        fails(script, "the server's generator 2 does not fit its prime");
    }

    @Test
    void a_prime_that_is_not_safe_is_refused() {
        Script script = new Script();
        script.prime = OtherPrimes.UNSAFE;
        script.g = 2;
        fails(script, "the server's prime is not a safe prime");
        script.prime = BigInteger.TWO.pow(1024).add(BigInteger.ONE);
        fails(script, "the server's prime has 1025 bits instead of 2048");
    }

    @Test
    void a_safe_prime_that_nobody_knows_is_accepted() {
        Script script = new Script();
        script.prime = OtherPrimes.SAFE;
        script.g = 2;
        agrees(script);
    }

    @Test
    void a_wrong_new_nonce_hash_is_refused_in_each_of_the_three_answers() {
        Script good = new Script();
        Script again = new Script();
        again.retries = 1;
        Script failed = new Script();
        failed.giveUp = true;
        int variant = 1;
        for (Script script : List.of(good, again, failed)) {
            fails(
                    script.change("gen", flip(36)),
                    "the server's new_nonce_hash" + variant++ + " is not the one of this exchange");
        }
    }

    @Test
    void an_answer_is_not_taken_for_another_whose_hash_it_has() {
        // dh_gen_ok with the hash of dh_gen_retry, by whoever sits in between and wants the first key to stay.
        Script script = new Script();
        script.retries = 1;
        fails(
                script.change("gen", bytes -> {
                    byte[] changed = bytes.clone();
                    System.arraycopy(new byte[] {0x34, (byte) 0xf7, (byte) 0xcb, 0x3b}, 0, changed, 0, 4);
                    return changed;
                }),
                "the server's new_nonce_hash1 is not the one of this exchange");
    }

    @Test
    void a_server_that_gives_up_ends_it() {
        Script script = new Script();
        script.giveUp = true;
        fails(script, "the server gave the exchange up");
    }

    @Test
    void a_server_that_refuses_our_data_ends_it() {
        Script script = new Script();
        script.refuse = true;
        fails(script, "the server refuses what we encrypted for it");
        fails(script.change("params", flip(36)), "the server's new_nonce_hash is not the one of this exchange");
    }

    @Test
    void a_server_may_want_another_key_five_times_but_not_six_times() {
        Script script = new Script();
        script.retries = 5;
        agrees(script);
        script = new Script();
        script.retries = 6;
        fails(script, "the server wants another key after 5 retries");
    }

    @Test
    void a_message_longer_than_any_answer_is_refused() {
        fails(
                new Script().change("message", bytes -> Arrays.copyOf(bytes, 4_100)),
                "the server's message has 4100 bytes, more than any answer");
    }

    @Test
    void a_message_in_a_wrong_envelope_is_refused() {
        fails(new Script().change("message", flip(0)), "the server sent an encrypted message before there is a key");
        fails(new Script().change("message", flip(8, 2)), "the server's message id is not that of an answer");
        fails(new Script().change("message", flip(16, 4)), "the server's message has another length than it says");
    }

    @Test
    void something_else_instead_of_an_answer_is_refused() {
        fails(new Script().change("resPQ", flip(0)), "the server answered 05162462 instead of resPQ");
        fails(new Script().change("params", flip(0)), "the server answered d0e8075d instead of server_DH_params");
        fails(new Script().change("gen", flip(0)), "the server answered 3bcbf735 instead of dh_gen");
        fails(
                new Script().change("gen", bytes -> Arrays.copyOf(bytes, bytes.length + 4)),
                "the server's answer is longer than it should be");
        fails(
                new Script().change("resPQ", bytes -> Arrays.copyOf(bytes, 24)),
                "the server's answer cannot be read: the message ends 12 bytes early");
    }

    @Test
    void a_server_that_speaks_while_it_is_our_turn_is_refused() {
        Script script = new Script();
        script.twice = true;
        // The second, where the worker was quicker than the event loop.
        assertThat(fails(script, null).getMessage())
                .isIn("the server spoke out of turn", "the server answered 05162463 instead of server_DH_params");
    }

    @Test
    void both_sides_have_the_same_key_and_salt_and_the_clocks_are_compared() {
        AgreedKey agreed = agrees(new Script());
        assertThat(agreed.salt()).isEqualTo(server.last().salt());
        assertThat(agreed.clockDifference()).isEqualTo(1_000_000);
        assertThat(agreed.toString()).contains("AuthKey[id=");
        assertThat(server.last().dc).isEqualTo(2);
    }

    @Test
    void a_test_data_centre_is_named_by_ten_thousand_more() {
        DataCenter production = dc;
        dc = new DataCenter(3, true, production.addresses());
        agrees(new Script());
        dc = production;
        assertThat(server.last().dc).isEqualTo(10_003);
    }

    @Test
    void the_server_may_ask_for_another_key_and_the_clock_may_jump_back_meanwhile() {
        var seconds = new AtomicInteger(1_900_000_000);
        clock = () -> Instant.ofEpochSecond(seconds.addAndGet(-3_600));
        Script script = new Script();
        script.retries = 2;
        agrees(script);
    }

    @Test
    void after_any_change_of_the_server_s_bytes_there_is_a_failure_in_words_or_the_right_key() {
        changeAnything(40);
    }

    @Test
    @Tag("check") // a thousand exchanges
    void after_a_thousand_changes_too() {
        changeAnything(1_000);
    }

    private void changeAnything(int times) {
        var chance = new Chance();
        chance.check(times, () -> {
            String where = chance.of("resPQ", "resPQ", "inner", "decrypted", "params", "gen", "message");
            server.script = new Script().change(where, bytes -> mangled(chance, bytes));
            AgreedKey agreed = Wait.on(start().recover(failure -> {
                assertThat(failure).isInstanceOf(HandshakeFailure.class);
                return Future.succeededFuture();
            }));
            if (agreed != null) {
                assertThat(agreed.key()).isEqualTo(server.last().key);
            }
            loop.on(used.get()::close);
        });
    }

    /** Whole blocks stay whole, because the server encrypts some of what is changed. */
    private static byte[] mangled(Chance chance, byte[] bytes) {
        byte[] changed = bytes.clone();
        switch (chance.between(0, 3)) {
            case 0 -> changed[chance.between(0, changed.length - 1)] ^= (byte) (1 << chance.between(0, 7));
            case 1 -> changed = Arrays.copyOf(changed, Math.max(16, changed.length - 16 * chance.between(1, 9)));
            case 2 -> changed = Arrays.copyOf(changed, changed.length + 16 * chance.between(1, 9));
            default -> {
                for (int i = chance.between(0, changed.length - 1); i < changed.length; i++) {
                    changed[i] = (byte) chance.between(0, 255);
                }
            }
        }
        return changed;
    }

    private static UnaryOperator<byte[]> flip(int at) {
        return flip(at, 1);
    }

    private static UnaryOperator<byte[]> flip(int at, int bits) {
        return bytes -> {
            byte[] changed = bytes.clone();
            changed[at] ^= (byte) bits;
            return changed;
        };
    }

    private AgreedKey agrees(Script script) {
        server.script = script;
        AgreedKey agreed = Wait.on(start());
        assertThat(server.last().complaint).isNull();
        assertThat(agreed.key()).isEqualTo(server.last().key);
        assertThat(new TlReader(agreed.key().secret()).remaining()).isEqualTo(256);
        loop.on(used.get()::close);
        return agreed;
    }

    /** @param message that it has to fail with, unless the test looks itself */
    private HandshakeFailure fails(Script script, String message) {
        server.script = script;
        Throwable failure = Wait.failureOf(start());
        assertThat(failure).isInstanceOf(HandshakeFailure.class);
        if (message != null) {
            assertThat(failure).hasMessage(message);
        }
        assertThat(failure.getStackTrace()).isEmpty();
        // The link is closed with it: closing it again has nothing to wait for but the socket.
        loop.on(used.get()::close);
        return (HandshakeFailure) failure;
    }

    private Future<AgreedKey> start() {
        return loop.start(() -> dialer.dial(dc.addresses().get(0), dc, Framing.INTERMEDIATE, false, new Exit.Direct())
                .compose(link -> {
                    used.set(link);
                    return KeyExchange.over(link, dc, keys, workers, entropy, clock, mayWrite);
                }));
    }
}
