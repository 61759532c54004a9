package io.pult.playground.telegram.dc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pult.mtproto.tl.TlReader;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** core.telegram.org/mtproto/auth_key as a server reads it. */
class KeyExchangeTest {
    private static Ground ground;
    private RawClient client;
    private HandMadeExchange exchange;

    @BeforeAll
    static void startGround() {
        ground = new Ground();
    }

    @AfterAll
    static void stopGround() {
        ground.close();
    }

    @BeforeEach
    void start() throws Exception {
        client = new RawClient(ground.dc.port(), ScaleKeys.key(0));
        exchange = new HandMadeExchange(client, ground.dc.publicKey());
    }

    @AfterEach
    void stop() throws Exception {
        ground.dc.faults().clear();
        client.close();
    }

    private void reachDh() throws Exception {
        reachPq();
        exchange.requestDh();
        exchange.readDh();
    }

    private void reachPq() throws Exception {
        exchange.askForPq();
        exchange.readPq();
    }

    @Test
    void a_key_is_agreed_and_its_first_salt_is_right() throws Exception {
        reachDh();
        assertThat(exchange.prime).isEqualTo(Numbers.PRIME);
        assertThat(exchange.g).isEqualTo(3);
        assertThat((long) exchange.serverTime).isBetween(now() - 5, now() + 5);
        exchange.sendDh(exchange.gB());
        assertThat(exchange.concluded(Tl.DH_GEN_OK, 1)).isTrue();
        assertThat(ground.dc.authKeys().get(exchange.key().id())).isEqualTo(exchange.key());
        try (var user = new RawClient(ground.dc.port(), exchange.key())) {
            user.salt = exchange.salt();
            assertThat(user.answer(user.call(TestApi.echo(1)))).isNotNull();
            assertThat(user.seen).noneMatch(message -> message.tl() == Tl.BAD_SERVER_SALT);
        }
    }

    @Test
    void pq_has_two_factors_of_four_bytes_and_the_own_fingerprint_is_not_the_first() throws Exception {
        exchange.askForPq();
        TlReader in = exchange.answer(Tl.RES_PQ);
        in.skip(32);
        assertThat(in.bytes()).hasSizeLessThanOrEqualTo(8);
        List<Long> fingerprints = in.vector(TlReader::int64);
        assertThat(fingerprints.indexOf(ground.dc.publicKey().fingerprint())).isOne();
    }

    @Test
    void the_old_inner_data_without_a_data_centre_is_taken() throws Exception {
        exchange.innerId = Tl.PQ_INNER_DATA;
        reachDh();
        assertThat(exchange.gA).isNotEqualTo(BigInteger.ZERO);
    }

    @Test
    void the_inner_data_of_a_temporary_key_gets_404() throws Exception {
        exchange.innerId = 0x56fddf88;
        reachPq();
        exchange.requestDh();
        assertRefused(-404);
    }

    @Test
    void another_data_centre_in_the_inner_data_gets_444_and_the_test_one_does_not() throws Exception {
        exchange.dc = 10_002;
        reachDh();
        try (var other = new RawClient(ground.dc.port(), ScaleKeys.key(0))) {
            exchange = new HandMadeExchange(other, ground.dc.publicKey());
            exchange.dc = 3;
            reachPq();
            exchange.requestDh();
            assertRefused(-444);
        }
    }

    @Test
    void factors_in_the_wrong_order_get_404() throws Exception {
        reachPq();
        BigInteger smaller = exchange.p;
        exchange.p = exchange.q;
        exchange.q = smaller;
        exchange.requestDh();
        assertRefused(-404);
    }

    @Test
    void the_fingerprint_of_another_key_gets_404() throws Exception {
        reachPq();
        exchange.fingerprint++;
        exchange.requestDh();
        assertRefused(-404);
    }

    @Test
    void rsa_pad_with_a_wrong_hash_gets_404() throws Exception {
        reachPq();
        exchange.rightPadHash = false;
        exchange.requestDh();
        assertRefused(-404);
    }

    @Test
    void another_server_nonce_gets_404() throws Exception {
        reachPq();
        exchange.serverNonce[15] ^= 1;
        exchange.requestDh();
        assertRefused(-404);
    }

    @Test
    void a_wrong_sha1_of_the_clients_data_gets_404() throws Exception {
        reachDh();
        exchange.rightSha1 = false;
        exchange.sendDh(exchange.gB());
        assertRefused(-404);
    }

    @Test
    void more_padding_than_one_block_gets_404() throws Exception {
        reachDh();
        exchange.moreBlocks = 1;
        exchange.sendDh(exchange.gB());
        assertRefused(-404);
    }

    @Test
    void a_retry_id_that_is_not_zero_at_first_gets_404() throws Exception {
        reachDh();
        exchange.retryId = 1;
        exchange.sendDh(exchange.gB());
        assertRefused(-404);
    }

    @Test
    void a_g_b_out_of_range_gets_404() throws Exception {
        for (BigInteger value : List.of(
                BigInteger.ONE,
                HandMadeExchange.EDGE.subtract(BigInteger.ONE),
                Numbers.PRIME.subtract(BigInteger.ONE),
                Numbers.PRIME.subtract(HandMadeExchange.EDGE).add(BigInteger.ONE))) {
            try (var other = new RawClient(ground.dc.port(), ScaleKeys.key(0))) {
                exchange = new HandMadeExchange(other, ground.dc.publicKey());
                reachDh();
                exchange.sendDh(value);
                assertRefused(-404);
            }
        }
    }

    @Test
    void a_step_out_of_turn_gets_404() throws Exception {
        exchange.serverNonce = new byte[16];
        exchange.requestDh();
        assertRefused(-404);
    }

