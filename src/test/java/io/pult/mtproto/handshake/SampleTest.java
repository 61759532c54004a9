package io.pult.mtproto.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.mtproto.crypto.AuthKey;
import io.pult.mtproto.crypto.Vectors;
import io.pult.mtproto.tl.TlReader;
import org.junit.jupiter.api.Test;

/** The exchange that the documentation prints, byte by byte: core.telegram.org/mtproto/samples-auth_key. */
final class SampleTest {
    private final Vectors sample = new Vectors("auth_key_sample");
    private final Secrets secrets = new Secrets(sample.bytes("server_nonce"), sample.bytes("new_nonce"));

    @Test
    void our_encrypted_number_and_the_key_are_those_of_the_sample() {
        ServerDh server = ServerDh.decrypt(sample.bytes("encrypted_answer"), sample.bytes("nonce"), secrets);
        DhRound.Answer answer = new DhRound(server, sample.bytes("nonce"), secrets, 0)
                .answer(sample.bytes("b"), sample.bytes("client_padding"));
        assertThat(answer.encrypted()).isEqualTo(sample.bytes("client_encrypted_data"));
        assertThat(answer.key()).isEqualTo(AuthKey.of(sample.bytes("auth_key")));
        assertThat(secrets.hash(1, answer.key().auxiliaryHash())).isEqualTo(sample.bytes("new_nonce_hash1"));
    }

    @Test
    void the_first_salt_is_made_of_both_nonces() {
        long expected =
                new TlReader(sample.bytes("new_nonce")).int64() ^ new TlReader(sample.bytes("server_nonce")).int64();
        assertThat(secrets.salt()).isEqualTo(expected);
        assertThat(secrets.toString()).isEqualTo("Secrets[secret]");
    }

    @Test
    void factors_are_written_without_zeros_in_front() {
        assertThat(Secrets.trimmed(0x3C2357CFL)).isEqualTo(sample.bytes("p"));
        assertThat(Secrets.trimmed(0x80L)).containsExactly(0x80);
        assertThat(Secrets.trimmed(0x7fffffffffffffffL)).hasSize(8);
    }
}