    @Test
    void steps_that_do_not_wait_for_their_answers_get_404() throws Exception {
        reachPq();
        exchange.requestDh();
        exchange.requestDh();
        assertThatThrownBy(() -> {
                    exchange.readDh();
                    exchange.readDh();
                })
                .isInstanceOf(HandMadeExchange.Refusal.class);
    }

    @Test
    void a_wrong_nonce_in_resPQ_can_be_ordered() throws Exception {
        ground.dc.faults().next(Fault.WRONG_NONCE);
        exchange.askForPq();
        assertThat(exchange.answer(Tl.RES_PQ).raw(16)).isNotEqualTo(exchange.nonce);
    }

    @Test
    void an_unknown_fingerprint_can_be_ordered() throws Exception {
        ground.dc.faults().next(Fault.UNKNOWN_FINGERPRINT);
        exchange.askForPq();
        TlReader in = exchange.answer(Tl.RES_PQ);
        in.skip(32);
        in.skipString();
        assertThat(in.vector(TlReader::int64))
                .doesNotContain(ground.dc.publicKey().fingerprint());
    }

    @Test
    void silence_can_be_ordered() throws Exception {
        ground.dc.faults().next(Fault.SILENCE);
        exchange.askForPq();
        client.socket.setSoTimeout(100);
        assertThatThrownBy(() -> exchange.answer(Tl.RES_PQ)).isInstanceOf(java.net.SocketTimeoutException.class);
    }

    @Test
    void dh_gen_retry_twice_leads_to_a_key_at_the_third_try() throws Exception {
        ground.dc.faults().next(2, Fault.DH_GEN_RETRY, 0);
        reachDh();
        for (int i = 0; i < 2; i++) {
            exchange.sendDh(exchange.gB());
            assertThat(exchange.concluded(Tl.DH_GEN_RETRY, 2)).isTrue();
            exchange.retryId = exchange.key().auxiliaryHash();
            exchange.b = exchange.b.add(BigInteger.TEN);
        }
        exchange.sendDh(exchange.gB());
        assertThat(exchange.concluded(Tl.DH_GEN_OK, 1)).isTrue();
    }

    @Test
    void dh_gen_fail_can_be_ordered() throws Exception {
        ground.dc.faults().next(Fault.DH_GEN_FAIL);
        reachDh();
        exchange.sendDh(exchange.gB());
        assertThat(exchange.concluded(Tl.DH_GEN_FAIL, 3)).isTrue();
        assertThat(ground.dc.authKeys().knows(exchange.key().id())).isFalse();
    }

    @Test
    void a_wrong_new_nonce_hash_can_be_ordered() throws Exception {
        ground.dc.faults().next(Fault.WRONG_NEW_NONCE_HASH);
        reachDh();
        exchange.sendDh(exchange.gB());
        assertThat(exchange.concluded(Tl.DH_GEN_OK, 1)).isFalse();
    }

    @Test
    void a_g_a_of_one_or_outside_of_the_range_can_be_ordered() throws Exception {
        ground.dc.faults().next(Fault.G_A_ONE);
        reachDh();
        assertThat(exchange.gA).isEqualTo(BigInteger.ONE);
        try (var other = new RawClient(ground.dc.port(), ScaleKeys.key(0))) {
            exchange = new HandMadeExchange(other, ground.dc.publicKey());
            ground.dc.faults().next(Fault.G_A_OUTSIDE);
            reachDh();
            assertThat(exchange.gA).isLessThan(HandMadeExchange.EDGE);
        }
    }

    @Test
    void an_unknown_prime_is_a_safe_one_and_a_composite_one_is_not() throws Exception {
        ground.dc.faults().next(Fault.UNKNOWN_PRIME);
        reachDh();
        assertThat(exchange.prime).isNotEqualTo(Numbers.PRIME);
        assertThat(exchange.prime.isProbablePrime(4)).isTrue();
        assertThat(exchange.prime.shiftRight(1).isProbablePrime(4)).isTrue();
        assertThat(exchange.prime.testBit(0) && exchange.prime.testBit(1) && exchange.prime.testBit(2))
                .as("so that 2 generates")
                .isTrue();
        try (var other = new RawClient(ground.dc.port(), ScaleKeys.key(0))) {
            exchange = new HandMadeExchange(other, ground.dc.publicKey());
            ground.dc.faults().next(Fault.COMPOSITE_PRIME);
            reachDh();
            assertThat(exchange.prime.bitLength()).isEqualTo(2_048);
            assertThat(exchange.prime.isProbablePrime(4)).isFalse();
        }
    }

    @Test
    void a_reset_in_the_exchange_can_be_ordered() throws Exception {
        ground.dc.faults().next(Fault.RESET_IN_EXCHANGE);
        reachPq();
        exchange.requestDh();
        assertThat(client.ends()).isTrue();
    }

    @Test
    void a_server_key_survives_its_pem() {
        ServerKey again = ServerKey.fromPem(Ground.KEY.secretPem());
        assertThat(again.publicKey()).isEqualTo(Ground.KEY.publicKey());
        assertThatThrownBy(() -> ServerKey.fromPem(Ground.KEY.publicKey().pem()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Ground.KEY.publicKey().pem()).startsWith("-----BEGIN RSA PUBLIC KEY-----\nMII");
    }

    private void assertRefused(int code) throws Exception {
        assertThatThrownBy(() -> exchange.answer(0))
                .isInstanceOfSatisfying(
                        HandMadeExchange.Refusal.class,
                        refusal -> assertThat(refusal.code).isEqualTo(code));
        assertThat(exchange.client.ends()).isTrue();
    }

    private static long now() {
        return System.currentTimeMillis() / 1_000;
    }
}
